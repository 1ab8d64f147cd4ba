import {
  argumentOf,
  bytesToText,
  callsOf,
  defineLab,
  type Evidence,
  orgId,
  type SeededChoice,
} from "@yanta/academy/lab";

interface Receipt {
  readonly id: string;
  readonly goods: string;
  readonly tons: number;
  /** Number of the lot in the warehouse. */
  readonly lot: string;
}

export interface Parameters {
  readonly receipt: Receipt;
  /** Gets the receipt, and pledges it to the bank. Names as in the console. */
  readonly depositor: string;
  readonly bank: string;
  /** Whose receipts are there already. */
  readonly other: string;
  /** In the order in which they were made; two are for the same lot. */
  readonly planted: readonly Receipt[];
}

const goods = ["rice", "copper", "cotton", "soybeans", "sugar", "steel"] as const;

function parameters(choice: SeededChoice): Parameters {
  const numbers = choice.shuffle(Array.from({ length: 90 }, (_, index) => index + 10));
  const orgs = choice.shuffle([2, 3, 4]).map((org) => `client1@org${org}`);
  const receipt = (index: number): Receipt => ({
    id: `WR-${numbers[index] ?? 0}`,
    goods: choice.pick(goods),
    tons: choice.integer(5, 95),
    lot: `L${(numbers[index] ?? 0) * 7 + 1000}`,
  });
  const singles = [1, 2, 3, 4].map(receipt);
  const doubled = singles[choice.integer(0, 2)] ?? receipt(5);
  const planted = [...singles, { ...doubled, id: receipt(6).id }];
  const [depositor = "", bank = "", other = ""] = orgs;
  return { receipt: receipt(0), depositor, bank, other, planted };
}

/** The two receipts of one lot, the older one first. */
export function doubled({ planted }: Parameters): { readonly older: Receipt; readonly newer: Receipt } {
  const newer = planted.at(-1);
  const older = planted.find(({ lot }) => lot === newer?.lot);
  if (older === undefined || newer === undefined) throw new Error("no lot has two receipts");
  return { older, newer };
}

export function metadataOf({ goods, tons, lot }: Receipt): string {
  return JSON.stringify({ goods, tons: String(tons), lot });
}

/** The address of a receipt's holder, empty when it does not exist. */
function ownerOf({ chain }: Evidence<Parameters>, { id }: Receipt): string {
  return bytesToText(chain.getState({ contract: "cmnfa", key: "owner", field: id }));
}

export const lab = defineLab<Parameters>({
  title: { zh: "仓单：开立、质押与查重", en: "Warehouse receipts: issue, pledge, find the double" },
  parameters,
  start: ({ other, planted }, addressOf) => [
    { kind: "install", name: "cmnfa", parameters: { categoryName: "warehouse", categoryURI: "https://example.org/" } },
    ...planted.map((receipt) => ({
      kind: "send" as const,
      contract: "cmnfa",
      method: "Mint",
      parameters: {
        to: addressOf(other),
        tokenId: receipt.id,
        categoryName: "warehouse",
        metadata: metadataOf(receipt),
      },
      sender: { orgId: orgId(1), name: "admin1" },
    })),
  ],
  task: ({ receipt, depositor, bank, other, planted }) => ({
    zh: `仓单合约 \`cmnfa\` 已装好，类别是 \`warehouse\`，管理员是 \`admin1@org1\`。\`${other}\` 名下已有五张仓单，按开立的先后是 ${planted.map(({ id }) => `\`${id}\``).join("、")}。

1. 管理员给 \`${depositor}\` 开一张仓单：编号 \`${receipt.id}\`，元数据是 JSON，\`goods\` 为 \`${receipt.goods}\`，\`tons\` 为 \`${receipt.tons}\`，\`lot\` 为 \`${receipt.lot}\`（值都写成文字，带双引号）。
2. \`${depositor}\` 把它转给银行 \`${bank}\` 作质押。
3. \`${other}\` 的五张仓单里，有两张写的是同一批货（\`lot\` 相同）。由 \`${other}\` 把其中**后开立**的那张销毁，其余四张不动。`,
    en: `The contract \`cmnfa\` for warehouse receipts is installed, with the category \`warehouse\` and \`admin1@org1\` as its administrator. \`${other}\` has five receipts already. In the order in which they were issued they are ${planted.map(({ id }) => `\`${id}\``).join(", ")}.

