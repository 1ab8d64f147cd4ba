import {
  argumentOf,
  bytesToText,
  callsOf,
  defineLab,
  type Evidence,
  type LabTransaction,
  type SeededChoice,
  senderOf,
} from "@yanta/academy/lab";
import { bytesToHex, utf8ToBytes } from "@yanta/bytes";
import { hashBytes } from "@yanta/crypto";

export interface Parameters {
  readonly card: string;
  /** What the fields say, in their order. */
  readonly fields: readonly [name: string, year: string, degree: string];
  /** Whose client issues the card, and whose shows a field of it. */
  readonly issuer: string;
  readonly holder: string;
}

function parameters(choice: SeededChoice): Parameters {
  const [issuer = 2, holder = 3] = choice.shuffle([1, 2, 3, 4]);
  return {
    card: `S-${choice.integer(1000, 9999)}`,
    fields: [
      `${choice.pick(["zhao", "qian", "sun", "zhou", "wu", "zheng"])}${choice.pick(["min", "hua", "lei", "jun"])}`,
      String(choice.integer(1975, 2003)),
      choice.pick(["bachelor", "master", "doctor"]),
    ],
    issuer: `client1@org${issuer}`,
    holder: `client1@org${holder}`,
  };
}

export function digestOf(text: string): string {
  return bytesToHex(hashBytes("SHA256", utf8ToBytes(text)));
}

/** Kept the same as `cards.ts` of the example. */
const source = `import { bytesToHex, senderOrgId, sha256, StateMap } from "@yanta/contract-sdk";

const roots = new StateMap<string>("root");
const issuers = new StateMap<string>("issuer");
const shown = new StateMap<string>("shown");

function digestOf(text: string): string {
  return bytesToHex(sha256(Uint8Array.wrap(String.UTF8.encode(text))));
}

/** @query */
export function digest(text: string): string {
  return digestOf(text);
}

export function issue(card: string, root: string): void {
  assert(!roots.has(card), "card " + card + " was issued before");
  roots.set(card, root);
  issuers.set(card, senderOrgId());
}

export function show(card: string, place: u32, text: string, digests: string): void {
  const list = digests.split(",");
  assert(place >= 1 && place <= <u32>list.length, "there is no field " + place.toString());
  assert(digestOf(digests) == roots.get(card), "these digests do not belong to card " + card);
  assert(list[place - 1] == digestOf(text), "this text is not field " + place.toString());
  shown.set(card + "." + place.toString(), text);
}
`;

/** The learner's successful showings of the card. */
function showings({ txs, parameters: { card } }: Evidence<Parameters>): readonly LabTransaction[] {
  return callsOf(txs, "cards", "show").filter((tx) => argumentOf(tx, "card") === card);
}

export const lab = defineLab<Parameters>({
  title: { zh: "只出示学历", en: "Show the degree and nothing else" },
  parameters,
  start: () => [{ kind: "install", name: "cards", source }],
  task: ({ card, fields: [name, year, degree], issuer, holder }) => ({
    zh: `合约 \`cards\` 已经装好。学校要发一张证，有三项：第 1 项姓名 \`${name}\`，第 2 项出生年份 \`${year}\`，第 3 项学历 \`${degree}\`。

1. 给每一项接上连字符和至少 12 个自编的随机字符，例如 \`${degree}-随机字符\`，三项各用各的。用 \`query\` 算出三个摘要，再算出“三个摘要用逗号连起来”的摘要。
2. 以 \`${issuer}\` 的身份发证：\`card=${card}\`，\`root\` 写最后那个摘要。
3. 以 \`${holder}\` 的身份只出示第 3 项，参数 \`digests\` 写三个摘要，用逗号连起来。

姓名和出生年份不得出现在链上任何一笔交易里，也不能让人从摘要里猜出来。`,
    en: `The contract \`cards\` is installed. A school issues a card with three fields: 1 is the name \`${name}\`, 2 the year of birth \`${year}\`, 3 the degree \`${degree}\`.

1. To each field, append a hyphen and at least 12 random characters that you make up, as in \`${degree}-RANDOM\`, different ones for each. Compute the three digests with \`query\`, and then the digest of "the three digests joined by commas".
2. As \`${issuer}\`, issue the card: \`card=${card}\`, and that last digest as \`root\`.
3. As \`${holder}\`, show field 3 and nothing else; the parameter \`digests\` are the three digests, joined by commas.

Name and year of birth must not be in any transaction on the chain, and nobody must be able to guess them from the digests.`,
  }),
  hints: ({ card, fields, issuer, holder }) => [
    {
      zh: `算摘要：\`query cards digest text=${fields[0]}-…\`，三项各一次；再 \`query cards digest text=摘要1,摘要2,摘要3\`，逗号后面没有空格。`,
      en: `A digest: \`query cards digest text=${fields[0]}-…\`, once for each field. Then \`query cards digest text=DIGEST1,DIGEST2,DIGEST3\`, without spaces behind the commas.`,
    },
    {
      zh: `发证：\`send cards issue card=${card} root=… as ${issuer}\`。`,
      en: `To issue it: \`send cards issue card=${card} root=… as ${issuer}\`.`,
    },
    {
      zh: `出示：\`send cards show card=${card} place=3 text=${fields[2]}-… digests=摘要1,摘要2,摘要3 as ${holder}\`。`,
      en: `To show it: \`send cards show card=${card} place=3 text=${fields[2]}-… digests=DIGEST1,DIGEST2,DIGEST3 as ${holder}\`.`,
    },
  ],
  assertions: [
    {
      name: "card-issued",
      says: { zh: "证由指定的人发出", en: "The card was issued by the right member" },
      holds: ({ txs, parameters: { card, issuer } }) =>
        callsOf(txs, "cards", "issue").some((tx) => argumentOf(tx, "card") === card && senderOf(tx) === issuer),
    },
    {
      name: "degree-shown",
      says: { zh: "出示了学历", en: "The degree was shown" },
      holds: (evidence) =>
        showings(evidence).some((tx) => argumentOf(tx, "text").startsWith(`${evidence.parameters.fields[2]}-`)),
    },
    {
      name: "shown-by-holder",
      says: { zh: "由持证人出示", en: "Its holder has shown it" },
      holds: (evidence) => showings(evidence).every((tx) => senderOf(tx) === evidence.parameters.holder),
    },
    {
      name: "others-not-on-chain",
      says: { zh: "姓名和年份没有上链", en: "Name and year are in no transaction" },
      holds: ({ txs, parameters: { fields } }) =>
        txs.every(({ request }) =>
          Object.entries(request.parameters).every(
            ([parameter, value]) =>
              parameter !== "text" ||
              (!bytesToText(value).startsWith(fields[0]) && !bytesToText(value).startsWith(fields[1])),
          ),
        ),
    },
    {
      name: "hard-to-guess",
      says: { zh: "没有一项能从摘要里猜出来", en: "No field can be guessed from its digest" },
      holds: (evidence) =>
        showings(evidence).every((tx) => {
          const bare = evidence.parameters.fields.map((field) => digestOf(field));
          return argumentOf(tx, "digests")
            .split(",")
            .every((digest) => !bare.includes(digest));
        }),
    },
  ],
});
