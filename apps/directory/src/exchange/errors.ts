import { defineErrors } from "@yanta/errors";

/** What the exchange with other systems and with files refuses. */
export const exchangeErrors = defineErrors("directory-exchange", {
  DIRECTORY_EXCHANGE_TABLE: {
    retryable: false,
    en: {
      message: "{file} has {count} faults; nothing was written",
      advice: "Correct the cells that are named above, and import the file again.",
    },
    zh: { message: "{file} 有 {count} 处错误，未写入任何内容", advice: "请更正上面指出的单元格后重新导入。" },
  },
  DIRECTORY_EXCHANGE_FILE: {
    retryable: false,
    en: { message: "{file} cannot be read or written: {reason}", advice: "Check the path and its permissions." },
    zh: { message: "无法读写 {file}：{reason}", advice: "请检查路径与权限。" },
  },
  DIRECTORY_EXCHANGE_FORMAT: {
    retryable: false,
    en: { message: "none of {wanted} can be had", advice: "Ask for one of {offered}." },
    zh: { message: "不提供 {wanted}", advice: "可用格式：{offered}。" },
  },
});
