import { defineErrors } from "@yanta/errors";

/** What a gateway refuses, and what can go wrong around it. */
export const gatewayErrors = defineErrors("directory-gateway", {
  DIRECTORY_GATEWAY_CONFIG: {
    retryable: false,
    en: {
      message: "the gateway's configuration {path}: {reason}",
      advice: "Compare it with the README of apps/directory.",
    },
    zh: { message: "网关配置 {path}：{reason}", advice: "请对照 apps/directory 的 README。" },
  },
  DIRECTORY_GATEWAY_ADDRESS: {
    retryable: false,
    en: {
      message: "the gateway cannot listen on {address}: {reason}",
      advice: "Choose a free port; beyond loopback give tls.certificate and tls.key.",
    },
    zh: {
      message: "网关无法监听 {address}：{reason}",
      advice: "请选择空闲端口；监听非本机地址时须提供 tls.certificate 与 tls.key。",
    },
  },
  DIRECTORY_GATEWAY_QUESTION: {
    retryable: false,
    en: {
      message: "that is no question for a delivery: {reason}",
      advice: "Send what `yanta-directory receive` sends: a signed query of checkGrant with the delivery's id.",
    },
    zh: {
      message: "请求不是交付请求：{reason}",
      advice: "请按 `yanta-directory receive` 的方式发送：带交付编号、已签名的 checkGrant 查询。",
    },
  },
  DIRECTORY_GATEWAY_SIGNER: {
    retryable: false,
    en: {
      message: "the chain does not accept who asks: {reason}",
      advice: "Sign with a certificate of the chain that is in force, with a clock that is right.",
    },
    zh: { message: "链不认可请求者的身份：{reason}", advice: "请使用该链的有效证书签名，并校准时钟。" },
  },
  DIRECTORY_GATEWAY_NOT_CONSUMER: {
    retryable: false,
    en: {
      message: "the member is no consumer of the department that request {request} was granted to",
      advice: "Let a member with the role consumer of that department ask.",
    },
    zh: {
      message: "该成员不是申请 {request} 获授权部门的使用人员",
      advice: "请由该部门具有 consumer 角色的成员请求。",
    },
  },
  DIRECTORY_GATEWAY_NOT_GRANTED: {
    retryable: false,
    en: {
      message: "request {request} does not grant this: {code} {meaning}",
      advice: "Look at the request's purpose, fields, end and uses left; ask for a new grant if you need more.",
    },
    zh: {
      message: "申请 {request} 未授权此次使用：{code} {meaning}",
      advice: "请查看申请的用途、字段、截止时间与剩余次数；如需更多请重新申请。",
    },
  },
  DIRECTORY_GATEWAY_CONSTRAINT: {
    retryable: false,
    en: {
      message: "the agreement of request {request} forbids this use: {constraint}",
      advice: "Keep to the agreement, or agree on another one.",
    },
    zh: { message: "申请 {request} 的协议禁止此次使用：{constraint}", advice: "请遵守协议，或另行签订协议。" },
  },
  DIRECTORY_GATEWAY_NO_SOURCE: {
    retryable: false,
    en: { message: "this gateway serves no data of entry {entry}", advice: "Ask the provider which gateway has it." },
    zh: { message: "本网关不提供条目 {entry} 的数据", advice: "请向提供方确认对应的网关。" },
  },
  DIRECTORY_GATEWAY_FIELD: {
    retryable: false,
    en: {
      message: "the source of entry {entry} has no field {field}",
      advice: "The provider has to bring the source and the entry into line; nothing was counted.",
    },
    zh: { message: "条目 {entry} 的数据源没有字段 {field}", advice: "须由提供方使数据源与条目一致；本次未计数。" },
  },
  DIRECTORY_GATEWAY_SOURCE: {
    retryable: true,
    en: {
      message: "the source of entry {entry} gave no data: {reason}",
      advice: "Nothing was counted; ask again later or tell the provider.",
    },
    zh: { message: "条目 {entry} 的数据源未返回数据：{reason}", advice: "本次未计数；请稍后重试或告知提供方。" },
  },
  DIRECTORY_GATEWAY_NOT_NOTED: {
    retryable: true,
    en: {
      message: "the delivery could not be noted on chain, so nothing was delivered: {reason}",
      advice: "Ask again with the same delivery id: if it was noted after all, it is not counted twice.",
    },
    zh: {
      message: "交付未能上链记录，因此没有交付任何数据：{reason}",
      advice: "请用同一交付编号重试：若其实已记录，不会重复计数。",
    },
  },
  DIRECTORY_GATEWAY_SETTLED: {
    retryable: false,
    en: {
      message: "delivery {delivery} is {state}: its data is not kept any more",
      advice: "Ask for a new delivery with another id.",
    },
    zh: { message: "交付 {delivery} 已是 {state} 状态，数据不再保留", advice: "请用新的编号请求新的交付。" },
  },
  DIRECTORY_GATEWAY_OTHER_DELIVERY: {
    retryable: false,
    en: { message: "the delivery id {delivery} was used for something else", advice: "Choose another id." },
    zh: { message: "交付编号 {delivery} 已用于其他交付", advice: "请更换编号。" },
  },
  DIRECTORY_GATEWAY_BUSY: {
    retryable: true,
    en: { message: "the gateway makes as many deliveries as it can", advice: "Ask again in a moment." },
    zh: { message: "网关正在处理的交付已达上限", advice: "请稍后重试。" },
  },
  DIRECTORY_GATEWAY_TOO_LARGE: {
    retryable: false,
    en: {
      message: "{what} has more than {max}",
      advice: "Split it: ask for fewer fields, or let the provider cut the source.",
    },
    zh: { message: "{what} 超过 {max}", advice: "请拆分：减少字段，或由提供方切分数据源。" },
  },
  DIRECTORY_GATEWAY_UNREACHABLE: {
    retryable: true,
    en: {
      message: "the gateway {address} does not answer: {reason}",
      advice: "Check the address, and ask again with the same delivery id.",
    },
    zh: { message: "网关 {address} 没有应答：{reason}", advice: "请检查地址，并用同一交付编号重试。" },
  },
  DIRECTORY_GATEWAY_ANSWERED: {
    retryable: false,
    en: { message: "the gateway refused: {code} {message}", advice: "{gatewayAdvice}" },
    zh: { message: "网关拒绝：{code} {message}", advice: "{gatewayAdvice}" },
  },
  DIRECTORY_GATEWAY_DIFFERS: {
    retryable: false,
    en: {
      message: "what came is not what the provider noted on chain for delivery {delivery}; it was refused there",
      advice: "The uses do not count. Ask again; if it happens again, tell the provider and the auditor.",
    },
    zh: {
      message: "收到的数据与提供方就交付 {delivery} 上链的记录不符，已在链上拒收",
      advice: "本次不计数。请重试；若再次发生，请告知提供方与审计人员。",
    },
  },
});
