import { defineErrors } from "@yanta/errors";

/** What can go wrong with an index; the chain itself is never in danger. */
export const indexStoreErrors = defineErrors("index-store", {
  INDEX_STORE_OPEN: {
    en: {
      message: "the index at {location} does not open: {reason}",
      advice:
        "Check the folder or the PostgreSQL address; an index may be deleted at any time, it is made anew from the chain.",
    },
    zh: {
      message: "无法打开索引 {location}：{reason}",
      advice: "请检查目录或 PostgreSQL 地址；索引可随时删除，会从链上重建。",
    },
    retryable: false,
  },
  INDEX_STORE_IN_USE: {
    en: {
      message: "process {pid} uses the index in {location}",
      advice:
        "Stop it, or give this one a folder of its own. If no such process runs, delete index.lock in that folder.",
    },
    zh: {
      message: "进程 {pid} 正在使用索引目录 {location}",
      advice: "请先停止该进程，或换一个目录；若该进程并不存在，请删除目录中的 index.lock。",
    },
    retryable: false,
  },
  INDEX_STORE_FOREIGN_CHAIN: {
    en: {
      message: "the index was made from another chain: block {height} is {found} there and {expected} here",
      advice: "Connect to the right node, or rebuild the index (--rebuild) if the chain was begun anew or went back.",
    },
    zh: {
      message: "索引来自另一条链：区块 {height} 在该链为 {found}，此处为 {expected}",
      advice: "请连接正确的节点；若链已重建或回退，请重建索引（--rebuild）。",
    },
    retryable: false,
  },
  INDEX_STORE_AHEAD: {
    en: {
      message: "the index has read block {height}, the node has {nodeHeight} only",
      advice: "A node that is still catching up will get there; rebuild the index (--rebuild) if the chain went back.",
    },
    zh: {
      message: "索引已读到区块 {height}，而节点只有 {nodeHeight}",
      advice: "若节点仍在同步，请稍候；若链已回退，请重建索引（--rebuild）。",
    },
    retryable: true,
  },
  INDEX_STORE_GAP: {
    en: {
      message: "block {found} came where {expected} was due",
      advice: "The index reads again from its last block; if this repeats, the node's subscription is at fault.",
    },
    zh: {
      message: "应到区块 {expected}，却收到 {found}",
      advice: "索引会从其最后区块重新读取；若反复出现，请检查节点订阅。",
    },
    retryable: true,
  },
  INDEX_STORE_MOVED: {
    en: {
      message: "another process moved the index on from block {height}",
      advice: "One process follows the chain for an index: stop the other one.",
    },
    zh: {
      message: "另一个进程已将索引从区块 {height} 向前推进",
      advice: "一个索引只由一个进程跟随链：请停止另一个进程。",
    },
    retryable: true,
  },
});
