import {
  answersTo,
  argumentOf,
  bytesToText,
  contractChanges,
  defineLab,
  type Evidence,
  type SeededChoice,
} from "@yanta/academy/lab";
import type { TraceStep } from "@yanta/playground";
export interface Parameters {
  readonly contract: string;
  /** The readers' quotas are looked for under another key: that of the book, or a fixed one. */
  readonly fault: "book" | "fixed";
  readonly reader: string;
  readonly book: string;
  readonly quota: number;
}

const fixedKey = "reader";

function parameters(choice: SeededChoice): Parameters {
  return {
    contract: choice.pick(["library", "lending", "books"]),
    fault: choice.pick(["book", "fixed"]),
    reader: `R${choice.integer(1000, 9999)}`,
    book: `B${choice.integer(1000, 9999)}`,
    quota: choice.integer(2, 5),
  };
}

/** The key that the faulty contract reads for the learner's reader and book. */
export function keyOf({ fault, book }: Parameters): string {
  return `quota#${fault === "book" ? book : fixedKey}`;
}

export function firstSource({ fault }: Pick<Parameters, "fault">): string {
  return `import { log, StateMap } from "@yanta/contract-sdk";

const quotas = new StateMap<u64>("quota");
const lent = new StateMap<string>("lent");

/** How many books a reader may have. */
export function admit(reader: string, quota: u64): void {
  quotas.set(reader, quota);
}

/** Lends a book, and returns how many more the reader may have. */
export function lend(reader: string, book: string): u64 {
  const left = quotas.getOr(${fault === "book" ? "book" : `"${fixedKey}"`}, 0);
  assert(left > 0, "error");
  assert(!lent.has(book), "error");
  quotas.set(reader, left - 1);
  lent.set(book, reader);
  return left - 1;
}
`;
}

function isUpgraded(evidence: Evidence<Parameters>): boolean {
  return contractChanges(evidence, "UPGRADE_CONTRACT", evidence.parameters.contract).some(
    (tx) => argumentOf(tx, "CONTRACT_VERSION") === "2.0",
  );
}

/** What a probe found out is not asked when there is no second version to ask. */
function isProbed(evidence: Evidence<Parameters>, finding: string): boolean {
  return !isUpgraded(evidence) || evidence.probed[finding] === "true";
}

/** Everything that a traced call has logged. */
function logsOf(steps: readonly TraceStep[]): readonly string[] {
  return steps.flatMap((step) => (step.kind === "log" ? [step.text] : "steps" in step ? logsOf(step.steps) : []));
}

