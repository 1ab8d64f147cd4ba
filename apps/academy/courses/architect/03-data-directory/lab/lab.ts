import { bytesToText, defineLab, type Evidence, orgId, type SeededChoice, type StartStep } from "@yanta/academy/lab";
import type { MemberName } from "@yanta/playground";
export interface Parameters {
  readonly provider: number;
  readonly consumer: number;
  /** Wants data for what they must not be used for. */
  readonly dubious: number;
  readonly entry: string;
  readonly title: string;
  readonly request: string;
  readonly purpose: string;
  readonly digest: string;
  /** An entry that is published already, and a request for it. */
  readonly planted: string;
  readonly plantedRequest: string;
}

function parameters(choice: SeededChoice): Parameters {
  const [provider = 2, consumer = 3, dubious = 4] = choice.shuffle([2, 3, 4]);
  const id = (letter: string): string => `${letter}${choice.integer(100, 999)}`;
  return {
    provider,
    consumer,
    dubious,
    entry: id("E"),
    title: choice.pick(["water-meters", "bus-stops", "school-places", "heating-prices"]),
    request: id("R"),
    purpose: choice.pick(["city-planning", "subsidy-review", "emergency-drill"]),
    digest: choice.hex(24),
    planted: id("P"),
    plantedRequest: id("Q"),
  };
}

/** Kept the same as `catalog.ts` of the example. */
const source = `import { senderAddress, senderOrgId, StateMap } from "@yanta/contract-sdk";

const titles = new StateMap<string>("title");
const owners = new StateMap<string>("owner");
const authors = new StateMap<string>("author");
const states = new StateMap<string>("state");
const wanted = new StateMap<string>("wanted");
const purposes = new StateMap<string>("purpose");
const consumers = new StateMap<string>("consumer");
const digests = new StateMap<string>("digest");

/** Writes a draft of an entry. */
export function draft(entry: string, title: string): void {
  assert(!owners.has(entry) || owners.get(entry) == senderOrgId(), "entry " + entry + " is another organisation's");
  titles.set(entry, title);
  owners.set(entry, senderOrgId());
  authors.set(entry, senderAddress());
  states.set(entry, "draft");
}

/** Publishes a draft. Four eyes: a person of the same organisation, but not its author. */
export function review(entry: string): void {
  assert(owners.getOr(entry, "") == senderOrgId(), "entry " + entry + " is another organisation's");
  assert(authors.get(entry) != senderAddress(), "who wrote an entry does not review it");
  states.set(entry, "published");
}

/** Asks for the data of a published entry. */
export function request(id: string, entry: string, purpose: string): void {
  assert(states.getOr(entry, "") == "published", "entry " + entry + " is not published");
  assert(!wanted.has(id), "request " + id + " is there already");
  wanted.set(id, entry);
  purposes.set(id, purpose);
  consumers.set(id, senderOrgId());
  states.set(id, "asked");
}

/** The organisation that holds the data grants or refuses a request. */
export function decide(id: string, answer: string): void {
  assert(owners.get(wanted.get(id)) == senderOrgId(), "another organisation decides on request " + id);
  assert(states.get(id) == "asked", "request " + id + " was decided before");
  assert(answer == "granted" || answer == "refused", "the answer is granted or refused");
  states.set(id, answer);
}

/** Notes the digest of what was delivered, outside the chain. */
export function deliver(id: string, digest: string): void {
  assert(owners.get(wanted.get(id)) == senderOrgId(), "another organisation delivers for request " + id);
  assert(states.get(id) == "granted", "request " + id + " is not granted");
  digests.set(id, digest);
  states.set(id, "delivered");
}

/** @query */
export function status(id: string): string {
  return states.getOr(id, "unknown");
}
`;

function valueOf({ chain }: Evidence<Parameters>, key: string, field: string): string {
  return bytesToText(chain.getState({ contract: "catalog", key, field }));
}

/** What happened to a request, in the order in which it can. */
function stateOf(evidence: Evidence<Parameters>): number {
  return ["", "asked", "granted", "delivered"].indexOf(valueOf(evidence, "state", evidence.parameters.request));
}

