import { z } from "zod";

/**
 * The keys of chainmaker.yml that have an effect here, lower-cased (ChainMaker reads keys without regard to
 * case), with ChainMaker's defaults where config.md §4 gives them. Other keys are sorted out by `sortKeys`.
 * `docs/generated/configuration.md` is made of it.
 */

const megabytes = z.number().int().min(1).max(1024);
/** Never empty: a server that is given an empty address listens on all. */
const host = z.string().min(1);
const port = z.number().int().min(0).max(65_535);

/** A member of the chain that the node signs for. */
const memberFiles = z.looseObject({
  org_id: z.string().min(1).meta({ en: "Organisation of the member.", zh: "成员所属组织。" }),
  priv_key_file: z.string().min(1).meta({ en: "Its private key.", zh: "成员私钥。" }),
  cert_file: z.string().min(1).meta({ en: "Certificate of that key.", zh: "该私钥对应的证书。" }),
});

export const nodeSchema = z.looseObject({
  auth_type: z.string().default("permissionedWithCert").meta({
    en: "Identity mode; the chain configuration must name the same one. Others than permissionedWithCert are refused for now.",
    zh: "身份模式，须与链配置一致；目前只接受 permissionedWithCert，其他值会被拒绝。",
  }),
  blockchain: z
    .array(
      z.looseObject({
        chainid: z.string().min(1).meta({
          en: "Id of a chain of this node; the chain configuration must have the same one.",
          zh: "本节点的链 ID，须与链配置中的一致。",
        }),
        genesis: z.string().min(1).meta({
          en: "Path of the chain configuration (bc1.yml). It is read for the first start; later the ledger's own holds.",
          zh: "链配置文件（bc1.yml）的路径。首次启动时读取，之后以账本中的配置为准。",
        }),
      }),
    )
    .min(1),
  node: z.looseObject({
    org_id: z.string().min(1).meta({ en: "Organisation of this node.", zh: "本节点所属组织。" }),
    priv_key_file: z
      .string()
      .min(1)
      .meta({ en: "Private key the node signs blocks with.", zh: "节点签名区块所用的私钥。" }),
    cert_file: z.string().min(1).meta({ en: "Certificate of that key.", zh: "该私钥对应的证书。" }),
    priv_key_password: z.string().optional().meta({
      en: "Password of an encrypted key; better given by the environment variable YANTA_KEY_PASSWORD.",
      zh: "加密私钥的口令；建议改用环境变量 YANTA_KEY_PASSWORD。",
    }),
    cert_cache_size: z
      .number()
      .int()
      .min(1)
      .max(1_000_000)
      .default(1024)
      .meta({ en: "Certificates whose check is remembered.", zh: "缓存校验结果的证书数量。" }),
    cert_key_usage_check: z.boolean().default(true).meta({
      en: "Refuse senders whose certificate is not meant for signing.",
      zh: "拒绝证书用途不含签名的交易发送者。",
    }),
    pkcs11: z
      .looseObject({
        enabled: z.boolean().default(false).meta({
          en: "true is refused: keys in hardware modules are not supported yet.",
          zh: "设为 true 会被拒绝：暂不支持硬件密码模块。",
        }),
      })
      .optional(),
    kms: z
      .looseObject({
        enabled: z
          .boolean()
          .default(false)
          .meta({ en: "true is refused, as node.pkcs11.enabled.", zh: "设为 true 会被拒绝，同 node.pkcs11.enabled。" }),
      })
      .optional(),
  }),
  net: z
    .looseObject({
      listen_addr: z.string().default("").meta({
        en: "Where the node's engine listens for other nodes, as clients see it in GET_CHAIN_INFO: /ip4/0.0.0.0/tcp/11301. Nothing listens there when the chain has one node (SOLO).",
        zh: "节点引擎监听其他节点的地址，即客户端在 GET_CHAIN_INFO 中看到的地址，如 /ip4/0.0.0.0/tcp/11301；单节点（SOLO）时不监听。",
      }),
      seeds: z.array(z.string()).nullish().meta({
        en: "Addresses of the other nodes: /ip4/10.0.0.2/tcp/11301/p2p/<node id>, or /dns/<name>/tcp/….",
        zh: "其他节点的地址：/ip4/10.0.0.2/tcp/11301/p2p/<节点 ID>，或 /dns/<主机名>/tcp/…。",
      }),
      tls: z
        .looseObject({
          cert_file: z.string().optional().meta({
            en: "Certificate whose key gives the node id; node.cert_file when absent.",
            zh: "节点 ID 由该证书的公钥得出；缺省时用 node.cert_file。",
          }),
          priv_key_file: z.string().optional().meta({
            en: "Private key of that certificate; signs the engine's binding of a chain with several nodes.",
            zh: "该证书对应的私钥；多节点链中用于签署引擎绑定。",
          }),
        })
        .optional(),
    })
    .prefault({}),
  txpool: z
    .looseObject({
      max_txpool_size: z
        .number()
        .int()
        .min(1)
        .max(1_000_000)
        .default(50_000)
        .meta({ en: "Transactions that may wait.", zh: "交易池可容纳的普通交易数。" }),
      max_config_txpool_size: z
        .number()
        .int()
        .min(1)
        .max(10_000)
        .default(100)
        .meta({ en: "Configuration transactions that may wait.", zh: "交易池可容纳的配置交易数。" }),
    })
    .prefault({}),
  rpc: z
    .looseObject({
      host: host.default("127.0.0.1").meta({
        en: "Address to listen on; other machines reach the node only when this says so.",
        zh: "监听地址；默认仅本机可访问，需要对外服务时须明确设置。",
      }),
      port: port.default(12_301).meta({ en: "Port of the gRPC service.", zh: "gRPC 服务端口。" }),
      sync_tx_result_timeout: z
        .number()
        .int()
        .min(1)
        .max(3600)
        .default(60)
        .meta({ en: "Seconds that SendRequestSync waits.", zh: "SendRequestSync 等待结果的秒数。" }),
      max_send_msg_size: megabytes.default(100).meta({ en: "Largest answer in MB.", zh: "应答大小上限（MB）。" }),
      max_recv_msg_size: megabytes.default(100).meta({ en: "Largest request in MB.", zh: "请求大小上限（MB）。" }),
      debug_addresses: z.array(z.string()).default([]).meta({
        en: "Client addresses besides this machine that may call debug methods (Yanta's own key).",
        zh: "除本机外允许调用调试接口的客户端地址（雁塔特有）。",
      }),
      tls: z
        .looseObject({
          mode: z.string().default("disable").meta({
            en: "twoway, disable; anything else is one-way TLS, as in ChainMaker.",
            zh: "twoway（双向）、disable（关闭）；其他取值按单向 TLS 处理，与长安链一致。",
          }),
          cert_file: z.string().optional().meta({
            en: "Certificate that the service shows; needed unless the mode is disable.",
            zh: "服务端 TLS 证书；mode 不为 disable 时必填。",
          }),
          priv_key_file: z
            .string()
            .optional()
            .meta({ en: "Private key of that certificate.", zh: "该证书对应的私钥。" }),
        })
        .prefault({}),
      blacklist: z
        .looseObject({
          addresses: z.array(z.string()).nullish().meta({
            en: "Client addresses that are turned away.",
            zh: "拒绝其连接的客户端地址。",
          }),
        })
        .optional(),
      ratelimit: z
        .looseObject({
          enabled: z.boolean().default(false).meta({ en: "Bound the number of calls.", zh: "是否限制调用频率。" }),
          type: z
            .number()
            .int()
            .default(0)
            .meta({ en: "0 one limit for all, 1 one for each address.", zh: "0：全局限流；1：按客户端地址限流。" }),
          token_per_second: z.number().int().default(0).meta({
            en: "Calls a second; 0 stands for 10,000, negative for no limit.",
            zh: "每秒令牌数；0 表示 10000，负数表示不限。",
          }),
          token_bucket_size: z
            .number()
            .int()
            .default(0)
            .meta({ en: "Calls at once; otherwise as token_per_second.", zh: "令牌桶容量，规则同上。" }),
        })
        .optional(),
    })
    .prefault({}),
  ethereum: z
    .looseObject({
      enabled: z.boolean().default(false).meta({
        en: "Serve Ethereum JSON-RPC for the first chain (Yanta's own key). Which addresses may act says the chain's consensus.ext_config.",
        zh: "是否为第一条链提供以太坊 JSON-RPC（雁塔特有）；允许哪些地址由链配置 consensus.ext_config 决定。",
      }),
      host: host.default("127.0.0.1").meta({
        en: "Address to listen on; there is neither TLS nor a login.",
        zh: "监听地址；该端口无 TLS，也无身份验证。",
      }),
      port: port.default(8545).meta({ en: "Port of Ethereum JSON-RPC.", zh: "以太坊 JSON-RPC 端口。" }),
      client: memberFiles.optional().meta({
        en: "Member in whose name Ethereum transactions are sent; needed when enabled.",
        zh: "以其名义发送以太坊交易的成员；启用时必填。",
      }),
      endorsers: z.array(memberFiles).default([]),
      origins: z.array(z.string()).default([]).meta({
        en: "Origins of web pages that may call, besides pages of this machine.",
        zh: "除本机页面外允许调用的网页来源。",
      }),
      hosts: z.array(z.string()).default([]).meta({
        en: "Names under which the node may be addressed, besides localhost.",
        zh: "除 localhost 外允许使用的主机名。",
      }),
    })
    .optional(),
  engine: z
    .looseObject({
      binary: z.string().optional().meta({
        en: "Path of the program cometbft, for a chain with several nodes; else it is looked for in Yanta's and Go's tool folders and in PATH (Yanta's own key).",
        zh: "多节点链所用 cometbft 程序的路径；缺省时在雁塔与 Go 的工具目录及 PATH 中查找（雁塔特有）。",
      }),
      home: z.string().default("./engine").meta({
        en: "Folder of the engine's keys and data. Never copy its keys to another node.",
        zh: "引擎的密钥与数据目录；切勿将其中的密钥复制到其他节点。",
      }),
      bindings: z.string().default("./engine-bindings").meta({
        en: "Folder with the engine bindings of the other nodes, as `yanta network join` writes them.",
        zh: "存放其他节点引擎绑定文件的目录（由 `yanta network join` 生成）。",
      }),
      external_address: z.string().optional().meta({
        en: "host:port under which other nodes reach this engine, when it is not where net.listen_addr listens.",
        zh: "其他节点访问本引擎的 host:port；与 net.listen_addr 不同时设置。",
      }),
      rpc_address: z.string().optional().meta({
        en: "host:port on which the engine serves its RPC to nodes that join by snapshot. It knows no passwords: only for a private network. Off when absent.",
        zh: "引擎向通过快照加入的节点提供 RPC 的 host:port；无身份验证，仅限内网使用；缺省关闭。",
      }),
      keep_blocks: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER).default(1_000_000).meta({
        en: "Blocks of its own that the engine keeps, at least 1000; older ones go, the chain's blocks stay. 0 keeps all. What a snapshot for new nodes or evidence of a double vote needs stays longer; a node with archived blocks keeps all.",
        zh: "引擎保留的自身区块数（至少 1000）；更早的会删除，链上区块不受影响；0 表示全部保留。供新节点使用的快照或重复投票证据所需的区块会保留更久；归档了区块的节点全部保留。",
      }),
      state_sync: z
        .looseObject({
          servers: z.array(z.string().min(1)).min(2).meta({
            en: "engine.rpc_address of two nodes or more. A new node then takes the chain over from a snapshot instead of block by block.",
            zh: "至少两个节点的 engine.rpc_address；新节点据此从快照接管链，而不是逐块同步。",
          }),
          height: z.number().int().min(1).meta({
            en: "An engine height that you trust, as `yanta network status --json` tells it.",
            zh: "可信的引擎高度（见 `yanta network status --json`）。",
          }),
          hash: z
            .string()
            .regex(/^[0-9A-Fa-f]{64}$/)
            .meta({ en: "Hash of the engine's block there.", zh: "该引擎高度的区块哈希。" }),
        })
        .optional(),
    })
    .prefault({}),
  storage: z
    .looseObject({
      store_path: z.string().default("./data").meta({
        en: "Folder of the ledgers, one folder a chain.",
        zh: "账本目录，每条链一个子目录。",
      }),
      unarchive_block_height: z.number().int().min(10).default(300_000).meta({
        en: "Latest blocks that archiving leaves whole.",
        zh: "归档时保留的最近区块数。",
      }),
    })
    .prefault({}),
  monitor: z
    .looseObject({
      enabled: z
        .boolean()
        .default(false)
        .meta({ en: "Serve /metrics, /healthz and /readyz.", zh: "是否提供 /metrics、/healthz 与 /readyz。" }),
      host: host.default("127.0.0.1").meta({
        en: "Address of the metrics listener (Yanta's own key).",
        zh: "监控服务的监听地址（雁塔特有）。",
      }),
      port: port.default(14_321).meta({ en: "Port of the metrics listener.", zh: "监控服务端口。" }),
    })
    .prefault({}),
  log: z
    .looseObject({
      level: z.enum(["debug", "info", "warn", "error"]).optional().meta({
        en: "Least level that is logged; info when absent (Yanta's own key).",
        zh: "日志级别，缺省为 info（雁塔特有）。",
      }),
    })
    .prefault({}),
  debug: z
    .looseObject({
      is_skip_access_control: z
        .boolean()
        .optional()
        .meta({ en: "true is refused: access control is never off.", zh: "设为 true 会被拒绝：访问控制不可关闭。" }),
      is_skip_accesscontrol: z
        .boolean()
        .optional()
        .meta({ en: "Other spelling of the same.", zh: "上一项的另一种写法。" }),
    })
    .optional(),
});

export type NodeSection = z.infer<typeof nodeSchema>;
