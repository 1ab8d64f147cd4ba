import { answersTo, defineLab, type Evidence, orgId, type SeededChoice } from "@yanta/academy/lab";
export interface Parameters {
  /** Organisations by how many records each has sent: the first sent most. */
  readonly counts: readonly { readonly org: number; readonly count: number }[];
  /** Who sent each record, in order; the one at `heavy` has a very long name. */
  readonly senders: readonly number[];
  readonly heavy: number;
  readonly hashes: readonly string[];
}

/** Height of the first record: one block for the contract before it. */
const firstHeight = 2;
const names = ["busiest", "count", "heaviest", "owner"] as const;

function parameters(choice: SeededChoice): Parameters {
  const most = choice.integer(5, 7);
  const [first = 1, second = 2, third = 3] = choice.shuffle([1, 2, 3, 4]);
  const counts = [
    { org: first, count: most },
    { org: second, count: most - choice.integer(2, 3) },
    { org: third, count: choice.integer(1, 2) },
  ];
  const senders = choice.shuffle(counts.flatMap(({ org, count }) => Array.from({ length: count }, () => org)));
  // Not of the busiest one, so that the two questions have different answers.
  const others = senders.flatMap((org, at) => (org === first ? [] : [at]));
  return {
    counts,
    senders,
    heavy: others[choice.integer(0, others.length - 1)] ?? 0,
    hashes: senders.map(() => choice.hex(16)),
  };
}

export function answersOf({ counts, senders, heavy }: Parameters): Readonly<Record<(typeof names)[number], string>> {
  const [busiest] = counts;
  return {
    busiest: `org${busiest?.org}`,
    count: String(busiest?.count),
    heaviest: String(firstHeight + heavy),
    owner: `org${senders[heavy]}`,
  };
}

const says = {
  busiest: { zh: "发得最多的组织正确", en: "The organisation that sent most is right" },
  count: { zh: "它发的笔数正确", en: "How many it sent is right" },
  heaviest: { zh: "消耗最大的一笔所在的高度正确", en: "The height of the transaction with the most gas is right" },
  owner: { zh: "那一笔的组织正确", en: "The organisation of that transaction is right" },
};

export const lab = defineLab<Parameters>({
  title: { zh: "谁占用了这条链", en: "Who uses the chain most" },
  parameters,
  start: ({ senders, heavy, hashes }) => [
    { kind: "install", name: "fact" },
    ...senders.map((org, at) => ({
      kind: "send" as const,
      contract: "fact",
      method: "save",
      parameters: {
        file_hash: hashes[at] ?? "",
        file_name: at === heavy ? `${"very-".repeat(120)}long.pdf` : `file-${at}.pdf`,
        time: "1",
      },
      sender: { name: "client1", orgId: orgId(org) },
    })),
  ],
  task: ({ senders }) => ({
    zh: `合约 \`fact\` 装好以后，有 ${senders.length} 笔交易，在区块 ${firstHeight} 到 ${firstHeight + senders.length - 1}，每块一笔。请查清四件事，用 \`fact\` 的 \`save\` 各记一条，\`file_hash\` 写名字，\`file_name\` 写答案，\`time=1\`。

| 名字 | 问题 | 答案的写法 |
|---|---|---|
| \`busiest\` | 哪个组织发的交易最多？ | \`org1\` 到 \`org4\` |
| \`count\` | 它发了几笔？ | 数 |
| \`heaviest\` | 消耗（\`gas\`）最大的一笔在哪个区块？ | 高度 |
| \`owner\` | 那一笔是哪个组织发的？ | \`org1\` 到 \`org4\` |

只数这些区块里的交易，您自己发的不算。`,
    en: `Since the contract \`fact\` was installed there have been ${senders.length} transactions, in blocks ${firstHeight} to ${firstHeight + senders.length - 1}, one each. Find out four things, and record each with \`save\` of \`fact\`: its name as \`file_hash\`, the answer as \`file_name\`, and \`time=1\`.

| name | question | how to write it |
|---|---|---|
| \`busiest\` | Which organisation has sent most transactions? | \`org1\` to \`org4\` |
| \`count\` | How many? | a number |
| \`heaviest\` | In which block is the transaction with the most \`gas\`? | a height |
| \`owner\` | Which organisation sent that one? | \`org1\` to \`org4\` |

Count the transactions of these blocks only, not your own.`,
  }),
  hints: () => [
    {
      zh: "用 `block 高度` 得到交易编号，再用 `tx` 加编号：`from=` 是组织，`gas=` 是消耗。",
      en: "`block HEIGHT` tells a transaction's id. Type `tx` and the id: `from=` is the organisation, `gas=` what it used.",
    },
    {
      zh: "边看边记：在纸上给每个组织画正字，同时记下见过的最大的 `gas` 和它的高度。",
      en: "Keep a tally on paper for each organisation, and note the largest `gas` so far with its height.",
    },
  ],
  assertions: [
    {
      name: "all-answered",
      says: { zh: "四个问题都回答了", en: "All four questions are answered" },
      holds: (evidence) => names.every((name) => answersTo(evidence, name).length > 0),
    },
    ...names.map((name) => ({
      name: `${name}-right`,
      says: says[name],
      holds: (evidence: Evidence<Parameters>) =>
        answersTo(evidence, name).every((answer) => answer === answersOf(evidence.parameters)[name]),
    })),
  ],
});
