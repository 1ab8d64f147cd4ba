import { Badge, Button, Empty, formatDay, formatTime, Table, useLanguage } from "@yanta/ui";
import { type ReactNode, useState } from "react";
import type { Entry, Item } from "../../api/entry.ts";
import { entryCodeToPath } from "../../api/values.ts";
import { Answer } from "../answer.tsx";
import { BundleSection } from "../bundle-section.tsx";
import { ClockBadge } from "../clock-badge.tsx";
import { CorrectionForm } from "../correction-form.tsx";
import { CorrectionTable } from "../correction-table.tsx";
import { Facts } from "../facts.tsx";
import { HistoryTable } from "../history-table.tsx";
import { Link } from "../path.tsx";
import { RequestForm } from "../request-form.tsx";
import { useSession } from "../session.tsx";
import { StateBadge } from "../state-badge.tsx";
import { useAct } from "../signing.tsx";
import { useAsk } from "../use-ask.ts";
import {
  attributes,
  cycles,
  dutyKinds,
  entryStates,
  formats,
  itemTypes,
  opening,
  requestStateWords,
  sharingModes,
  sharingTypes,
  wordOf,
} from "../words.ts";

/** An entry with the metadata of GB/T 21063, its items, who uses it, and what was done to it. `code` as paths write it. */
export function EntryPage({ code }: { readonly code: string }): ReactNode {
  return <Answer of={useAsk("getEntry", { params: { code } })}>{(entry) => <EntryView entry={entry} />}</Answer>;
}

function EntryView({ entry }: { readonly entry: Entry }): ReactNode {
  const { say } = useLanguage();
  const { session } = useSession();
  const [form, setForm] = useState<"request" | "correction" | undefined>(undefined);
  const close = (): void => setForm(undefined);
  const mayAsk = session?.member.roles.includes("consumer") === true && session.member.department !== entry.provider;
  const mayCorrect =
    session !== undefined && session.member.department !== entry.provider && entry.publishedVersion > 0;
  const isShared = entry.publishedVersion > 0 && entry.content.sharing.type !== 3;
  return (
    <article>
      <p className="crumbs">
        {entry.path.map(({ id, kind, name }) => (
          <span key={id} title={say(wordOf(dutyKinds, kind))}>
            {name}
          </span>
        ))}
      </p>
      <header className="title">
        <h1>{entry.name}</h1>
        <StateBadge state={entry.state} words={entryStates} />
        <ClockBadge clock={entry.clock} />
        {mayAsk && isShared ? (
          <Button
            kind="primary"
            onClick={() => setForm(form === "request" ? undefined : "request")}
            aria-expanded={form === "request"}
          >
            {say({ en: "Ask for this data", zh: "申请使用" })}
          </Button>
        ) : null}
        {mayCorrect ? (
          <Button
            onClick={() => setForm(form === "correction" ? undefined : "correction")}
            aria-expanded={form === "correction"}
          >
            {say({ en: "Report an error", zh: "我要纠错" })}
          </Button>
        ) : null}
      </header>
      {form === "request" ? <RequestForm entry={entry} onDone={close} /> : null}
      {form === "correction" ? <CorrectionForm entry={entry} onDone={close} /> : null}
      <p>{entry.content.summary}</p>
      <Metadata entry={entry} />
      <Review entry={entry} />
      <h2>{say({ en: `Items (${entry.content.items.length})`, zh: `信息项（${entry.content.items.length}）` })}</h2>
      <Items items={entry.content.items} />
      {session === undefined ? null : <Consumers code={entryCodeToPath(entry.code)} />}
      {session === undefined ? null : <Corrections code={entryCodeToPath(entry.code)} />}
      <h2>{say({ en: "History", zh: "变更历史" })}</h2>
      <History code={entryCodeToPath(entry.code)} />
      <BundleSection subject={{ kind: "entry", id: entryCodeToPath(entry.code) }} />
    </article>
  );
}

