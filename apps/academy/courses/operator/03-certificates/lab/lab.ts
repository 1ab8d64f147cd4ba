import {
  argumentOf,
  bytesToText,
  callsOf,
  defineLab,
  type Evidence,
  orgId,
  type SeededChoice,
  senderOf,
} from "@yanta/academy/lab";
export interface Parameters {
  /** Organisations whose clients are: the thief's victim, who mislaid a computer, and a bystander. */
  readonly stolen: number;
  readonly mislaid: number;
  readonly bystander: number;
  /** Hash of the record that the thief saved. */
  readonly forged: string;
  readonly records: readonly { readonly hash: string; readonly name: string; readonly org: number }[];
  /** To be saved at the end. */
  readonly report: string;
}

function parameters(choice: SeededChoice): Parameters {
  const [stolen = 2, mislaid = 3, bystander = 4] = choice.shuffle([2, 3, 4]);
  const records = choice.shuffle([stolen, mislaid, bystander, stolen, mislaid, bystander]).map((org) => ({
    hash: choice.hex(20),
    name: `order-${choice.integer(1000, 9999)}.pdf`,
    org,
  }));
  const forged = records.find(({ org }) => org === stolen)?.hash ?? "";
  return { stolen, mislaid, bystander, forged, records, report: choice.hex(20) };
}

const orgs = [2, 3, 4];

function client(org: number): { readonly name: string; readonly orgId: string } {
  return { name: "client1", orgId: orgId(org) };
}

/** The hash of a client's certificate, as CERT_ADD of the start returned it. */
function certificateOf({ chain }: Evidence<Parameters>, org: number): string {
  for (let height = 1n; height <= chain.tip.height; height++)
    for (const tx of chain.getBlock(height)?.txs ?? [])
      if (tx.method === "CERT_ADD" && tx.senderOrgId === orgId(org)) return bytesToText(tx.result);
  return "";
}

/** Whether a client's certificate is frozen at the end. */
function isFrozen(evidence: Evidence<Parameters>, org: number): boolean {
  const key = `freeze_${certificateOf(evidence, org)}`;
  return (evidence.chain.getState({ contract: "CERT_MANAGE", key })?.length ?? 0) > 0;
}

/** Whether a client's certificate was frozen at any time. */
function wasFrozen(evidence: Evidence<Parameters>, org: number): boolean {
  const hash = certificateOf(evidence, org);
  return callsOf(evidence.txs, "CERT_MANAGE", "CERTS_FREEZE").some((tx) => bytesToText(tx.result).includes(hash));
}

export const lab = defineLab<Parameters>({
  title: { zh: "证书：冻结与解冻", en: "Certificates: freeze and unfreeze" },
  parameters,
  start: ({ records }) => [
    { kind: "install", name: "fact" },
    ...orgs.map((org) => ({
      kind: "send" as const,
      contract: "CERT_MANAGE",
      method: "CERT_ADD",
      sender: client(org),
    })),
    ...records.map(({ hash, name, org }) => ({
      kind: "send" as const,
      contract: "fact",
      method: "save",
      parameters: { file_hash: hash, file_name: name, time: "1" },
      sender: client(org),
    })),
  ],
  task: ({ forged, mislaid, report }) => ({
    zh: `\`org2\`、\`org3\`、\`org4\` 的 \`client1\` 都已经用 \`CERT_ADD\` 把证书存到链上（区块 2 到 4），之后存过几条记录。

1. 记录 \`file_hash=${forged}\` 是小偷用偷来的私钥存的。查出是**哪个组织**的 \`client1\`，冻结它的证书，并且一直冻结着。
2. \`client1@org${mislaid}\` 报告电脑不见了：先冻结它的证书。
3. 电脑在会议室找到了，没有人动过：把 \`client1@org${mislaid}\` 的证书解冻，再由它存一条记录：\`file_hash=${report}\`，\`file_name=found.pdf\`，\`time=1\`。

别人的证书不要动。`,
    en: `The \`client1\` of \`org2\`, \`org3\` and \`org4\` have each stored their certificate with \`CERT_ADD\` (blocks 2 to 4), and saved some records since.

1. The record \`file_hash=${forged}\` was saved by a thief with a stolen key. Find out **which organisation's** \`client1\` the key belongs to, freeze its certificate, and leave it frozen.
2. \`client1@org${mislaid}\` reports that a computer is missing. Freeze its certificate.
3. The computer is found in a meeting room, and nobody has touched it. Unfreeze the certificate of \`client1@org${mislaid}\`, and let it save a record: \`file_hash=${report}\`, \`file_name=found.pdf\`, \`time=1\`.

Leave the certificates of others alone.`,
  }),
  hints: ({ forged }) => [
    {
      zh: `\`query fact find_by_file_hash file_hash=${forged}\` 得到 \`tx_id\`，再用 \`tx\` 加这个编号看 \`from=\`。`,
      en: `\`query fact find_by_file_hash file_hash=${forged}\` tells the \`tx_id\`. Type \`tx\` and this number, and look behind \`from=\`.`,
    },
    {
      zh: "证书的哈希：用 `block 2`、`block 3`、`block 4` 得到交易编号，再用 `tx` 加编号，`from=` 是谁的，`result` 就是证书的哈希。",
      en: "The hash of a certificate: `block 2`, `block 3` and `block 4` tell the transactions. Type `tx` and the number: `from=` says whose it is, `result` is the hash.",
    },
    {
      zh: "冻结：`send CERT_MANAGE CERTS_FREEZE certs=@哈希 as admin1@org1 with admin1@org1`；解冻：`CERTS_UNFREEZE cert_hashes=哈希`，没有 `@`。",
      en: "To freeze: `send CERT_MANAGE CERTS_FREEZE certs=@HASH as admin1@org1 with admin1@org1`. To unfreeze: `CERTS_UNFREEZE cert_hashes=HASH`, without the `@`.",
    },
  ],
  assertions: [
    {
      name: "stolen-frozen",
      says: { zh: "被偷的证书冻结着", en: "The stolen certificate is frozen" },
      holds: (evidence) => isFrozen(evidence, evidence.parameters.stolen),
    },
    {
      name: "mislaid-was-frozen",
      says: { zh: "丢电脑的人的证书曾经冻结", en: "The certificate on the missing computer was frozen" },
      holds: (evidence) => wasFrozen(evidence, evidence.parameters.mislaid),
    },
    {
      name: "mislaid-unfrozen",
      says: { zh: "电脑找到以后已经解冻", en: "It was unfrozen when the computer was found" },
      holds: (evidence) => !isFrozen(evidence, evidence.parameters.mislaid),
    },
    {
      name: "report-saved",
      says: { zh: "解冻以后由它存下了记录", en: "Its owner has saved the record afterwards" },
      holds: (evidence) => {
        const { mislaid, report } = evidence.parameters;
        const saved = callsOf(evidence.txs, "fact", "save").filter((tx) => argumentOf(tx, "file_hash") === report);
        return isFrozen(evidence, mislaid) || saved.some((tx) => senderOf(tx) === `client1@org${mislaid}`);
      },
    },
    {
      name: "bystander-untouched",
      says: { zh: "无关的证书没有动过", en: "The other certificate was left alone" },
      holds: (evidence) => !wasFrozen(evidence, evidence.parameters.bystander),
    },
  ],
});
