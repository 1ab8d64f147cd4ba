import { Empty, formatTime, type LocalText, Pager, Table, useLanguage } from "@yanta/ui";
import type { ReactNode } from "react";
import type { AuditRow } from "../api/audit.ts";
import { StateBadge } from "./state-badge.tsx";
import { deeds, wordOf } from "./words.ts";

export interface HistoryTableProps {
  readonly answer: {
    readonly items: readonly AuditRow[];
    readonly total: number;
    readonly page: number;
    readonly pageSize: number;
  };
  readonly onPage: (page: number) => void;
  /** Shows what each row is about, where that is not one subject. */
  readonly withSubject?: (subject: string) => ReactNode;
  /** Words of the subject's states: shows what each deed led to. */
  readonly states?: Readonly<Record<string, LocalText>>;
}

/** Deeds as the contract wrote them down, each in the transaction that did it. */
export function HistoryTable({ answer, onPage, withSubject, states }: HistoryTableProps): ReactNode {
  const { say, language } = useLanguage();
  if (answer.items.length === 0) return <Empty>{say({ en: "Nothing happened yet.", zh: "暂无记录。" })}</Empty>;
  return (
    <>
      <Table
        caption={say({ en: "History", zh: "办理记录" })}
        rows={answer.items}
        keyOf={(row) => `${row.subject} ${row.revision}`}
        columns={[
          { title: say({ en: "Time", zh: "时间" }), cell: ({ at }) => formatTime(at, language) },
          ...(withSubject === undefined
            ? []
            : [{ title: say({ en: "Subject", zh: "对象" }), cell: ({ subject }: AuditRow) => withSubject(subject) }]),
          { title: say({ en: "Deed", zh: "操作" }), cell: ({ action }) => say(wordOf(deeds, action)) },
          ...(states === undefined
            ? []
            : [
                {
                  title: say({ en: "State", zh: "状态" }),
                  cell: ({ to }: AuditRow) => (to === "" ? "" : <StateBadge state={to} words={states} />),
                },
              ]),
          { title: say({ en: "Department", zh: "部门" }), cell: ({ departmentName }) => departmentName },
          {
            title: say({ en: "Reason", zh: "说明" }),
            cell: ({ reason, basis }) => [reason, basis].filter((text) => text !== "").join(" · "),
          },
          {
            title: say({ en: "Block", zh: "区块" }),
            align: "end",
            cell: ({ height, tx }) => <span title={tx}>{height}</span>,
          },
        ]}
      />
      <Pager page={answer.page} pageSize={answer.pageSize} total={answer.total} onPage={onPage} />
    </>
  );
}
