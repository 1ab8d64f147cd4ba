import { Empty, Pager, useLanguage } from "@yanta/ui";
import { type ReactNode, useState } from "react";
import { Answer } from "../answer.tsx";
import { CorrectionTable } from "../correction-table.tsx";
import { useAsk } from "../use-ask.ts";

/** Tickets that the reader's department opened or has to answer, the newest first. */
export function CorrectionsPage(): ReactNode {
  const { say } = useLanguage();
  const [page, setPage] = useState(1);
  const answer = useAsk("listCorrections", { query: { page } });
  return (
    <>
      <h1>{say({ en: "Corrections", zh: "校核纠错" })}</h1>
      <p className="ui-quiet">
        {say({
          en: "Errors in entries or their data that your department reported, or has to answer. Report one on the entry's page.",
          zh: "本部门提出的或需本部门答复的目录及数据错误。如需提出，请在目录详情页办理。",
        })}
      </p>
      <Answer of={answer}>
        {(data) => (
          <>
            {data.items.length === 0 ? (
              <Empty>{say({ en: "No corrections.", zh: "暂无纠错工单。" })}</Empty>
            ) : (
              <CorrectionTable items={data.items} />
            )}
            <Pager page={data.page} pageSize={data.pageSize} total={data.total} onPage={setPage} />
          </>
        )}
      </Answer>
    </>
  );
}
