import { type ReactElement, useContext, useEffect, useRef, useState } from "react";
import type { LabBench } from "../lab/lab.ts";
import { faultToText } from "./fault-text.ts";
import { LanguageContext, useSay } from "./language.tsx";
import { words } from "./words.ts";

/** Lines that are kept on the screen. */
const linesMax = 500;

interface Line {
  readonly id: number;
  readonly kind: "command" | "printed" | "fault";
  readonly text: string;
}

export function ConsoleView({ bench }: { readonly bench: LabBench }): ReactElement {
  const say = useSay();
  const language = useContext(LanguageContext);
  const [lines, setLines] = useState<readonly Line[]>([]);
  const [command, setCommand] = useState("");
  const [past, setPast] = useState<readonly string[]>([]);
  const [at, setAt] = useState(0);
  const [isBusy, setBusy] = useState(false);
  const output = useRef<HTMLPreElement>(null);
  const count = useRef(0);
  useEffect(() => {
    output.current?.scrollTo(0, output.current.scrollHeight);
  }, [lines]);

  const print = (kind: Line["kind"], texts: readonly string[]): void =>
    setLines((before) => [...before, ...texts.map((text) => ({ id: count.current++, kind, text }))].slice(-linesMax));
  const run = async (): Promise<void> => {
    if (command.trim() === "" || isBusy) return;
    setBusy(true);
    print("command", [`> ${command}`]);
    setPast([...past, command]);
    setAt(past.length + 1);
    setCommand("");
    try {
      print("printed", await bench.run(command));
    } catch (error) {
      print("fault", [faultToText(error, language)]);
    }
    setBusy(false);
  };
  const recall = (step: number): void => {
    const next = Math.min(Math.max(at + step, 0), past.length);
    setAt(next);
    setCommand(past[next] ?? "");
  };

  return (
    <section>
      <h2>{say(words.console)}</h2>
      <pre ref={output} className="output" tabIndex={0} aria-live="polite">
        {lines.map(({ id, kind, text }) => (
          <span key={id} className={kind}>
            {text}
            {"\n"}
          </span>
        ))}
      </pre>
      <form
        className="prompt"
        onSubmit={(event) => {
          event.preventDefault();
          void run();
        }}
      >
        <input
          value={command}
          aria-label={say(words.console)}
          placeholder={say(words.typeHere)}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          onChange={(event) => setCommand(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === "ArrowUp") recall(-1);
            if (event.key === "ArrowDown") recall(1);
          }}
        />
        <button type="submit" disabled={isBusy}>
          {say(words.run)}
        </button>
      </form>
    </section>
  );
}
