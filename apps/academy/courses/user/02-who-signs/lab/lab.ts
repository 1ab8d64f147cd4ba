import {
  answersTo,
  argumentOf,
  callsOf,
  contractChanges,
  defineLab,
  type Evidence,
  orgId,
  type SeededChoice,
  senderOf,
} from "@yanta/academy/lab";

export interface Parameters {
  /** Who is to save the learner's record, e.g. `client1@org3`. */
  readonly member: string;
  readonly hash: string;
  readonly name: string;
  /** Records that are there at first, each sent from another organisation. */
  readonly planted: readonly { readonly hash: string; readonly name: string; readonly org: number }[];
  /** Which of them is asked about. */
  readonly asked: number;
  /** Name of the contract to freeze. */
  readonly retired: string;
}

const goods = ["tea", "silk", "rice", "steel", "paper", "glass"] as const;

function parameters(choice: SeededChoice): Parameters {
  const orgs = choice.shuffle([1, 2, 3, 4]);
  return {
    member: `client1@org${choice.integer(2, 4)}`,
    hash: choice.hex(24),
    name: `delivery-${choice.pick(goods)}-${choice.integer(100, 999)}.pdf`,
    planted: orgs.map((org) => ({ hash: choice.hex(24), name: `order-${choice.integer(1000, 9999)}.pdf`, org })),
    asked: choice.integer(0, 3),
    retired: `registry${choice.integer(2015, 2022)}`,
  };
}

export function askedOf({ planted, asked }: Parameters): Parameters["planted"][number] {
  const found = planted[asked];
  if (found === undefined) throw new Error("a question about nothing");
  return found;
}

/** What was done last to a contract: frozen or set free again. */
function lastChange(evidence: Evidence<Parameters>, name: string): string | undefined {
  return ["FREEZE_CONTRACT", "UNFREEZE_CONTRACT"]
    .flatMap((method) => contractChanges(evidence, method, name))
    .toSorted((one, other) => Number(one.height - other.height))
    .at(-1)?.method;
}

export const lab = defineLab<Parameters>({
  title: { zh: "谁签的名", en: "Who signed" },
  parameters,
  start: ({ planted, retired }) => [
    { kind: "install", name: "fact" },
    { kind: "install", name: retired, contract: "fact" },
    ...planted.map(({ hash, name, org }) => ({
      kind: "send" as const,
      contract: "fact",
      method: "save",
      parameters: { file_hash: hash, file_name: name, time: "1" },
      sender: { orgId: orgId(org), name: "client1" },
    })),
  ],
  task: (given) => ({
    zh: `链上装有合约 \`fact\` 和 \`${given.retired}\`，四个组织各存过一份订单。

1. 以 \`${given.member}\` 的身份，用 \`fact\` 的 \`save\` 存下一条记录：\`file_hash\` 为 \`${given.hash}\`，\`file_name\` 为 \`${given.name}\`，\`time\` 为 \`2\`。
2. 订单 \`${askedOf(given).name}\`（哈希 \`${askedOf(given).hash}\`）是哪个组织存的？用 \`fact\` 的 \`save\` 写下答案：\`file_hash\` 为 \`answer\`，\`file_name\` 为 \`org1\`、\`org2\`、\`org3\` 或 \`org4\`，\`time\` 为 \`2\`。
3. 合约 \`${given.retired}\` 已停用，请把它冻结；\`fact\` 要保持可用。`,
    en: `The contracts \`fact\` and \`${given.retired}\` are installed, and each of the four organisations has saved an order.

1. As \`${given.member}\`, save a record with the method \`save\` of \`fact\`: \`file_hash\` is \`${given.hash}\`, \`file_name\` is \`${given.name}\`, \`time\` is \`2\`.
2. Which organisation saved the order \`${askedOf(given).name}\` (hash \`${askedOf(given).hash}\`)? Write the answer with \`save\` of \`fact\`: \`file_hash\` is \`answer\`, \`file_name\` is \`org1\`, \`org2\`, \`org3\` or \`org4\`, \`time\` is \`2\`.
3. The contract \`${given.retired}\` is out of use. Freeze it; \`fact\` has to stay usable.`,
  }),
  hints: (given) => [
    { zh: "用 `as 成员` 指定由谁签名发送。", en: "`as MEMBER` says who signs and sends." },
    {
      zh: `先用 \`query fact find_by_file_hash file_hash=${askedOf(given).hash}\` 找到 \`tx_id\`，再用 \`tx\` 查这笔交易。`,
      en: `Find the \`tx_id\` with \`query fact find_by_file_hash file_hash=${askedOf(given).hash}\`, then look at it with \`tx\`.`,
    },
    {
      zh: "冻结合约需要四个组织中过半数的管理员签名，最简单的写法是 `as admin1@org1 with admins`。",
      en: "Freezing needs administrators of more than half of the organisations: `as admin1@org1 with admins` is the simplest way.",
    },
  ],
  assertions: [
    {
      name: "sent-by-the-right-member",
      says: { zh: "您的记录由指定成员签名发送", en: "Your record was signed by the member that was asked for" },
      holds: ({ txs, parameters: { hash, name, member } }) =>
        callsOf(txs, "fact", "save").some(
          (tx) =>
            argumentOf(tx, "file_hash") === hash && argumentOf(tx, "file_name") === name && senderOf(tx) === member,
        ),
    },
    {
      name: "question-answered",
      says: { zh: "写下了订单由谁保存的答案", en: "There is an answer to who saved the order" },
      holds: (evidence) => answersTo(evidence, "answer").length === 1,
    },
    {
      name: "answer-right",
      says: { zh: "答案正确", en: "The answer is right" },
      holds: (evidence) =>
        answersTo(evidence, "answer").every((answer) => answer === `org${askedOf(evidence.parameters).org}`),
    },
    {
      name: "retired-contract-frozen",
      says: { zh: "停用的合约已冻结", en: "The contract that is out of use is frozen" },
      holds: (evidence) => lastChange(evidence, evidence.parameters.retired) === "FREEZE_CONTRACT",
    },
    {
      name: "other-contract-usable",
      says: { zh: "合约 fact 仍可使用", en: "The contract fact can be used" },
      holds: (evidence) => lastChange(evidence, "fact") !== "FREEZE_CONTRACT",
    },
  ],
});
