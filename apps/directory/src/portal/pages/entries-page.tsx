import { Button, Empty, formatDay, Pager, Table, useLanguage } from "@yanta/ui";
import { type ReactNode, useState } from "react";
import { entryCodeToPath } from "../../api/values.ts";
import { Answer } from "../answer.tsx";
import { ImportForm } from "../import-form.tsx";
import { Link } from "../path.tsx";
import { StateBadge } from "../state-badge.tsx";
import { useAsk } from "../use-ask.ts";
import { entryStates, sharingTypes, wordOf } from "../words.ts";

/** Entries of the reader's department in all states, and writing new ones from a table. */
export function EntriesPage(): ReactNode {
  const { say, language } = useLanguage();
  const [page, setPage] = useState(1);
  const [isImporting, setImporting] = useState(false);
  const answer = useAsk("listEntries", { query: { page } });
  return (
    <>
      <header className="title">
        <h1>{say({ en: "Our entries", zh: "本部门目录" })}</h1>
        <Button aria-expanded={isImporting} onClick={() => setImporting(!isImporting)}>
          {say({ en: "Write entries from a table", zh: "表格填报" })}
        </Button>
      </header>
      {isImporting ? <ImportForm onDone={() => setImporting(false)} /> : null}
      <Answer of={answer}>
        {(data) => (
          <>
            {data.items.length === 0 ? (
              <Empty>{say({ en: "No entries yet.", zh: "暂无目录。" })}</Empty>
            ) : (
              <Table
                caption={say({ en: "Our entries", zh: "本部门目录" })}
                rows={data.items}
                keyOf={({ code }) => code}
                columns={[
                  {
                    title: say({ en: "Name", zh: "名称" }),
                    cell: ({ code, name }) => <Link to={`/entries/${entryCodeToPath(code)}`}>{name}</Link>,
                  },
                  { title: say({ en: "Code", zh: "代码" }), cell: ({ code }) => <code>{code}</code> },
                  {
                    title: say({ en: "State", zh: "状态" }),
                    cell: ({ state }) => <StateBadge state={state} words={entryStates} />,
                  },
                  {
                    title: say({ en: "Sharing", zh: "共享类型" }),
                    cell: ({ sharing }) => say(wordOf(sharingTypes, sharing)),
                  },
                  { title: say({ en: "Version", zh: "版本" }), align: "end", cell: ({ version }) => version },
                  { title: say({ en: "Changed", zh: "更新时间" }), cell: ({ at }) => formatDay(at, language) },
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
