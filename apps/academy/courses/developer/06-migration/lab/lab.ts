import {
  argumentOf,
  bytesToText,
  callsOf,
  contractChanges,
  defineLab,
  type Evidence,
  type SeededChoice,
} from "@yanta/academy/lab";
import type { TraceStep } from "@yanta/playground";
export interface Parameters {
  readonly contract: string;
  /** Between place and quantity of a record in the old table. */
  readonly mark: string;
  readonly records: readonly Stock[];
  /** A record without a quantity, and what is right. */
  readonly broken: Stock;
}

export interface Stock {
  readonly item: string;
  readonly place: string;
  readonly quantity: number;
}

/** Records that one transaction may move. */
const batchMax = 2;

function parameters(choice: SeededChoice): Parameters {
  const places = ["hall", "yard", "cellar", "loft"] as const;
  const stock = (item: string): Stock => ({ item, place: choice.pick(places), quantity: choice.integer(10, 999) });
  const items = choice.shuffle(["bolts", "cables", "filters", "gloves", "pumps", "valves"]);
  const [broken = "bolts", ...others] = items.map((name) => `${name}${choice.integer(10, 99)}`);
  return {
    contract: choice.pick(["depot", "store", "stock"]),
    mark: choice.pick(["|", ";", "/"]),
    records: others.map(stock),
    broken: stock(broken),
  };
}

function firstSource({ mark }: Parameters): string {
  return `import { StateMap } from "@yanta/contract-sdk";

const stock = new StateMap<string>("stock");

/** Keeps place and quantity in one text: \`hall${mark}120\`. */
export function put(item: string, record: string): void {
  stock.set(item, record);
}

/** @query */
export function find(item: string): string {
  return stock.getOr(item, "unknown");
}
`;
}

function isUpgraded(evidence: Evidence<Parameters>): boolean {
  return contractChanges(evidence, "UPGRADE_CONTRACT", evidence.parameters.contract).some(
    (tx) => argumentOf(tx, "CONTRACT_VERSION") === "2.0",
  );
}

function valueOf({ chain, parameters: { contract } }: Evidence<Parameters>, key: string, field: string): string {
  return bytesToText(chain.getState({ contract, key, field }));
}

function isInNewTables(evidence: Evidence<Parameters>, { item, place, quantity }: Stock): boolean {
  return valueOf(evidence, "place", item) === place && valueOf(evidence, "quantity", item) === String(quantity);
}

/** How many records a transaction has written to the new table. */
function countMoved({ chain, parameters: { contract } }: Evidence<Parameters>, txId: string): number {
  const trace = chain.trace({ txId });
  const isMove = (step: TraceStep): boolean =>
    step.kind === "write" && step.contract === contract && step.key.startsWith("place#");
  const count = (steps: readonly TraceStep[]): number =>
    steps.reduce((sum, step) => sum + Number(isMove(step)) + ("steps" in step ? count(step.steps) : 0), 0);
  return trace.kind === "trace" && trace.call !== undefined ? count(trace.call.steps) : 0;
}

