import { defineErrors } from "@yanta/errors";

/** Errors of the playground package. */
export const playgroundErrors = defineErrors("playground", {
  PLAYGROUND_NAME_INVALID: {
    retryable: false,
    en: { message: "{name} cannot name a playground", advice: "Use 1 to 40 lower-case letters, digits and hyphens." },
    zh: { message: "{name} 不能作为沙盒名称", advice: "请使用 1 到 40 个小写字母、数字或连字符。" },
  },
  PLAYGROUND_IN_USE: {
    retryable: true,
    en: {
      message: "another tab has the playground {name} open",
      advice: "Close that tab, or open a playground of another name.",
    },
    zh: { message: "沙盒 {name} 已在另一个标签页中打开", advice: "请关闭该标签页,或使用其他名称。" },
  },
  PLAYGROUND_DAMAGED: {
    retryable: false,
    en: {
      message: "the keys of the stored playground {name} cannot be read",
      advice: 'Open it with start: "new"; its blocks are removed then.',
    },
    zh: { message: "无法读取沙盒 {name} 保存的密钥", advice: '请以 start: "new" 打开;其区块将被删除。' },
  },
  PLAYGROUND_NEWER: {
    retryable: false,
    en: {
      message: "the stored playground {name} has format {format}; this version knows up to {formatMax}",
      advice: 'Load the newer page that made it, or open it with start: "new".',
    },
    zh: {
      message: "沙盒 {name} 的格式为 {format};本版本最高支持 {formatMax}",
      advice: '请使用创建它的更新版页面,或以 start: "new" 打开。',
    },
  },
  PLAYGROUND_MEMBER_UNKNOWN: {
    retryable: false,
    en: { message: "nobody is called {name} in {orgId}", advice: "Take a member of `info.members`." },
    zh: { message: "组织 {orgId} 中没有成员 {name}", advice: "请使用 `info.members` 中的成员。" },
  },
  PLAYGROUND_COMMIT_TIMEOUT: {
    retryable: true,
    en: {
      message: "transaction {txId} was in no block in time",
      advice: "Look it up later with `getTransaction`; the failure listener says whether storing blocks works.",
    },
    zh: {
      message: "交易 {txId} 未能按时入块",
      advice: "请稍后用 `getTransaction` 查询;失败监听器会说明区块能否写入。",
    },
  },
  PLAYGROUND_STOPPED: {
    retryable: false,
    en: {
      message: "no more blocks are made: {reason}",
      advice: "Reload the page: everything that was acknowledged is kept.",
    },
    zh: { message: "已停止出块:{reason}", advice: "请重新加载页面:已确认的内容都会保留。" },
  },
  PLAYGROUND_CHAIN_INVALID: {
    retryable: false,
    en: {
      message: "block {height} does not verify: {reason}",
      advice: 'The chain was made by other code or changed. Open a stored one with start: "new".',
    },
    zh: {
      message: "区块 {height} 校验失败:{reason}",
      advice: '该链由其他代码生成或被改动。保存的链请以 start: "new" 打开。',
    },
  },
  PLAYGROUND_NOT_OPEN: {
    retryable: false,
    en: { message: "the playground is not open", advice: "Open it once, and do not use it after `close`." },
    zh: { message: "沙盒未打开", advice: "请先打开一次,`close` 之后不要再使用。" },
  },
  PLAYGROUND_BUSY: {
    retryable: true,
    en: { message: "{countMax} calls wait for an answer", advice: "Wait for some of them first." },
    zh: { message: "已有 {countMax} 个调用在等待结果", advice: "请先等待其中一部分完成。" },
  },
  PLAYGROUND_WORKER_FAILED: {
    retryable: false,
    en: {
      message: "the Worker failed: {reason}",
      advice: "Check that the Worker runs `@yanta/playground/worker` as a module, then reload the page.",
    },
    zh: {
      message: "Worker 出错:{reason}",
      advice: "请确认 Worker 以模块方式运行 `@yanta/playground/worker`,然后重新加载页面。",
    },
  },
  PLAYGROUND_SOURCES_TOO_LARGE: {
    retryable: false,
    en: {
      message: "the sources have {length} characters; at most {lengthMax} are compiled",
      advice: "Leave files out.",
    },
    zh: { message: "源代码共 {length} 个字符;最多可编译 {lengthMax} 个", advice: "请减少文件。" },
  },
  PLAYGROUND_COMPILE_TIMEOUT: {
    retryable: true,
    en: {
      message: "the compiler did not end within {timeoutMs} ms",
      advice: "Try again if the network was slow; else simplify the source.",
    },
    zh: { message: "编译器未在 {timeoutMs} 毫秒内完成", advice: "如网络较慢请重试;否则请简化源代码。" },
  },
  PLAYGROUND_ABI_INVALID: {
    retryable: false,
    en: {
      message: "these values do not fit the contract's interface: {reason}",
      advice: "Compare them with the contract's ABI.",
    },
    zh: { message: "这些值与合约接口不符:{reason}", advice: "请对照合约 ABI 检查。" },
  },
  PLAYGROUND_LOG_TOO_LARGE: {
    retryable: false,
    en: {
      message: "the chain's file has {sizeBytes} bytes; at most {sizeBytesMax} are taken",
      advice: "Begin with a new chain.",
    },
    zh: { message: "链文件大小为 {sizeBytes} 字节;上限为 {sizeBytesMax} 字节", advice: "请重新建链。" },
  },
  PLAYGROUND_LOG_BROKEN: {
    retryable: false,
    en: {
      message: "these bytes are no whole file of a chain: {reason}",
      advice: "Export the chain again and send all of it.",
    },
    zh: { message: "链文件不完整或无法识别:{reason}", advice: "请重新导出并完整发送。" },
  },
  PLAYGROUND_LOG_NEWER: {
    retryable: false,
    en: {
      message: "the chain's file has format {format}; this version knows up to {formatMax}",
      advice: "Update this program.",
    },
    zh: { message: "链文件格式为 {format};本版本最高支持 {formatMax}", advice: "请更新程序。" },
  },
  PLAYGROUND_LOG_FOREIGN: {
    retryable: false,
    en: {
      message: "the blocks are of another chain, which begins with {found}",
      advice: "Take the chain that was begun here.",
    },
    zh: { message: "这些区块属于另一条链,其首个区块为 {found}", advice: "请使用在此处创建的链。" },
  },
  PLAYGROUND_LOG_WITHOUT_KEYS: {
    retryable: false,
    en: { message: "the file holds blocks, but no keys", advice: "Take a file of `dump`, not of `exportLog`." },
    zh: { message: "文件中只有区块,没有密钥", advice: "请使用 `dump` 导出的文件,而不是 `exportLog` 的。" },
  },
  PLAYGROUND_REPLAY_BUDGET: {
    retryable: false,
    en: {
      message: "executing the chain again takes too much {what}; it got to block {height}",
      advice: "Do the task with fewer or smaller calls.",
    },
    zh: { message: "重新执行该链超出限额({what}),停在区块 {height}", advice: "请用更少或更小的调用完成任务。" },
  },
  PLAYGROUND_FAULT: {
    retryable: false,
    en: { message: "unexpected fault: {reason}", advice: "Reload the page; please report it if it comes again." },
    zh: { message: "意外错误:{reason}", advice: "请重新加载页面;如再次出现请反馈。" },
  },
});

export type PlaygroundErrorCode = keyof typeof playgroundErrors.descriptors;
