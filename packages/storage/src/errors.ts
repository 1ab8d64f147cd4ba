import { defineErrors } from "@yanta/errors";

/** Errors of the storage package. */
export const storageErrors = defineErrors("storage", {
  STORAGE_KEY_SIZE: {
    retryable: false,
    en: {
      message: "a key of {sizeBytes} bytes; keys have 1 to {sizeBytesMax}",
      advice: "Shorten the contract's key or field.",
    },
    zh: { message: "键长 {sizeBytes} 字节;允许 1 到 {sizeBytesMax} 字节", advice: "请缩短合约的 key 或 field。" },
  },
  STORAGE_CLOSED: {
    retryable: false,
    en: { message: "the ledger is closed", advice: "Open it again before using it." },
    zh: { message: "账本已关闭", advice: "请重新打开后再使用。" },
  },
  STORAGE_COMMIT_ORDER: {
    retryable: false,
    en: {
      message: "block {height} cannot follow height {lastHeight}",
      advice: "Commit blocks in order, one at a time; this is a fault of the caller.",
    },
    zh: { message: "区块 {height} 不能接在高度 {lastHeight} 之后", advice: "请按顺序逐个提交区块;这是调用方的错误。" },
  },
  STORAGE_REVERT_RANGE: {
    retryable: false,
    en: {
      message: "the chain cannot go back to height {height}: it holds blocks {archivedHeight} to {lastHeight}",
      advice: "Name a height of a block that is there and not archived.",
    },
    zh: {
      message: "无法回退到高度 {height}:当前保有区块 {archivedHeight} 至 {lastHeight}",
      advice: "请指定仍在且未归档的区块高度。",
    },
  },
  STORAGE_REVERT_SIZE: {
    retryable: false,
    en: {
      message: "the blocks above height {height} wrote more than {writesMax} times",
      advice: "Go back in several steps, or start a new chain in another folder.",
    },
    zh: { message: "高度 {height} 之上的区块写入超过 {writesMax} 次", advice: "请分步回退,或在其他目录启动新链。" },
  },
  STORAGE_LOG_DAMAGED: {
    retryable: false,
    en: {
      message: "the block log is damaged: {file} at byte {offset}: {reason}",
      advice:
        "Nothing was changed. Check the disk, then restore the ledger with `yanta backup restore` or copy it from another node.",
    },
    zh: {
      message: "区块日志已损坏:{file} 第 {offset} 字节:{reason}",
      advice: "未做任何修改。请检查磁盘,然后用 `yanta backup restore` 恢复账本,或从其他节点复制。",
    },
  },
  STORAGE_DISK_FULL: {
    retryable: true,
    en: {
      message: "the disk that holds {path} is full",
      advice: "Free some space, then try again; nothing that was acknowledged is lost.",
    },
    zh: { message: "{path} 所在的磁盘已满", advice: "请释放空间后重试;已确认的数据不会丢失。" },
  },
  STORAGE_WRITE_FAILED: {
    retryable: false,
    en: {
      message: "writing to {path} failed: {reason}",
      advice:
        "Stop the node, check the disk and the system log, then start again: the block log decides what was kept.",
    },
    zh: { message: "写入 {path} 失败:{reason}", advice: "请停止节点,检查磁盘和系统日志后再启动:以区块日志为准。" },
  },
  STORAGE_FOLDER_UNWRITABLE: {
    retryable: false,
    en: {
      message: "the folder {path} cannot be written: {reason}",
      advice: "Give this user write permission or choose another folder.",
    },
    zh: { message: "目录 {path} 不可写:{reason}", advice: "请为当前用户授予写权限,或选择其他目录。" },
  },
  STORAGE_FOLDER_LOCKED: {
    retryable: false,
    en: {
      message: "the folder {path} is in use by another process",
      advice: "Stop the other node first, or choose another folder.",
    },
    zh: { message: "目录 {path} 正被另一个进程使用", advice: "请先停止另一个节点,或选择其他目录。" },
  },
  STORAGE_FOLDER_FOREIGN: {
    retryable: false,
    en: {
      message: "the folder {path} holds other files and no ledger",
      advice: "Choose an empty folder; nothing was changed.",
    },
    zh: { message: "目录 {path} 中有其他文件且不是账本", advice: "请选择空目录;未做任何修改。" },
  },
  STORAGE_FORMAT_DAMAGED: {
    retryable: false,
    en: {
      message: "{path} cannot be read as a format description: {reason}",
      advice: "Restore the folder with `yanta backup restore`, or copy it from another node.",
    },
    zh: {
      message: "无法将 {path} 读作格式说明:{reason}",
      advice: "请用 `yanta backup restore` 恢复该目录,或从其他节点复制。",
    },
  },
  STORAGE_FORMAT_NEWER: {
    retryable: false,
    en: {
      message: "the ledger in {path} has format {format}; this version knows up to {formatMax}",
      advice: "Start it with the newer Yanta that wrote it; nothing was changed.",
    },
    zh: {
      message: "{path} 中的账本格式为 {format};本版本最高支持 {formatMax}",
      advice: "请用写入它的更新版本 Yanta 启动;未做任何修改。",
    },
  },
  STORAGE_CHAIN_FOREIGN: {
    retryable: false,
    en: {
      message: "the ledger in {path} belongs to chain {found}, not to {expected}",
      advice: "Correct the chain id or genesis in the configuration, or choose another folder; nothing was changed.",
    },
    zh: {
      message: "{path} 中的账本属于链 {found},而不是 {expected}",
      advice: "请更正配置中的链 ID 或创世块,或选择其他目录;未做任何修改。",
    },
  },
  STORAGE_STORE_DAMAGED: {
    retryable: false,
    en: {
      message: "the store in {path} is damaged: {reason}",
      advice: "Delete that folder: the next start builds it again from the block log.",
    },
    zh: { message: "{path} 中的存储已损坏:{reason}", advice: "请删除该目录:下次启动会从区块日志重建。" },
  },
  STORAGE_LOG_BEHIND: {
    retryable: false,
    en: {
      message: "the store knows block {storeHeight}, which the block log in {path} lacks",
      advice:
        "Acknowledged blocks are missing from the log. Restore a backup or copy the folder from another node. To go on with the blocks that are left, delete the folder `store` beside it: the next start derives it anew.",
    },
    zh: {
      message: "存储已有区块 {storeHeight},但 {path} 中的区块日志缺少它",
      advice:
        "日志缺失已确认的区块。请恢复备份,或从其他节点复制目录。若要以剩余区块继续,请删除同级的 `store` 目录:下次启动会重新生成。",
    },
  },
  STORAGE_CHAIN_BROKEN: {
    retryable: false,
    en: {
      message: "block {height} does not follow the block before it: {reason}",
      advice: "The log holds blocks of different chains. Restore a backup or copy the folder from another node.",
    },
    zh: {
      message: "区块 {height} 与前一区块不衔接:{reason}",
      advice: "日志中混有不同链的区块。请恢复备份,或从其他节点复制目录。",
    },
  },
  STORAGE_ARCHIVE_REFUSED: {
    retryable: true,
    en: {
      message: "this ledger does not archive, or is archiving already",
      advice: "Wait for the call under way; a ledger in a browser cannot archive.",
    },
    zh: { message: "该账本不支持归档,或正在归档", advice: "请等待当前归档完成;浏览器中的账本不能归档。" },
  },
  STORAGE_ARCHIVE_RANGE: {
    retryable: false,
    en: {
      message:
        "height {height} does not fit: blocks below {archivedHeight} are archived, the last block is {lastHeight}",
      advice:
        "Archive upwards and leave the last block; restore downwards, block by block, from just below the archived height.",
    },
    zh: {
      message: "高度 {height} 不合适:低于 {archivedHeight} 的区块已归档,最后区块为 {lastHeight}",
      advice: "归档须向上进行并保留最后一个区块;恢复须从归档高度之下逐块向下进行。",
    },
  },
  STORAGE_PAST_RANGE_SIZE: {
    retryable: false,
    en: {
      message: "a range of {contract} in the past has more than {entriesMax} changes",
      advice: "Ask for a smaller range, or for the state of today.",
    },
    zh: {
      message: "合约 {contract} 的历史区间超过 {entriesMax} 次变更",
      advice: "请缩小区间，或查询当前状态。",
    },
  },
  STORAGE_STORE_NEEDED: {
    retryable: false,
    en: {
      message:
        "the store of {path} cannot be derived again: the block log begins at height {height}, older blocks were archived",
      advice: "Restore the whole folder from a copy, or set the node up anew from another node. Nothing was removed.",
    },
    zh: {
      message: "{path} 的存储无法重新生成:区块日志从高度 {height} 开始,更早的区块已归档",
      advice: "请从副本恢复整个目录,或从其他节点重新搭建。未删除任何内容。",
    },
  },
  STORAGE_BACKUP_EXISTS: {
    retryable: false,
    en: { message: "{path} already exists", advice: "Choose another name, or remove it first; nothing was changed." },
    zh: { message: "{path} 已存在", advice: "请换一个名称,或先将其删除;未做任何修改。" },
  },
  STORAGE_BACKUP_DAMAGED: {
    retryable: false,
    en: {
      message: "the backup {path} is damaged at byte {offset}: {reason}",
      advice: "Use another copy; nothing was restored from this one.",
    },
    zh: {
      message: "备份 {path} 在第 {offset} 字节处损坏:{reason}",
      advice: "请使用另一份备份;未从此备份恢复任何内容。",
    },
  },
  STORAGE_BACKUP_ARCHIVED: {
    retryable: false,
    en: {
      message: "blocks below {height} were archived from {path}",
      advice: "A backup needs all blocks: restore the archived ones first, or copy the whole folder of a stopped node.",
    },
    zh: {
      message: "{path} 中低于 {height} 的区块已归档",
      advice: "备份需要全部区块:请先恢复已归档的区块,或复制已停止节点的整个目录。",
    },
  },
  STORAGE_BLOCK_INVALID: {
    retryable: false,
    en: {
      message: "block {height} cannot be stored: {reason}",
      advice: "The block's bytes do not agree with themselves; do not commit it.",
    },
    zh: { message: "区块 {height} 无法存储:{reason}", advice: "区块字节自相矛盾,请勿提交。" },
  },
});

export type StorageErrorCode = keyof typeof storageErrors.descriptors;
