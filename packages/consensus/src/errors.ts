import { defineErrors } from "@yanta/errors";

/** Errors of the consensus package. */
export const consensusErrors = defineErrors("consensus", {
  CONSENSUS_ALREADY_STARTED: {
    retryable: false,
    en: {
      message: "the consensus engine is already running",
      advice: "Start an engine once; this is a fault of the node's own code.",
    },
    zh: { message: "共识引擎已在运行", advice: "引擎只能启动一次;这是节点自身代码的错误。" },
  },
});