export const lab = defineLab<Parameters>({
  title: { zh: "借书台：从一个“error”查起", en: "The lending desk: starting from “error”" },
  parameters,
  start: (chosen) => [
    { kind: "install", name: chosen.contract, source: firstSource(chosen) },
    { kind: "install", name: "fact" },
    {
      kind: "send",
      contract: chosen.contract,
      method: "admit",
      parameters: { reader: chosen.reader, quota: String(chosen.quota) },
    },
  ],
  editor: (chosen) => ({ [`${chosen.contract}.ts`]: firstSource(chosen) }),
  task: ({ contract, reader, book, quota }) => ({
    zh: `读者 \`${reader}\` 可以借 ${quota} 本书，但是合约 \`${contract}\` 总是不让借，只说 \`error\`。

1. 借一次试试：\`send ${contract} lend reader=${reader} book=${book}\`。从跟踪里查出它**读了哪个键**，用合约 \`fact\` 的 \`save\` 存下：\`file_hash=key\`，\`file_name\` 写完整的键（形如 \`表名#键\`），\`time=1\`。
2. 改好编辑器里的源码，让 \`lend\` 读对地方。
3. 改写两条理由：没有名额时，理由里要有**读者的编号**；书已借出时，理由里要有**书的编号**和**借走它的读者**。
4. 每次调用 \`lend\`，在检查之前用 \`log\` 记一行，里面有读者和书的编号。
5. 升级到版本 \`2.0\`，再把 \`${book}\` 借给 \`${reader}\`。`,
    en: `Reader \`${reader}\` may have ${quota} books, but the contract \`${contract}\` lends none and only says \`error\`.

1. Try it: \`send ${contract} lend reader=${reader} book=${book}\`. Find out from the trace **which key was read**, and record it with \`save\` of the contract \`fact\`: \`file_hash=key\`, the whole key as \`file_name\` (like \`table#key\`), \`time=1\`.
2. Mend the source in the editor, so that \`lend\` reads the right entry.
3. Write better reasons. When the reader may not have any more books, the reason contains **the reader**; when the book is lent already, it contains **the book** and **the reader who has it**.
4. Whenever \`lend\` is called it logs a line before its checks, with the reader and the book in it.
5. Upgrade to version \`2.0\`, and lend \`${book}\` to \`${reader}\`.`,
  }),
  hints: ({ contract }) => [
    {
      zh: "失败之后马上输入 `trace last`，看 `read` 那一行。",
      en: "Type `trace last` right after the failure and look at the line with `read`.",
    },
    {
      zh: '理由可以拼接：`"book " + book + " is lent to " + lent.get(book)`。条件成立时，理由不会被计算。',
      en: 'Reasons can be joined: `"book " + book + " is lent to " + lent.get(book)`. When the condition is true, the reason is not worked out.',
    },
    { zh: `升级：\`upgrade ${contract} 2.0\`。`, en: `Upgrade with \`upgrade ${contract} 2.0\`.` },
  ],
  probe: async (bench, { contract }, choice) => {
    const [reader, other, book, next] = ["r", "s", "b", "c"].map((letter) => `${letter}${choice.hex(10)}`);
    const lend = (who: string | undefined, what: string | undefined): Promise<readonly string[]> =>
      bench.run(`send ${contract} lend reader=${who} book=${what}`);
    await bench.run(`send ${contract} admit reader=${reader} quota=1`);
    await bench.run(`send ${contract} admit reader=${other} quota=5`);
    const sent = await bench.playground.send({
      contract,
      method: "lend",
      parameters: { reader: reader ?? "", book: book ?? "" },
    });
    const trace = await bench.playground.trace({ txId: sent.txId });
    const logs = trace.kind === "trace" ? logsOf(trace.call?.steps ?? []) : [];
    const [, rest = ""] = await lend(other, next);
    const taken = (await lend(other, book)).join(" ");
    const none = (await lend(reader, `d${choice.hex(10)}`)).join(" ");
    const has = (text: string, ...parts: readonly (string | undefined)[]): boolean =>
      parts.every((part) => text.includes(part ?? ""));
    const says = (text: string, ...parts: readonly (string | undefined)[]): string =>
      String(!text.startsWith("failed") || has(text, ...parts));
    return {
      lends: String(rest === "result 4" && taken.startsWith("failed") && none.startsWith("failed")),
      none: says(none, reader),
      taken: says(taken, book, reader),
      logs: String(has(logs.join(" "), reader, book)),
    };
  },
  assertions: [
    {
      name: "key-recorded",
      says: { zh: "存下了读错的键", en: "The key that was read is recorded" },
      holds: (evidence) => answersTo(evidence, "key").length === 1,
    },
    {
      name: "key-right",
      says: { zh: "存下的键正是合约所读的", en: "The recorded key is the one that the contract read" },
      holds: (evidence) => answersTo(evidence, "key").every((answer) => answer === keyOf(evidence.parameters)),
    },
    {
      name: "contract-upgraded",
      says: { zh: "合约已升级到版本 2.0", en: "The contract is upgraded to version 2.0" },
      holds: (evidence) => isUpgraded(evidence),
    },
    {
      name: "lends-rightly",
      says: { zh: "有名额就借，没名额或已借出就不借", en: "It lends to whoever may have a book, and to nobody else" },
      holds: (evidence) => isProbed(evidence, "lends"),
    },
    {
      name: "quota-reason-names-reader",
      says: { zh: "没有名额的理由里有读者", en: "The reason for no more books names the reader" },
      holds: (evidence) => isProbed(evidence, "none"),
    },
    {
      name: "taken-reason-names-holder",
      says: { zh: "书已借出的理由里有书和借走它的读者", en: "The reason for a lent book names it and who has it" },
      holds: (evidence) => isProbed(evidence, "taken"),
    },
    {
      name: "call-logged",
      says: { zh: "调用时记了一行日志", en: "A call logs a line" },
      holds: (evidence) => isProbed(evidence, "logs"),
    },
    {
      name: "book-lent",
      says: { zh: "指定的书已借给指定的读者", en: "The book is lent to the reader" },
      holds: (evidence) => {
        const { contract, reader, book } = evidence.parameters;
        const found = bytesToText(evidence.chain.getState({ contract, key: "lent", field: book }));
        return !isUpgraded(evidence) || found === reader;
      },
    },
  ],
});
