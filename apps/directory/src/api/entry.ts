import { z } from "zod";
import { clock } from "./clock.ts";
import { departmentCode, entryCode, recordId, time } from "./values.ts";

/** 草稿 0, 退回修改 1, 注册审核拒绝 2, 待注册审核 10, 已注册 19, 待发布审核 20, 发布审核拒绝 22, 取消发布 23, 发布 29. */
export const entryState = z.literal([0, 1, 2, 10, 19, 20, 22, 23, 29]);

export const item = z
  .object({
    name: z.string(),
    type: z.string().meta({ description: "C N Y D T L M G B I F" }),
    length: z.int().optional(),
    note: z.string().optional(),
    sharing: z.int().optional(),
    basis: z.string().optional(),
    isPersonal: z.boolean().optional(),
    holder: z.string().optional(),
    purpose: z.string().optional(),
    retention: z.string().optional(),
  })
  .meta({ id: "Item" });

export type Item = z.infer<typeof item>;

/** National core metadata (政务信息资源目录编制指南, 2017), as the contract keeps it. */
export const content = z
  .object({
    code: entryCode,
    name: z.string(),
    summary: z.string(),
    provider: departmentCode,
    catalogue: z.string(),
    format: z.int().meta({ description: "1 电子文件 … 7 服务接口" }),
    attribute: z.int().meta({ description: "1 基础 2 主题 3 部门" }),
    cycle: z.int().meta({ description: "1 实时 … 6 每年" }),
    isSecret: z.literal(false),
    onPlatform: z.boolean().optional(),
    sharing: z.object({
      type: z.int().meta({ description: "1 无条件 2 有条件 3 不予共享" }),
      mode: z.int().optional(),
      condition: z.string().optional(),
      basis: z.string().optional(),
    }),
    open: z.object({ type: z.int(), condition: z.string().optional() }),
    related: z.array(entryCode).optional(),
    items: z.array(item),
  })
  .meta({ id: "Content" });

export type Content = z.infer<typeof content>;

/** An entry in a list. */
export const entrySummary = z
  .object({
    code: entryCode,
    name: z.string(),
    summary: z.string(),
    provider: departmentCode,
    providerName: z.string(),
    catalogue: z.string(),
    format: z.int(),
    attribute: z.int(),
    cycle: z.int(),
    sharing: z.int(),
    open: z.int(),
    items: z.int().meta({ description: "how many" }),
    state: entryState,
    version: z.int(),
    publishedVersion: z.int().meta({ description: "0 for none" }),
    publishedAt: time,
    at: time,
  })
  .meta({ id: "EntrySummary" });

export type EntrySummary = z.infer<typeof entrySummary>;

/** An entry's page: the published content, or the newest for who may see it. */
export const entry = z
  .object({
    ...entrySummary.shape,
    shownVersion: z.int().meta({ description: "version of the content" }),
    content,
    path: z
      .array(z.object({ id: z.string(), kind: z.string(), name: z.string() }))
      .meta({ description: "from the job down to the catalogue" }),
    versions: z.array(z.object({ version: z.int(), at: time, height: z.int(), tx: z.string() })),
    related: z.array(z.object({ code: entryCode, name: z.string() })),
    clock: clock.nullable(),
    grants: z.int().meta({ description: "that are not at their end" }),
    corrections: z.int().meta({ description: "that are not at their end" }),
  })
  .meta({ id: "Entry" });

export type Entry = z.infer<typeof entry>;

/** Who uses an entry. */
export const consumer = z
  .object({
    request: recordId,
    department: departmentCode,
    departmentName: z.string(),
    state: z.string(),
    fields: z.array(z.string()),
    purpose: z.string(),
    until: time,
    used: z.int(),
    usesMax: z.int(),
    confirmedVersion: z.int(),
    mustConfirm: z.boolean().meta({ description: "fields that it uses changed since" }),
  })
  .meta({ id: "Consumer" });

export type Consumer = z.infer<typeof consumer>;
