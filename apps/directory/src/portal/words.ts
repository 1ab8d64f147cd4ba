import type { LocalText, Tone } from "@yanta/ui";

/** Words of the national standard and of the contract, as people read them. */
type Words = Readonly<Record<string, LocalText>>;

export const entryStates: Words = {
  0: { en: "draft", zh: "草稿" },
  1: { en: "returned", zh: "退回修改" },
  2: { en: "registration refused", zh: "注册审核拒绝" },
  10: { en: "registration review", zh: "待注册审核" },
  19: { en: "registered", zh: "已注册" },
  20: { en: "publication review", zh: "待发布审核" },
  22: { en: "publication refused", zh: "发布审核拒绝" },
  23: { en: "withdrawn", zh: "取消发布" },
  29: { en: "published", zh: "已发布" },
};

export const requestStateWords: Words = {
  SUBMITTED: { en: "submitted", zh: "已提交" },
  COMPLIANCE: { en: "compliance review", zh: "合规审查" },
  PROVIDER_REVIEW: { en: "provider's review", zh: "提供方审核" },
  APPROVED: { en: "approved", zh: "已同意" },
  AGREED: { en: "agreed", zh: "协议已签" },
  GRANTED: { en: "granted", zh: "已授权" },
  ACTIVE: { en: "in use", zh: "使用中" },
  SUSPENDED: { en: "suspended", zh: "已暂停" },
  EXPIRED: { en: "expired", zh: "已到期" },
  REVOKED: { en: "revoked", zh: "已撤销" },
  COMPLETED: { en: "completed", zh: "已完成" },
  REJECTED: { en: "refused", zh: "已拒绝" },
  DISPUTE: { en: "in dispute", zh: "争议处理中" },
  MEDIATED: { en: "mediated", zh: "已调解" },
  RETURNED: { en: "returned", zh: "退回补正" },
  WITHDRAWN: { en: "withdrawn", zh: "已撤回" },
};

export const receiptStates: Words = {
  DELIVERED: { en: "delivered", zh: "已交付" },
  ACKNOWLEDGED: { en: "acknowledged", zh: "已签收" },
  REFUSED: { en: "refused", zh: "已拒收" },
};

export const correctionStateWords: Words = {
  OPEN: { en: "open", zh: "待处理" },
  ACCEPTED: { en: "accepted", zh: "已受理" },
  DONE: { en: "done", zh: "已更正" },
  CLOSED: { en: "closed", zh: "已办结" },
  REFUSED: { en: "refused", zh: "不予更正" },
  WITHDRAWN: { en: "withdrawn", zh: "已撤回" },
};

/** What may be done to a correction ticket. */
export const correctionActionWords: Words = {
  accept: { en: "Accept", zh: "受理" },
  refuse: { en: "Refuse", zh: "不予更正" },
  done: { en: "It is right now", zh: "已更正" },
  close: { en: "Confirm and close", zh: "确认办结" },
  reopen: { en: "Reopen", zh: "重新提出" },
  withdraw: { en: "Withdraw", zh: "撤回" },
};

export const mediationOutcomes = {
  again: { en: "the provider reviews again", zh: "由提供方重新审核" },
  stands: { en: "the refusal stands", zh: "维持拒绝" },
} as const satisfies Words;

/** Rules of deadlines, by what is due. */
export const ruleWords: Words = {
  entryReview: { en: "review of an entry", zh: "目录审核" },
  compliance: { en: "compliance review", zh: "合规审查" },
  providerOnPlatform: { en: "provider's review, data on the platform", zh: "提供方审核（平台已有数据）" },
  providerReview: { en: "provider's review", zh: "提供方审核" },
  supply: { en: "supply of the data", zh: "数据提供" },
  mediation: { en: "mediation", zh: "争议调解" },
  correction: { en: "answer to a correction", zh: "校核纠错答复" },
  confirm: { en: "confirmation of a change", zh: "变更确认" },
};

export const sharingTypes: Words = {
  1: { en: "free", zh: "无条件共享" },
  2: { en: "on conditions", zh: "有条件共享" },
  3: { en: "not shared", zh: "不予共享" },
};

export const sharingModes: Words = {
  1: { en: "database", zh: "数据库" },
  2: { en: "file", zh: "文件下载" },
  3: { en: "service", zh: "服务接口" },
};