function Metadata({ entry }: { readonly entry: Entry }): ReactNode {
  const { say, language } = useLanguage();
  const { content } = entry;
  return (
    <Facts
      facts={[
        { name: say({ en: "Code", zh: "信息资源代码" }), value: <code>{entry.code}</code> },
        { name: say({ en: "Provider", zh: "提供方" }), value: entry.providerName },
        { name: say({ en: "Provider's code", zh: "提供方代码" }), value: <code>{entry.provider}</code> },
        { name: say({ en: "Kind", zh: "资源属性" }), value: say(wordOf(attributes, content.attribute)) },
        { name: say({ en: "Format", zh: "资源格式" }), value: say(wordOf(formats, content.format)) },
        { name: say({ en: "Updated", zh: "更新周期" }), value: say(wordOf(cycles, content.cycle)) },
        { name: say({ en: "Sharing", zh: "共享类型" }), value: say(wordOf(sharingTypes, content.sharing.type)) },
        {
          name: say({ en: "Shared as", zh: "共享方式" }),
          value: content.sharing.mode === undefined ? "" : say(wordOf(sharingModes, content.sharing.mode)),
        },
        { name: say({ en: "Condition", zh: "共享条件" }), value: content.sharing.condition },
        { name: say({ en: "Legal basis", zh: "不予共享依据" }), value: content.sharing.basis },
        { name: say({ en: "Public", zh: "开放属性" }), value: say(wordOf(opening, content.open.type)) },
        { name: say({ en: "Published", zh: "发布日期" }), value: formatDay(entry.publishedAt, language) },
        {
          name: say({ en: "Version", zh: "版本" }),
          value: say({
            en: `${entry.shownVersion} (newest ${entry.version})`,
            zh: `第 ${entry.shownVersion} 版（最新第 ${entry.version} 版）`,
          }),
        },
        {
          name: say({ en: "Related", zh: "关联资源" }),
          value:
            entry.related.length === 0
              ? undefined
              : entry.related.map(({ code, name }) => (
                  <span key={code} className="related">
                    <Link to={`/entries/${entryCodeToPath(code)}`}>{name || code}</Link>
                  </span>
                )),
        },
      ]}
    />
  );
}

/** A registrar's word on the version that waits, where the reader is one. */
function Review({ entry }: { readonly entry: Entry }): ReactNode {
  const { say } = useLanguage();
  const { session } = useSession();
  const act = useAct();
  const { code, version, state } = entry;
  const roles = session?.member.roles ?? [];
  if (roles.includes("provider") && session?.member.department === entry.provider && (state === 0 || state === 19))
    return (
      <p className="actions">
        <Button kind="primary" onClick={() => void act({ method: "submitEntry", parameters: { code } })}>
          {say(
            state === 0
              ? { en: "Hand in for registration", zh: "提交注册审核" }
              : { en: "Hand in for publication", zh: "提交发布审核" },
          )}
        </Button>
      </p>
    );
  if (!roles.includes("registrar") || (state !== 10 && state !== 20)) return null;
  const decide = (decision: string, reason: string): void =>
    void act({ method: "reviewEntry", parameters: { code, version, decision, ...(reason === "" ? {} : { reason }) } });
  return <Decision onDecide={decide} />;
}

function Decision({ onDecide }: { readonly onDecide: (decision: string, reason: string) => void }): ReactNode {
  const { say } = useLanguage();
  const [reason, setReason] = useState("");
  return (
    <section className="panel">
      <label className="inline">
        <span>{say({ en: "Opinion", zh: "审核意见" })}</span>
        <input value={reason} maxLength={500} onChange={(event) => setReason(event.target.value)} />
      </label>
      <p className="actions">
        <Button kind="primary" onClick={() => onDecide("agree", reason)}>
          {say({ en: "Agree", zh: "同意" })}
        </Button>
        <Button disabled={reason === ""} onClick={() => onDecide("return", reason)}>
          {say({ en: "Return", zh: "退回修改" })}
        </Button>
        <Button kind="danger" disabled={reason === ""} onClick={() => onDecide("reject", reason)}>
          {say({ en: "Refuse", zh: "拒绝" })}
        </Button>
      </p>
    </section>
  );
}