1. The administrator issues a receipt to \`${depositor}\`: its id is \`${receipt.id}\`, its metadata is JSON in which \`goods\` is \`${receipt.goods}\`, \`tons\` is \`${receipt.tons}\` and \`lot\` is \`${receipt.lot}\` (all three as text, in double quotes).
2. \`${depositor}\` transfers it to the bank, \`${bank}\`, as a pledge.
3. Two of the five receipts of \`${other}\` are for the same lot (\`lot\` is the same). \`${other}\` destroys the one of them that was issued **later**, and leaves the other four alone.`,
  }),
  hints: ({ planted, other }) => [
    {
      zh: `用 \`query cmnfa TokenMetadata tokenId=${planted[0]?.id ?? ""}\` 逐张查看 \`lot\`。`,
      en: `Look at the \`lot\` of each with \`query cmnfa TokenMetadata tokenId=${planted[0]?.id ?? ""}\`.`,
    },
    {
      zh: "转让用 `TransferFrom`，参数是 `from`、`to` 和 `tokenId`，由持有人发送。",
      en: "`TransferFrom` passes a receipt on; its parameters are `from`, `to` and `tokenId`, and its holder sends it.",
    },
    { zh: `销毁用 \`Burn\`，末尾写 \`as ${other}\`。`, en: `\`Burn\` destroys; end the command with \`as ${other}\`.` },
  ],
  assertions: [
    {
      name: "receipt-issued",
      says: { zh: "管理员给存货人开立了这张仓单", en: "The administrator issued the receipt to the depositor" },
      holds: ({ txs, addressOf, parameters: { receipt, depositor } }) =>
        callsOf(txs, "cmnfa", "Mint").some(
          (tx) => argumentOf(tx, "tokenId") === receipt.id && argumentOf(tx, "to") === addressOf(depositor),
        ),
    },
    {
      name: "metadata-right",
      says: { zh: "仓单的元数据正确", en: "The metadata of the receipt are right" },
      holds: ({ chain, parameters: { receipt } }) => {
        const found = bytesToText(chain.getState({ contract: "cmnfa", key: "tokenMetadata", field: receipt.id }));
        if (found === "") return true;
        const metadata = JSON.parse(found) as Readonly<Record<string, unknown>>;
        const { goods, tons, lot } = receipt;
        return metadata["goods"] === goods && metadata["tons"] === String(tons) && metadata["lot"] === lot;
      },
    },
    {
      name: "bank-holds-the-pledge",
      says: { zh: "这张仓单现在由银行持有", en: "The bank holds that receipt now" },
      holds: (evidence) => {
        const owner = ownerOf(evidence, evidence.parameters.receipt);
        return owner === "" || owner === evidence.addressOf(evidence.parameters.bank);
      },
    },
    {
      name: "double-destroyed",
      says: { zh: "重复的仓单中后开立的一张已销毁", en: "Of the double receipts the later one is destroyed" },
      holds: (evidence) => ownerOf(evidence, doubled(evidence.parameters).newer) === "",
    },
    {
      name: "others-untouched",
      says: { zh: "其余四张仓单仍由原来的持有人持有", en: "The other four are with their holder" },
      holds: (evidence) => {
        const { planted, other } = evidence.parameters;
        const { newer } = doubled(evidence.parameters);
        const kept = planted.filter(({ id }) => id !== newer.id);
        return kept.every((receipt) => ownerOf(evidence, receipt) === evidence.addressOf(other));
      },
    },
  ],
});