export const formats: Words = {
  1: { en: "document", zh: "电子文件" },
  2: { en: "spreadsheet", zh: "电子表格" },
  3: { en: "database", zh: "数据库" },
  4: { en: "image", zh: "图形图像" },
  5: { en: "stream", zh: "流媒体" },
  6: { en: "self-describing", zh: "自描述格式" },
  7: { en: "service", zh: "服务接口" },
};

export const attributes: Words = {
  1: { en: "base", zh: "基础信息资源" },
  2: { en: "theme", zh: "主题信息资源" },
  3: { en: "department", zh: "部门信息资源" },
};

export const cycles: Words = {
  1: { en: "at once", zh: "实时" },
  2: { en: "daily", zh: "每日" },
  3: { en: "weekly", zh: "每周" },
  4: { en: "monthly", zh: "每月" },
  5: { en: "quarterly", zh: "每季度" },
  6: { en: "yearly", zh: "每年" },
};

export const opening: Words = {
  0: { en: "not open to the public", zh: "不向社会开放" },
  1: { en: "open to the public", zh: "向社会开放" },
};

export const itemTypes: Words = {
  C: { en: "text", zh: "字符型" },
  N: { en: "number", zh: "数值型" },
  Y: { en: "money", zh: "货币型" },
  D: { en: "date", zh: "日期型" },
  T: { en: "time", zh: "日期时间型" },
  L: { en: "yes or no", zh: "逻辑型" },
  M: { en: "note", zh: "备注型" },
  G: { en: "general", zh: "通用型" },
  B: { en: "double", zh: "双精度型" },
  I: { en: "integer", zh: "整型" },
  F: { en: "float", zh: "浮点型" },
};

export const dutyKinds: Words = {
  job: { en: "department's job", zh: "职责" },
  duty: { en: "duty", zh: "事项" },
  catalogue: { en: "catalogue", zh: "目录" },
  database: { en: "database", zh: "数据库" },
  system: { en: "system", zh: "信息系统" },
};

export const facets: Words = {
  department: { en: "Department", zh: "提供部门" },
  district: { en: "District", zh: "所属区域" },
  sharing: { en: "Sharing", zh: "共享类型" },
  theme: { en: "Class", zh: "资源分类" },
  attribute: { en: "Kind", zh: "资源属性" },
  format: { en: "Format", zh: "资源格式" },
  cycle: { en: "Updated", zh: "更新周期" },
  open: { en: "Public", zh: "开放属性" },
};

/** Words of facet values that are numbers of the standard. */
export const facetValues: Readonly<Record<string, Words>> = {
  sharing: sharingTypes,
  attribute: attributes,
  format: formats,
  cycle: cycles,
  open: opening,
};

export const roleWords: Words = {
  administrator: { en: "administrator", zh: "管理员" },
  registrar: { en: "registrar", zh: "目录审核员" },
  provider: { en: "provider", zh: "提供方经办" },
  consumer: { en: "consumer", zh: "使用方经办" },
  compliance: { en: "compliance", zh: "合规审查员" },
  auditor: { en: "auditor", zh: "审计员" },
};

