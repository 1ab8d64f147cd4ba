import {
  argumentOf,
  callsOf,
  contractChanges,
  defineLab,
  type Evidence,
  type LabTransaction,
  type SeededChoice,
} from "@yanta/academy/lab";

export interface Parameters {
  /** Contracts for records; the one at `broken` lets records be overwritten. */
  readonly names: readonly string[];
  readonly broken: number;
  /** Out of use. */
  readonly retired: string;
  /** Of the contract that is mended. */
  readonly version: string;
  /** To be saved in the mended contract. */
  readonly hash: string;
  readonly file: string;
}

function parameters(choice: SeededChoice): Parameters {
  const topics = choice.shuffle(["permits", "invoices", "deeds", "licences", "reports", "audits"]);
  return {
    names: topics.slice(0, 3).map((topic) => `${topic}${choice.integer(10, 99)}`),
    broken: choice.integer(0, 2),
    retired: `archive${choice.integer(2010, 2022)}`,
    version: `2.${choice.integer(1, 9)}`,
    hash: choice.hex(24),
    file: `handover-${choice.integer(100, 999)}.pdf`,
  };
}

export function brokenOf({ names, broken }: Parameters): string {
  return names[broken] ?? "";
}

/** `fact` without the check that a record is new. */
const source = `import { Event2, StateMap } from "@yanta/contract-sdk";

const factSaved = new Event2<string, string>("topic_vx", "file_hash", "file_name");
const facts = new StateMap<string>("fact");

export function save(file_hash: string, file_name: string, time: u64): void {
  facts.set(file_hash, file_name);
  factSaved.emit(file_hash, file_name);
}

/** @query */
export function find_by_file_hash(file_hash: string): string {
  return facts.get(file_hash);
}
`;

function upgrade(evidence: Evidence<Parameters>): LabTransaction | undefined {
  return contractChanges(evidence, "UPGRADE_CONTRACT", brokenOf(evidence.parameters)).at(-1);
}

function saves({ txs, parameters }: Evidence<Parameters>): readonly LabTransaction[] {
  return callsOf(txs, brokenOf(parameters), "save").filter(
    (tx) => argumentOf(tx, "file_hash") === parameters.hash && argumentOf(tx, "file_name") === parameters.file,
  );
}

export const lab = defineLab<Parameters>({
  title: { zh: "一次合约故障", en: "A contract that went wrong" },
  parameters,
  start: ({ names, broken, retired }) => [
    ...names.map((name, index) => ({
      kind: "install" as const,
      name,
      ...(index === broken ? { source } : { contract: "fact" }),
    })),
    { kind: "install", name: retired, contract: "fact" },
  ],
  task: ({ names, retired, version, hash, file }) => ({
    zh: `有人报告：${names.map((name) => `\`${name}\``).join("、")} 三个存证合约里，有一个允许用同一个 \`file_hash\` 再存一次，把旧记录盖掉。另外两个是好的。

1. 试出是哪一个，**先冻结它**。
2. 用货架上的 \`fact\` 把它升级到版本 \`${version}\`，然后解冻。
3. 在升级后的合约里存下 \`file_hash=${hash}\`、\`file_name=${file}\`、\`time=1\`。
4. \`${retired}\` 已经停用，把它永久注销。

另外两个合约正在使用：不得冻结、升级或注销。`,
    en: `It was reported that of the contracts ${names.map((name) => `\`${name}\``).join(", ")} one lets a record be saved again under the same \`file_hash\`, and overwrites the old one. The other two are good.

1. Find out which one it is, and **freeze it first**.
2. Upgrade it with \`fact\` of the shelf to version \`${version}\`, then unfreeze it.
3. In the upgraded contract, save \`file_hash=${hash}\`, \`file_name=${file}\`, \`time=1\`.
4. \`${retired}\` is out of use. Revoke it for good.

The other two contracts are in use: they must not be frozen, upgraded or revoked.`,
  }),
  hints: ({ names, version }) => [
    {
      zh: `用一个自编的哈希试：\`send ${names[0]} save file_hash=test1 file_name=a time=1\` 发两次，好的合约第二次会失败。`,
      en: `Try a made-up hash: send \`send ${names[0]} save file_hash=test1 file_name=a time=1\` twice. With a good contract the second one fails.`,
    },
    {
      zh: `升级：\`upgrade 合约名 ${version} from fact\`。`,
      en: `To upgrade: \`upgrade NAME ${version} from fact\`.`,
    },
    {
      zh: "注销：`send CONTRACT_MANAGE REVOKE_CONTRACT CONTRACT_NAME=… as admin1@org1 with admins`。",
      en: "To revoke: `send CONTRACT_MANAGE REVOKE_CONTRACT CONTRACT_NAME=… as admin1@org1 with admins`.",
    },
  ],
  assertions: [
    {
      name: "upgraded",
      says: { zh: "出错的合约升级到了指定版本", en: "The broken contract was upgraded to the version" },
      holds: (evidence) => {
        const last = upgrade(evidence);
        return last !== undefined && argumentOf(last, "CONTRACT_VERSION") === evidence.parameters.version;
      },
    },
    {
      name: "frozen-first",
      says: { zh: "升级之前先冻结", en: "It was frozen before it was upgraded" },
      holds: (evidence) => {
        const last = upgrade(evidence);
        const [freeze] = contractChanges(evidence, "FREEZE_CONTRACT", brokenOf(evidence.parameters));
        return last === undefined || (freeze !== undefined && freeze.height < last.height);
      },
    },
    {
      name: "record-saved",
      says: { zh: "修好的合约里有指定的记录", en: "The record is in the mended contract" },
      holds: (evidence) => {
        const height = upgrade(evidence)?.height ?? 0n;
        return saves(evidence).some((tx) => tx.height > height);
      },
    },
    {
      name: "others-untouched",
      says: { zh: "好的合约没有动过", en: "The good contracts were left alone" },
      holds: (evidence) =>
        evidence.parameters.names
          .filter((name) => name !== brokenOf(evidence.parameters))
          .every((name) =>
            ["FREEZE_CONTRACT", "UPGRADE_CONTRACT", "REVOKE_CONTRACT"].every(
              (method) => contractChanges(evidence, method, name).length === 0,
            ),
          ),
    },
    {
      name: "retired-revoked",
      says: { zh: "停用的合约已注销", en: "The contract that is out of use was revoked" },
      holds: (evidence) => contractChanges(evidence, "REVOKE_CONTRACT", evidence.parameters.retired).length > 0,
    },
  ],
});
