import { defineErrors } from "@yanta/errors";

/** What can be wrong with an audit bundle beyond its proofs. */
export const auditErrors = defineErrors("directory-audit", {
  DIRECTORY_AUDIT_NOTHING: {
    retryable: false,
    en: {
      message: "nothing was ever done to {subject}",
      advice: "Check the id; `yanta call directory getRequest` and the portal show what there is.",
    },
    zh: { message: "链上没有关于 {subject} 的任何操作", advice: "请核对编号；可在门户中查看现有记录。" },
  },
  DIRECTORY_AUDIT_ROW: {
    retryable: false,
    en: {
      message: "transaction {txId} wrote an audit row that is not its own: {reason}",
      advice: "The contract of this name on that chain is not the data directory: do not rely on the bundle.",
    },
    zh: {
      message: "交易 {txId} 写入的审计记录与其自身不符：{reason}",
      advice: "该链上同名合约并非数据目录合约：请勿采信此证明包。",
    },
  },
  DIRECTORY_AUDIT_GAP: {
    retryable: false,
    en: {
      message: "deed {revision} of {subject} is missing from the bundle",
      advice: "Something was left out. Have the bundle made again, from another organisation's node.",
    },
    zh: {
      message: "证明包缺少 {subject} 的第 {revision} 次操作",
      advice: "有内容被遗漏。请从其他组织的节点重新生成证明包。",
    },
  },
  DIRECTORY_AUDIT_WORDS: {
    retryable: false,
    en: {
      message: "{name} in the bundle does not say what is proven",
      advice:
        "Its proofs hold, its words do not: read only what this verification prints, and ask who made the bundle.",
    },
    zh: {
      message: "证明包中的 {name} 与已证明的内容不符",
      advice: "证明本身成立，但文字说明不实：请只阅读本校验的输出，并追问制作者。",
    },
  },
  DIRECTORY_AUDIT_SUBJECT: {
    retryable: false,
    en: {
      message: "the bundle is not about an entry, a request or a delivery of a data directory",
      advice: "Verify it with the application that made it.",
    },
    zh: { message: "该证明包并非数据目录的条目、申请或交付", advice: "请用制作它的应用进行校验。" },
  },
  DIRECTORY_AUDIT_ROOTS: {
    retryable: false,
    en: {
      message: "the trust roots cannot be read: {reason}",
      advice:
        "Needed are genesis.hash (64 hex digits, from an organisation of the chain, never from the bundle) or the bc1.yml that the chain began with, and the organisations' CA certificates as .crt or .pem (with genesis.hash only to check them, too).",
    },
    zh: {
      message: "无法读取信任根：{reason}",
      advice:
        "须有 genesis.hash（64 位十六进制，取自该链的成员组织，切勿取自证明包）或链启动时的 bc1.yml，以及各组织的 CA 证书（.crt 或 .pem；有 genesis.hash 时仅用于核对）。",
    },
  },
});
