import {
  argumentOf,
  callsOf,
  defineLab,
  type Evidence,
  isInstalled,
  isSuccess,
  type LabTransaction,
  type SeededChoice,
} from "@yanta/academy/lab";

export interface Parameters {
  /** Name of the contract that is there, and of its method that takes things out. */
  readonly store: string;
  readonly take: string;
  /** Name of the contract to write. */
  readonly contract: string;
  readonly item: string;
  readonly stock: number;
  readonly customer: string;
  readonly quantity: number;
  /** More than what is left. */
  readonly tooMuch: number;
}

function parameters(choice: SeededChoice): Parameters {
  const stock = choice.integer(50, 90);
  const quantity = choice.integer(11, 40);
  return {
    store: choice.pick(["warehouse", "depot", "silo", "pharmacy"]),
    take: choice.pick(["take", "withdraw", "release"]),
    contract: choice.pick(["orders", "dispatch", "sales", "supply"]),
    item: `${choice.pick(["bolts", "masks", "seeds", "pumps"])}${choice.integer(10, 99)}`,
    stock,
    customer: choice.pick(["Zhao", "Qian", "Sun", "Zhou", "Wu"]),
    quantity,
    tooMuch: stock - quantity + choice.integer(1, 9),
  };
}

function storeSource({ store, take }: Parameters): string {
  return `import { Event2, StateMap } from "@yanta/contract-sdk";

const stocks = new StateMap<u64>("stock");
const taken = new Event2<string, u64>("taken", "item", "quantity");

export function put(item: string, quantity: u64): u64 {
  const stock = stocks.getOr(item, 0) + quantity;
  stocks.set(item, stock);
  return stock;
}

export function ${take}(item: string, quantity: u64): u64 {
  const stock = stocks.getOr(item, 0);
  assert(stock >= quantity, "${store} has only " + stock.toString() + " of " + item);
  stocks.set(item, stock - quantity);
  taken.emit(item, quantity);
  return stock - quantity;
}

/** @query */
export function left(item: string): u64 {
  return stocks.getOr(item, 0);
}
`;
}

/** What a probe found out is not asked when there is no contract to ask. */
function isProbed(evidence: Evidence<Parameters>, finding: string): boolean {
  return !isInstalled(evidence, evidence.parameters.contract) || evidence.probed[finding] === "true";
}

function isFor({ customer, item }: Parameters, quantity: number, tx: LabTransaction): boolean {
  return (
    argumentOf(tx, "customer") === customer &&
    argumentOf(tx, "item") === item &&
    argumentOf(tx, "quantity") === String(quantity)
  );
}

