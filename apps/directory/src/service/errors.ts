import { defineErrors } from "@yanta/errors";

/** Refusals of the service itself; those of the contract (DIR_…) have their words in the contract's messages. */
export const serviceErrors = defineErrors("directory-service", {
  DIRECTORY_SERVICE_INPUT: {
    en: { message: "{field}: {reason}", advice: "/api/v1/openapi.json says what the call takes." },
    zh: { message: "{field}：{reason}", advice: "调用参数见 /api/v1/openapi.json。" },
    retryable: false,
  },
  DIRECTORY_SERVICE_SESSION: {
    en: { message: "no session, or it is over", advice: "Log in again with your key." },
    zh: { message: "未登录或会话已过期", advice: "请使用您的密钥重新登录。" },
    retryable: false,
  },
  DIRECTORY_SERVICE_CHALLENGE: {
    en: {
      message: "this is not a question that waits for its signature",
      advice: "Ask for a new one; each is good for one login within two minutes.",
    },
    zh: { message: "该登录挑战不存在、已使用或已过期", advice: "请重新获取；每个挑战仅可在两分钟内使用一次。" },
    retryable: false,
  },
  DIRECTORY_SERVICE_SIGNER: {
    en: {
      message: "signed by another member than the one who {what}",
      advice: "Use the key whose certificate belongs to the member.",
    },
    zh: { message: "签名者与{what}的成员不一致", advice: "请使用该成员证书对应的密钥。" },
    retryable: false,
  },
  DIRECTORY_SERVICE_REQUEST: {
    en: {
      message: "the signed request is not for this directory: {reason}",
      advice: "Sign the payload that /transactions/prepare gives, unchanged.",
    },
    zh: { message: "签名请求不属于本目录：{reason}", advice: "请对 /transactions/prepare 返回的载荷原样签名。" },
    retryable: false,
  },
  DIRECTORY_SERVICE_FORBIDDEN: {
    en: { message: "this is not for your role or department", advice: "Ask an administrator for the role." },
    zh: { message: "您的角色或部门无权查看", advice: "如需权限请联系管理员。" },
    retryable: false,
  },
  DIRECTORY_SERVICE_NOT_FOUND: {
    en: {
      message: "there is no {what}",
      advice: "Check the address; what is not published is seen by its department only.",
    },
    zh: { message: "不存在：{what}", advice: "请检查地址；未发布的目录仅其部门可见。" },
    retryable: false,
  },
  DIRECTORY_SERVICE_TOO_LARGE: {
    en: { message: "the call is larger than {bytesMax} bytes", advice: "Send fewer rows at once." },
    zh: { message: "请求超过 {bytesMax} 字节", advice: "请减少单次提交的行数。" },
    retryable: false,
  },
  DIRECTORY_SERVICE_BUSY: {
    en: { message: "too many calls at the same time", advice: "Try again in a moment." },
    zh: { message: "同时请求过多", advice: "请稍后重试。" },
    retryable: true,
  },
  DIRECTORY_SERVICE_REBUILDING: {
    en: {
      message: "the index is being made anew from the chain",
      advice: "Try again in some minutes; /health shows how far it is.",
    },
    zh: { message: "索引正在从链上重建", advice: "请几分钟后重试；进度见 /health。" },
    retryable: true,
  },
  DIRECTORY_SERVICE_EMPTY: {
    en: {
      message: "there is no directory on this chain yet",
      advice: "Install the contract, e.g. with `yanta-directory demo`.",
    },
    zh: { message: "该链上还没有数据目录", advice: "请先安装合约，例如使用 `yanta-directory demo`。" },
    retryable: true,
  },
  DIRECTORY_SERVICE_FAILED: {
    en: {
      message: "the service failed",
      advice: "Its log has the reason; nothing was written to the chain by this call unless its transaction says so.",
    },
    zh: { message: "服务内部错误", advice: "原因见服务日志；除非交易已上链，本次调用没有写入任何内容。" },
    retryable: true,
  },
});
