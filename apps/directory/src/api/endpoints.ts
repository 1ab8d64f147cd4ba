import { z } from "zod";
import { auditRow, bundleSubject, bundleType } from "./audit.ts";
import { dataspaceEndpoints } from "./dataspace-endpoints.ts";
import type { Endpoint } from "./endpoint.ts";
import { deadline, rule } from "./clock.ts";
import { department, duty, member } from "./department.ts";
import { consumer, content, entry, entrySummary } from "./entry.ts";
import { health } from "./health.ts";
import { correction, correctionPage, receipt, request, requestPage, requestStates, task } from "./request.ts";
import { departmentsQuery, searchQuery, searchResult } from "./search.ts";
import { fileAnswer } from "./exchange.ts";
import { exchangeEndpoints } from "./exchange-endpoints.ts";
import { challenge, challengeQuestion, login, session } from "./session.ts";
import { departmentStatistics, sharingFlow, systemStatus, totals } from "./statistics.ts";
import { prepare, prepared, submit, submitted } from "./transaction.ts";
import { departmentCode, entryCodeInPath, pageOf, paging, recordId } from "./values.ts";

const code = z.object({ code: entryCodeInPath });
const id = z.object({ id: recordId });

/** Longest text of a subject of the audit. */
const subjectMax = 150;

const dutyQuery = z.object({
  parent: z.string().max(64).optional().meta({ description: "nodes right below it; without: jobs" }),
  department: departmentCode.optional(),
});

const entriesQuery = z.object({
  ...paging.shape,
  department: departmentCode.optional().meta({ description: "without: the member's own" }),
  state: z.string().max(50).optional().meta({ description: "numbers with commas between them" }),
});

const requestsQuery = z.object({
  ...paging.shape,
  side: z.enum(["consumer", "provider", "any"]).default("any"),
  department: departmentCode.optional().meta({ description: "without: the member's own" }),
  state: z.enum(requestStates).optional(),
  entry: entryCodeInPath.optional(),
  isOpen: z.stringbool().optional(),
});

const deadlineQuery = z.object({
  ...paging.shape,
  department: departmentCode.optional(),
  kind: z.enum(["request", "entry", "correction", "confirmation"]).optional(),
  isOverdue: z.stringbool().optional(),
});

const auditQuery = z.object({
  ...paging.shape,
  subject: z.string().max(subjectMax).optional(),
  department: departmentCode.optional(),
  by: z.string().max(128).optional(),
  action: z.string().max(64).optional(),
  from: z.coerce.number().int().min(0).optional().meta({ description: "Unix seconds" }),
  to: z.coerce.number().int().min(0).optional().meta({ description: "Unix seconds, exclusive" }),
});

const ofRequest = z.object({ ...paging.shape, request: recordId.optional(), entry: entryCodeInPath.optional() });

const systemQuery = z.object({
  ...paging.shape,
  department: departmentCode.optional(),
  status: systemStatus.shape.status.optional(),
});

