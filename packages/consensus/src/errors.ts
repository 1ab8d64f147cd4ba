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
  CONSENSUS_ENGINE_PROTOCOL: {
    retryable: false,
    en: {
      message: "the engine and this node do not speak the same protocol: {reason}",
      advice:
        "Use the CometBFT version that `yanta doctor` names, and let nothing else connect to the node's ABCI address.",
    },
    zh: {
      message: "引擎与本节点的协议不一致:{reason}",
      advice: "请使用 `yanta doctor` 指出的 CometBFT 版本,并确保没有其他程序连接节点的 ABCI 地址。",
    },
  },
  CONSENSUS_ENGINE_FOREIGN: {
    retryable: false,
    en: {
      message: "the engine does not belong to this node's chain: {reason}",
      advice: "Give the engine the genesis that this node's configuration and bindings make.",
    },
    zh: { message: "引擎不属于本节点的链:{reason}", advice: "请让引擎使用由本节点的配置与绑定生成的创世文件。" },
  },
  CONSENSUS_DECISION_WRONG: {
    retryable: false,
    en: {
      message: "the validators decided on engine block {engineHeight}, which is wrong for this node: {reason}",
      advice:
        "This node stopped so as not to go another way than the chain. Compare its version and its last block with the others; restore it from a backup or let it join anew.",
    },
    zh: {
      message: "验证者已确认引擎区块 {engineHeight},但本节点判定其错误:{reason}",
      advice: "为避免与链分叉,本节点已停止。请与其他节点比对版本和最后区块;从备份恢复,或让其重新加入。",
    },
  },
  CONSENSUS_ADDRESS_IN_USE: {
    retryable: false,
    en: {
      message: "the address {address} for the engine cannot be opened: {reason}",
      advice: "Stop the program that uses it; two nodes must not share a folder.",
    },
    zh: {
      message: "无法打开供引擎使用的地址 {address}:{reason}",
      advice: "请停止占用该地址的程序;两个节点不得共用目录。",
    },
  },
  CONSENSUS_BINDING_MISSING: {
    retryable: false,
    en: {
      message: "a consensus node has no engine binding on this chain: {detail}",
      advice:
        "Put the node's binding on chain first: CONSENSUS_EXT_ADD with the parameter that `yanta network join` prints on the node; then add the node.",
    },
    zh: {
      message: "共识节点在本链上没有引擎绑定:{detail}",
      advice: "请先将该节点的绑定上链:用该节点上 `yanta network join` 输出的参数调用 CONSENSUS_EXT_ADD,再添加节点。",
    },
  },
  CONSENSUS_BINDING_INVALID: {
    retryable: false,
    en: {
      message: "an engine binding cannot be taken: {detail}",
      advice: "Use the parameter that `yanta network join` prints on the node, unchanged.",
    },
    zh: { message: "无法采用引擎绑定:{detail}", advice: "请原样使用该节点上 `yanta network join` 输出的参数。" },
  },
  CONSENSUS_CLOCK_BEHIND: {
    retryable: true,
    en: {
      message: "this node's clock is {seconds} s or more behind those of {count} of {of} validators",
      advice:
        "Set this machine's clock (NTP; `timedatectl` shows it), and ask the others about theirs. Until then this node refuses their blocks; with a third of the nodes behind the chain is slow, and more than tx_timeout behind it stands still.",
    },
    zh: {
      message: "本节点的时钟比 {of} 个验证者中的 {count} 个慢 {seconds} 秒或更多",
      advice:
        "请校准本机时钟(NTP;可用 `timedatectl` 查看),并与其他节点核对。在此之前本节点会拒绝它们的区块;若三分之一的节点时钟偏慢,出块会变慢;偏差超过 tx_timeout 时链会停止出块。",
    },
  },
  CONSENSUS_CERTIFICATE_INVALID: {
    retryable: false,
    en: {
      message: "the commit certificate of block {height} does not hold: {reason}",
      advice:
        "Ask another node for the block, and check that the bindings are those that the network was started with.",
    },
    zh: {
      message: "区块 {height} 的提交证书不成立:{reason}",
      advice: "请向其他节点获取该区块,并确认所用绑定与网络启动时的一致。",
    },
  },
});