export const lab = defineLab<Parameters>({
  title: { zh: "仓库台账：一批一批地搬家", en: "A stock book, moved in batches" },
  parameters,
  start: (chosen) => [
    { kind: "install", name: chosen.contract, source: firstSource(chosen) },
    ...[...chosen.records, chosen.broken].map((record) => ({
      kind: "send" as const,
      contract: chosen.contract,
      method: "put",
      parameters: {
        item: record.item,
        record: record === chosen.broken ? record.place : `${record.place}${chosen.mark}${record.quantity}`,
      },
    })),
  ],
  editor: (chosen) => ({ [`${chosen.contract}.ts`]: firstSource(chosen) }),
  task: ({ contract, mark, records, broken }) => ({
    zh: `合约 \`${contract}\` 的第一版把存放地点和数量写在一张表 \`stock\` 的一段文字里，例如 \`hall${mark}120\`。表里有 ${records.length + 1} 条记录，其中 \`${broken.item}\` 漏写了数量。

1. 写出第二版：地点存入表 \`place\`（文字），数量存入表 \`quantity\`（\`u64\`），都以物品为键。
2. 方法 \`migrate(most: u32)\` 把旧表里至多 \`most\` 条记录搬到新表，搬走的从旧表删除，返回搬了几条（\`u32\`）。
3. 方法 \`correct(item: string, place: string, quantity: u64)\` 直接写新表，并删除旧表里的那一条。
4. 把 \`${contract}\` 升级到版本 \`2.0\`。盘点的结果是：\`${broken.item}\` 在 \`${broken.place}\`，共 ${broken.quantity} 件。用 \`correct\` 更正它。
5. 用 \`migrate\` 把旧表搬空，每笔交易最多搬 ${batchMax} 条。`,
    en: `The first version of the contract \`${contract}\` keeps place and quantity in one text of one table, \`stock\`, as in \`hall${mark}120\`. There are ${records.length + 1} records, and the quantity of \`${broken.item}\` is missing.

1. Write a second version with two tables: \`place\` (texts) and \`quantity\` (\`u64\`), both by item.
2. Its method \`migrate(most: u32)\` moves at most \`most\` records from the old table to the new ones, deletes them from the old one, and returns how many it moved (\`u32\`).
3. Its method \`correct(item: string, place: string, quantity: u64)\` writes the new tables and deletes the item from the old one.
4. Upgrade \`${contract}\` to version \`2.0\`. Somebody has counted: ${broken.quantity} of \`${broken.item}\` are in \`${broken.place}\`. Correct the record with \`correct\`.
5. Empty the old table with \`migrate\`. No transaction may move more than ${batchMax} records.`,
  }),
  hints: ({ contract, mark, broken }) => [
    {
      zh: `\`stock.get(item).split("${mark}")\` 把文字分成两段，\`fromText<u64>(parts[1])\` 把第二段变成数。`,
      en: `\`stock.get(item).split("${mark}")\` cuts the text in two, and \`fromText<u64>(parts[1])\` makes a number of the second part.`,
    },
    {
      zh: `先更正再搬：\`send ${contract} correct item=${broken.item} place=${broken.place} quantity=${broken.quantity}\`。否则搬到这一条时整批都会失败。`,
      en: `Correct first: \`send ${contract} correct item=${broken.item} place=${broken.place} quantity=${broken.quantity}\`. Otherwise every batch with this record fails.`,
    },
    {
      zh: `重复 \`send ${contract} migrate most=${batchMax}\`，直到返回 0；用 \`state ${contract}\` 核对。`,
      en: `Repeat \`send ${contract} migrate most=${batchMax}\` until it returns 0, and look at \`state ${contract}\`.`,
    },
  ],
  assertions: [
    {
      name: "contract-upgraded",
      says: { zh: "合约已升级到版本 2.0", en: "The contract is upgraded to version 2.0" },
      holds: (evidence) => isUpgraded(evidence),
    },
    {
      name: "old-table-empty",
      says: { zh: "旧表已经搬空", en: "The old table is empty" },
      holds: ({ chain, parameters: { contract } }) => chain.listState({ contract, prefix: "stock#" }).length === 0,
    },
    {
      name: "records-kept",
      says: { zh: "搬过的记录，地点和数量都对", en: "What was moved has the right place and quantity" },
      holds: (evidence) =>
        evidence.parameters.records.every(
          (record) => valueOf(evidence, "stock", record.item) !== "" || isInNewTables(evidence, record),
        ),
    },
    {
      name: "record-corrected",
      says: { zh: "漏写数量的记录已按盘点结果更正", en: "The record without a quantity is what was counted" },
      holds: (evidence) => {
        const { broken } = evidence.parameters;
        return valueOf(evidence, "stock", broken.item) !== "" || isInNewTables(evidence, broken);
      },
    },
    {
      name: "batches-small",
      says: { zh: "没有一笔交易搬得太多", en: "No transaction moved too many records" },
      holds: (evidence) =>
        callsOf(evidence.txs, evidence.parameters.contract, "migrate").every(
          ({ txId }) => countMoved(evidence, txId) <= batchMax,
        ),
    },
  ],
});
