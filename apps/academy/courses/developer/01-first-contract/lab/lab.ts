import { argumentOf, callsOf, defineLab, isInstalled, type SeededChoice } from "@yanta/academy/lab";

export interface Parameters {
  /** Name of the contract to write. */
  readonly contract: string;
  readonly add: string;
  readonly total: string;
  /** What is to be entered, in two parts. */
  readonly item: string;
  readonly amounts: readonly [number, number];
}

function parameters(choice: SeededChoice): Parameters {
  const contract = choice.pick(["harvest", "rainfall", "donations", "production", "savings"]);
  const add = choice.pick(["add", "enter", "record", "put"]);
  const total = choice.pick(["total", "sum", "amount"]);
  const item = `${choice.pick(["north", "south", "east", "west"])}${choice.integer(10, 99)}`;
  return { contract, add, total, item, amounts: [choice.integer(100, 999), choice.integer(100, 999)] };
}

function number(line: string | undefined): number {
  return Number(/^result (\d+)$/.exec(line ?? "")?.[1] ?? Number.NaN);
}

export const lab = defineLab<Parameters>({
  title: { zh: "写一个按名目累计的合约", en: "Write a contract that adds up by item" },
  parameters,
  start: () => [],
  editor: ({ contract, add, total }) => ({
    [`${contract}.ts`]: `import { StateMap } from "@yanta/contract-sdk";

const totals = new StateMap<u64>("totals");

export function ${add}(item: string, quantity: u64): void {
  // TODO
}

/** @query */
export function ${total}(item: string): u64 {
  return 0;
}
`,
  }),
  task: ({ contract, add, total, item, amounts }) => ({
    zh: `编辑器里的 \`${contract}.ts\` 是一个没写完的合约。

1. 把它写完：\`${add}\` 把 \`quantity\` 加到 \`item\` 的总数上；\`${total}\` 返回 \`item\` 的总数，从没加过的返回 0。不同的 \`item\` 各算各的。
2. 安装它：名称 \`${contract}\`，版本 \`1.0\`。
3. 为 \`item=${item}\` 先加 ${amounts[0]}，再加 ${amounts[1]}。`,
    en: `\`${contract}.ts\` in the editor is a contract that is not finished.

1. Finish it: \`${add}\` adds \`quantity\` to the total of \`item\`; \`${total}\` returns the total of \`item\`, and 0 for one that was never added to. Each \`item\` has a total of its own.
2. Install it under the name \`${contract}\`, version \`1.0\`.
3. For \`item=${item}\` add ${amounts[0]} first and then ${amounts[1]}.`,
  }),
  hints: ({ contract, add, item, amounts }) => [
    {
      zh: "`totals.getOr(item, 0)` 读出现在的总数，没有时得到 0；`totals.set(item, …)` 写入新的总数。",
      en: "`totals.getOr(item, 0)` reads the total, 0 when there is none; `totals.set(item, …)` writes the new one.",
    },
    {
      zh: `安装：\`install ${contract} 1.0\`。编译出错时会显示行号。`,
      en: `Install it with \`install ${contract} 1.0\`. If it does not compile, you are told the line.`,
    },
    {
      zh: `然后：\`send ${contract} ${add} item=${item} quantity=${amounts[0]}\`。`,
      en: `Then: \`send ${contract} ${add} item=${item} quantity=${amounts[0]}\`.`,
    },
  ],
  probe: async (bench, { contract, add, total }, choice) => {
    const [one, other, never] = [`p${choice.hex(8)}`, `q${choice.hex(8)}`, `r${choice.hex(8)}`];
    const [first, second, third] = [choice.integer(1, 9999), choice.integer(1, 9999), choice.integer(10_000, 19_999)];
    const ask = async (item: string): Promise<string> =>
      (await bench.run(`query ${contract} ${total} item=${item}`))[0] ?? "";
    const put = (item: string, quantity: number): Promise<readonly string[]> =>
      bench.run(`send ${contract} ${add} item=${item} quantity=${quantity}`);
    await put(one, first);
    const before = number(await ask(one));
    await put(one, second);
    const grown = number(await ask(one)) - before;
    await put(other, third);
    const apart = (await ask(other)) === `result ${third}`;
    return { addsUp: String(grown === second), apart: String(apart), unknown: await ask(never) };
  },
  assertions: [
    {
      name: "contract-installed",
      says: { zh: "合约已按指定名称安装", en: "The contract is installed under its name" },
      holds: (evidence) => isInstalled(evidence, evidence.parameters.contract),
    },
    {
      name: "adds-up",
      says: { zh: "第二次加的数量累计在第一次之上", en: "A second quantity is added to the first" },
      holds: (evidence) => !isInstalled(evidence, evidence.parameters.contract) || evidence.probed["addsUp"] === "true",
    },
    {
      name: "items-apart",
      says: { zh: "不同名目各算各的", en: "Each item has a total of its own" },
      holds: (evidence) => !isInstalled(evidence, evidence.parameters.contract) || evidence.probed["apart"] === "true",
    },
    {
      name: "unknown-item-answered",
      says: { zh: "查询从没加过的名目不会失败", en: "Asking about an item that was never added to does not fail" },
      holds: (evidence) =>
        !isInstalled(evidence, evidence.parameters.contract) ||
        evidence.probed["unknown"]?.startsWith("result") === true,
    },
    {
      name: "amounts-entered",
      says: { zh: "两笔数量都已录入", en: "Both quantities were entered" },
      holds: (evidence) => {
        const { contract, add, item, amounts } = evidence.parameters;
        const entered = callsOf(evidence.txs, contract, add)
          .filter((tx) => argumentOf(tx, "item") === item)
          .map((tx) => argumentOf(tx, "quantity"));
        return !isInstalled(evidence, evidence.parameters.contract) || entered.join() === amounts.join();
      },
    },
  ],
});
