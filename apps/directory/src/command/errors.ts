import { defineErrors } from "@yanta/errors";

/** Wrong use of the `yanta-directory` command. */
export const commandErrors = defineErrors("directory-command", {
  DIRECTORY_COMMAND_SUBJECT: {
    retryable: false,
    en: {
      message: "a bundle is about one subject",
      advice: "Give exactly one of --entry, --request and --delivery.",
    },
    zh: { message: "一个证明包只针对一个对象", advice: "请在 --entry、--request、--delivery 中恰好给出一项。" },
  },
  DIRECTORY_COMMAND_FOLDER: {
    retryable: false,
    en: { message: "the folder {folder} cannot be read: {reason}", advice: "Check the path and its permissions." },
    zh: { message: "无法读取目录 {folder}：{reason}", advice: "请检查路径与权限。" },
  },
});
