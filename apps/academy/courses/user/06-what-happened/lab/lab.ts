import { bytesToText, defineLab, type Evidence, orgId, type SeededChoice } from "@yanta/academy/lab";

interface Transfer {
  /** Number of the organisation whose `client1` paid. */
  readonly from: number;
  readonly to: number;
  readonly amount: number;
}

export interface Parameters {
  /** What the administrator gave each of the four at first. */
  readonly gift: number;
  readonly transfers: readonly Transfer[];
  /** Whose balance is asked for. */
  readonly asked: number;
}

const orgs = [1, 2, 3, 4] as const;
/** Blocks before the first transfer: two contracts and four gifts. */
const blocksBefore = 2 + orgs.length;

function parameters(choice: SeededChoice): Parameters {
  const count = 7;
  const largest = choice.integer(1, count - 2);
  const transfers = Array.from({ length: count }, (_, index): Transfer => {
    const [from = 1, to = 2] = choice.shuffle(orgs);
    const amount = index === largest ? choice.integer(501, 700) : 40 * (index + 1) + choice.integer(0, 39);
    return { from, to, amount };
  });
  return { gift: choice.integer(50, 90) * 100, transfers, asked: choice.integer(1, 4) };
}

/** What the questions come to. */
export function answersOf({ gift, transfers, asked }: Parameters): Readonly<Record<AnswerName, string>> {
  const balances = new Map<number, number>(orgs.map((org) => [org, gift]));
  const largest = transfers.reduce((found, transfer) => (transfer.amount > found.amount ? transfer : found));
  let before = 0;
  for (const transfer of transfers) {
    const [from = 0, to = 0] = [balances.get(transfer.from), balances.get(transfer.to)];
    if (transfer === largest) before = from;
    balances.set(transfer.from, from - transfer.amount);
    balances.set(transfer.to, to + transfer.amount);
  }
  return {
    height: String(blocksBefore + transfers.indexOf(largest) + 1),
    payer: `org${largest.from}`,
    before: String(before),
    balance: String(balances.get(asked) ?? 0),
  };
}

export type AnswerName = "height" | "payer" | "before" | "balance";

const names: readonly AnswerName[] = ["height", "payer", "before", "balance"];

function given({ chain }: Evidence<Parameters>, name: AnswerName): string | undefined {
  const found = bytesToText(chain.getState({ contract: "fact", key: "fact", field: name }));
  return found === "" ? undefined : (JSON.parse(found) as { readonly file_name: string }).file_name;
}

function isRightOrMissing(evidence: Evidence<Parameters>, name: AnswerName): boolean {
  const answer = given(evidence, name);
  return answer === undefined || answer === answersOf(evidence.parameters)[name];
}

export const lab = defineLab<Parameters>({
  title: { zh: "查账：最大的一笔", en: "Audit: the largest payment" },
  parameters,
  start: ({ gift, transfers }, addressOf) => [
    { kind: "install", name: "fact" },
    {
      kind: "install",
      name: "cmdfa",
      parameters: { name: "Points", symbol: "PT", decimals: "0", totalSupply: "1000000" },
    },
    ...orgs.map((org) => ({
      kind: "send" as const,
      contract: "cmdfa",
      method: "Transfer",
      parameters: { to: addressOf(`client1@org${org}`), amount: String(gift) },
      sender: { orgId: orgId(1), name: "admin1" },
    })),
    ...transfers.map(({ from, to, amount }) => ({
      kind: "send" as const,
      contract: "cmdfa",
      method: "Transfer",
      parameters: { to: addressOf(`client1@org${to}`), amount: String(amount) },
      sender: { orgId: orgId(from), name: "client1" },
    })),
  ],
  task: ({ gift, transfers, asked }) => ({
    zh: `积分合约 \`cmdfa\` 里，四个组织的 \`client1\` 各从管理员那里领了 ${gift} 分（区块 3 到 ${blocksBefore}），随后互相转了 ${transfers.length} 次（区块 ${blocksBefore + 1} 到 ${blocksBefore + transfers.length}，每块一笔）。请查明下面四件事，用合约 \`fact\` 的 \`save\` 各记一条：\`file_hash\` 写题目的名字，\`file_name\` 写答案，\`time\` 写 \`1\`。

| 名字 | 问题 | 答案的写法 |
|---|---|---|
| \`height\` | 互转中数量最大的一笔在哪个区块？ | 高度 |
| \`payer\` | 这一笔是哪个组织付的？ | \`org1\` 到 \`org4\` |
| \`before\` | 付款之前，付款人的余额是多少？ | 数 |
| \`balance\` | \`client1@org${asked}\` 现在的余额是多少？ | 数 |`,
    en: `With the contract \`cmdfa\` the administrator gave ${gift} points to the \`client1\` of each of the four organisations (blocks 3 to ${blocksBefore}). Then they paid one another ${transfers.length} times (blocks ${blocksBefore + 1} to ${blocksBefore + transfers.length}, one payment each). Find out four things and record each of them with \`save\` of the contract \`fact\`: \`file_hash\` is the name of the question, \`file_name\` the answer, \`time\` is \`1\`.

| name | question | how to write the answer |
|---|---|---|
| \`height\` | In which block is the largest of these payments? | its height |
| \`payer\` | Which organisation paid it? | \`org1\` to \`org4\` |
| \`before\` | What was the balance of the payer before it paid? | a number |
| \`balance\` | What is the balance of \`client1@org${asked}\` now? | a number |`,
  }),
  hints: ({ asked }) => [
    {
      zh: `用 \`block ${blocksBefore + 1}\` 起逐块查看，再用 \`tx 编号\` 看每笔交易的事件：最后一项是数量。`,
      en: `Go through the blocks from \`block ${blocksBefore + 1}\` on, and look at the events with \`tx ID\`: the last datum is the amount.`,
    },
    {
      zh: "`tx` 显示的 `from=` 就是付款人的组织。",
      en: "`from=` in what `tx` prints is the payer's organisation.",
    },
    {
      zh: "`trace 编号` 里，第一次 `read` 付款人的 `balance#…`，读到的就是付款前的余额。",
      en: "In `trace ID`, the first `read` of the payer's `balance#…` is the balance before the payment.",
    },
    {
      zh: `用 \`members\` 查 \`client1@org${asked}\` 的地址，再查 \`BalanceOf\`。`,
      en: `Find the address of \`client1@org${asked}\` with \`members\`, then ask \`BalanceOf\`.`,
    },
  ],
  assertions: [
    {
      name: "all-answered",
      says: { zh: "四个问题都有答案", en: "All four questions are answered" },
      holds: (evidence) => names.every((name) => given(evidence, name) !== undefined),
    },
    {
      name: "height-right",
      says: { zh: "区块高度正确", en: "The height is right" },
      holds: (evidence) => isRightOrMissing(evidence, "height"),
    },
    {
      name: "payer-right",
      says: { zh: "付款的组织正确", en: "The organisation that paid is right" },
      holds: (evidence) => isRightOrMissing(evidence, "payer"),
    },
    {
      name: "before-right",
      says: { zh: "付款前的余额正确", en: "The balance before the payment is right" },
      holds: (evidence) => isRightOrMissing(evidence, "before"),
    },
    {
      name: "balance-right",
      says: { zh: "现在的余额正确", en: "The balance of today is right" },
      holds: (evidence) => isRightOrMissing(evidence, "balance"),
    },
  ],
});