/** Methods of the contract as deeds. */
export const deeds: Words = {
  importEntries: { en: "Write entries", zh: "填报目录" },
  saveEntry: { en: "Write", zh: "填报" },
  submitEntry: { en: "Hand in", zh: "提交审核" },
  submitEntries: { en: "Hand in", zh: "批量提交审核" },
  reviewEntry: { en: "Review", zh: "审核" },
  reviewEntries: { en: "Review", zh: "批量审核" },
  unpublishEntry: { en: "Withdraw from publication", zh: "取消发布" },
  submitRequest: { en: "Ask for the data", zh: "申请使用数据" },
  resubmitRequest: { en: "Hand in again", zh: "补正后重新提交" },
  takeRequest: { en: "Take into review", zh: "受理审查" },
  passRequest: { en: "Pass the compliance review", zh: "合规审查通过" },
  returnRequest: { en: "Return for correction", zh: "退回补正" },
  rejectRequest: { en: "Refuse", zh: "拒绝" },
  approveRequest: { en: "Approve", zh: "同意共享" },
  signAgreement: { en: "Sign the agreement", zh: "签署共享协议" },
  grantAccess: { en: "Grant access", zh: "授予访问权限" },
  activateAccess: { en: "Begin to use", zh: "启用" },
  suspendAccess: { en: "Suspend", zh: "暂停" },
  resumeAccess: { en: "Resume", zh: "恢复" },
  revokeAccess: { en: "Revoke", zh: "撤销授权" },
  completeAccess: { en: "Complete", zh: "办结" },
  expireAccess: { en: "Mark as expired", zh: "到期终止" },
  confirmChange: { en: "Confirm the change", zh: "确认变更" },
  deliver: { en: "Deliver", zh: "交付数据" },
  acknowledge: { en: "Acknowledge", zh: "签收" },
  refuseDelivery: { en: "Refuse the delivery", zh: "拒收" },
  disputeRequest: { en: "Dispute", zh: "提出异议" },
  mediateRequest: { en: "Mediate", zh: "调解" },
  reviewAgain: { en: "Review again", zh: "重新审核" },
  withdrawRequest: { en: "Withdraw", zh: "撤回申请" },
  openCorrection: { en: "Report an error", zh: "提出校核纠错" },
  answerCorrection: { en: "Answer the correction", zh: "答复纠错" },
  endCorrection: { en: "Close the correction", zh: "办结纠错" },
  settleClock: { en: "Escalate", zh: "超期登记" },
  remark: { en: "Remark", zh: "备注" },
  registerDepartment: { en: "Register a department", zh: "登记部门" },
  registerMember: { en: "Register a member", zh: "登记成员" },
  changeMember: { en: "Change a member", zh: "变更成员" },
  putDuty: { en: "Write a duty", zh: "维护职责" },
  setRule: { en: "Set a rule", zh: "设置时限" },
  setCalendar: { en: "Set a calendar", zh: "设置节假日" },
  setIssuer: { en: "Set an issuer", zh: "设置签发者" },
  leaveDepartment: { en: "Close a department", zh: "撤销部门" },
};

/** Names of parameters where they are shown before they are signed. */
export const parameterWords: Words = {
  id: { en: "Number", zh: "编号" },
  entry: { en: "Entry", zh: "信息资源代码" },
  code: { en: "Entry", zh: "信息资源代码" },
  fields: { en: "Items", zh: "信息项" },
  purpose: { en: "Purpose", zh: "用途" },
  until: { en: "Until", zh: "使用期限" },
  usesMax: { en: "Uses", zh: "使用次数上限" },
  reason: { en: "Reason", zh: "理由" },
  basis: { en: "Legal basis", zh: "法律依据" },
  agreement: { en: "Hash of the agreement", zh: "协议散列值" },
  access: { en: "Hash of the access", zh: "访问方式散列值" },
  outcome: { en: "Outcome", zh: "调解结果" },
  version: { en: "Version", zh: "版本" },
  decision: { en: "Decision", zh: "审核意见" },
  contents: { en: "Contents", zh: "目录内容" },
  text: { en: "Text", zh: "说明" },
  field: { en: "Item", zh: "信息项" },
  evidence: { en: "Hash of the evidence", zh: "佐证材料散列值" },
  hash: { en: "Hash", zh: "散列值" },
  size: { en: "Bytes", zh: "字节数" },
  answer: { en: "Answer", zh: "答复" },
};

/** Values of parameters that are words of the contract. */
export const parameterValues: Readonly<Record<string, Words>> = {
  outcome: mediationOutcomes,
  answer: correctionActionWords,
  decision: {
    ...correctionActionWords,
    agree: { en: "Agree", zh: "同意" },
    return: { en: "Return", zh: "退回修改" },
    reject: { en: "Refuse", zh: "拒绝" },
  },
};

/** A word of a list; what the list does not have stays as it is. */
export function wordOf(words: Words, key: string | number): LocalText {
  const plain = String(key);
  return words[plain] ?? { en: plain, zh: plain };
}

const tones: Readonly<Record<string, Tone>> = {
  29: "good",
  10: "warn",
  20: "warn",
  2: "bad",
  22: "bad",
  23: "bad",
  ACTIVE: "good",
  GRANTED: "good",
  COMPLETED: "good",
  AGREED: "accent",
  APPROVED: "accent",
  SUBMITTED: "warn",
  COMPLIANCE: "warn",
  PROVIDER_REVIEW: "warn",
  MEDIATED: "warn",
  RETURNED: "warn",
  REJECTED: "bad",
  DISPUTE: "bad",
  REVOKED: "bad",
  SUSPENDED: "bad",
  DELIVERED: "warn",
  ACKNOWLEDGED: "good",
  REFUSED: "bad",
  OPEN: "warn",
  ACCEPTED: "accent",
  DONE: "good",
  CLOSED: "good",
};

/** The colour of a state. */
export function toneOf(state: string | number): Tone {
  return tones[String(state)] ?? "neutral";
}