/** All operations of the service. */
export const endpoints = {
  health: {
    method: "GET",
    path: "/health",
    summary: { en: "state of chain and index", zh: "链与索引的状态" },
    access: "open",
    answer: health,
  },
  askChallenge: {
    method: "POST",
    path: "/login/challenge",
    summary: { en: "a query to be signed with the member's key", zh: "获取待成员私钥签名的查询" },
    access: "open",
    body: challengeQuestion,
    answer: challenge,
  },
  login: {
    method: "POST",
    path: "/login",
    summary: { en: "a session for a signed query that the chain accepts", zh: "以链认可的签名查询登录" },
    access: "open",
    body: login,
    answer: session,
  },
  logout: {
    method: "POST",
    path: "/logout",
    summary: { en: "end of the session", zh: "退出登录" },
    access: "member",
    answer: z.object({}),
  },
  me: {
    method: "GET",
    path: "/me",
    summary: { en: "the member who asks, as on the chain now", zh: "当前成员（以链上记录为准）" },
    access: "member",
    answer: member,
  },
  listDepartments: {
    method: "GET",
    path: "/departments",
    summary: { en: "departments", zh: "部门列表" },
    access: "open",
    query: departmentsQuery,
    answer: z.object({ items: z.array(department) }),
  },
  listDuties: {
    method: "GET",
    path: "/duties",
    summary: { en: "nodes of the duty tree", zh: "职责树节点" },
    access: "open",
    query: dutyQuery,
    answer: z.object({ items: z.array(duty) }),
  },
  listRules: {
    method: "GET",
    path: "/rules",
    summary: { en: "the table of deadlines", zh: "时限规则表" },
    access: "open",
    answer: z.object({ items: z.array(rule) }),
  },
  search: {
    method: "GET",
    path: "/search",
    summary: { en: "published entries by words and facets", zh: "检索已发布目录" },
    access: "open",
    query: searchQuery,
    answer: searchResult,
  },
  listEntries: {
    method: "GET",
    path: "/entries",
    summary: { en: "a department's entries in all states", zh: "部门的全部目录（含未发布）" },
    access: "member",
    query: entriesQuery,
    answer: pageOf(entrySummary),
  },
  getEntry: {
    method: "GET",
    path: "/entries/{code}",
    summary: { en: "an entry's page", zh: "目录详情" },
    access: "open",
    params: code,
    answer: entry,
  },
  getContent: {
    method: "GET",
    path: "/entries/{code}/versions/{version}",
    summary: { en: "the content of a version", zh: "某版本的内容" },
    access: "open",
    params: z.object({ ...code.shape, version: z.coerce.number().int().min(1) }),
    answer: content,
  },
  listHistory: {
    method: "GET",
    path: "/entries/{code}/history",
    summary: { en: "what was done to an entry, newest first", zh: "目录变更历史（新者在前）" },
    access: "open",
    params: code,
    query: paging,
    answer: pageOf(auditRow),
  },
  listConsumers: {
    method: "GET",
    path: "/entries/{code}/consumers",
    summary: { en: "who uses an entry", zh: "目录的使用方" },
    access: "member",
    params: code,
    answer: z.object({ items: z.array(consumer) }),
  },
  listRequests: {
    method: "GET",
    path: "/requests",
    summary: { en: "a department's requests", zh: "部门的申请" },
    access: "member",
    query: requestsQuery,
    answer: pageOf(request),
  },
  getRequest: {
    method: "GET",
    path: "/requests/{id}",
    summary: { en: "a request, and what may be done to it", zh: "申请详情及可执行操作" },
    access: "member",
    params: id,
    answer: requestPage,
  },
  listRequestHistory: {
    method: "GET",
    path: "/requests/{id}/history",
    summary: { en: "the steps of a request, newest first", zh: "申请办理过程（新者在前）" },
    access: "member",
    params: id,
    query: paging,
    answer: pageOf(auditRow),
  },
  listReceipts: {
    method: "GET",
    path: "/receipts",
    summary: { en: "deliveries", zh: "交付回执" },
    access: "member",
    query: ofRequest,
    answer: pageOf(receipt),
  },
  listCorrections: {
    method: "GET",
    path: "/corrections",
    summary: { en: "correction tickets", zh: "校核纠错工单" },
    access: "member",
    query: z.object({ ...paging.shape, entry: entryCodeInPath.optional(), department: departmentCode.optional() }),
    answer: pageOf(correction),
  },
  getCorrection: {
    method: "GET",
    path: "/corrections/{id}",
    summary: { en: "a correction ticket, and what may be done to it", zh: "纠错工单详情及可执行操作" },
    access: "member",
    params: id,
    answer: correctionPage,
  },
  listCorrectionHistory: {
    method: "GET",
    path: "/corrections/{id}/history",
    summary: { en: "the steps of a ticket, newest first", zh: "纠错办理过程（新者在前）" },
    access: "member",
    params: id,
    query: paging,
    answer: pageOf(auditRow),
  },
  listTasks: {
    method: "GET",
    path: "/tasks",
    summary: { en: "what waits for the member who asks, most urgent first", zh: "我的待办（紧急者在前）" },
    access: "member",
    query: paging,
    answer: pageOf(task),
  },
  listDeadlines: {
    method: "GET",
    path: "/deadlines",
    summary: { en: "running clocks, earliest first, with escalation", zh: "时限看板（含超期升级）" },
    access: "member",
    query: deadlineQuery,
    answer: pageOf(deadline),
  },
  getTotals: {
    method: "GET",
    path: "/statistics",
    summary: { en: "totals", zh: "总体统计" },
    access: "open",
    answer: totals,
  },
  listDepartmentStatistics: {
    method: "GET",
    path: "/statistics/departments",
    summary: { en: "statistics by department", zh: "按部门统计" },
    access: "open",
    answer: z.object({ items: z.array(departmentStatistics) }),
  },
  listSharing: {
    method: "GET",
    path: "/statistics/sharing",
    summary: { en: "who uses how much of whom", zh: "部门间共享关系" },
    access: "open",
    answer: z.object({ items: z.array(sharingFlow) }),
  },
  listSystems: {
    method: "GET",
    path: "/monitoring/systems",
    summary: { en: "systems and their update cycles", zh: "系统更新周期监测" },
    access: "member",
    query: systemQuery,
    answer: pageOf(systemStatus),
  },
  listAudit: {
    method: "GET",
    path: "/audit",
    summary: { en: "audit rows, newest first", zh: "审计记录（新者在前）" },
    access: "member",
    query: auditQuery,
    answer: pageOf(auditRow),
  },
  getBundle: {
    method: "GET",
    path: "/bundles/{kind}/{id}",
    summary: {
      en: "all that was done to an entry, a request or a delivery, with proofs that are checked offline",
      zh: "目录、申请或交付的全部操作及可离线校验的证明",
    },
    access: "member",
    params: bundleSubject,
    answer: fileAnswer,
    files: [bundleType],
  },
  prepare: {
    method: "POST",
    path: "/transactions/prepare",
    summary: { en: "a payload to be signed in the browser", zh: "生成待浏览器签名的交易载荷" },
    access: "member",
    body: prepare,
    answer: prepared,
  },
  submit: {
    method: "POST",
    path: "/transactions",
    summary: { en: "sends a signed request and waits for its block", zh: "提交已签名交易并等待出块" },
    access: "member",
    body: submit,
    answer: submitted,
  },
  ...exchangeEndpoints,
  ...dataspaceEndpoints,
} as const satisfies Readonly<Record<string, Endpoint>>;

export type Endpoints = typeof endpoints;
export type EndpointName = keyof Endpoints;

export { basePath } from "./base-path.ts";
export type { Endpoint } from "./endpoint.ts";

type Output<Of, Key extends string> =
  Of extends Readonly<Record<Key, infer Schema extends z.ZodType>> ? z.output<Schema> : undefined;

/** What a handler gets of a call, parsed. */
export interface CallOf<Name extends EndpointName> {
  readonly params: Output<Endpoints[Name], "params">;
  readonly query: Output<Endpoints[Name], "query">;
  readonly body: Output<Endpoints[Name], "body">;
}

export type AnswerOf<Name extends EndpointName> = z.output<Endpoints[Name]["answer"]>;
