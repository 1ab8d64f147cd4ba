import {
  argumentOf,
  bytesToText,
  contractChanges,
  defineLab,
  type Evidence,
  type SeededChoice,
} from "@yanta/academy/lab";
export interface Parameters {
  readonly contract: string;
  readonly give: string;
  readonly gifts: readonly { readonly donor: string; readonly amount: number }[];
}

function parameters(choice: SeededChoice): Parameters {
  return {
    contract: choice.pick(["gifts", "stamps", "points"]),
    give: choice.pick(["give", "enter", "book"]),
    gifts: ["A", "B", "C", "D"].map((letter) => ({
      donor: `${letter}${choice.integer(100, 999)}`,
      amount: choice.integer(10, 500),
    })),
  };
}

export function firstSource({ give }: Parameters): string {
  return `import { StateMap, StateValue } from "@yanta/contract-sdk";

const gifts = new StateMap<u64>("gift");
const total = new StateValue<u64>("total");

export function ${give}(donor: string, amount: u64): u64 {
  gifts.set(donor, gifts.getOr(donor, 0) + amount);
  let sum: u64 = 0;
  for (const rows = gifts.entries(); rows.next(); ) sum += rows.value;
  total.set(sum);
  return sum;
}

/** @query */
export function given(donor: string): u64 {
  return gifts.getOr(donor, 0);
}

/** @query */
export function sum(): u64 {
  return total.getOr(0);
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

export const lab = defineLab<Parameters>({
  title: { zh: "让每笔的消耗不随记录增加", en: "Gas that does not grow with the records" },
  parameters,
  start: (chosen) => [
    { kind: "install", name: chosen.contract, source: firstSource(chosen) },
    ...chosen.gifts.map(({ donor, amount }) => ({
      kind: "send" as const,
      contract: chosen.contract,
      method: chosen.give,
      parameters: { donor, amount: String(amount) },
    })),
  ],
  editor: (chosen) => ({ [`${chosen.contract}.ts`]: firstSource(chosen) }),
  task: ({ contract, give, gifts }) => ({
    zh: `合约 \`${contract}\` 已有 ${gifts.length} 条记录。它的方法 \`${give}\` 每次都把整张表加一遍，记录越多越慢。请改好并升级到版本 \`2.0\`：

1. \`${give}(donor: string, amount: u64)\` 仍返回到此为止的总和，但是消耗不再随记录的条数增加。
2. 查询 \`given(donor)\` 和 \`sum()\` 的结果与原来一样；已有的记录和总和都不能丢。`,
    en: `The contract \`${contract}\` has ${gifts.length} records. Its method \`${give}\` adds up the whole table each time and gets slower with every record. Mend it and upgrade it to version \`2.0\`:

1. \`${give}(donor: string, amount: u64)\` still returns the sum so far, but its gas does not grow with the number of records any more.
2. The queries \`given(donor)\` and \`sum()\` answer as before; the records and the sum that are there must not be lost.`,
  }),
  hints: ({ contract }) => [
    {
      zh: "总和已经存在 `total` 里：`total.getOr(0)` 读出来，加上这一笔，再 `total.set(…)`。",
      en: "The sum is kept in `total`: read it with `total.getOr(0)`, add this one, and `total.set(…)`.",
    },
    { zh: "表名 `gift` 和 `total` 都不要改。", en: "Do not change the names `gift` and `total`." },
    { zh: `升级：\`upgrade ${contract} 2.0\`。`, en: `Upgrade it with \`upgrade ${contract} 2.0\`.` },
  ],
  probe: async (bench, { contract, give, gifts }, choice) => {
    const send = async (donor: string, amount: number): Promise<{ readonly gas: number; readonly result: string }> => {
      const parameters = { donor, amount: String(amount) };
      const outcome = await bench.playground.send({ contract, method: give, parameters });
      if (outcome.kind !== "committed") return { gas: 0, result: "" };
      return { gas: Number(outcome.gasUsed), result: bytesToText(outcome.result) };
    };
    const ask = async (call: string): Promise<string> => (await bench.run(`query ${contract} ${call}`))[0] ?? "";
    let isKept = true;
    for (const { donor, amount } of gifts) isKept &&= (await ask(`given donor=${donor}`)) === `result ${amount}`;
    const before = Number(/^result (\d+)$/.exec(await ask("sum"))?.[1] ?? Number.NaN);
    const isSummed = before >= gifts.reduce((all, { amount }) => all + amount, 0);
    const amounts = Array.from({ length: 12 }, () => choice.integer(100, 999));
    const sent: Awaited<ReturnType<typeof send>>[] = [];
    for (const amount of amounts) sent.push(await send(`p${choice.hex(8)}`, amount));
    // The very first may find no sum yet and read less.
    const [early, last] = [sent[1], sent.at(-1)];
    const all = before + amounts.reduce((one, other) => one + other, 0);
    const isRight = last?.result === String(all) && (await ask("sum")) === `result ${all}`;
    const isFlat = early !== undefined && last !== undefined && last.gas > 0 && last.gas < early.gas * 1.1;
    return { kept: String(isKept), sums: String(isSummed && isRight), flat: String(isFlat) };
  },
  assertions: [
    {
      name: "contract-upgraded",
      says: { zh: "合约已升级到版本 2.0", en: "The contract is upgraded to version 2.0" },
      holds: (evidence) => isUpgraded(evidence),
    },
    {
      name: "records-kept",
      says: { zh: "原有的记录都还在", en: "The records from before are there" },
      holds: (evidence) => isProbed(evidence, "kept"),
    },
    {
      name: "sum-right",
      says: { zh: "总和正确，原有的也算在内", en: "The sum is right, with the records from before" },
      holds: (evidence) => isProbed(evidence, "sums"),
    },
    {
      name: "gas-flat",
      says: { zh: "消耗不随记录增加", en: "Gas does not grow with the records" },
      holds: (evidence) => isProbed(evidence, "flat"),
    },
  ],
});
