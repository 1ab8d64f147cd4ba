import { defineErrors } from "@yanta/errors";

/** Errors of configuration and start-up. */
export const nodeErrors = defineErrors("node", {
  NODE_CONFIG_NOT_FOUND: {
    en: {
      message: "there is no configuration file {path}",
      advice:
        "Give the path of a chainmaker.yml with --config, or run `yanta up` to make a chain with its configuration.",
    },
    zh: {
      message: "找不到配置文件 {path}",
      advice: "请用 --config 指定 chainmaker.yml 的路径，或运行 `yanta up` 自动生成链和配置。",
    },
    retryable: false,
  },
  NODE_CONFIG_SYNTAX: {
    en: {
      message: "{path} is no valid YAML: {reason}",
      advice: "Mend the line that the message names; YAML wants spaces, not tabs, for indentation.",
    },
    zh: {
      message: "{path} 不是有效的 YAML：{reason}",
      advice: "请修正提示中的那一行；YAML 缩进必须使用空格，不能使用制表符。",
    },
    retryable: false,
  },
  NODE_CONFIG_VALUE: {
    en: {
      message: "{path}: {key} {reason}",
      advice: "Correct the value of {key}; docs/generated/configuration.md lists what each key takes.",
    },
    zh: {
      message: "{path} 中的 {key} 不正确：{reason}",
      advice: "请修改 {key} 的值；docs/generated/configuration.zh.md 列出了每个键允许的取值。",
    },
    retryable: false,
  },
  NODE_FILE_MISSING: {
    en: {
      message: "{key} names {path}, which cannot be read: {reason}",
      advice:
        "Paths are looked for from the working directory first, then from the configuration file's folder. Tried: {tried}.",
    },
    zh: {
      message: "{key} 指向的 {path} 无法读取：{reason}",
      advice: "相对路径先按工作目录查找，再按配置文件所在目录查找。已尝试：{tried}。",
    },
    retryable: false,
  },
  NODE_CHAIN_CONFIG_INVALID: {
    en: {
      message: "the chain configuration {path} is not valid: {reason}",
      advice: "Correct the file; the text is ChainMaker's own, so its documentation applies.",
    },
    zh: { message: "链配置 {path} 无效：{reason}", advice: "请修改该文件；错误文字与长安链一致，可参照其文档。" },
    retryable: false,
  },
  NODE_AUTH_TYPE_UNSUPPORTED: {
    en: {
      message: "auth_type {authType} is not supported yet",
      advice: "Use permissionedWithCert in chainmaker.yml and in the chain configuration.",
    },
    zh: {
      message: "暂不支持 auth_type {authType}",
      advice: "请在 chainmaker.yml 和链配置中使用 permissionedWithCert。",
    },
    retryable: false,
  },
  NODE_AUTH_TYPE_MISMATCH: {
    en: {
      message: "auth type of chain config mismatch the local config: {chainAuthType} and {nodeAuthType}",
      advice: "Write the same auth_type into chainmaker.yml and the chain configuration.",
    },
    zh: {
      message: "链配置与节点配置的 auth_type 不一致：{chainAuthType} 与 {nodeAuthType}",
      advice: "请在 chainmaker.yml 与链配置中写入相同的 auth_type。",
    },
    retryable: false,
  },
  NODE_CONSENSUS_UNSUPPORTED: {
    en: {
      message: "consensus type {type} is not supported",
      advice:
        "SOLO (0) and TBFT (1) are. A chain of RAFT (4) or ABFT (6) runs as one node with --solo; the configuration that clients see stays unchanged.",
    },
    zh: {
      message: "不支持共识类型 {type}",
      advice:
        "支持 SOLO（0）与 TBFT（1）。RAFT（4）与 ABFT（6）的链可加 --solo 以单节点方式运行，客户端看到的链配置保持不变。",
    },
    retryable: false,
  },
  NODE_ENGINE_SEVERAL_CHAINS: {
    en: {
      message: "{chainId} is a second chain of several nodes in one configuration",
      advice: "Run it as a node of its own, with its own chainmaker.yml: each engine needs its own address.",
    },
    zh: {
      message: "{chainId} 是同一配置中的第二条多节点链",
      advice: "请用单独的 chainmaker.yml 作为独立节点运行：每个引擎需要自己的地址。",
    },
    retryable: false,
  },
  NODE_ENGINE_MEMORY: {
    en: {
      message: "a node of a chain with several nodes keeps its ledger on disk",
      advice: "Leave --memory out: after a restart the node must know what it has signed.",
    },
    zh: {
      message: "多节点链的节点必须把账本保存在磁盘上",
      advice: "请去掉 --memory：节点重启后必须知道自己签过什么。",
    },
    retryable: false,
  },
  NODE_ENGINE_DEV_CHAIN: {
    en: {
      message: "the chain configuration has dev_controls, and consensus.type says that several nodes run it",
      advice: "Take dev_controls out of consensus.ext_config: what one node may rewrite is no chain of several.",
    },
    zh: {
      message: "链配置含有 dev_controls，而 consensus.type 表明该链由多个节点运行",
      advice: "请从 consensus.ext_config 中去掉 dev_controls：单个节点可以改写的链不能由多个节点共用。",
    },
    retryable: false,
  },
  NODE_ENGINE_SOLO_LEDGER: {
    en: {
      message: "the last block of {chainId} ({height}) was made by this node alone, not by the network",
      advice:
        "Such a ledger cannot go on in the network: the others have other blocks. Move it away (storage.store_path); the node then fetches the network's. Or go on with --solo.",
    },
    zh: {
      message: "{chainId} 的最后一个区块（{height}）由本节点单独生成，而非由网络生成",
      advice:
        "这样的账本无法在网络中继续：其他节点的区块不同。请移走账本（storage.store_path），节点会重新同步；或继续使用 --solo。",
    },
    retryable: false,
  },
  NODE_ENGINE_ADDRESS: {
    en: {
      message: "{key} is {value}, which names no TCP address of a node",
      advice: "Write /ip4/10.0.0.1/tcp/11301 to listen, and /ip4/10.0.0.2/tcp/11301/p2p/<node id> for another node.",
    },
    zh: {
      message: "{key} 的值 {value} 不是节点的 TCP 地址",
      advice: "监听地址形如 /ip4/10.0.0.1/tcp/11301，其他节点形如 /ip4/10.0.0.2/tcp/11301/p2p/<节点 ID>。",
    },
    retryable: false,
  },
  NODE_ENGINE_KEY: {
    en: {
      message: "net.tls.cert_file is set, but not net.tls.priv_key_file",
      advice: "Name the private key of that certificate: it makes the node's id and signs the engine's binding.",
    },
    zh: {
      message: "已设置 net.tls.cert_file，但未设置 net.tls.priv_key_file",
      advice: "请指定该证书的私钥：节点 ID 由它得出，引擎绑定也由它签署。",
    },
    retryable: false,
  },
  NODE_PKCS11_UNSUPPORTED: {
    en: {
      message: "{key} is on, but keys in hardware modules are not supported yet",
      advice:
        "Set it to false and name a key file; the setting is refused rather than ignored so that no key is used where you did not mean it.",
    },
    zh: {
      message: "{key} 已启用，但暂不支持硬件密码模块中的密钥",
      advice: "请设为 false 并指定密钥文件；此项会被拒绝而不是忽略，以免误用密钥。",
    },
    retryable: false,
  },
  NODE_ACCESS_CONTROL_OFF: {
    en: {
      message: "{key} would switch access control off",
      advice: "Remove the key: Yanta never runs without access control. See docs/deviations.md.",
    },
    zh: {
      message: "{key} 会关闭访问控制",
      advice: "请删除该项：Yanta 不会在没有访问控制的情况下运行，参见 docs/deviations.md。",
    },
    retryable: false,
  },
  NODE_KEY_MISMATCH: {
    en: {
      message: "{keyFile} is not the private key of {certificateFile}",
      advice: "Name the key and the certificate that were made together; `yanta cert show` prints both.",
    },
    zh: {
      message: "{keyFile} 不是 {certificateFile} 对应的私钥",
      advice: "请指定成对生成的私钥与证书；可用 `yanta cert show` 查看。",
    },
    retryable: false,
  },
  NODE_IDENTITY_REFUSED: {
    en: {
      message: "the node goes on with its old certificates, the new files are not used: {reason}",
      advice:
        "Put certificates of a CA that the chain knows there. A new TLS key makes a new node id: `yanta network rotate-node` does what that takes.",
    },
    zh: {
      message: "节点继续使用原有证书，新文件未被采用：{reason}",
      advice: "请放入由链上已知 CA 签发的证书。更换 TLS 密钥会改变节点 ID，请使用 `yanta network rotate-node`。",
    },
    retryable: false,
  },
  NODE_CERTIFICATE_UNREADABLE: {
    en: {
      message: "{path} is no usable certificate or key: {reason}",
      advice:
        "Give a PEM file as ChainMaker's generator writes it; `yanta doctor` checks all files of a configuration.",
    },
    zh: {
      message: "{path} 不是可用的证书或密钥：{reason}",
      advice: "请提供长安链工具生成的 PEM 文件；`yanta doctor` 可检查配置中的所有文件。",
    },
    retryable: false,
  },
  NODE_MONITOR_PORT: {
    en: {
      message: "metrics cannot be served on {host}:{port}: {reason}",
      advice: "Choose a free port with --monitor-port or monitor.port.",
    },
    zh: {
      message: "无法在 {host}:{port} 提供监控服务：{reason}",
      advice: "请用 --monitor-port 或 monitor.port 选择空闲端口。",
    },
    retryable: false,
  },
});
