import { Badge, Empty, Pager, Table, useLanguage } from "@yanta/ui";
import { type ReactNode, useState } from "react";
import { Answer } from "../answer.tsx";
import { ClockBadge } from "../clock-badge.tsx";
import { StateBadge } from "../state-badge.tsx";
import { SubjectLink } from "../subject-link.tsx";
import { useAsk } from "../use-ask.ts";
import { correctionStateWords, deeds, entryStates, receiptStates, requestStateWords, wordOf } from "../words.ts";

const kinds = {
  request: { en: "request", zh: "共享申请" },
  entry: { en: "entry", zh: "目录" },
  correction: { en: "correction", zh: "校核纠错" },
  confirmation: { en: "change", zh: "变更确认" },
  receipt: { en: "delivery", zh: "交付签收" },
} as const;

const states = {
  request: requestStateWords,
  entry: entryStates,
  correction: correctionStateWords,
  confirmation: requestStateWords,
  receipt: receiptStates,
} as const;

/** What waits for the reader, the most urgent first. */
export function TasksPage(): ReactNode {
  const { say } = useLanguage();
  const [page, setPage] = useState(1);
  const answer = useAsk("listTasks", { query: { page } });
  return (
    <>
      <h1>{say({ en: "My tasks", zh: "我的待办" })}</h1>
      <Answer of={answer}>
        {(data) => (
          <>
            {data.items.length === 0 ? (
              <Empty>{say({ en: "Nothing waits for you.", zh: "暂无待办事项。" })}</Empty>
            ) : (
              <Table
                caption={say({ en: "My tasks", zh: "我的待办" })}
                rows={data.items}
                keyOf={({ kind, id }) => `${kind} ${id}`}
                columns={[
                  { title: say({ en: "Kind", zh: "类型" }), cell: ({ kind }) => <Badge>{say(kinds[kind])}</Badge> },
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
                  { title: say({ en: "From", zh: "使用方" }), cell: ({ consumerName }) => consumerName },
                  { title: say({ en: "To", zh: "提供方" }), cell: ({ providerName }) => providerName },
                  {
                    title: say({ en: "Next", zh: "可办理" }),
                    cell: ({ actions }) => actions.map((action) => say(wordOf(deeds, action))).join(" / "),
                  },
                  { title: say({ en: "Deadline", zh: "时限" }), cell: ({ clock }) => <ClockBadge clock={clock} /> },
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
