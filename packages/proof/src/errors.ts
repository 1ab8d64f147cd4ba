import { defineErrors } from "@yanta/errors";

/** Why a proof or a bundle is refused. */
export const proofErrors = defineErrors("proof", {
  PROOF_TOO_LARGE: {
    retryable: false,
    en: {
      message: "{what} is larger than this program takes ({max})",
      advice: "Ask for a bundle of fewer transactions; one that is meant to fill a machine's memory is an attack.",
    },
    zh: { message: "{what} 超过本程序的上限（{max}）", advice: "请索取交易更少的证明包；意在耗尽内存的包属于攻击。" },
  },
  PROOF_BUNDLE_UNREADABLE: {
    retryable: false,
    en: {
      message: "the bundle cannot be read: {reason}",
      advice: "It may have been cut off on its way: fetch it again from the one who made it.",
    },
    zh: { message: "无法读取证明包：{reason}", advice: "文件可能在传输中被截断；请向制作者重新获取。" },
  },
  PROOF_FILE_CHANGED: {
    retryable: false,
    en: {
      message: "the file {name} in the bundle is not the one that its manifest names",
      advice: "Do not rely on this bundle; fetch it again from the one who made it.",
    },
    zh: { message: "证明包中的文件 {name} 与清单不符", advice: "请勿采信此证明包；请向制作者重新获取。" },
  },
  PROOF_MALFORMED: {
    retryable: false,
    en: { message: "{part} of the proof is malformed: {reason}", advice: "The proof was changed or badly made." },
    zh: { message: "证明中的 {part} 格式有误：{reason}", advice: "证明已被改动，或制作有误。" },
  },
  PROOF_GENESIS_FILE: {
    retryable: false,
    en: {
      message: "bc1.yml makes no genesis block: {reason}",
      advice: "Take the file and the CA certificates as they were when the chain began, or use genesis.hash.",
    },
    zh: {
      message: "无法由 bc1.yml 得出创世区块：{reason}",
      advice: "请使用该链启动时的文件与 CA 证书，或改用 genesis.hash。",
    },
  },
  PROOF_GENESIS_FOREIGN: {
    retryable: false,
    en: {
      message: "the proof is of a chain that begins with {found}, you trust {trusted}",
      advice:
        "Compare the genesis hash with what an organisation of the chain published; never take it from the bundle.",
    },
    zh: {
      message: "该证明所属链的创世哈希为 {found}，而您信任的是 {trusted}",
      advice: "请与该链成员组织公布的创世哈希核对；切勿采用证明包自带的值。",
    },
  },
  PROOF_AUTHORITY_UNKNOWN: {
    retryable: false,
    en: {
      message: "the chain's first configuration trusts a CA of {orgId} that is not among your trust roots",
      advice: "Get the CA certificate from the organisation itself and put it into the folder of trust roots.",
    },
    zh: {
      message: "链的初始配置信任 {orgId} 的一个 CA，但它不在您的信任根中",
      advice: "请直接向该组织获取 CA 证书并放入信任根目录。",
    },
  },
  PROOF_BLOCK_INVALID: {
    retryable: false,
    en: { message: "block {height} does not verify: {what}", advice: "Do not rely on this proof." },
    zh: { message: "区块 {height} 校验失败：{what}", advice: "请勿采信此证明。" },
  },
  PROOF_CONFIG_INVALID: {
    retryable: false,
    en: {
      message: "the configuration of block {height} does not verify: {reason}",
      advice: "Do not rely on this proof.",
    },
    zh: { message: "区块 {height} 的链配置校验失败：{reason}", advice: "请勿采信此证明。" },
  },
  PROOF_CONFIG_MISSING: {
    retryable: false,
    en: {
      message: "block {height} says that the configuration of block {configHeight} is in force, which the proof lacks",
      advice: "Make the bundle again: it needs all configuration blocks from the genesis on.",
    },
    zh: {
      message: "区块 {height} 声明生效配置在区块 {configHeight}，而证明中没有该配置",
      advice: "请重新生成证明包：须包含自创世以来的全部配置区块。",
    },
  },
  PROOF_CERTIFICATE_MISSING: {
    retryable: false,
    en: {
      message: "nothing shows that the validators decided on block {height}",
      advice: "Make the bundle from another node, which stored the commit certificate, or some blocks later.",
    },
    zh: {
      message: "没有证据表明验证者确认了区块 {height}",
      advice: "请从保存了提交证书的其他节点生成证明包，或等待几个区块后再生成。",
    },
  },
  PROOF_CERTIFICATE_INVALID: {
    retryable: false,
    en: {
      message: "the commit certificate of block {height} does not hold: {reason}",
      advice: "Do not rely on this proof; check that the engine bindings are those of this chain.",
    },
    zh: { message: "区块 {height} 的提交证书不成立：{reason}", advice: "请勿采信此证明；并确认引擎绑定属于该链。" },
  },
  PROOF_BINDING_INVALID: {
    retryable: false,
    en: { message: "an engine binding does not hold: {reason}", advice: "Do not rely on this proof." },
    zh: { message: "引擎绑定不成立：{reason}", advice: "请勿采信此证明。" },
  },
  PROOF_TRANSACTION_INVALID: {
    retryable: false,
    en: {
      message: "transaction {txId} in block {height} does not verify: {what}",
      advice: "Do not rely on this proof.",
    },
    zh: { message: "区块 {height} 中的交易 {txId} 校验失败：{what}", advice: "请勿采信此证明。" },
  },
  PROOF_SENDER_REFUSED: {
    retryable: false,
    en: {
      message: "the signatures of transaction {txId} do not hold under the configuration in force: {reason}",
      advice:
        "Do not rely on this proof. Senders that the chain knows by an alias, or by the hash of a certificate that it no longer keeps, cannot be proven.",
    },
    zh: {
      message: "按当时生效的配置，交易 {txId} 的签名不成立：{reason}",
      advice: "请勿采信此证明。以别名登记、或所用证书哈希对应的证书已被删除的发送者，无法证明。",
    },
  },
  PROOF_NODE_ANSWER: {
    retryable: false,
    en: {
      message: "the node's answer cannot be made into a proof: {reason}",
      advice: "Ask another organisation's node; `yanta block verify` checks a node's chain.",
    },
    zh: {
      message: "无法用该节点的应答生成证明：{reason}",
      advice: "请改用其他组织的节点；可用 `yanta block verify` 校验节点的链。",
    },
  },
});
