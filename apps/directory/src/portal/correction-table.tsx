import { formatDay, Table, useLanguage } from "@yanta/ui";
import type { ReactNode } from "react";
import type { Correction } from "../api/request.ts";
import { ClockBadge } from "./clock-badge.tsx";
import { Link } from "./path.tsx";
import { StateBadge } from "./state-badge.tsx";
import { correctionStateWords } from "./words.ts";

/** Correction tickets, each a link to its page. */
export function CorrectionTable({ items }: { readonly items: readonly Correction[] }): ReactNode {
  const { say, language } = useLanguage();
  return (
    <Table
      caption={say({ en: "Corrections", zh: "校核纠错" })}
      rows={items}
      keyOf={({ id }) => id}
      columns={[
        {
          title: say({ en: "Entry", zh: "目录" }),
          cell: ({ id, entry, entryName }) => <Link to={`/corrections/${id}`}>{entryName || entry}</Link>,
        },
        {
          title: say({ en: "Item", zh: "信息项" }),
          cell: ({ field }) => (field === "" ? say({ en: "the entry itself", zh: "目录本身" }) : field),
        },
        {
          title: say({ en: "State", zh: "状态" }),
          cell: ({ state }) => <StateBadge state={state} words={correctionStateWords} />,
        },
        { title: say({ en: "Opened by", zh: "提出部门" }), cell: ({ departmentName }) => departmentName },
        { title: say({ en: "Since", zh: "更新时间" }), cell: ({ at }) => formatDay(at, language) },
        { title: say({ en: "Deadline", zh: "时限" }), cell: ({ clock }) => <ClockBadge clock={clock} /> },
      ]}
    />
  );
}
