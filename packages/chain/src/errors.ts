import { defineErrors } from "@yanta/errors";

/** Errors of the chain package. Refusals of single transactions are values with ChainMaker's texts, not these. */
export const chainErrors = defineErrors("chain", {
  CHAIN_GENESIS_FOREIGN: {
    retryable: false,
    en: {
      message: "the stored chain is {found}, the configuration is for {expected}",
      advice: "Point the node to the data folder of chain {expected}, or start with an empty folder.",
    },
    zh: {
      message: "已存储的链是 {found},而配置对应 {expected}",
      advice: "请让节点指向链 {expected} 的数据目录,或使用空目录启动。",
    },
  },
  CHAIN_STATE_DAMAGED: {
    retryable: false,
    en: {
      message: "the stored chain cannot be continued: {reason}",
      advice: "Restore the data folder from a backup, or let the node rebuild its stores from the block log.",
    },
    zh: { message: "无法继续已存储的链:{reason}", advice: "请从备份恢复数据目录,或让节点根据区块日志重建存储。" },
  },
  CHAIN_CONFIG_INVALID: {
    retryable: false,
    en: {
      message: "the chain configuration cannot be used: {reason}",
      advice: "Correct the chain configuration file (bc1.yml) and start again.",
    },
    zh: { message: "链配置不可用:{reason}", advice: "请修正链配置文件(bc1.yml)后重新启动。" },
  },
  CHAIN_PROPOSAL_STALE: {
    retryable: false,
    en: {
      message: "block {height} does not continue the chain at height {lastHeight}",
      advice: "Propose or verify again on the current chain; this is a fault of the consensus engine.",
    },
    zh: {
      message: "区块 {height} 无法接续高度 {lastHeight} 的链",
      advice: "请在当前链上重新提案或验证;这是共识引擎的错误。",
    },
  },
  CHAIN_WAITERS_FULL: {
    retryable: true,
    en: { message: "{count} calls already wait for their block", advice: "Send without waiting, or try again later." },
    zh: { message: "已有 {count} 个调用在等待出块", advice: "请改用不等待的方式发送,或稍后重试。" },
  },
  CHAIN_NOT_FOR_DEVELOPMENT: {
    retryable: false,
    en: {
      message: "this is no development chain",
      advice: "Only a chain whose genesis has dev_controls, as `yanta up` makes it, can do this.",
    },
    zh: { message: "这不是开发链", advice: "只有创世配置带 dev_controls 的链(由 `yanta up` 创建)支持该操作。" },
  },
  CHAIN_WENT_BACK: {
    retryable: true,
    en: {
      message: "transaction {txId} is in no block: the chain went back to block {height}",
      advice: "Send it again if it still makes sense.",
    },
    zh: { message: "交易 {txId} 未上链:链已回退到区块 {height}", advice: "如仍需要,请重新发送。" },
  },
  CHAIN_TX_DROPPED: {
    retryable: true,
    en: {
      message: "transaction {txId} was dropped from the pool: {reason}",
      advice: "Send it again when the reason is gone.",
    },
    zh: { message: "交易 {txId} 已从交易池移除:{reason}", advice: "原因消除后可重新发送。" },
  },
  CHAIN_SUBSCRIPTION_INTERRUPTED: {
    retryable: true,
    en: {
      message: "the subscription ended: {reason}",
      advice: "Subscribe again from the height after the last one received.",
    },
    zh: { message: "订阅已中断:{reason}", advice: "请从最后收到的高度之后重新订阅。" },
  },
});

export type ChainErrorCode = keyof typeof chainErrors.descriptors;
