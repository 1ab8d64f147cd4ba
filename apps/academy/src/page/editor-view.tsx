import { type ReactElement, useState } from "react";
import type { LabDesk } from "./lab-desk.ts";
import { useSay } from "./language.tsx";
import { words } from "./words.ts";

/** The editor's files; what is typed is kept in the browser at once. */
export function EditorView({ desk }: { readonly desk: LabDesk }): ReactElement {
  const say = useSay();
  const names = [...desk.bench.editor.keys()];
  const [name, setName] = useState(names[0] ?? "");
  const [source, setSource] = useState(desk.bench.editor.get(name) ?? "");
  const choose = (chosen: string): void => {
    setName(chosen);
    setSource(desk.bench.editor.get(chosen) ?? "");
  };
  return (
    <section>
      <h2>{say(words.editor)}</h2>
      <div className="tabs">
        {names.map((each) => (
          <button key={each} type="button" className="plain" aria-pressed={each === name} onClick={() => choose(each)}>
            {each}
          </button>
        ))}
      </div>
      <textarea
        value={source}
        rows={18}
        aria-label={`${say(words.editor)} ${name}`}
        autoCapitalize="none"
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => {
          setSource(event.target.value);
          desk.edit(name, event.target.value);
        }}
      />
    </section>
  );
}
