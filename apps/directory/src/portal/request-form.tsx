import { Button, TextAreaField, TextField, useLanguage } from "@yanta/ui";
import { type ReactNode, useState } from "react";
import type { Entry } from "../api/entry.ts";
import { go } from "./path.tsx";
import { useAct } from "./signing.tsx";

const daySeconds = 86_400;

export interface RequestFormProps {
  readonly entry: Entry;
  readonly onDone: () => void;
}

/** Asks for some items of an entry, for a purpose, until a day, so many times. */
export function RequestForm({ entry, onDone }: RequestFormProps): ReactNode {
  const { say } = useLanguage();
  const act = useAct();
  const [fields, setFields] = useState<ReadonlySet<string>>(new Set());
  const [purpose, setPurpose] = useState("");
  const [until, setUntil] = useState(() => dayAfter(365));
  const [usesMax, setUsesMax] = useState("100");
  const isWhole = fields.size > 0 && purpose.trim() !== "" && /^[1-9]\d{0,8}$/.test(usesMax) && until !== "";
  const toggle = (name: string): void => {
    const next = new Set(fields);
    if (!next.delete(name)) next.add(name);
    setFields(next);
  };
  const send = async (): Promise<void> => {
    const id = `R-${crypto.randomUUID()}`;
    const submitted = await act({
      method: "submitRequest",
      parameters: {
        id,
        entry: entry.code,
        purpose: purpose.trim(),
        usesMax: Number(usesMax),
        // In the entry's order, as the agreement will say them.
        fields: entry.content.items.map(({ name }) => name).filter((name) => fields.has(name)),
        until: endOfDay(until),
      },
    });
    if (submitted === undefined) return;
    onDone();
    go(`/requests/${id}`);
  };
  return (
    <form
      className="panel form"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <fieldset>
        <legend>{say({ en: "Items that you need", zh: "所需信息项" })}</legend>
        {entry.content.items
          .filter(({ sharing }) => sharing !== 3)
          .map(({ name }) => (
            <label key={name}>
              <input type="checkbox" checked={fields.has(name)} onChange={() => toggle(name)} /> {name}
            </label>
          ))}
      </fieldset>
      <TextAreaField
        label={say({ en: "Purpose", zh: "用途" })}
        hint={say({
          en: "What the data is for. No names of people: the text stays on the chain.",
          zh: "说明办理何种事项。请勿填写个人姓名等信息：内容将永久上链。",
        })}
        value={purpose}
        maxLength={500}
        required
        onChange={setPurpose}
      />
      <div className="columns">
        <TextField
          type="date"
          label={say({ en: "Until", zh: "使用期限" })}
          value={until}
          min={dayAfter(1)}
          onChange={setUntil}
        />
        <TextField
          type="number"
          label={say({ en: "Uses at most", zh: "使用次数上限" })}
          value={usesMax}
          min="1"
          onChange={setUsesMax}
        />
      </div>
      <p className="actions">
        <Button type="submit" kind="primary" disabled={!isWhole}>
          {say({ en: "Check and sign", zh: "核对并签名" })}
        </Button>
        <Button onClick={onDone}>{say({ en: "Cancel", zh: "取消" })}</Button>
      </p>
    </form>
  );
}

/** `YYYY-MM-DD` of a coming day of the reader's zone. */
function dayAfter(days: number): string {
  const day = new Date(Date.now() + days * daySeconds * 1000);
  const two = (value: number): string => String(value).padStart(2, "0");
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}

/** Unix seconds of a day's last second. */
function endOfDay(day: string): number {
  return Math.floor(new Date(`${day}T23:59:59`).getTime() / 1000);
}
