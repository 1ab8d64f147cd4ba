import {
  argumentOf,
  callsOf,
  contractChanges,
  defineLab,
  type Evidence,
  type LabTransaction,
  orgId,
  type SeededChoice,
  senderOf,
  signerToText,
} from "@yanta/academy/lab";
import { type ChainConfig, ChainConfigSchema, decodeMessage, type Policy } from "@yanta/protocol";

export interface Parameters {
  /** The contract for records, and who may write to it. */
  readonly contract: string;
  readonly writers: readonly number[];
  /** Organisations that have to sign to freeze a contract. */
  readonly few: number;
  /** Contract to be frozen. */
  readonly broken: string;
  /** To be saved by the second writer. */
  readonly hash: string;
}

function parameters(choice: SeededChoice): Parameters {
  const [contract = "permits", broken = "invoices"] = choice.shuffle(["permits", "invoices", "deeds", "licences"]);
  return {
    contract: `${contract}${choice.integer(10, 99)}`,
    writers: choice.shuffle([2, 3, 4]).slice(0, 2),
    few: choice.pick([2, 3]),
    broken: `${broken}${choice.integer(10, 99)}`,
    hash: choice.hex(20),
  };
}

export function writerNames({ writers }: Parameters): string {
  return writers.map((org) => `org${org}`).join();
}

/** The administrators of the first so many organisations. */
export function adminsOf(count: number): string {
  return [1, 2, 3, 4]
    .slice(0, count)
    .map((org) => `admin1@org${org}`)
    .join();
}

function policyOf({ chain }: Evidence<Parameters>, resource: string): Policy | undefined {
  const stored = chain.getState({ contract: "CHAIN_CONFIG", key: "CHAIN_CONFIG" });
  if (stored === undefined) return undefined;
  const config: ChainConfig = decodeMessage(ChainConfigSchema, stored);
  return config.resourcePolicies.find(({ resourceName }) => resourceName === resource)?.policy;
}

function isPolicy(policy: Policy | undefined, rule: string, role: string, orgs: readonly string[]): boolean {
  return (
    policy?.rule === rule &&
    policy.roleList.join().toLowerCase() === role &&
    policy.orgList.toSorted().join() === orgs.toSorted().join()
  );
}

/** Organisations whose administrators signed. */
function countOrganisations({ request: { sender, endorsers } }: LabTransaction): number {
  const all = sender === undefined ? endorsers : [sender, ...endorsers];
  return new Set(all.filter((signer) => signerToText(signer).startsWith("admin")).map((signer) => signer.orgId)).size;
}

