import {
  argumentOf,
  bytesToText,
  contractChanges,
  defineLab,
  type Evidence,
  type SeededChoice,
} from "@yanta/academy/lab";

export interface Parameters {
  /** Name of the contract that is there, of its method, and of the one to write. */
  readonly contract: string;
  readonly read: string;
  readonly bill: string;
  readonly planted: readonly { readonly meter: string; readonly units: number }[];
  readonly rate: number;
}

function parameters(choice: SeededChoice): Parameters {
  return {
    contract: choice.pick(["water", "power", "heating", "gasmeters"]),
    read: choice.pick(["read", "note", "report"]),
    bill: choice.pick(["bill", "charge", "cost"]),
    planted: ["A", "B", "C"].map((letter) => ({
      meter: `${letter}${choice.integer(100, 999)}`,
      units: choice.integer(20, 900),
    })),
    rate: choice.integer(11, 99),
  };
}

function firstSource({ read }: Parameters): string {
  return `import { StateMap, StateValue } from "@yanta/contract-sdk";

const readings = new StateMap<u64>("reading");

export function ${read}(meter: string, units: u64): void {
  readings.set(meter, units);
}

/** @query */
export function reading(meter: string): u64 {
  return readings.getOr(meter, 0);
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
  title: { zh: "升级抄表合约", en: "Upgrade a contract for meters" },
  parameters,
  start: (chosen) => [
    { kind: "install", name: chosen.contract, source: firstSource(chosen) },
    ...chosen.planted.map(({ meter, units }) => ({
      kind: "send" as const,
      contract: chosen.contract,
      method: chosen.read,
      parameters: { meter, units: String(units) },
    })),
  ],
  editor: (chosen) => ({ [`${chosen.contract}.ts`]: firstSource(chosen) }),
  task: ({ contract, read, bill, planted, rate }) => ({
    zh: `合约 \`${contract}\` 的版本 \`1.0\` 正在使用，已有 ${planted.map(({ meter }) => `\`${meter}\``).join("、")} 三只表的读数。它的源码就在编辑器里的 \`${contract}.ts\`。请改成第二版：

1. 加一个方法 \`upgrade(rate: u64)\`，升级时把单价 \`rate\` 存入名为 \`price\` 的单个值。
2. \`${read}\` 拒绝比原来小的读数。
3. 加一个查询 \`${bill}(meter: string)\`，返回读数乘以单价，类型 \`u64\`；没有读数的表返回 0。
4. 原有的读数必须都还在。
5. 把 \`${contract}\` 升级到版本 \`2.0\`，参数 \`rate=${rate}\`。`,
    en: `Version \`1.0\` of the contract \`${contract}\` is in use and has the readings of three meters: ${planted.map(({ meter }) => `\`${meter}\``).join(", ")}. Its source is \`${contract}.ts\` in the editor. Make the second version of it:

1. Add a method \`upgrade(rate: u64)\` that keeps the price \`rate\` in a single value with the name \`price\`.
2. \`${read}\` refuses a reading that is smaller than the one before.
3. Add a query \`${bill}(meter: string)\` that returns the reading times the price, as \`u64\`, and 0 for a meter without a reading.
4. All readings so far have to be there still.
5. Upgrade \`${contract}\` to version \`2.0\` with \`rate=${rate}\`.`,
  }),
  hints: ({ contract, rate }) => [
    {
      zh: '单个值：`const price = new StateValue<u64>("price");`，用 `price.set(rate)` 写，`price.get()` 读。',
      en: 'A single value: `const price = new StateValue<u64>("price");`, with `price.set(rate)` and `price.get()`.',
    },
    {
      zh: "表的名字 `reading` 不要改，否则原来的读数就找不到了。",
      en: "Do not change the name of the table, `reading`, or the readings so far cannot be found.",
    },
    {
      zh: `升级：\`upgrade ${contract} 2.0 rate=${rate}\`。`,
      en: `Upgrade it with \`upgrade ${contract} 2.0 rate=${rate}\`.`,
    },
  ],
  probe: async (bench, { contract, read, bill, planted }, choice) => {
    const meter = `p${choice.hex(8)}`;
    const units = choice.integer(1000, 9999);
    const ask = async (call: string): Promise<string> => (await bench.run(`query ${contract} ${call}`))[0] ?? "";
    const note = async (reading: number): Promise<boolean> =>
      (await bench.run(`send ${contract} ${read} meter=${meter} units=${reading}`))[0]?.startsWith("ok") === true;
    let isKept = true;
    for (const each of planted) isKept &&= (await ask(`reading meter=${each.meter}`)) === `result ${each.units}`;
    const isTaken = await note(units);
    const isBack = await note(units - 1);
    const isOn = await note(units + 1);
    const [, price = ""] = /^price = (\d+)$/.exec((await bench.run(`state ${contract} price`))[0] ?? "") ?? [];
    const isBilled =
      (await ask(`${bill} meter=${meter}`)) === `result ${(units + 1) * Number(price)}` &&
      (await ask(`${bill} meter=q${choice.hex(8)}`)) === "result 0";
    return { kept: String(isKept), refuses: String(isTaken && !isBack && isOn), bills: String(isBilled) };
  },
  assertions: [
    {
      name: "contract-upgraded",
      says: { zh: "合约已升级到版本 2.0", en: "The contract is upgraded to version 2.0" },
      holds: (evidence) => isUpgraded(evidence),
    },
    {
      name: "readings-kept",
      says: { zh: "原有的读数都还在", en: "The readings from before are still there" },
      holds: (evidence) => isProbed(evidence, "kept"),
    },
    {
      name: "price-set",
      says: { zh: "升级时存下了单价", en: "The upgrade has set the price" },
      holds: (evidence) => {
        const { contract, rate } = evidence.parameters;
        return (
          !isUpgraded(evidence) || bytesToText(evidence.chain.getState({ contract, key: "price" })) === String(rate)
        );
      },
    },
    {
      name: "going-back-refused",
      says: { zh: "比原来小的读数被拒绝，其他的照收", en: "Smaller readings are refused, others are taken" },
      holds: (evidence) => isProbed(evidence, "refuses"),
    },
    {
      name: "bill-right",
      says: { zh: "费用等于读数乘以单价", en: "A bill is the reading times the price" },
      holds: (evidence) => isProbed(evidence, "bills"),
    },
  ],
});
