import { Bar, Empty, formatNumber, Table, useLanguage, type LocalText } from "@yanta/ui";
import type { ReactNode } from "react";
import type { DepartmentStatistics, SharingFlow, Totals } from "../../api/statistics.ts";
import { Answer } from "../answer.tsx";
import { useAsk } from "../use-ask.ts";

/** Figures of the whole directory, of its departments, and of who uses whose data. */
export function StatisticsPage(): ReactNode {
  const { say } = useLanguage();
  return (
    <>
      <h1>{say({ en: "Statistics", zh: "运行统计" })}</h1>
      <Answer of={useAsk("getTotals")}>{(totals) => <TotalFigures totals={totals} />}</Answer>
      <h2>{say({ en: "Sharing between departments", zh: "部门间数据共享" })}</h2>
      <Answer of={useAsk("listSharing")}>{({ items }) => <SharingTable flows={items} />}</Answer>
      <h2>{say({ en: "Departments", zh: "部门情况" })}</h2>
      <Answer of={useAsk("listDepartmentStatistics")}>{({ items }) => <DepartmentTable rows={items} />}</Answer>
    </>
  );
}

const figures: readonly { readonly name: keyof Totals; readonly text: LocalText }[] = [
  { name: "published", text: { en: "published entries", zh: "已发布目录" } },
  { name: "departments", text: { en: "departments", zh: "接入部门" } },
  { name: "systems", text: { en: "systems", zh: "信息系统" } },
  { name: "openRequests", text: { en: "open requests", zh: "在办申请" } },
  { name: "activeGrants", text: { en: "grants in use", zh: "有效授权" } },
  { name: "deliveries", text: { en: "deliveries", zh: "数据交付" } },
  { name: "overdue", text: { en: "overdue", zh: "超期事项" } },
  { name: "openCorrections", text: { en: "open corrections", zh: "在办纠错" } },
];

function TotalFigures({ totals }: { readonly totals: Totals }): ReactNode {
  const { say, language } = useLanguage();
  return (
    <ul className="figures">
      {figures.map(({ name, text }) => (
        <li key={name} data-alarm={name === "overdue" && totals[name] > 0}>
          <strong>{formatNumber(totals[name], language)}</strong>
          <span>{say(text)}</span>
        </li>
      ))}
    </ul>
  );
}

function SharingTable({ flows }: { readonly flows: readonly SharingFlow[] }): ReactNode {
  const { say, language } = useLanguage();
  if (flows.length === 0) return <Empty>{say({ en: "No sharing yet.", zh: "暂无共享。" })}</Empty>;
  const most = Math.max(...flows.map(({ requests }) => requests));
  return (
    <Table
      caption={say({ en: "Sharing between departments", zh: "部门间数据共享" })}
      rows={flows.toSorted((a, b) => b.requests - a.requests).slice(0, 30)}
      keyOf={({ provider, consumer }) => `${provider} ${consumer}`}
      columns={[
        { title: say({ en: "Provider", zh: "提供方" }), cell: ({ providerName }) => providerName },
        { title: say({ en: "Consumer", zh: "使用方" }), cell: ({ consumerName }) => consumerName },
        {
          title: say({ en: "Requests", zh: "申请数" }),
          cell: ({ requests }) => <Bar value={requests} max={most} label={formatNumber(requests, language)} />,
        },
        {
          title: say({ en: "In use", zh: "使用中" }),
          align: "end",
          cell: ({ active }) => formatNumber(active, language),
        },
        {
          title: say({ en: "Deliveries", zh: "交付次数" }),
          align: "end",
          cell: ({ deliveries }) => formatNumber(deliveries, language),
        },
        { title: say({ en: "Bytes", zh: "字节数" }), align: "end", cell: ({ bytes }) => formatNumber(bytes, language) },
      ]}
    />
  );
}

function DepartmentTable({ rows }: { readonly rows: readonly DepartmentStatistics[] }): ReactNode {
  const { say, language } = useLanguage();
  const most = Math.max(1, ...rows.map(({ published }) => published));
  const sum = (counts: Readonly<Record<string, number>>): string =>
    formatNumber(
      Object.values(counts).reduce((total, count) => total + count, 0),
      language,
    );
  return (
    <Table
      caption={say({ en: "Departments", zh: "部门情况" })}
      rows={rows.toSorted((a, b) => b.published - a.published)}
      keyOf={({ department }) => department}
      columns={[
        { title: say({ en: "Department", zh: "部门" }), cell: ({ name }) => name },
        {
          title: say({ en: "Published", zh: "已发布" }),
          cell: ({ published }) => <Bar value={published} max={most} label={formatNumber(published, language)} />,
        },
        {
          title: say({ en: "Free / conditional / not", zh: "无条件 / 有条件 / 不予" }),
          align: "end",
          cell: ({ sharing: { free, conditional, refused } }) => `${free} / ${conditional} / ${refused}`,
        },
        { title: say({ en: "Asked", zh: "发起申请" }), align: "end", cell: ({ requestsMade }) => sum(requestsMade) },
        {
          title: say({ en: "Was asked", zh: "收到申请" }),
          align: "end",
          cell: ({ requestsReceived }) => sum(requestsReceived),
        },
        { title: say({ en: "Deliveries", zh: "交付" }), align: "end", cell: ({ deliveries }) => deliveries },
        { title: say({ en: "Overdue", zh: "超期" }), align: "end", cell: ({ overdue }) => overdue },
        { title: say({ en: "Systems", zh: "系统" }), align: "end", cell: ({ systems }) => systems },
      ]}
    />
  );
}