export const lab = defineLab<Parameters>({
  title: { zh: "订货：向仓库合约要货", en: "Orders that take goods from another contract" },
  parameters,
  start: (chosen) => [
    { kind: "install", name: chosen.store, source: storeSource(chosen) },
    {
      kind: "send",
      contract: chosen.store,
      method: "put",
      parameters: { item: chosen.item, quantity: String(chosen.stock) },
    },
  ],
  editor: ({ contract }) => ({
    [`${contract}.ts`]: `import { callContract, CallParameters, fromText, StateMap, toText } from "@yanta/contract-sdk";

const ordered = new StateMap<u64>("ordered");

/** Returns what is left in the store. */
export function order(customer: string, item: string, quantity: u64): u64 {
  return 0;
}

/** @query */
export function total(customer: string): u64 {
  return ordered.getOr(customer, 0);
}
`,
  }),
  task: ({ store, take, contract, item, stock, customer, quantity, tooMuch }) => ({
    zh: `合约 \`${store}\` 已经装好，里面有 ${stock} 件 \`${item}\`。它的方法 \`${take}\` 有两个参数：\`item\`（文字）和 \`quantity\`（数，\`u64\`），取出货物并返回还剩多少；不够时失败。\`query ${store} left item=${item}\` 查询剩余。

编辑器里的 \`${contract}.ts\` 是没写完的订货合约。

1. 把 \`order\` 写完：把 \`quantity\` 累计到 \`customer\` 的订货数上（表 \`ordered\`）；调用 \`${store}\` 的 \`${take}\` 取货；返回 \`${take}\` 报上来的剩余数。
2. 安装它：名称 \`${contract}\`，版本 \`1.0\`。
3. 为 \`customer=${customer}\` 订 ${quantity} 件 \`${item}\`。
4. 再为同一位客户订 ${tooMuch} 件，货不够，看它被拒绝。`,
    en: `The contract \`${store}\` is installed and has ${stock} pieces of \`${item}\`. Its method \`${take}\` has two parameters, \`item\` (a text) and \`quantity\` (a number, \`u64\`). It takes goods out and returns how many are left; when there are too few it fails. \`query ${store} left item=${item}\` tells what is left.

\`${contract}.ts\` in the editor is a contract for orders that is not finished.

1. Finish \`order\`: add \`quantity\` to what \`customer\` has ordered (the table \`ordered\`); call \`${take}\` of \`${store}\` to take out the goods; return what \`${take}\` says is left.
2. Install it under the name \`${contract}\`, version \`1.0\`.
3. For \`customer=${customer}\` order ${quantity} pieces of \`${item}\`.
4. For the same customer order ${tooMuch} more. There are too few, so see that it is refused.`,
  }),
  hints: ({ store, take, contract, item, customer, quantity }) => [
    {
      zh: '参数单：`new CallParameters().add<string>("item", item).add<u64>("quantity", quantity)`。',
      en: 'The parameters: `new CallParameters().add<string>("item", item).add<u64>("quantity", quantity)`.',
    },
    {
      zh: `\`callContract("${store}", "${take}", …)\` 得到字节，\`fromText<u64>(toText<Uint8Array>(answer))\` 还原成数。`,
      en: `\`callContract("${store}", "${take}", …)\` gives bytes; \`fromText<u64>(toText<Uint8Array>(answer))\` makes a number of them.`,
    },
    {
      zh: `订货：\`send ${contract} order customer=${customer} item=${item} quantity=${quantity}\`。`,
      en: `To order: \`send ${contract} order customer=${customer} item=${item} quantity=${quantity}\`.`,
    },
  ],
  probe: async (bench, { store, contract }, choice) => {
    const item = `p${choice.hex(8)}`;
    const [customer, other] = [`q${choice.hex(8)}`, `r${choice.hex(8)}`];
    const [first, second, third] = [choice.integer(2, 99), choice.integer(100, 199), choice.integer(200, 299)];
    const ask = async (call: string): Promise<string> => (await bench.run(`query ${call}`))[0] ?? "";
    const order = (who: string, quantity: number): Promise<readonly string[]> =>
      bench.run(`send ${contract} order customer=${who} item=${item} quantity=${quantity}`);
    await bench.run(`send ${store} put item=${item} quantity=1000`);
    await order(customer, first);
    await order(customer, second);
    const answer = await order(other, third);
    const left = await ask(`${store} left item=${item}`);
    const totals = [
      await ask(`${contract} total customer=${customer}`),
      await ask(`${contract} total customer=${other}`),
    ];
    return {
      takes: String(left === `result ${1000 - first - second - third}`),
      adds: String(totals.join() === `result ${first + second},result ${third}`),
      answers: String(answer.includes(left)),
    };
  },
  assertions: [
    {
      name: "contract-installed",
      says: { zh: "合约已按指定名称安装", en: "The contract is installed under its name" },
      holds: (evidence) => isInstalled(evidence, evidence.parameters.contract),
    },
    {
      name: "goods-taken",
      says: { zh: "订货时从仓库合约取出同样的数量", en: "An order takes the same quantity out of the store" },
      holds: (evidence) => isProbed(evidence, "takes"),
    },
    {
      name: "orders-added-up",
      says: { zh: "每位客户的订货数各自累计", en: "What each customer has ordered adds up" },
      holds: (evidence) => isProbed(evidence, "adds"),
    },
    {
      name: "answer-passed-on",
      says: { zh: "返回仓库合约报上来的剩余数", en: "The method returns what the store says is left" },
      holds: (evidence) => isProbed(evidence, "answers"),
    },
    {
      name: "order-made",
      says: { zh: "指定的货已为指定的客户订下", en: "The order was made for the customer" },
      holds: (evidence) =>
        !isInstalled(evidence, evidence.parameters.contract) ||
        callsOf(evidence.txs, evidence.parameters.contract, "order").some((tx) =>
          isFor(evidence.parameters, evidence.parameters.quantity, tx),
        ),
    },
    {
      name: "refusal-seen",
      says: { zh: "试订过超出库存的数量，被拒绝了", en: "An order of more than there is was tried and refused" },
      holds: (evidence) => {
        const { contract, tooMuch } = evidence.parameters;
        const isTried = evidence.txs.some(
          (tx) =>
            tx.contract === contract &&
            tx.method === "order" &&
            !isSuccess(tx) &&
            isFor(evidence.parameters, tooMuch, tx),
        );
        // A contract that takes nothing refuses nothing: that is what `goods-taken` says.
        return isTried || !isInstalled(evidence, evidence.parameters.contract) || evidence.probed["takes"] !== "true";
      },
    },
  ],
});
