import {
  argumentOf,
  bytesToText,
  callsOf,
  defineLab,
  type Evidence,
  type SeededChoice,
  senderOf,
} from "@yanta/academy/lab";

export interface Parameters {
  readonly name: string;
  readonly symbol: string;
  readonly supply: number;
  /** Gets points, lets `spender` spend some, who pays `shop`. Names as in the console. */
  readonly owner: string;
  readonly spender: string;
  readonly shop: string;
  readonly given: number;
  readonly allowed: number;
  readonly paid: number;
}

function parameters(choice: SeededChoice): Parameters {
  const [one = 2, other = 3, third = 4] = choice.shuffle([2, 3, 4]);
  const allowed = choice.integer(60, 99);
  return {
    name: choice.pick(["Canteen", "Library", "Volunteer", "Carbon"]),
    symbol: choice.pick(["PTS", "CRD", "TKN"]),
    supply: choice.integer(10, 90) * 1000,
    owner: `client1@org${one}`,
    spender: `client1@org${other}`,
    shop: `client1@org${third}`,
    given: choice.integer(200, 900),
    allowed,
    paid: choice.integer(10, allowed - 20),
  };
}

function isCall(
  { txs, addressOf }: Evidence<Parameters>,
  method: string,
  sender: string,
  wanted: Readonly<Record<string, string>>,
): boolean {
  const names = new Set(["to", "from", "spender"]);
  const text = (name: string, value: string): string => (names.has(name) ? addressOf(value) : value);
  return callsOf(txs, "cmdfa", method).some(
    (tx) =>
      senderOf(tx) === sender &&
      Object.entries(wanted).every(([name, value]) => argumentOf(tx, name) === text(name, value)),
  );
}

export const lab = defineLab<Parameters>({
  title: { zh: "转账、授权与收回", en: "Transfer, allow, take back" },
  parameters,
  start: ({ name, symbol, supply }) => [
    { kind: "install", name: "cmdfa", parameters: { name, symbol, decimals: "0", totalSupply: String(supply) } },
  ],
  task: ({ symbol, owner, spender, shop, given, allowed, paid }) => ({
    zh: `积分合约 \`cmdfa\`（代号 ${symbol}）已经装好，全部积分都在 \`admin1@org1\` 手里。地址用 \`members\` 查。

1. \`admin1@org1\` 转 ${given} 分给 \`${owner}\`。
2. \`${owner}\` 授权 \`${spender}\` 最多花费自己的 ${allowed} 分。
3. \`${spender}\` 用这个授权，替 \`${owner}\` 付给 \`${shop}\` ${paid} 分。
4. \`${owner}\` 把剩下的授权收回，使之为 0。`,
    en: `The contract \`cmdfa\` for points (symbol ${symbol}) is installed, and \`admin1@org1\` has all of them. \`members\` shows the addresses.

1. \`admin1@org1\` transfers ${given} points to \`${owner}\`.
2. \`${owner}\` allows \`${spender}\` to spend at most ${allowed} of the owner's points.
3. With this allowance, \`${spender}\` pays ${paid} points of \`${owner}\` to \`${shop}\`.
4. \`${owner}\` takes the rest of the allowance back, so that it is 0.`,
  }),
  hints: ({ owner, spender, allowed }) => [
    {
      zh: "每一步由谁做，就在命令末尾写 `as 成员`。",
      en: "Whoever does a step stands behind `as` at the end of the command.",
    },
    {
      zh: `第二步：\`send cmdfa Approve spender=… amount=${allowed} as ${owner}\`，省略号处填 ${spender} 的地址。`,
      en: `Step 2: \`send cmdfa Approve spender=… amount=${allowed} as ${owner}\`, with the address of ${spender}.`,
    },
    {
      zh: "第三步用 `TransferFrom`，由被授权的人发送；第四步再次 `Approve`，数量写 0。",
      en: "Step 3 is a `TransferFrom` sent by who was allowed to; step 4 another `Approve`, with the amount 0.",
    },
  ],
  assertions: [
    {
      name: "points-transferred",
      says: { zh: "管理员转出了指定的积分", en: "The administrator transferred the points" },
      holds: (evidence) => {
        const { owner, given } = evidence.parameters;
        return isCall(evidence, "Transfer", "admin1@org1", { to: owner, amount: String(given) });
      },
    },
    {
      name: "spending-allowed",
      says: { zh: "持有人授权了指定的数量", en: "The owner allowed exactly that much" },
      holds: (evidence) => {
        const { owner, spender, allowed } = evidence.parameters;
        return isCall(evidence, "Approve", owner, { spender, amount: String(allowed) });
      },
    },
    {
      name: "paid-with-allowance",
      says: { zh: "被授权的人用授权付了款", en: "Whoever was allowed to paid with the allowance" },
      holds: (evidence) => {
        const { owner, spender, shop, paid } = evidence.parameters;
        return isCall(evidence, "TransferFrom", spender, { from: owner, to: shop, amount: String(paid) });
      },
    },
    {
      name: "rest-taken-back",
      says: { zh: "现在的授权为 0", en: "The allowance is 0 now" },
      holds: ({ chain, addressOf, parameters: { owner, spender } }) => {
        const field = `${addressOf(owner)}.${addressOf(spender)}`;
        const found = bytesToText(chain.getState({ contract: "cmdfa", key: "allowance", field }));
        return found === "" || found === "0";
      },
    },
  ],
});
