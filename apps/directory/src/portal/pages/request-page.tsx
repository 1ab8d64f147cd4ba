import { Empty, formatTime, Table, useLanguage } from "@yanta/ui";
import { type ReactNode, useState } from "react";
import type { RequestPage as RequestAnswer } from "../../api/request.ts";
import { entryCodeToPath } from "../../api/values.ts";
import { agreementOf } from "../agreement.ts";
import { Answer } from "../answer.tsx";
import { BundleButton } from "../bundle-button.tsx";
import { BundleSection } from "../bundle-section.tsx";
import { ClockBadge } from "../clock-badge.tsx";
import { Dispute } from "../dispute.tsx";
import { Facts } from "../facts.tsx";
import { HistoryTable } from "../history-table.tsx";
import { Link } from "../path.tsx";
import { PendingChange } from "../pending-change.tsx";
import { RequestActions } from "../request-actions.tsx";
import { StateBadge } from "../state-badge.tsx";
import { useAsk } from "../use-ask.ts";
import { receiptStates, requestStateWords } from "../words.ts";

/** A request: what is asked, where it stands, what the reader may do now, and what was done. */
export function RequestPage({ id }: { readonly id: string }): ReactNode {
  return (
    <Answer of={useAsk("getRequest", { params: { id } })}>{(request) => <RequestView request={request} />}</Answer>
  );
}

function RequestView({ request }: { readonly request: RequestAnswer }): ReactNode {
  const { say, language } = useLanguage();
  const yes = say({ en: "signed", zh: "已签署" });
  const no = say({ en: "not yet", zh: "未签署" });
  return (
    <article>
      <header className="title">
        <h1>{request.entryName}</h1>
        <StateBadge state={request.state} words={requestStateWords} />
        <ClockBadge clock={request.clock} />
      </header>
      <Facts
        facts={[
          { name: say({ en: "Number", zh: "申请编号" }), value: <code>{request.id}</code> },
          {
            name: say({ en: "Entry", zh: "目录" }),
            value: <Link to={`/entries/${entryCodeToPath(request.entry)}`}>{request.entry}</Link>,
          },
          { name: say({ en: "Consumer", zh: "使用方" }), value: request.consumerName },
          { name: say({ en: "Provider", zh: "提供方" }), value: request.providerName },
          { name: say({ en: "Purpose", zh: "用途" }), value: request.purpose },
          { name: say({ en: "Items", zh: "信息项" }), value: request.fields.join(language === "zh" ? "、" : ", ") },
          { name: say({ en: "Until", zh: "使用期限" }), value: formatTime(request.until, language) },
          { name: say({ en: "Uses", zh: "使用次数" }), value: `${request.used} / ${request.usesMax}` },
          { name: say({ en: "Consumer's signature", zh: "使用方签署" }), value: request.consumerSigned ? yes : no },
          { name: say({ en: "Provider's signature", zh: "提供方签署" }), value: request.providerSigned ? yes : no },
        ]}
      />
      <Dispute request={request} />
      <PendingChange request={request} />
      <RequestActions request={request} />
      <Agreement request={request} />
      <h2>{say({ en: "Deliveries", zh: "交付回执" })}</h2>
      <Receipts request={request.id} />
      <h2>{say({ en: "Steps", zh: "办理过程" })}</h2>
      <Steps id={request.id} />
      <BundleSection subject={{ kind: "request", id: request.id }} />
    </article>
  );
}

function Agreement({ request }: { readonly request: RequestAnswer }): ReactNode {
  const { say } = useLanguage();
  const { text, hash } = agreementOf(request);
  return (
    <details className="panel">
      <summary>{say({ en: "Agreement (ODRL)", zh: "共享协议（ODRL）" })}</summary>
      <pre>{text}</pre>
      <p className="ui-quiet">
        SHA-256 <code>{hash}</code>
        {request.agreement === "" || request.agreement === hash
          ? ""
          : say({
              en: " — the chain holds the hash of another text",
              zh: " — 链上记录的是另一文本的散列值",
            })}
      </p>
    </details>
  );
}

function Receipts({ request }: { readonly request: string }): ReactNode {
  const { say, language } = useLanguage();
  return (
    <Answer of={useAsk("listReceipts", { query: { request } })}>
      {({ items }) =>
        items.length === 0 ? (
          <Empty>{say({ en: "Nothing was delivered yet.", zh: "尚未交付。" })}</Empty>
        ) : (
          <Table
            caption={say({ en: "Deliveries", zh: "交付回执" })}
            rows={items}
            keyOf={({ id }) => id}
            columns={[
              { title: say({ en: "Number", zh: "编号" }), cell: ({ id }) => id },
              {
                title: say({ en: "State", zh: "状态" }),
                cell: ({ state }) => <StateBadge state={state} words={receiptStates} />,
              },
              { title: say({ en: "Delivered", zh: "交付时间" }), cell: (row) => formatTime(row.deliveredAt, language) },
              { title: say({ en: "Answered", zh: "签收时间" }), cell: (row) => formatTime(row.answeredAt, language) },
              { title: say({ en: "Bytes", zh: "字节数" }), align: "end", cell: ({ size }) => size },
              { title: "SHA-256", cell: ({ hash }) => <code>{hash}</code> },
              {
                title: say({ en: "Proof", zh: "证明" }),
                cell: ({ id }) => <BundleButton kind="link" subject={{ kind: "delivery", id }} />,
              },
            ]}
          />
        )
      }
    </Answer>
  );
}

function Steps({ id }: { readonly id: string }): ReactNode {
  const [page, setPage] = useState(1);
  const answer = useAsk("listRequestHistory", { params: { id }, query: { page, pageSize: 20 } });
  return (
    <Answer of={answer}>{(data) => <HistoryTable answer={data} onPage={setPage} states={requestStateWords} />}</Answer>
  );
}
