import { Empty, formatTime, Pager, Table, useLanguage } from "@yanta/ui";
import { type ReactNode, useState } from "react";
import { Answer } from "../answer.tsx";
import { ClockBadge } from "../clock-badge.tsx";
import { StateBadge } from "../state-badge.tsx";
import { SubjectLink } from "../subject-link.tsx";
import { useAsk } from "../use-ask.ts";
import { correctionStateWords, entryStates, requestStateWords } from "../words.ts";

const states = {
  request: requestStateWords,
  entry: entryStates,
  correction: correctionStateWords,
  confirmation: requestStateWords,
} as const;

/** Clocks that run, the earliest first. */
export function DeadlinesPage(): ReactNode {
  const { say, language } = useLanguage();
  const [page, setPage] = useState(1);
  const [isOverdue, setOverdue] = useState(false);
  const answer = useAsk("listDeadlines", { query: { page, ...(isOverdue ? { isOverdue: "true" } : {}) } });
  return (
    <>
      <h1>{say({ en: "Deadlines", zh: "时限看板" })}</h1>
      <label className="inline">
        <input
          type="checkbox"
          checked={isOverdue}
          onChange={() => {
            setOverdue(!isOverdue);
            setPage(1);
          }}
        />
        <span>{say({ en: "overdue only", zh: "仅看超期" })}</span>
      </label>
      <Answer of={answer}>
        {(data) => (
          <>
            {data.items.length === 0 ? (
              <Empty>{say({ en: "No clock runs.", zh: "暂无计时事项。" })}</Empty>
            ) : (
              <Table
                caption={say({ en: "Deadlines", zh: "时限看板" })}
                rows={data.items}
                keyOf={({ subject, kind }) => `${kind} ${subject}`}
                columns={[
                  {
                    title: say({ en: "Subject", zh: "事项" }),
                    cell: ({ kind, id, title }) => (
                      <SubjectLink kind={kind} id={id}>
                        {title || id}
                      </SubjectLink>
                    ),
                  },
                  {
                    title: say({ en: "State", zh: "状态" }),
                    cell: ({ kind, state }) => <StateBadge state={state} words={states[kind]} />,
                  },
                  { title: say({ en: "Owes the step", zh: "责任部门" }), cell: ({ departmentName }) => departmentName },
                  { title: say({ en: "Due", zh: "截止时间" }), cell: ({ clock }) => formatTime(clock.due, language) },
                  { title: say({ en: "Left", zh: "剩余" }), cell: ({ clock }) => <ClockBadge clock={clock} /> },
                ]}
              />
            )}
            <Pager page={data.page} pageSize={data.pageSize} total={data.total} onPage={setPage} />
          </>
        )}
      </Answer>
    </>
  );
}
