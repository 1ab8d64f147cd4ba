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
  CONSENSUS_STOPPED: {
    retryable: false,
    en: {
      message: "the consensus engine makes no more blocks",
      advice: "Look into the log for the reason, then start the node again.",
    },
    zh: { message: "共识引擎已停止出块", advice: "请在日志中查看原因,然后重新启动节点。" },
  },
  CONSENSUS_MINING_FIXED: {
    retryable: false,
    en: {
      message: "when blocks are made is fixed on this chain",
      advice: "Only a development chain makes blocks by hand, by interval, or without transactions.",
    },
    zh: { message: "本链的出块方式不可更改", advice: "只有开发链支持手动、定时或无交易出块。" },
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
