import { styleText } from "node:util";

/** Colours of a terminal, by what they stand for. */
export type Paint = Readonly<Record<"name" | "dim" | "read" | "write" | "failure" | "gas", (text: string) => string>>;

const styles = { name: "bold", dim: "dim", read: "cyan", write: "yellow", failure: "red", gas: "magenta" } as const;

/** Colours where a person looks on, none in files and pipes and where NO_COLOR is set. */
export function createPaint(isTerminal: boolean): Paint {
  const isOn = isTerminal && (process.env["NO_COLOR"] ?? "") === "";
  const brush =
    (style: (typeof styles)[keyof typeof styles]) =>
    (text: string): string =>
      isOn ? styleText(style, text, { validateStream: false }) : text;
  return {
    name: brush(styles.name),
    dim: brush(styles.dim),
    read: brush(styles.read),
    write: brush(styles.write),
    failure: brush(styles.failure),
    gas: brush(styles.gas),
  };
}
