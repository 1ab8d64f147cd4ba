import { defineErrors } from "@yanta/errors";

/** Errors of this package: a configuration or state that no access control can be built from. */
export const identityErrors = defineErrors("identity", {
  IDENTITY_AUTH_TYPE_UNSUPPORTED: {
    en: {
      message: "the chain's auth_type {authType} is not supported",
      advice: "Use a chain with auth_type permissionedWithCert; the public-key modes are not available yet.",
    },
    zh: {
      message: "不支持该链的 auth_type：{authType}",
      advice: "请使用 auth_type 为 permissionedWithCert 的链；公钥模式暂不可用。",
    },
    retryable: false,
  },
  IDENTITY_CONFIG_INVALID: {
    en: {
      message: "the chain configuration's members cannot be used: {reason}",
      advice:
        "Correct trust_roots and trust_members in the chain configuration: each root must be a PEM CA certificate, each trusted member a PEM certificate.",
    },
    zh: {
      message: "链配置中的成员信息不可用：{reason}",
      advice:
        "请修正链配置中的 trust_roots 和 trust_members：根必须是 PEM 格式的 CA 证书，可信成员必须是 PEM 格式的证书。",
    },
    retryable: false,
  },
  IDENTITY_STATE_BROKEN: {
    en: {
      message: "CERT_MANAGE's state is inconsistent at key {key}",
      advice:
        "The ledger's state does not match its blocks. Restore the data folder from a backup or let the node rebuild its state from the blocks.",
    },
    zh: {
      message: "CERT_MANAGE 的状态在键 {key} 处不一致",
      advice: "账本状态与区块不符。请从备份恢复数据目录，或让节点由区块重建状态。",
    },
    retryable: false,
  },
});
