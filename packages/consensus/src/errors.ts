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
  CONSENSUS_ENGINE_UNREACHABLE: {
    retryable: true,
    en: {
      message: "the CometBFT engine does not answer: {reason}",
      advice: "See the engine's log; yanta status tells whether it runs.",
    },
    zh: { message: "CometBFT 引擎没有应答:{reason}", advice: "请查看引擎日志;yanta status 可显示引擎是否在运行。" },
  },
  CONSENSUS_ENGINE_FULL: {
    retryable: true,
    en: {
      message: "the CometBFT engine's mempool is full",
      advice: "The transactions wait and are sent again; send fewer if this lasts.",
    },
    zh: { message: "CometBFT 引擎的交易池已满", advice: "交易会等待并重新发送;若持续出现,请降低发送速率。" },
  },
});
