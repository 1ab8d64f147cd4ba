import { defineErrors } from "@yanta/errors";

/** Errors of the storage package. */
export const storageErrors = defineErrors("storage", {
  STORAGE_KEY_SIZE: {
    retryable: false,
    en: { message: "a key of {sizeBytes} bytes; keys have 1 to {sizeBytesMax}", advice: "Shorten the contract's key or field." },
    zh: { message: "键长 {sizeBytes} 字节;允许 1 到 {sizeBytesMax} 字节", advice: "请缩短合约的 key 或 field。" },
  },
  STORAGE_CLOSED: {
    retryable: false,
    en: { message: "the ledger is closed", advice: "Open it again before using it." },
    zh: { message: "账本已关闭", advice: "请重新打开后再使用。" },
  },
  STORAGE_COMMIT_ORDER: {
    retryable: false,
    en: { message: "block {height} cannot follow height {lastHeight}", advice: "Commit blocks in order, one at a time; this is a fault of the caller." },
    zh: { message: "区块 {height} 不能接在高度 {lastHeight} 之后", advice: "请按顺序逐个提交区块;这是调用方的错误。" },
  },
  STORAGE_LOG_DAMAGED: {
    retryable: false,
    en: {
      message: "the block log is damaged: {file} at byte {offset}: {reason}",
      advice: "Nothing was changed. Check the disk, then restore the ledger with `yanta backup restore` or copy it from another node.",
    },
    zh: {
      message: "区块日志已损坏:{file} 第 {offset} 字节:{reason}",
      advice: "未做任何修改。请检查磁盘,然后用 `yanta backup restore` 恢复账本,或从其他节点复制。",
    },
  },
  STORAGE_BLOCK_INVALID: {
    retryable: false,
    en: { message: "block {height} cannot be stored: {reason}", advice: "The block's bytes do not agree with themselves; do not commit it." },
    zh: { message: "区块 {height} 无法存储:{reason}", advice: "区块字节自相矛盾,请勿提交。" },
  },
});

export type StorageErrorCode = keyof typeof storageErrors.descriptors;
