import { formatTime, useLanguage, type LocalText } from "@yanta/ui";
import type { ReactNode } from "react";
import type { AuditRow } from "../api/audit.ts";
import type { RequestPage } from "../api/request.ts";
import { pageSizeMax } from "../api/values.ts";
import { Answer } from "./answer.tsx";
import { ClockFacts } from "./clock-facts.tsx";
import { useAsk } from "./use-ask.ts";
import { mediationOutcomes } from "./words.ts";

/** States in which a refusal stands, is disputed, or was mediated. */
const states: ReadonlySet<RequestPage["state"]> = new Set(["REJECTED", "DISPUTE", "MEDIATED"]);

/** A refusal and what came of it: why, by which law, what the consumer says, who decides until when, and how. */
export function Dispute({ request }: { readonly request: RequestPage }): ReactNode {
  const history = useAsk("listRequestHistory", { params: { id: request.id }, query: { pageSize: pageSizeMax } });
  if (!states.has(request.state)) return null;
  return <Answer of={history}>{({ items }) => <DisputeView request={request} deeds={items} />}</Answer>;
}

function DisputeView({
  request,
  deeds,
}: {
  readonly request: RequestPage;
  /** Newest first. */
  readonly deeds: readonly AuditRow[];
}): ReactNode {
  const { say } = useLanguage();
  const newest = deeds.findIndex(({ action }) => action === "rejectRequest");
  const round = newest === -1 ? deeds : deeds.slice(0, newest + 1);
  const last = (action: string): AuditRow | undefined => round.find((deed) => deed.action === action);
  const outcome = request.outcome === "" ? undefined : mediationOutcomes[request.outcome];
  const said = { en: "Mediation", zh: "调解结果" };
  return (
    <section className="panel" aria-labelledby="dispute">
      <h2 id="dispute">{say({ en: "Refusal and dispute", zh: "拒绝与争议处理" })}</h2>
      <ol className="steps">
        <Word title={{ en: "Refused", zh: "拒绝" }} deed={last("rejectRequest")} />
        <Word title={{ en: "Disputed", zh: "提出异议" }} deed={last("disputeRequest")} />
        <Word title={said} deed={last("mediateRequest")} {...(outcome === undefined ? {} : { outcome })} />
      </ol>
      <p>
        <strong>{say({ en: "Next: ", zh: "下一步：" })}</strong>
        {say(nextStep(request))}
      </p>
      {request.state === "DISPUTE" ? <ClockFacts clock={request.clock} /> : null}
    </section>
  );
}

/** Who does what next. Spec: the contract's request-steps.ts. */
function nextStep({ state, outcome, providerName, consumerName }: RequestPage): LocalText {
  if (state === "REJECTED")
    return {
      en: `${consumerName} may dispute the refusal, with a reason.`,
      zh: `${consumerName}可提出异议并说明理由。`,
    };
  if (state === "DISPUTE")
    return {
      en: "a compliance officer mediates: one who did not act on this request before.",
      zh: "由合规审查员调解；曾办理过本申请的人员须回避。",
    };
  if (outcome === "again")
    return { en: `${providerName} reviews the request again.`, zh: `由${providerName}重新审核。` };
  return { en: "nothing; the refusal stands.", zh: "无，维持拒绝，申请已终结。" };
}

function Word({
  title,
  deed,
  outcome,
}: {
  readonly title: LocalText;
  readonly deed: AuditRow | undefined;
  readonly outcome?: LocalText;
}): ReactNode {
  const { say, language } = useLanguage();
  if (deed === undefined) return null;
  return (
    <li>
      <strong>{say(title)}</strong>
      {outcome === undefined ? null : <> · {say(outcome)}</>}{" "}
      <span className="ui-quiet">
        {deed.departmentName} · {formatTime(deed.at, language)}
      </span>
      <p>{deed.reason}</p>
      {deed.basis === "" ? null : (
        <p className="ui-quiet">
          {say({ en: "Legal basis: ", zh: "法律依据：" })}
          {deed.basis}
        </p>
      )}
    </li>
  );
}
