import { bytesToHex, utf8ToBytes } from "@yanta/bytes";
import { hashBytes } from "@yanta/crypto";
import { Button, SelectField, TextAreaField, TextField, useLanguage } from "@yanta/ui";
import { type ReactNode, useState } from "react";
import type { RequestAction, RequestPage } from "../api/request.ts";
import { agreementOf } from "./agreement.ts";
import type { ParameterValue } from "./payload-check.ts";
import { useAct } from "./signing.tsx";
import { deeds, mediationOutcomes, wordOf } from "./words.ts";

/** What an action asks of the member beside a signature. */
type Asks = "reason" | "basis" | "access" | "outcome";

const asksOf: Partial<Readonly<Record<RequestAction, readonly Asks[]>>> = {
  returnRequest: ["reason"],
  rejectRequest: ["reason", "basis"],
  grantAccess: ["access"],
  suspendAccess: ["reason"],
  revokeAccess: ["reason", "basis"],
  disputeRequest: ["reason"],
  mediateRequest: ["outcome", "reason"],
  withdrawRequest: ["reason"],
};

/** Those that end or stop something. */
const grave: ReadonlySet<RequestAction> = new Set([
  "rejectRequest",
  "revokeAccess",
  "suspendAccess",
  "withdrawRequest",
]);

/** Deliveries are the gateway's; handing in again needs the form. */
const elsewhere: ReadonlySet<RequestAction> = new Set(["deliver", "resubmitRequest"]);

/** The steps that the reader may take now; the contract has the last word. */
export function RequestActions({ request }: { readonly request: RequestPage }): ReactNode {
  const { say } = useLanguage();
  const act = useAct();
  const [chosen, setChosen] = useState<RequestAction | undefined>(undefined);
  const actions = request.actions.filter((action) => !elsewhere.has(action));
  if (actions.length === 0) return null;
  const take = async (action: RequestAction, given: Readonly<Record<string, string>>): Promise<void> => {
    await act({ method: action, parameters: parametersOf(action, request, given) });
    setChosen(undefined);
  };
  return (
    <section className="panel" aria-label={say({ en: "What you can do now", zh: "可办理事项" })}>
      <p className="actions">
        {actions.map((action) => (
          <Button
            key={action}
            kind={grave.has(action) ? "danger" : "primary"}
            aria-expanded={asksOf[action] === undefined ? undefined : chosen === action}
            onClick={() => (asksOf[action] === undefined ? void take(action, {}) : setChosen(action))}
          >
            {say(wordOf(deeds, action))}
          </Button>
        ))}
      </p>
      {chosen === undefined || !actions.includes(chosen) ? null : (
        <ActionForm
          key={chosen}
          action={chosen}
          onSend={(given) => void take(chosen, given)}
          onCancel={() => setChosen(undefined)}
        />
      )}
    </section>
  );
}

function parametersOf(
  action: RequestAction,
  request: RequestPage,
  given: Readonly<Record<string, string>>,
): Readonly<Record<string, ParameterValue>> {
  const { id, pendingChange } = request;
  switch (action) {
    case "signAgreement":
      return { id, agreement: agreementOf(request).hash };
    case "confirmChange":
      return { id, version: pendingChange?.version ?? request.version };
    case "grantAccess":
      return { id, access: bytesToHex(hashBytes("SHA256", utf8ToBytes(given["access"] ?? ""))) };
    default:
      return { id, ...given };
  }
}

interface ActionFormProps {
  readonly action: RequestAction;
  readonly onSend: (given: Readonly<Record<string, string>>) => void;
  readonly onCancel: () => void;
}

function ActionForm({ action, onSend, onCancel }: ActionFormProps): ReactNode {
  const { say } = useLanguage();
  const asks = asksOf[action] ?? [];
  const [given, setGiven] = useState<Readonly<Record<string, string>>>(
    asks.includes("outcome") ? { outcome: "again" } : {},
  );
  const set = (name: Asks) => (value: string) => setGiven({ ...given, [name]: value });
  const isWhole = asks.every((name) => (given[name] ?? "").trim() !== "");
  const field = (name: Asks): ReactNode => {
    const common = { value: given[name] ?? "", onChange: set(name), required: true, maxLength: 500 };
    switch (name) {
      case "reason":
        return <TextAreaField key={name} label={say({ en: "Reason", zh: "理由" })} {...common} />;
      case "basis":
        return (
          <TextField
            key={name}
            label={say({ en: "Legal basis", zh: "法律依据" })}
            hint={say({ en: "law and article", zh: "法律法规名称及条款" })}
            {...common}
          />
        );
      case "access":
        return (
          <TextField
            key={name}
            label={say({ en: "How the data can be had", zh: "数据访问方式" })}
            hint={say({
              en: "address of your gateway; the chain keeps its hash only, tell the text to the consumer",
              zh: "填写网关地址；链上仅保存散列值，请将原文告知使用方",
            })}
            {...common}
          />
        );
      case "outcome":
        return (
          <SelectField
            key={name}
            label={say({ en: "Outcome", zh: "调解结果" })}
            choices={[
              { value: "again", label: say(mediationOutcomes.again) },
              { value: "stands", label: say(mediationOutcomes.stands) },
            ]}
            {...common}
          />
        );
    }
  };
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        onSend(given);
      }}
    >
      {asks.map(field)}
      <p className="actions">
        <Button type="submit" kind="primary" disabled={!isWhole}>
          {say({ en: "Check and sign", zh: "核对并签名" })}
        </Button>
        <Button onClick={onCancel}>{say({ en: "Cancel", zh: "取消" })}</Button>
      </p>
    </form>
  );
}
