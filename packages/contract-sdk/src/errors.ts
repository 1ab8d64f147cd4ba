import { defineErrors } from "@yanta/errors";

/** Errors of building contracts. */
export const contractSdkErrors = defineErrors("contract", {
  CONTRACT_SOURCE_MISSING: {
    en: {
      message: "there is no {path}",
      advice: "A contract starts in assembly/index.ts; `yanta contract new NAME` makes one.",
    },
    zh: { message: "找不到 {path}", advice: "合约入口是 assembly/index.ts；可用 `yanta contract new 名称` 新建合约。" },
    retryable: false,
  },
  CONTRACT_NAME: {
    en: {
      message: "{name} is no name for a contract",
      advice: "Take letters, digits, minus and underscore, a letter first, at most 64.",
    },
    zh: { message: "{name} 不能作为合约名", advice: "请使用字母、数字、减号和下划线，以字母开头，最多 64 个字符。" },
    retryable: false,
  },
  CONTRACT_FOLDER_EXISTS: {
    en: { message: "{path} is there already", advice: "Choose another name; nothing was changed." },
    zh: { message: "{path} 已存在", advice: "请换一个名称；未做任何修改。" },
    retryable: false,
  },
  CONTRACT_SIGNATURE: {
    en: {
      message: "{place}: {reason}",
      advice:
        "Parameters and results are string, bool, integers up to 64 bits, Uint256, Uint8Array or string[]; see the README of packages/contract-sdk.",
    },
    zh: {
      message: "{place}：{reason}",
      advice: "参数和返回值可以是 string、bool、不超过 64 位的整数、Uint256、Uint8Array 或 string[]。",
    },
    retryable: false,
  },
  CONTRACT_COMPILE: {
    en: { message: "the contract does not compile:\n{report}", advice: "Mend the places above." },
    zh: { message: "合约编译失败：\n{report}", advice: "请修改上述位置。" },
    retryable: false,
  },
  CONTRACT_FORBIDDEN: {
    en: {
      message: "the compiled contract uses {what}",
      advice:
        "Every node must compute the same: no floating point (also in number.toString of floats, Math, parseInt), SIMD or threads; only the host functions env.sys_call and env.log_message.",
    },
    zh: {
      message: "编译后的合约使用了 {what}",
      advice:
        "所有节点的计算结果必须一致：不能使用浮点数（包括 Math、parseInt）、SIMD、线程；只能导入 env.sys_call 与 env.log_message。",
    },
    retryable: false,
  },
});
