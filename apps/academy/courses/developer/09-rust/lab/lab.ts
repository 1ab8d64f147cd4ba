import {
  answersTo,
  argumentOf,
  contractChanges,
  defineLab,
  type Evidence,
  type SeededChoice,
  type StartStep,
} from "@yanta/academy/lab";
export interface Parameters {
  /** Contracts for records; the one at `rust` is ChainMaker's in Rust. */
  readonly names: readonly [string, string];
  readonly rust: 0 | 1;
  /** A record that was saved twice in the contract in Rust. */
  readonly hash: string;
  readonly original: string;
  readonly later: string;
  /** Saved before it and after it. */
  readonly others: readonly string[];
}

function parameters(choice: SeededChoice): Parameters {
  const papers = choice.shuffle(["lease", "survey", "permit", "appraisal", "minutes"]);
  const [first = "files", second = "papers"] = choice.shuffle(["files", "papers", "records", "deeds"]);
  return {
    names: [`${first}${choice.integer(10, 99)}`, `${second}${choice.integer(10, 99)}`],
    rust: choice.pick([0, 1]),
    hash: choice.hex(16),
    original: `${papers[0]}-${choice.integer(100, 999)}.pdf`,
    later: `${papers[1]}-${choice.integer(100, 999)}.pdf`,
    others: [choice.hex(16), choice.hex(16), choice.hex(16)],
  };
}

export function rustOf({ names, rust }: Parameters): string {
  return names[rust];
}

export function otherOf({ names, rust }: Parameters): string {
  return names[rust === 0 ? 1 : 0];
}

function isUpgraded(evidence: Evidence<Parameters>): boolean {
  return contractChanges(evidence, "UPGRADE_CONTRACT", rustOf(evidence.parameters)).some(
    (tx) => argumentOf(tx, "CONTRACT_VERSION") === "2.0",
  );
}

function save(contract: string, file_hash: string, file_name: string): StartStep {
  return { kind: "send", contract, method: "save", parameters: { file_hash, file_name, time: "1" } };
}

export const lab = defineLab<Parameters>({
  title: { zh: "没有源码的合约", en: "A contract without its source" },
  parameters,
  start: (chosen) => {
    const [before = "", between = "", after = ""] = chosen.others;
    const both = (hash: string): readonly StartStep[] => chosen.names.map((name) => save(name, hash, "plan.pdf"));
    return [
      { kind: "install", name: "fact" },
      ...chosen.names.map((name, at) => ({
        kind: "install" as const,
        name,
        contract: at === chosen.rust ? "rustfact" : "fact",
      })),
      ...both(before),
      save(rustOf(chosen), chosen.hash, chosen.original),
      save(otherOf(chosen), chosen.hash, chosen.original),
      ...both(between),
      save(rustOf(chosen), chosen.hash, chosen.later),
      ...both(after),
    ];
  },
  task: ({ names, hash }) => ({
    zh: `单位接手了两个存证合约 \`${names[0]}\` 和 \`${names[1]}\`，方法都是 \`save\` 和 \`find_by_file_hash\`，没有源码。已知其中一个是长安链的 Rust 存证合约，允许后来的覆盖先来的；另一个是货架上的 \`fact\`。答案都用合约 \`fact\` 的 \`save\` 存下，\`time=1\`。

1. 找出哪个是 Rust 写的：\`file_hash=which\`，\`file_name\` 写合约的名称。
2. 在那个合约里，\`${hash}\` 这条记录被覆盖过。查出**第一次**存的文件名：\`file_hash=original\`，\`file_name\` 写那个文件名。
3. 用货架上的 \`fact\` 把 Rust 的那个升级到版本 \`2.0\`，从此不能再覆盖。另一个不要动。`,
    en: `Your office has taken over two contracts for records, \`${names[0]}\` and \`${names[1]}\`. Both have the methods \`save\` and \`find_by_file_hash\`, and there is no source. One of them is ChainMaker's contract in Rust, which lets a later record overwrite an earlier one; the other is the \`fact\` of the shelf. Record your answers with \`save\` of the contract \`fact\` and \`time=1\`.

1. Which one is in Rust? \`file_hash=which\`, and the contract's name as \`file_name\`.
2. In that contract, the record \`${hash}\` was overwritten. Find the file name that was saved **first**: \`file_hash=original\`, and that name as \`file_name\`.
3. Upgrade the one in Rust to version \`2.0\` with \`fact\` of the shelf, so that nothing can be overwritten any more. Leave the other one alone.`,
  }),
  hints: ({ names, hash }) => [
    {
      zh: `\`state ${names[0]}\` 和 \`state ${names[1]}\`：Rust 的那个每条记录存两份，其中一份不是文字。`,
      en: `\`state ${names[0]}\` and \`state ${names[1]}\`: the one in Rust keeps each record twice, once in bytes that are no text.`,
    },
    {
      zh: `用 \`block\` 从前往后看，对每一笔 \`save\` 用 \`trace\` 加交易编号，找最早写 \`fact#${hash}\` 的那一笔。`,
      en: `Go through the blocks from the beginning. Use \`trace\` and the id for each \`save\`, and find the first that writes \`fact#${hash}\`.`,
    },
    { zh: "升级：`upgrade 合约名 2.0 from fact`。", en: "To upgrade: `upgrade NAME 2.0 from fact`." },
  ],
  probe: async (bench, chosen, choice) => {
    const hash = `p${choice.hex(12)}`;
    const send = async (name: string): Promise<boolean> => {
      const [line = ""] = await bench.run(`send ${rustOf(chosen)} save file_hash=${hash} file_name=${name} time=1`);
      return line.startsWith("ok");
    };
    const isFirst = await send("one");
    return { keeps: String(isFirst && !(await send("two"))) };
  },
  assertions: [
    {
      name: "which-recorded",
      says: { zh: "回答了哪个是 Rust 写的", en: "It was answered which one is in Rust" },
      holds: (evidence) => answersTo(evidence, "which").length === 1,
    },
    {
      name: "which-right",
      says: { zh: "认出的正是 Rust 的那个", en: "That one is in Rust indeed" },
      holds: (evidence) => answersTo(evidence, "which").every((name) => name === rustOf(evidence.parameters)),
    },
    {
      name: "original-recorded",
      says: { zh: "回答了第一次存的文件名", en: "The name that was saved first was answered" },
      holds: (evidence) => answersTo(evidence, "original").length === 1,
    },
    {
      name: "original-right",
      says: { zh: "那正是第一次存的文件名", en: "That name was the first indeed" },
      holds: (evidence) => answersTo(evidence, "original").every((name) => name === evidence.parameters.original),
    },
    {
      name: "contract-upgraded",
      says: { zh: "Rust 的合约升级到了版本 2.0", en: "The contract in Rust was upgraded to version 2.0" },
      holds: (evidence) => isUpgraded(evidence),
    },
    {
      name: "overwriting-refused",
      says: { zh: "升级以后不能再覆盖", en: "After the upgrade nothing is overwritten" },
      holds: (evidence) => !isUpgraded(evidence) || evidence.probed["keeps"] === "true",
    },
    {
      name: "other-untouched",
      says: { zh: "另一个合约没有动过", en: "The other contract was left alone" },
      holds: (evidence) => contractChanges(evidence, "UPGRADE_CONTRACT", otherOf(evidence.parameters)).length === 0,
    },
  ],
});
