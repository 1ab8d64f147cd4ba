import { answersTo, defineLab, type Evidence, type SeededChoice, type StartStep } from "@yanta/academy/lab";
export interface Parameters {
  readonly nodes: readonly string[];
  /** The first of four heights. */
  readonly base: number;
  /** Votes for two blocks, at this height. */
  readonly double: string;
  readonly doubleAt: number;
  /** Votes no more from this height on. */
  readonly away: string;
  readonly awayFrom: number;
  /** Where too few voted to decide. */
  readonly stuck: number;
  /** Who else did not vote there. */
  readonly late: readonly string[];
  /** Names of the blocks that were proposed at each height, and of the forged one. */
  readonly blocks: readonly string[];
  readonly forged: string;
}

const heights = [0, 1, 2, 3];
const names = ["quorum", "double", "away", "stuck"] as const;

function parameters(choice: SeededChoice): Parameters {
  const count = choice.pick([7, 8]);
  const nodes = ["A", "B", "C", "D", "E", "F", "G", "H"]
    .slice(0, count)
    .map((letter) => `${letter}${choice.integer(10, 99)}`);
  const [double = "", away = "", ...others] = choice.shuffle(nodes);
  const base = choice.integer(20, 90);
  return {
    nodes,
    base,
    double,
    doubleAt: base + choice.integer(0, 1),
    away,
    awayFrom: base + choice.integer(1, 2),
    stuck: base + choice.integer(2, 3),
    late: others.slice(0, 2),
    blocks: heights.map(() => choice.hex(6)),
    forged: choice.hex(6),
  };
}

export function answersOf({
  nodes,
  double,
  away,
  stuck,
}: Parameters): Readonly<Record<(typeof names)[number], string>> {
  return { quorum: String(Math.floor((nodes.length * 2) / 3) + 1), double, away, stuck: String(stuck) };
}

function votesOf(chosen: Parameters): readonly StartStep[] {
  const vote = (height: number, node: string, block: string): StartStep => ({
    kind: "send",
    contract: "votes",
    method: "vote",
    parameters: { height: String(height), node, block },
  });
  return heights.flatMap((step) => {
    const height = chosen.base + step;
    const present = chosen.nodes.filter(
      (node) =>
        !(node === chosen.away && height >= chosen.awayFrom) &&
        !(height === chosen.stuck && chosen.late.includes(node)),
    );
    const votes = present.map((node) => vote(height, node, chosen.blocks[step] ?? ""));
    return height === chosen.doubleAt ? [...votes, vote(height, chosen.double, chosen.forged)] : votes;
  });
}

/** Kept the same as `votes.ts` of the example. */
const source = `import { StateMap, StateValue } from "@yanta/contract-sdk";

const nodes = new StateValue<u32>("nodes");
const votes = new StateMap<string>("vote");
const counts = new StateMap<u32>("count");

export function init_contract(count: u32): void {
  nodes.set(count);
}

export function vote(height: u32, node: string, block: string): void {
  const key = height.toString() + "." + node;
  votes.set(key, votes.has(key) ? votes.get(key) + "," + block : block);
  const tally = height.toString() + "." + block;
  counts.set(tally, counts.getOr(tally, 0) + 1);
}

/** @query */
export function decided(height: u32, block: string): bool {
  return counts.getOr(height.toString() + "." + block, 0) >= (nodes.get() * 2) / 3 + 1;
}
`;

const says = {
  quorum: { zh: "需要的票数正确", en: "The number of votes that decide is right" },
  double: { zh: "投两次票的节点正确", en: "The node that voted twice is right" },
  away: { zh: "离线的节点正确", en: "The node that went away is right" },
  stuck: { zh: "没有结果的高度正确", en: "The height without a decision is right" },
};

export const lab = defineLab<Parameters>({
  title: { zh: "投票记录里的故障", en: "Faults in a record of votes" },
  parameters,
  start: (chosen) => [
    { kind: "install", name: "fact" },
    { kind: "install", name: "votes", source, parameters: { count: String(chosen.nodes.length) } },
    ...votesOf(chosen),
  ],
  task: ({ nodes, base }) => ({
    zh: `一个有 ${nodes.length} 个节点的网络：${nodes.map((node) => `\`${node}\``).join("、")}。监控把高度 ${base} 到 ${base + 3} 的投票记在合约 \`votes\` 里，键是“高度.节点”，值是它投给的区块。请查清四件事，用 \`fact\` 的 \`save\` 各记一条，\`file_hash\` 写名字，\`file_name\` 写答案，\`time=1\`。

| 名字 | 问题 |
|---|---|
| \`quorum\` | 要多少张票才能决定一个区块？ |
| \`double\` | 哪个节点在同一高度投给了两个区块？ |
| \`away\` | 哪个节点从某个高度起再也没有投票？ |
| \`stuck\` | 哪个高度的票不够，当时没能决定？ |`,
    en: `A network has ${nodes.length} nodes: ${nodes.map((node) => `\`${node}\``).join(", ")}. Monitoring has noted the votes at the heights ${base} to ${base + 3} in the contract \`votes\`: a key is "height.node", its value the block that the node voted for. Find out four things, and record each with \`save\` of \`fact\`: its name as \`file_hash\`, the answer as \`file_name\`, and \`time=1\`.

| name | question |
|---|---|
| \`quorum\` | How many votes decide a block? |
| \`double\` | Which node voted for two blocks at one height? |
| \`away\` | Which node did not vote any more from some height on? |
| \`stuck\` | At which height were there too few votes to decide? |`,
  }),
  hints: ({ nodes, base }) => [
    {
      zh: `${nodes.length} 乘以 2，除以 3，去掉小数，再加 1。`,
      en: `Twice ${nodes.length}, divided by 3, drop the fraction, add 1.`,
    },
    {
      zh: `\`state votes vote#${base}\` 列出高度 ${base} 的票；四个高度各看一遍。`,
      en: `\`state votes vote#${base}\` lists the votes at height ${base}. Look at all four heights.`,
    },
    {
      zh: "值里有逗号的，就是投了两个区块。离线的节点在后面的高度都没有票；只缺一次的不算。",
      en: "A value with a comma is two blocks. The node that went away has no votes at any later height; one missing vote is not enough.",
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
