import { Button, SelectField, TextAreaField, useLanguage } from "@yanta/ui";
import { type ReactNode, useState } from "react";
import type { Entry } from "../api/entry.ts";
import { go } from "./path.tsx";
import { useAct } from "./signing.tsx";

export interface CorrectionFormProps {
  readonly entry: Entry;
  readonly onDone: () => void;
}

/** Reports an error in an entry, in one of its items, or in their data. */
export function CorrectionForm({ entry, onDone }: CorrectionFormProps): ReactNode {
  const { say } = useLanguage();
  const act = useAct();
  const [field, setField] = useState("");
  const [text, setText] = useState("");
  const send = async (): Promise<void> => {
    const id = `C-${crypto.randomUUID()}`;
    const submitted = await act({
      method: "openCorrection",
      parameters: { id, entry: entry.code, text: text.trim(), ...(field === "" ? {} : { field }) },
    });
    if (submitted === undefined) return;
    onDone();
    go(`/corrections/${id}`);
  };
  return (
    <form
      className="panel form"
      aria-label={say({ en: "Report an error", zh: "提出校核纠错" })}
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <SelectField
        label={say({ en: "What is wrong", zh: "纠错对象" })}
        value={field}
        onChange={setField}
        choices={[
          { value: "", label: say({ en: "the entry itself", zh: "目录本身" }) },
          ...entry.content.items.map(({ name }) => ({ value: name, label: name })),
        ]}
      />
      <TextAreaField
        label={say({ en: "What it should be", zh: "问题说明" })}
        hint={say({
          en: "No personal data: the text stays on the chain.",
          zh: "请勿填写个人信息：内容将永久上链。",
        })}
        value={text}
        maxLength={500}
        required
        onChange={setText}
      />
      <p className="actions">
        <Button type="submit" kind="primary" disabled={text.trim() === ""}>
          {say({ en: "Check and sign", zh: "核对并签名" })}
        </Button>
        <Button onClick={onDone}>{say({ en: "Cancel", zh: "取消" })}</Button>
      </p>
    </form>
  );
}