function Items({ items }: { readonly items: readonly Item[] }): ReactNode {
  const { say } = useLanguage();
  return (
    <Table
      caption={say({ en: "Items", zh: "信息项" })}
      rows={items}
      keyOf={({ name }) => name}
      columns={[
        { title: say({ en: "Item", zh: "名称" }), cell: ({ name }) => name },
        {
          title: say({ en: "Type", zh: "数据类型" }),
          cell: ({ type, length }) => `${say(wordOf(itemTypes, type))}${length === undefined ? "" : ` (${length})`}`,
        },
        // Columns that say nothing about any item would only take room.
        ...(items.some(({ sharing }) => sharing !== undefined)
          ? [
              {
                title: say({ en: "Sharing", zh: "共享" }),
                cell: ({ sharing, basis }: Item) =>
                  sharing === undefined ? "" : `${say(wordOf(sharingTypes, sharing))}${basis ? ` · ${basis}` : ""}`,
              },
            ]
          : []),
        ...(items.some(({ isPersonal }) => isPersonal === true)
          ? [
              {
                title: say({ en: "Personal", zh: "个人信息" }),
                cell: ({ isPersonal }: Item) =>
                  isPersonal === true ? <Badge tone="warn">{say({ en: "personal", zh: "含个人信息" })}</Badge> : "",
              },
              {
                title: say({ en: "Holder, purpose, kept", zh: "持有方、用途、保存期限" }),
                cell: ({ holder, purpose, retention }: Item) =>
                  [holder, purpose, retention].filter((text) => text !== undefined && text !== "").join(" · "),
              },
            ]
          : []),
      ]}
    />
  );
}

function Consumers({ code }: { readonly code: string }): ReactNode {
  const { say, language } = useLanguage();
  const answer = useAsk("listConsumers", { params: { code } });
  return (
    <>
      <h2>{say({ en: "Who uses it", zh: "使用方" })}</h2>
      <Answer of={answer}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty>{say({ en: "Nobody yet.", zh: "暂无使用方。" })}</Empty>
          ) : (
            <Table
              caption={say({ en: "Who uses it", zh: "使用方" })}
              rows={items}
              keyOf={({ request }) => request}
              columns={[
                {
                  title: say({ en: "Request", zh: "申请编号" }),
                  cell: ({ request }) => <Link to={`/requests/${request}`}>{request}</Link>,
                },
                { title: say({ en: "Department", zh: "部门" }), cell: ({ departmentName }) => departmentName },
                {
                  title: say({ en: "State", zh: "状态" }),
                  cell: ({ state }) => <StateBadge state={state} words={requestStateWords} />,
                },
                { title: say({ en: "Purpose", zh: "用途" }), cell: ({ purpose }) => purpose },
                { title: say({ en: "Until", zh: "期限" }), cell: ({ until }) => formatTime(until, language) },
                {
                  title: say({ en: "Uses", zh: "使用次数" }),
                  align: "end",
                  cell: ({ used, usesMax }) => `${used} / ${usesMax}`,
                },
                {
                  title: say({ en: "Seen version", zh: "已确认版本" }),
                  cell: ({ confirmedVersion, mustConfirm }) => (
                    <span>
                      {confirmedVersion}{" "}
                      {mustConfirm ? <Badge tone="warn">{say({ en: "to confirm", zh: "待确认变更" })}</Badge> : null}
                    </span>
                  ),
                },
              ]}
            />
          )
        }
      </Answer>
    </>
  );
}

/** Tickets of the entry that the reader's department is part of; none is the usual case, which takes no room. */
function Corrections({ code }: { readonly code: string }): ReactNode {
  const { say } = useLanguage();
  const answer = useAsk("listCorrections", { query: { entry: code } });
  return (
    <Answer of={answer}>
      {({ items }) =>
        items.length === 0 ? null : (
          <>
            <h2>{say({ en: "Corrections", zh: "校核纠错" })}</h2>
            <CorrectionTable items={items} />
          </>
        )
      }
    </Answer>
  );
}

function History({ code }: { readonly code: string }): ReactNode {
  const [page, setPage] = useState(1);
  const answer = useAsk("listHistory", { params: { code }, query: { page, pageSize: 10 } });
  return <Answer of={answer}>{(data) => <HistoryTable answer={data} onPage={setPage} states={entryStates} />}</Answer>;
}
