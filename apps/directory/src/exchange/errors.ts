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
  DIRECTORY_EXCHANGE_ADDRESS: {
    retryable: false,
    en: {
      message: "the address {url} is not called: {reason}",
      advice: "Use a public address; for one of your own network set allow_private at its place in the configuration.",
    },
    zh: {
      message: "不访问地址 {url}：{reason}",
      advice: "请使用公网地址；若为内网系统，请在配置中设置 allow_private。",
    },
  },
  DIRECTORY_EXCHANGE_UNREACHABLE: {
    retryable: true,
    en: { message: "{url} does not answer: {reason}", advice: "Check the address; it is tried again by itself." },
    zh: { message: "{url} 无应答：{reason}", advice: "请检查地址；系统会自动重试。" },
  },
  DIRECTORY_EXCHANGE_ANSWER: {
    retryable: false,
    en: { message: "the answer of {url} is refused: {reason}", advice: "Look at what the other system gives." },
    zh: { message: "拒绝 {url} 的应答：{reason}", advice: "请检查对方系统的输出。" },
  },
  DIRECTORY_EXCHANGE_CONFIG: {
    retryable: false,
    en: { message: "the exchange's configuration {path}: {reason}", advice: "Compare it with src/exchange/README.md." },
    zh: { message: "数据交换配置 {path}：{reason}", advice: "请对照 src/exchange/README.md。" },
  },
});
