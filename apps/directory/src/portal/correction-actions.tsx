import { Button, TextAreaField, useLanguage } from "@yanta/ui";
import { type ReactNode, useState } from "react";
import type { CorrectionAction, CorrectionPage } from "../api/request.ts";
import type { Deed } from "./payload-check.ts";
import { useAct } from "./signing.tsx";
import { correctionActionWords, wordOf } from "./words.ts";

/** The provider's answers; the others are the opener's decisions. */
const answers: ReadonlySet<CorrectionAction> = new Set(["accept", "refuse", "done"]);

/** Those that say no. */
const grave: ReadonlySet<CorrectionAction> = new Set(["refuse", "withdraw"]);

/** The steps that the reader may take on a ticket now, each with a reason; the contract has the last word. */
export function CorrectionActions({ correction: { id, actions } }: { readonly correction: CorrectionPage }): ReactNode {
  const { say } = useLanguage();
  const act = useAct();
  const [chosen, setChosen] = useState<CorrectionAction | undefined>(undefined);
  const [reason, setReason] = useState("");
  if (actions.length === 0) return null;
  const send = async (action: CorrectionAction): Promise<void> => {
    if ((await act(deedOf(id, action, reason.trim()))) === undefined) return;
    setChosen(undefined);
    setReason("");
  };
  return (
    <section className="panel" aria-label={say({ en: "What you can do now", zh: "可办理事项" })}>
      <p className="actions">
        {actions.map((action) => (
          <Button
            key={action}
            kind={grave.has(action) ? "danger" : "primary"}
            aria-expanded={chosen === action}
            onClick={() => setChosen(action)}
          >
            {say(wordOf(correctionActionWords, action))}
          </Button>
        ))}
      </p>
      {chosen === undefined || !actions.includes(chosen) ? null : (
        <form
          className="form"
          onSubmit={(event) => {
            event.preventDefault();
            void send(chosen);
          }}
        >
          <TextAreaField
            label={say({
              en: `Reason (${wordOf(correctionActionWords, chosen).en})`,
              zh: `理由（${wordOf(correctionActionWords, chosen).zh}）`,
            })}
            value={reason}
            maxLength={500}
            required
            onChange={setReason}
          />
          <p className="actions">
            <Button type="submit" kind="primary" disabled={reason.trim() === ""}>
              {say({ en: "Check and sign", zh: "核对并签名" })}
            </Button>
            <Button onClick={() => setChosen(undefined)}>{say({ en: "Cancel", zh: "取消" })}</Button>
          </p>
        </form>
      )}
    </section>
  );
}

function deedOf(id: string, action: CorrectionAction, reason: string): Deed {
  return answers.has(action)
    ? { method: "answerCorrection", parameters: { id, answer: action, reason } }
    : { method: "endCorrection", parameters: { id, decision: action, reason } };
}
