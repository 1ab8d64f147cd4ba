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
      message: "consensus type {type} needs several nodes, which this version cannot run yet",
      advice:
        "Start with --solo to run this chain as one node (the configuration that clients see stays unchanged), or set consensus.type to 0 in the chain configuration.",
    },
    zh: {
      message: "共识类型 {type} 需要多个节点，当前版本尚不支持",
      advice: "请加 --solo 以单节点方式运行该链（客户端看到的链配置保持不变），或在链配置中把 consensus.type 设为 0。",
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
