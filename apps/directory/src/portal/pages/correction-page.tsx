import { useLanguage } from "@yanta/ui";
import { type ReactNode, useState } from "react";
import type { CorrectionPage as CorrectionAnswer } from "../../api/request.ts";
import { entryCodeToPath } from "../../api/values.ts";
import { Answer } from "../answer.tsx";
import { ClockFacts } from "../clock-facts.tsx";
import { CorrectionActions } from "../correction-actions.tsx";
import { Facts } from "../facts.tsx";
import { HistoryTable } from "../history-table.tsx";
import { Link } from "../path.tsx";
import { StateBadge } from "../state-badge.tsx";
import { useAsk } from "../use-ask.ts";
import { correctionStateWords } from "../words.ts";

/** A ticket about an error: what is wrong, who answers until when, and what was done. */
export function CorrectionPage({ id }: { readonly id: string }): ReactNode {
  return <Answer of={useAsk("getCorrection", { params: { id } })}>{(found) => <CorrectionView of={found} />}</Answer>;
}

function CorrectionView({ of: correction }: { readonly of: CorrectionAnswer }): ReactNode {
  const { say } = useLanguage();
  const { id, entry, entryName, field, evidence, departmentName, providerName, state, text, clock } = correction;
  return (
    <article>
      <header className="title">
        <h1>
          {say({ en: "Correction: ", zh: "校核纠错：" })}
          {entryName || entry}
        </h1>
        <StateBadge state={state} words={correctionStateWords} />
      </header>
      <p className="said">{text}</p>
      <Facts
        facts={[
          {
            name: say({ en: "Entry", zh: "目录" }),
            value: <Link to={`/entries/${entryCodeToPath(entry)}`}>{entry}</Link>,
          },
          {
            name: say({ en: "Item", zh: "信息项" }),
            value: field === "" ? say({ en: "the entry itself", zh: "目录本身" }) : field,
          },
          { name: say({ en: "Opened by", zh: "提出部门" }), value: departmentName },
          { name: say({ en: "Answered by", zh: "答复部门" }), value: providerName },
          { name: say({ en: "Number", zh: "编号" }), value: <code>{id}</code> },
          {
            name: say({ en: "Hash of the evidence", zh: "佐证材料散列值" }),
            value: evidence === "" ? undefined : <code>{evidence}</code>,
          },
        ]}
      />
      <ClockFacts clock={clock} />
      <CorrectionActions correction={correction} />
      <h2>{say({ en: "Steps", zh: "办理过程" })}</h2>
      <Steps id={id} />
    </article>
  );
}

function Steps({ id }: { readonly id: string }): ReactNode {
  const [page, setPage] = useState(1);
  const answer = useAsk("listCorrectionHistory", { params: { id }, query: { page } });
  return (
    <Answer of={answer}>
      {(data) => <HistoryTable answer={data} onPage={setPage} states={correctionStateWords} />}
    </Answer>
  );
}
