import { Empty, formatDay, Pager, SelectField, Table, useLanguage } from "@yanta/ui";
import { type ReactNode, useState } from "react";
import { requestStates } from "../../api/request.ts";
import { Answer } from "../answer.tsx";
import { ClockBadge } from "../clock-badge.tsx";
import { Link } from "../path.tsx";
import { StateBadge } from "../state-badge.tsx";
import { useAsk } from "../use-ask.ts";
import { requestStateWords, wordOf } from "../words.ts";

type Side = "any" | "consumer" | "provider";
type State = (typeof requestStates)[number];

/** Requests of the reader's department, as consumer and as provider. */
export function RequestsPage(): ReactNode {
  const { say, language } = useLanguage();
  const [page, setPage] = useState(1);
  const [side, setSide] = useState<Side>("any");
  const [state, setState] = useState<State | "">("");
  const query = { page, side, ...(state === "" ? {} : { state }) };
  const answer = useAsk("listRequests", { query });
  return (
    <>
      <h1>{say({ en: "Requests", zh: "共享申请" })}</h1>
      <div className="columns filters">
        <SelectField
          label={say({ en: "Side", zh: "角色" })}
          value={side}
          onChange={(value) => {
            setSide(value as Side);
            setPage(1);
          }}
          choices={[
            { value: "any", label: say({ en: "both", zh: "全部" }) },
            { value: "consumer", label: say({ en: "that we made", zh: "我方申请" }) },
            { value: "provider", label: say({ en: "that we got", zh: "我方提供" }) },
          ]}
        />
        <SelectField
          label={say({ en: "State", zh: "状态" })}
          value={state}
          onChange={(value) => {
            setState(value as State | "");
            setPage(1);
          }}
          choices={[
            { value: "", label: say({ en: "all", zh: "全部" }) },
            ...requestStates.map((each) => ({ value: each, label: say(wordOf(requestStateWords, each)) })),
          ]}
        />
      </div>
      <Answer of={answer}>
        {(data) => (
          <>
            {data.items.length === 0 ? (
              <Empty>{say({ en: "No requests.", zh: "暂无申请。" })}</Empty>
            ) : (
              <Table
                caption={say({ en: "Requests", zh: "共享申请" })}
                rows={data.items}
                keyOf={({ id }) => id}
                columns={[
                  {
                    title: say({ en: "Entry", zh: "目录" }),
                    cell: ({ id, entryName }) => <Link to={`/requests/${id}`}>{entryName}</Link>,
                  },
                  {
                    title: say({ en: "State", zh: "状态" }),
                    cell: (row) => <StateBadge state={row.state} words={requestStateWords} />,
                  },
                  { title: say({ en: "Consumer", zh: "使用方" }), cell: ({ consumerName }) => consumerName },
                  { title: say({ en: "Provider", zh: "提供方" }), cell: ({ providerName }) => providerName },
                  { title: say({ en: "Purpose", zh: "用途" }), cell: ({ purpose }) => purpose },
                  { title: say({ en: "Since", zh: "更新时间" }), cell: ({ at }) => formatDay(at, language) },
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
