import { defineErrors } from "@yanta/errors";

/** Errors of the controls of development chains. */
export const devChainErrors = defineErrors("dev-chain", {
  DEV_CHAIN_SNAPSHOT_UNKNOWN: {
    retryable: false,
    en: {
      message: "there is no snapshot {id}",
      advice:
        "Snapshots last as long as the node runs, and go with the blocks they stand on. List them, or name a height.",
    },
    zh: {
      message: "没有快照 {id}",
      advice: "快照仅在节点运行期间有效,并随其所在区块的移除而失效。请列出快照,或改用高度。",
    },
  },
  DEV_CHAIN_SNAPSHOTS_FULL: {
    retryable: false,
    en: { message: "{countMax} snapshots are kept already", advice: "Go back to an earlier one, or forget some." },
    zh: { message: "已保存 {countMax} 个快照", advice: "请回退到较早的快照,或删除一些快照。" },
  },
  DEV_CHAIN_HEIGHT_UNKNOWN: {
    retryable: false,
    en: { message: "there is no block {height} to go back to", advice: "The last block is {lastHeight}." },
    zh: { message: "没有可回退到的区块 {height}", advice: "最新区块为 {lastHeight}。" },
  },
  DEV_CHAIN_TIME_BEFORE_HEAD: {
    retryable: false,
    en: {
      message: "{unixSeconds} is before the last block's time {headSeconds}",
      advice: "Time on a chain never goes back. Name a later one, or go back to an earlier block.",
    },
    zh: {
      message: "{unixSeconds} 早于最新区块的时间 {headSeconds}",
      advice: "链上时间不能倒退。请指定更晚的时间,或先回退到较早的区块。",
    },
  },
  DEV_CHAIN_TIME_INVALID: {
    retryable: false,
    en: {
      message: "{value} is no time of a chain: {reason}",
      advice: "Give Unix seconds up to the year 9999, and intervals that are not negative.",
    },
    zh: { message: "{value} 不能作为链上时间:{reason}", advice: "请使用不晚于 9999 年的 Unix 秒数,间隔不得为负。" },
  },
  DEV_CHAIN_MINE_TOO_MANY: {
    retryable: false,
    en: { message: "{count} is no number of blocks to make at once", advice: "Make 1 to {countMax} blocks at a time." },
    zh: { message: "一次不能生成 {count} 个区块", advice: "每次可生成 1 至 {countMax} 个区块。" },
  },
  DEV_CHAIN_INTERVAL_INVALID: {
    retryable: false,
    en: { message: "{intervalMs} ms is no interval of blocks", advice: "Choose 1 ms to a day." },
    zh: { message: "{intervalMs} 毫秒不是有效的出块间隔", advice: "请选择 1 毫秒至一天之间的值。" },
  },
  DEV_CHAIN_STATE_REFUSED: {
    retryable: false,
    en: {
      message: "the state was not set: {reason}",
      advice:
        "Configuration and certificates change by their own transactions; other rows need a contract's name and short enough keys.",
    },
    zh: {
      message: "状态未写入:{reason}",
      advice: "链配置与证书须通过各自的交易修改;其他状态需给出合约名,且键不能过长。",
    },
  },
  DEV_CHAIN_DUMP_INVALID: {
    retryable: false,
    en: { message: "this is no dump of a state: {reason}", advice: "Give what `yanta dev dump` has written." },
    zh: { message: "这不是有效的状态导出:{reason}", advice: "请使用 `yanta dev dump` 导出的内容。" },
  },
  DEV_CHAIN_DUMP_SIZE: {
    retryable: false,
    en: {
      message: "the state has more than {sizeBytesMax} bytes",
      advice: "Copy the chain's folder instead, or make a backup.",
    },
    zh: { message: "状态超过 {sizeBytesMax} 字节", advice: "请改为复制链目录,或使用备份。" },
  },
  DEV_CHAIN_MEMBER_UNKNOWN: {
    retryable: false,
    en: {
      message: "{name} of {orgId} cannot act here: {reason}",
      advice: "Keys and authorities are there for the organisations that `yanta up` made.",
    },
    zh: { message: "{orgId} 的 {name} 无法在此操作:{reason}", advice: "只有 `yanta up` 创建的组织才有密钥与 CA。" },
  },
  DEV_CHAIN_IMPERSONATIONS_FULL: {
    retryable: false,
    en: { message: "{countMax} addresses are impersonated already", advice: "Stop impersonating some." },
    zh: { message: "已扮演 {countMax} 个地址", advice: "请停止扮演其中一些地址。" },
  },
});
