import { defineErrors } from "@yanta/errors";

/** Errors of `vm`: the machine or the engine failed, never the contract. They stop the node, because results would no longer be the same everywhere. */
export const vmErrors = defineErrors("vm", {
  VM_ENGINE_REFUSED: {
    en: {
      message: "The WebAssembly engine refused a checked module: {reason}.",
      advice: "Report the contract: the module checker has a fault, or the engine lacks a feature.",
    },
    zh: {
      message: "WebAssembly 引擎拒绝了已检查的模块：{reason}。",
      advice: "请反馈该合约：模块检查存在缺陷，或引擎缺少某项特性。",
    },
    retryable: false,
  },
  VM_STACK_EXHAUSTED: {
    en: {
      message: "The engine's stack ran out before the contract's call-depth limit was reached.",
      advice: "Run the node with its default stack size, not a smaller one.",
    },
    zh: { message: "引擎栈在合约调用深度限制之前耗尽。", advice: "请使用默认栈大小运行节点，不要调小。" },
    retryable: true,
  },
  VM_MEMORY_EXHAUSTED: {
    en: {
      message: "The machine has no memory left for a contract within its limits.",
      advice: "Give the node more memory.",
    },
    zh: { message: "机器内存不足，无法满足合约限额内的内存需求。", advice: "请为节点提供更多内存。" },
    retryable: true,
  },
});
