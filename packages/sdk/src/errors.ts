import { defineErrors } from "@yanta/errors";

/** Errors that a program using the client can meet. `details.code` and `details.message` are the node's own words. */
export const sdkErrors = defineErrors("sdk", {
  SDK_REFUSED: {
    en: {
      message: "the node refused {txId}: {codeName} {message}",
      advice: "The message is the node's reason; docs/guide/en/operating.md lists the usual causes.",
    },
    zh: {
      message: "节点拒绝了交易 {txId}：{codeName} {message}",
      advice: "信息中是节点给出的原因；常见原因见 docs/guide/zh/operating.md。",
    },
    retryable: false,
  },
  SDK_CONTRACT_FAILED: {
    en: {
      message: "contract {contract}.{method} failed: {message}",
      advice:
        "Correct the parameters or the contract's state; `yanta tx trace` with the transaction's id shows call by call what ran.",
    },
    zh: {
      message: "合约 {contract}.{method} 执行失败：{message}",
      advice: "请检查参数或合约状态；`yanta tx trace` 加交易 ID 可逐步查看执行过程。",
    },
    retryable: false,
  },
  SDK_UNREACHABLE: {
    en: {
      message: "no answer from {address}: {reason}",
      advice:
        "Check that the node runs (`yanta status`), the address and port, and that the TLS files belong to this chain (`yanta doctor`).",
    },
    zh: {
      message: "{address} 没有应答：{reason}",
      advice: "请确认节点已运行（`yanta status`）、地址端口正确，并且 TLS 文件属于该链（`yanta doctor`）。",
    },
    retryable: true,
  },
  SDK_CALL_FAILED: {
    en: {
      message: "the call {method} ended with {status}: {reason}",
      advice: "INVALID_ARGUMENT and UNAUTHENTICATED speak of the request; others of the node, whose log has more.",
    },
    zh: {
      message: "调用 {method} 以 {status} 结束：{reason}",
      advice: "INVALID_ARGUMENT 与 UNAUTHENTICATED 表示请求有误；其他状态请查看节点日志。",
    },
    retryable: false,
  },
  SDK_CONFIG: {
    en: {
      message: "the SDK configuration {path}: {reason}",
      advice: "Compare it with the sdk_config.yml that `yanta up` writes.",
    },
    zh: { message: "SDK 配置 {path}：{reason}", advice: "请对照 `yanta up` 生成的 sdk_config.yml。" },
    retryable: false,
  },
  SDK_BLOCK_INVALID: {
    en: {
      message: "block {height} does not verify: its {what} is wrong",
      advice: "Do not trust this node's history: compare the block with another organisation's node.",
    },
    zh: {
      message: "区块 {height} 校验失败：{what} 不正确",
      advice: "请勿信任该节点的历史数据，并与其他组织的节点进行比对。",
    },
    retryable: false,
  },
  SDK_ANSWER_UNREADABLE: {
    en: {
      message: "the answer to {method} cannot be decoded",
      advice: "The node may be of another version; `yanta version` and the node's version tell.",
    },
    zh: { message: "无法解析 {method} 的应答", advice: "节点版本可能不同；请比较 `yanta version` 与节点版本。" },
    retryable: false,
  },
});
