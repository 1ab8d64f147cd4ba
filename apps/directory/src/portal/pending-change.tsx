import { Badge, formatTime, Table, useLanguage, type LocalText } from "@yanta/ui";
import type { ReactNode } from "react";
import type { Content, Item } from "../api/entry.ts";
import type { RequestPage } from "../api/request.ts";
import { entryCodeToPath } from "../api/values.ts";
import { Answer } from "./answer.tsx";
import { Facts } from "./facts.tsx";
import { useAsk } from "./use-ask.ts";
import { itemTypes, wordOf } from "./words.ts";

type Change = NonNullable<RequestPage["pendingChange"]>;

/** What changed in an entry since the consumer of a grant confirmed it last, and until when it has to confirm. */
export function PendingChange({ request }: { readonly request: RequestPage }): ReactNode {
  const { say, language } = useLanguage();
  const change = request.pendingChange;
  if (change === null) return null;
  return (
    <section className="panel" aria-labelledby="change">
      <h2 id="change">{say({ en: "The entry changed", zh: "目录已变更" })}</h2>
      {change.version === 0 ? (
        <p>
          {say({
            en: "The provider withdrew the entry from publication: nothing is delivered until it is published again.",
            zh: "提供方已取消发布该目录，重新发布前不再交付数据。",
          })}
        </p>
      ) : (
        <>
          <p>
            {say({
              en: `${request.consumerName} has to confirm that it has seen the change. When the deadline is over, nothing is delivered until it does.`,
              zh: `${request.consumerName}须确认已知悉变更；逾期未确认的，确认前不再交付数据。`,
            })}
          </p>
          <Facts
            facts={[
              {
                name: say({ en: "Version", zh: "版本" }),
                value: say({
                  en: `${request.confirmedVersion} confirmed, ${change.version} published`,
                  zh: `已确认第 ${request.confirmedVersion} 版，现发布第 ${change.version} 版`,
                }),
              },
              {
                name: say({ en: "Confirm until", zh: "确认时限" }),
                value: (
                  <>
                    {formatTime(change.due, language)}{" "}
                    {change.isOverdue ? <Badge tone="bad">{say({ en: "overdue", zh: "已超期" })}</Badge> : null}
                  </>
                ),
              },
            ]}
          />
          <Differences request={request} change={change} />
        </>
      )}
    </section>
  );
}

function Differences({ request, change }: { readonly request: RequestPage; readonly change: Change }): ReactNode {
  const code = entryCodeToPath(request.entry);
  const before = useAsk("getContent", { params: { code, version: request.confirmedVersion } });
  const after = useAsk("getContent", { params: { code, version: change.version } });
  return (
    <Answer of={before}>
      {(old) => (
        <Answer of={after}>{(now) => <DifferenceTable fields={change.fields} before={old} after={now} />}</Answer>
      )}
    </Answer>
  );
}

interface DifferenceTableProps {
  /** Names of items; `*` for the entry itself. */
  readonly fields: readonly string[];
  readonly before: Content;
  readonly after: Content;
}

function DifferenceTable({ fields, before, after }: DifferenceTableProps): ReactNode {
  const { say } = useLanguage();
  const shown = ({ items }: Content, field: string): string => {
    const item = items.find(({ name }) => name === field);
    return item === undefined ? say({ en: "not there", zh: "无此项" }) : describe(item, say);
  };
  return (
    <Table
      caption={say({ en: "Changed items", zh: "变更的信息项" })}
      rows={fields}
      keyOf={(field) => field}
      columns={[
        {
          title: say({ en: "Item", zh: "信息项" }),
          cell: (field) => (field === "*" ? say({ en: "the entry itself", zh: "目录本身" }) : field),
        },
        {
          title: say({ en: "Before", zh: "变更前" }),
          cell: (field) => (field === "*" ? before.summary : shown(before, field)),
        },
        {
          title: say({ en: "Now", zh: "变更后" }),
          cell: (field) => (field === "*" ? after.summary : shown(after, field)),
        },
      ]}
    />
  );
}

function describe({ type, length, note, isPersonal }: Item, say: (text: LocalText) => string): string {
  return [
    `${say(wordOf(itemTypes, type))}${length === undefined ? "" : ` (${length})`}`,
    note ?? "",
    isPersonal === true ? say({ en: "personal", zh: "含个人信息" }) : "",
  ]
    .filter((text) => text !== "")
    .join(" · ");
}