export const lab = defineLab<Parameters>({
  title: { zh: "把权限改成决议的样子", en: "Policies as they were decided" },
  parameters,
  start: ({ contract, broken }) => [
    { kind: "install", name: contract, contract: "fact" },
    { kind: "install", name: broken, contract: "fact" },
  ],
  task: ({ contract, writers, few, broken, hash }) => ({
    zh: `联盟开会决定，请您执行。两个存证合约 \`${contract}\` 和 \`${broken}\` 已经装好。

1. 合约 \`${contract}\` 的方法 \`save\`，只准 ${writers.map((org) => `\`org${org}\``).join("、")} 的普通用户（角色 \`client\`）调用，任一家签名即可。
2. 冻结证书（\`CERT_MANAGE-CERTS_FREEZE\`）改为要过半数组织的管理员签名。
3. 冻结合约（\`CONTRACT_MANAGE-FREEZE_CONTRACT\`）改为要 ${few} 个组织的管理员签名。
4. 按新规则冻结 \`${broken}\`，签名的组织正好 ${few} 个，不多不少。
5. 由 \`client1@org${writers[1]}\` 在 \`${contract}\` 里存下 \`file_hash=${hash}\`、\`file_name=rules.pdf\`、\`time=1\`。`,
    en: `The consortium has decided, and you carry it out. The contracts for records \`${contract}\` and \`${broken}\` are installed.

1. The method \`save\` of \`${contract}\` may be called by ordinary users (role \`client\`) of ${writers.map((org) => `\`org${org}\``).join(" and ")} only; one signature of either is enough.
2. Freezing certificates (\`CERT_MANAGE-CERTS_FREEZE\`) takes administrators of more than half of the organisations.
3. Freezing a contract (\`CONTRACT_MANAGE-FREEZE_CONTRACT\`) takes administrators of ${few} organisations.
4. Freeze \`${broken}\` by the new rule, with exactly ${few} organisations signing.
5. \`client1@org${writers[1]}\` saves \`file_hash=${hash}\`, \`file_name=rules.pdf\` and \`time=1\` in \`${contract}\`.`,
  }),
  hints: (chosen) => [
    {
      zh: `第一步：\`send CHAIN_CONFIG PERMISSION_ADD ${chosen.contract}-save=@ANY:client:${writerNames(chosen)} as admin1@org1 with admins\`。`,
      en: `Step 1: \`send CHAIN_CONFIG PERMISSION_ADD ${chosen.contract}-save=@ANY:client:${writerNames(chosen)} as admin1@org1 with admins\`.`,
    },
    {
      zh: `第二、三步的值是 \`@MAJORITY:admin\` 和 \`@${chosen.few}:admin\`。写错了就用 \`PERMISSION_UPDATE\` 改。`,
      en: `The values of steps 2 and 3 are \`@MAJORITY:admin\` and \`@${chosen.few}:admin\`. Correct mistakes with \`PERMISSION_UPDATE\`.`,
    },
    {
      zh: `第四步：\`send CONTRACT_MANAGE FREEZE_CONTRACT CONTRACT_NAME=${chosen.broken} as admin1@org1 with ${adminsOf(chosen.few)}\`。`,
      en: `Step 4: \`send CONTRACT_MANAGE FREEZE_CONTRACT CONTRACT_NAME=${chosen.broken} as admin1@org1 with ${adminsOf(chosen.few)}\`.`,
    },
  ],
  assertions: [
    {
      name: "writers-limited",
      says: { zh: "save 只准指定的组织调用", en: "Only the two organisations may call save" },
      holds: (evidence) => {
        const { contract, writers } = evidence.parameters;
        return isPolicy(
          policyOf(evidence, `${contract}-save`),
          "ANY",
          "client",
          writers.map((org) => orgId(org)),
        );
      },
    },
    {
      name: "certificates-by-majority",
      says: { zh: "冻结证书要过半数", en: "Freezing certificates takes a majority" },
      holds: (evidence) => isPolicy(policyOf(evidence, "CERT_MANAGE-CERTS_FREEZE"), "MAJORITY", "admin", []),
    },
    {
      name: "contracts-by-number",
      says: { zh: "冻结合约要指定个数的组织", en: "Freezing contracts takes that many organisations" },
      holds: (evidence) =>
        isPolicy(policyOf(evidence, "CONTRACT_MANAGE-FREEZE_CONTRACT"), String(evidence.parameters.few), "admin", []),
    },
    {
      name: "contract-frozen",
      says: { zh: "指定的合约已冻结", en: "The contract is frozen" },
      holds: (evidence) => contractChanges(evidence, "FREEZE_CONTRACT", evidence.parameters.broken).length > 0,
    },
    {
      name: "frozen-by-exactly-so-many",
      says: { zh: "冻结时签名的组织正好够数", en: "Exactly that many organisations signed the freezing" },
      holds: (evidence) => {
        const last = contractChanges(evidence, "FREEZE_CONTRACT", evidence.parameters.broken).at(-1);
        return last === undefined || countOrganisations(last) === evidence.parameters.few;
      },
    },
    {
      name: "record-saved",
      says: { zh: "记录由指定的人存下", en: "The record was saved by the right member" },
      holds: ({ txs, parameters: { contract, writers, hash } }) =>
        callsOf(txs, contract, "save").some(
          (tx) => argumentOf(tx, "file_hash") === hash && senderOf(tx) === `client1@org${writers[1]}`,
        ),
    },
  ],
});