export const lab = defineLab<Parameters>({
  title: { zh: "从目录到交付", en: "From an entry to a delivery" },
  parameters,
  start: ({ provider, dubious, planted, plantedRequest }) => {
    const member = (name: string, org: number) => ({ name, orgId: orgId(org) });
    const send = (method: string, values: Readonly<Record<string, string>>, sender: MemberName): StartStep => ({
      kind: "send",
      contract: "catalog",
      method,
      parameters: values,
      sender,
    });
    return [
      { kind: "install", name: "catalog", source },
      send("draft", { entry: planted, title: "car-owners" }, member("client1", provider)),
      send("review", { entry: planted }, member("admin1", provider)),
      send("request", { id: plantedRequest, entry: planted, purpose: "resale" }, member("client1", dubious)),
    ];
  },
  task: ({ provider, consumer, entry, title, request, purpose, digest, plantedRequest }) => ({
    zh: `目录合约 \`catalog\` 已经装好。\`org${provider}\` 提供数据，\`org${consumer}\` 要用数据。

1. \`client1@org${provider}\` 起草目录 \`${entry}\`，标题 \`${title}\`；由同一组织的**另一个人**审核发布。
2. \`client1@org${consumer}\` 申请：编号 \`${request}\`，用途 \`${purpose}\`。
3. \`org${provider}\` 同意（\`granted\`），数据在链外交付；再由它记下交付内容的摘要 \`${digest}\`。
4. 早先还有一份申请 \`${plantedRequest}\`，用途是转卖（\`resale\`），由 \`org${provider}\` 拒绝（\`refused\`）。`,
    en: `The contract \`catalog\` is installed. \`org${provider}\` holds data, \`org${consumer}\` wants to use them.

1. \`client1@org${provider}\` drafts the entry \`${entry}\` with the title \`${title}\`, and **another person** of the same organisation reviews it.
2. \`client1@org${consumer}\` asks for it: the number is \`${request}\`, the purpose \`${purpose}\`.
3. \`org${provider}\` agrees (\`granted\`). The data are delivered outside the chain; then it notes the digest of what was delivered, \`${digest}\`.
4. There is an earlier request \`${plantedRequest}\`, whose purpose is \`resale\`. \`org${provider}\` refuses it (\`refused\`).`,
  }),
  hints: ({ provider, consumer, entry, title, request, purpose, digest }) => [
    {
      zh: `\`send catalog draft entry=${entry} title=${title} as client1@org${provider}\`，再 \`send catalog review entry=${entry} as admin1@org${provider}\`。`,
      en: `\`send catalog draft entry=${entry} title=${title} as client1@org${provider}\`, then \`send catalog review entry=${entry} as admin1@org${provider}\`.`,
    },
    {
      zh: `\`send catalog request id=${request} entry=${entry} purpose=${purpose} as client1@org${consumer}\`。`,
      en: `\`send catalog request id=${request} entry=${entry} purpose=${purpose} as client1@org${consumer}\`.`,
    },
    {
      zh: `\`send catalog decide id=${request} answer=granted as admin1@org${provider}\`，再 \`send catalog deliver id=${request} digest=${digest} as client1@org${provider}\`。`,
      en: `\`send catalog decide id=${request} answer=granted as admin1@org${provider}\`, then \`send catalog deliver id=${request} digest=${digest} as client1@org${provider}\`.`,
    },
  ],
  assertions: [
    {
      name: "entry-published",
      says: { zh: "目录已发布", en: "The entry is published" },
      holds: (evidence) => valueOf(evidence, "state", evidence.parameters.entry) === "published",
    },
    {
      name: "title-right",
      says: { zh: "目录的标题正确", en: "The entry has its title" },
      holds: (evidence) => {
        const title = valueOf(evidence, "title", evidence.parameters.entry);
        return title === "" || title === evidence.parameters.title;
      },
    },
    {
      name: "purpose-right",
      says: { zh: "申请写明了用途", en: "The request says its purpose" },
      holds: (evidence) => {
        const purpose = valueOf(evidence, "purpose", evidence.parameters.request);
        return purpose === "" || purpose === evidence.parameters.purpose;
      },
    },
    {
      name: "delivered",
      says: { zh: "申请已同意并交付", en: "The request was granted and delivered" },
      holds: (evidence) =>
        valueOf(evidence, "state", evidence.parameters.entry) !== "published" || stateOf(evidence) === 3,
    },
    {
      name: "digest-right",
      says: { zh: "记下的摘要正确", en: "The digest that was noted is right" },
      holds: (evidence) => {
        const digest = valueOf(evidence, "digest", evidence.parameters.request);
        return digest === "" || digest === evidence.parameters.digest;
      },
    },
    {
      name: "resale-refused",
      says: { zh: "转卖的申请已拒绝", en: "The request for resale was refused" },
      holds: (evidence) => valueOf(evidence, "state", evidence.parameters.plantedRequest) === "refused",
    },
  ],
});
