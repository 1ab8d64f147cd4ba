import {
  answersTo,
  argumentOf,
  bytesToText,
  callsOf,
  defineLab,
  type Evidence,
  orgId,
  type SeededChoice,
} from "@yanta/academy/lab";
import { bytesToHex, utf8ToBytes } from "@yanta/bytes";
import { hashBytes } from "@yanta/crypto";

export interface Parameters {
  /** Who has sealed a bare price. */
  readonly careless: number;
  /** Prices that are said to be possible, one of which was sealed. */
  readonly possible: readonly number[];
  readonly sealed: number;
  /** Whose offer the learner makes, and how much it is. */
  readonly bidder: number;
  readonly price: number;
}

/** Characters behind the price that nobody can guess. */
const secretLengthMin = 16;

function parameters(choice: SeededChoice): Parameters {
  const [careless = 2, bidder = 3] = choice.shuffle([2, 3, 4]);
  const base = choice.integer(40, 80) * 1000;
  const possible = [0, 1, 2, 3, 4, 5].map((step) => base + step * 500);
  const sealed = possible[choice.integer(0, 5)] ?? base;
  return { careless, possible, sealed, bidder, price: sealed - choice.integer(10, 400) };
}

/** The text of the bidder's offer, when it was opened. */
function opened({ chain, parameters: { bidder } }: Evidence<Parameters>): string {
  return bytesToText(chain.getState({ contract: "sealed", key: "offer", field: orgId(bidder) }));
}

/** Kept the same as `sealed.ts` of the example. */
const source = `import { bytesToHex, senderOrgId, sha256, StateMap } from "@yanta/contract-sdk";

const digests = new StateMap<string>("digest");
const offers = new StateMap<string>("offer");

function digestOf(text: string): string {
  return bytesToHex(sha256(Uint8Array.wrap(String.UTF8.encode(text))));
}

/** @query */
export function digest(text: string): string {
  return digestOf(text);
}

export function seal(digest: string): void {
  assert(!digests.has(senderOrgId()), "this organisation has sealed an offer already");
  digests.set(senderOrgId(), digest);
}

export function open(text: string): void {
  assert(digests.getOr(senderOrgId(), "") == digestOf(text), "this is not the text that was sealed");
  offers.set(senderOrgId(), text);
}

/** @query */
export function digest_of(org: string): string {
  return digests.getOr(org, "none");
}

/** @query */
export function offer_of(org: string): string {
  return offers.getOr(org, "sealed");
}
`;

export const lab = defineLab<Parameters>({
  title: { zh: "封标：猜出一份，封好一份", en: "Sealed offers: guess one, seal one well" },
  parameters,
  start: ({ careless, sealed }) => [
    { kind: "install", name: "sealed", source },
    { kind: "install", name: "fact" },
    {
      kind: "send",
      contract: "sealed",
      method: "seal",
      parameters: { digest: bytesToHex(hashBytes("SHA256", utf8ToBytes(String(sealed)))) },
      sender: { name: "client1", orgId: orgId(careless) },
    },
  ],
  task: ({ careless, possible, bidder, price }) => ({
    zh: `招标用的合约 \`sealed\` 和存证合约 \`fact\` 都已经装好。

1. \`org${careless}\` 封存报价时只写了一个数，没有加随机字符。市场上都知道它会报这几个价之一：${possible.join("、")}。找出它封存的是哪一个，用 \`fact\` 的 \`save\` 存下答案：\`file_hash=answer\`，\`file_name\` 写这个价，\`time=1\`。
2. 以 \`client1@org${bidder}\` 的身份封存 ${price} 的报价。内容写成 \`${price}-随机字符\`，随机字符自己编，至少 ${secretLengthMin} 个，让别人猜不出来。
3. 仍以 \`client1@org${bidder}\` 的身份开标。在开标之前，内容不得出现在链上任何一笔交易里。`,
    en: `The contract \`sealed\` for tenders and the contract \`fact\` for records are installed.

1. \`org${careless}\` has sealed a mere number, without random characters. The market knows that it offers one of these prices: ${possible.join(", ")}. Find out which one was sealed, and record it with \`save\` of \`fact\`: \`file_hash=answer\`, the price as \`file_name\`, and \`time=1\`.
2. As \`client1@org${bidder}\`, seal an offer of ${price}. Its text is \`${price}-RANDOM\`, where RANDOM are at least ${secretLengthMin} characters that you make up, so that nobody can guess the text.
3. Open the offer, again as \`client1@org${bidder}\`. Before that, the text must not be in any transaction on the chain.`,
  }),
  hints: ({ careless, possible, bidder, price }) => [
    {
      zh: `第一步：\`query sealed digest_of org=${orgId(careless)}\` 得到它封存的摘要；再用 \`query sealed digest text=${possible[0]}\` 逐个试。`,
      en: `Step 1: \`query sealed digest_of org=${orgId(careless)}\` tells the digest that was sealed. Try the prices one by one with \`query sealed digest text=${possible[0]}\`.`,
    },
    {
      zh: `第二步：先 \`query\` 算出 \`${price}-…\` 的摘要，再 \`send sealed seal digest=摘要 as client1@org${bidder}\`。`,
      en: `Step 2: compute the digest of \`${price}-…\` with \`query\`, then \`send sealed seal digest=DIGEST as client1@org${bidder}\`.`,
    },
    {
      zh: "算摘要只能用 `query`：`send` 会把内容永久写进区块。万一写进去了，就把实验重新开始。",
      en: "Compute digests with `query` only: `send` writes the text into a block for ever. If that has happened, start the lab again.",
    },
  ],
  assertions: [
    {
      name: "answer-recorded",
      says: { zh: "存下了猜出的报价", en: "The guessed price was recorded" },
      holds: (evidence) => answersTo(evidence, "answer").length === 1,
    },
    {
      name: "answer-right",
      says: { zh: "猜出的报价正确", en: "The guessed price is right" },
      holds: (evidence) =>
        answersTo(evidence, "answer").every((answer) => answer === String(evidence.parameters.sealed)),
    },
    {
      name: "offer-opened",
      says: { zh: "自己的报价已经封存并开标", en: "The own offer was sealed and opened" },
      holds: (evidence) => opened(evidence) !== "",
    },
    {
      name: "price-right",
      says: { zh: "开标的报价正确", en: "The price of the opened offer is right" },
      holds: (evidence) => {
        const text = opened(evidence);
        return text === "" || text.split("-")[0] === String(evidence.parameters.price);
      },
    },
    {
      name: "hard-to-guess",
      says: { zh: "内容里有足够多的随机字符", en: "The text has enough random characters" },
      holds: (evidence) => {
        const text = opened(evidence);
        const secret = text.slice(text.indexOf("-") + 1);
        return text === "" || (text.includes("-") && secret.length >= secretLengthMin && new Set(secret).size > 4);
      },
    },
    {
      name: "secret-kept",
      says: { zh: "开标之前，内容没有出现在链上", en: "The text was not on the chain before it was opened" },
      holds: (evidence) => {
        const text = opened(evidence);
        if (text === "") return true;
        const [opening] = callsOf(evidence.txs, "sealed", "open").filter((tx) => argumentOf(tx, "text") === text);
        return evidence.txs
          .slice(0, opening === undefined ? 0 : evidence.txs.indexOf(opening))
          .every(({ request }) =>
            Object.values(request.parameters).every((value) => !bytesToText(value).includes(text)),
          );
      },
    },
  ],
});
