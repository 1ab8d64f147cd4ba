import { defineErrors } from "@yanta/errors";

export const demoErrors = defineErrors("directory-demo", {
  DIRECTORY_DEMO_INCOMPLETE: {
    en: {
      message: "the demonstration on the chain of {folder} was interrupted while it was loaded",
      advice: "Begin in a new folder (`yanta up --demo directory --dir another`), or delete this one.",
    },
    zh: {
      message: "{folder} 的链上示例数据在载入时被中断",
      advice: "请换用新目录（`yanta up --demo directory --dir 其他目录`），或删除该目录后重试。",
    },
    retryable: false,
  },
});
