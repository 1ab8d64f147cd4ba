import {
  argumentOf,
  bytesToText,
  callsOf,
  defineLab,
  type Evidence,
  orgId,
  type SeededChoice,
} from "@yanta/academy/lab";

/** A document as its owner has it now, and the hash that was recorded on the chain. */
interface Document {
  readonly id: string;
  readonly hash: string;
  readonly recorded: string;
}

export interface Parameters {
  readonly id: string;
  readonly hash: string;
  readonly correctedHash: string;
  readonly username: string;
  /** Documents of others; exactly one differs from what was recorded. */
  readonly documents: readonly Document[];
}

const names = ["lease", "loan", "survey", "testimony", "photo", "blueprint"] as const;
const users = ["hanmei", "lilei", "gaofeng", "tanglin", "xuhui"] as const;

function parameters(choice: SeededChoice): Parameters {
  const changed = choice.integer(0, 3);
  const documents = choice
    .shuffle(names)
    .slice(0, 4)
    .map((name, index): Document => {
      const recorded = choice.hex(32);
      const hash = index === changed ? choice.hex(32) : recorded;
      return { id: `${name}-${choice.integer(100, 999)}`, hash, recorded };
    });
  return {
    id: `deed-${choice.integer(1000, 9999)}`,
    hash: choice.hex(32),
    correctedHash: choice.hex(32),
    username: choice.pick(users),
    documents,
  };
}

export function changedDocument({ documents }: Parameters): Document {
  const found = documents.find(({ hash, recorded }) => hash !== recorded);
  if (found === undefined) throw new Error("no document was changed");
  return found;
}

interface Recorded {
  readonly id: string;
  readonly hash: string;
  readonly metadata: string;
}

function recordOf({ chain }: Evidence<Parameters>, id: string): Recorded | undefined {
  const found = chain.getState({ contract: "cmevi", key: "evidence", field: id });
  return found === undefined ? undefined : (JSON.parse(bytesToText(found)) as Recorded);
}

function reports(evidence: Evidence<Parameters>): readonly string[] {
  return callsOf(evidence.txs, "cmevi", "Evidence")
    .filter((tx) => argumentOf(tx, "id").startsWith("report"))
    .map((tx) => argumentOf(tx, "hash"));
}

export const lab = defineLab<Parameters>({
  title: { zh: "存证、更正与核对", en: "Record, correct, compare" },
  parameters,
  start: ({ documents }) => [
    { kind: "install", name: "cmevi" },
    ...documents.map(({ id, recorded }) => ({
      kind: "send" as const,
      contract: "cmevi",
      method: "Evidence",
      parameters: { id, hash: recorded, metadata: '{"hashAlgorithm":"sm3"}' },
      sender: { orgId: orgId(2), name: "client1" },
    })),
  ],
  task: (given) => ({
    zh: `链上已装好存证合约 \`cmevi\`，另一家组织存过四份文件。

1. 存证：\`id\` 为 \`${given.id}\`，\`hash\` 为 \`${given.hash}\`，\`metadata\` 是一个 JSON，其中 \`hashAlgorithm\` 为 \`sm3\`，\`username\` 为 \`${given.username}\`。
2. 随后发现文件漏了一页。补上后新的哈希是 \`${given.correctedHash}\`。请**更正**这份存证，使旧的哈希仍能在历史里查到；\`metadata\` 与第一步相同。
3. 下面四份文件的哈希是今天重新计算的，其中一份与链上不符。用 \`Evidence\` 报告：\`id\` 为 \`report\`，\`hash\` 写**被改动的那份文件的 id**，\`metadata\` 为 \`{}\`。

| 文件 id | 今天的哈希 |
|---|---|
${given.documents.map(({ id, hash }) => `| \`${id}\` | \`${hash}\` |`).join("\n")}`,
    en: `The evidence contract \`cmevi\` is installed, and another organisation has recorded four documents.

1. Record evidence: \`id\` is \`${given.id}\`, \`hash\` is \`${given.hash}\`, \`metadata\` is JSON in which \`hashAlgorithm\` is \`sm3\` and \`username\` is \`${given.username}\`.
2. A page turns out to be missing. With it the hash is \`${given.correctedHash}\`. **Correct** the evidence so that the old hash can still be found in its history; \`metadata\` is the same as in step 1.
3. The hashes below were computed today. One of them is not what the chain says. Report it with \`Evidence\`: \`id\` is \`report\`, \`hash\` is the **id of the document that was changed**, \`metadata\` is \`{}\`.

| id of the document | hash of today |
|---|---|
${given.documents.map(({ id, hash }) => `| \`${id}\` | \`${hash}\` |`).join("\n")}`,
  }),
  hints: (given) => [
    {
      zh: `JSON 里有双引号，所以整个值用单引号括起来：\`metadata='{"hashAlgorithm":"sm3","username":"${given.username}"}'\`。`,
      en: `JSON has double quotes in it, so put single quotes around the value: \`metadata='{"hashAlgorithm":"sm3","username":"${given.username}"}'\`.`,
    },
    {
      zh: "更正用 `UpdateEvidence`，参数与 `Evidence` 相同。",
      en: "`UpdateEvidence` corrects; it takes the same parameters as `Evidence`.",
    },
    {
      zh: "对每个今天的哈希查询 `ExistsOfHash`，结果为 false 的那份被改动过。",
      en: "Ask `ExistsOfHash` about each hash of today. The one for which it says false was changed.",
    },
  ],
  assertions: [
    {
      name: "evidence-recorded-first",
      says: { zh: "原来的哈希曾用 Evidence 存证", en: "The first hash was recorded with Evidence" },
      holds: ({ txs, parameters: { id, hash } }) =>
        callsOf(txs, "cmevi", "Evidence").some((tx) => argumentOf(tx, "id") === id && argumentOf(tx, "hash") === hash),
    },
    {
      name: "evidence-corrected",
      says: { zh: "存证现在是更正后的哈希", en: "The evidence has the corrected hash now" },
      holds: (evidence) => recordOf(evidence, evidence.parameters.id)?.hash === evidence.parameters.correctedHash,
    },
    {
      name: "metadata-right",
      says: { zh: "元数据里有算法和用户名", en: "The metadata name the algorithm and the user" },
      holds: (evidence) => {
        const found = recordOf(evidence, evidence.parameters.id);
        if (found === undefined) return true;
        const metadata = JSON.parse(found.metadata) as Readonly<Record<string, unknown>>;
        return metadata["hashAlgorithm"] === "sm3" && metadata["username"] === evidence.parameters.username;
      },
    },
    {
      name: "change-reported",
      says: { zh: "报告了哪份文件被改动", en: "It is reported which document was changed" },
      holds: (evidence) => reports(evidence).length === 1,
    },
    {
      name: "report-right",
      says: { zh: "报告的文件正是被改动的那份", en: "The document that is reported is the one that was changed" },
      holds: (evidence) => reports(evidence).every((id) => id === changedDocument(evidence.parameters).id),
    },
  ],
});
