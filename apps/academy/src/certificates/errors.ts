import { defineErrors } from "@yanta/errors";

/** Why a certificate is not issued, or does not hold. */
export const certificateErrors = defineErrors("academy-certificate", {
  ACADEMY_CERTIFICATE_UNREADABLE: {
    retryable: false,
    en: { message: "this cannot be read as {what}: {reason}", advice: "Use the file as the academy handed it out." },
    zh: { message: "无法识别为{what}：{reason}", advice: "请使用学院发放的原始文件。" },
  },
  ACADEMY_CERTIFICATE_SIGNATURE: {
    retryable: false,
    en: { message: "the signature does not hold: {reason}", advice: "The certificate was changed, or is not genuine." },
    zh: { message: "签名不成立：{reason}", advice: "证书已被改动，或系伪造。" },
  },
  ACADEMY_CERTIFICATE_ISSUER: {
    retryable: false,
    en: {
      message: "{issuer} is not among the issuers that you trust",
      advice: "Compare it with the one that the institution publishes; never take it from the certificate.",
    },
    zh: {
      message: "签发者 {issuer} 不在您信任的名单中",
      advice: "请与机构公布的签发者标识核对；切勿采用证书自带的值。",
    },
  },
  ACADEMY_CERTIFICATE_TIME: {
    retryable: false,
    en: {
      message: "valid from {from} until {until} only",
      advice: "Check this machine's clock, or ask for a new one.",
    },
    zh: { message: "有效期为 {from} 至 {until}", advice: "请检查本机时钟，或申请换发。" },
  },
  ACADEMY_CERTIFICATE_REVOKED: {
    retryable: false,
    en: { message: "revoked, as its status list of {asOf} says", advice: "Do not rely on it; the issuer knows why." },
    zh: { message: "已被吊销（依据 {asOf} 的状态列表）", advice: "请勿采信；原因可询问签发机构。" },
  },
  ACADEMY_CERTIFICATE_STATUS_FOREIGN: {
    retryable: false,
    en: {
      message: "the status list is not the one of this certificate: {reason}",
      advice: "Get the list whose address the certificate names, from its issuer.",
    },
    zh: { message: "状态列表与该证书不对应：{reason}", advice: "请从签发机构获取证书所指明的状态列表。" },
  },
  ACADEMY_CERTIFICATE_NOT_IN_COHORT: {
    retryable: false,
    en: {
      message: "the certificate is not one of those that the cohort {cohort} was anchored with",
      advice: "Take the cohort's file from its issuer, and the certificate as it was handed out.",
    },
    zh: { message: "该证书不在届次 {cohort} 上链存证的名单之内", advice: "请使用签发机构的届次文件与发放的原始证书。" },
  },
  ACADEMY_CERTIFICATE_ANCHOR: {
    retryable: false,
    en: {
      message: "the chain does not show the root of cohort {cohort}: {reason}",
      advice: "Get the cohort's file from its issuer again.",
    },
    zh: { message: "链上没有届次 {cohort} 的根哈希：{reason}", advice: "请向签发机构重新获取届次文件。" },
  },
  ACADEMY_CERTIFICATE_LEARNER: {
    retryable: false,
    en: {
      message: "line {line}: {reason}",
      advice: "A roster has one JSON object a line; see apps/academy/README.md.",
    },
    zh: { message: "第 {line} 行：{reason}", advice: "名单每行一个 JSON 对象，格式见 apps/academy/README.md。" },
  },
  ACADEMY_CERTIFICATE_NOT_EARNED: {
    retryable: false,
    en: {
      message: "line {line}: executing the work again does not pass: {reason}",
      advice: "Leave this learner out, or ask for another submission.",
    },
    zh: { message: "第 {line} 行：重新执行所提交的内容未通过：{reason}", advice: "请移除该学员，或要求重新提交。" },
  },
  ACADEMY_CERTIFICATE_INVALID: {
    retryable: false,
    en: { message: "{file} is not valid", advice: "The lines marked with ✗ say why." },
    zh: { message: "{file} 无效", advice: "原因见标有 ✗ 的各行。" },
  },
  ACADEMY_CERTIFICATE_FOLDER: {
    retryable: false,
    en: { message: "{folder}: {reason}", advice: "Name the folder that `certificates issue` made, or a new one." },
    zh: { message: "{folder}：{reason}", advice: "请指定 `certificates issue` 生成的目录，或一个新目录。" },
  },
});
