import { bytesToHex } from "@yanta/bytes";
import type { Language } from "@yanta/errors";
import type { AuditTrail } from "./audit-trail.ts";
import { printable } from "./printable.ts";
import { rowSubject } from "./subject.ts";

/** A sentence in both languages. */
export type Statement = Readonly<Record<Language, string>>;

/** What a verification shows, on whose word, and what it leaves open. */
export interface Statements {
  readonly proven: readonly Statement[];
  /** Whom a reader has to trust for it. */
  readonly trust: readonly Statement[];
  readonly open: readonly Statement[];
}

/** Says precisely what a trail proves. It depends on the proof alone: the same bundle says the same everywhere. */
export function statementsOf(trail: AuditTrail): Statements {
  return { proven: provenBy(trail), trust: trustFor(trail), open: openAfter(trail) };
}

function provenBy({ chain, complete, subject }: AuditTrail): readonly Statement[] {
  const heights = chain.transactions.map(({ height }) => height);
  const [first, last] = [heights.reduce((a, b) => (a < b ? a : b)), heights.reduce((a, b) => (a > b ? a : b))];
  const genesis = bytesToHex(chain.genesisHash);
  const count = chain.transactions.length;
  const configurations = chain.configurations.length;
  const main = rowSubject(subject);
  const whole = [...complete].filter(([name]) => name === main || name.startsWith("receipt."));
  return [
    {
      en: `The chain is ${printable(chain.chainId)} with the genesis block ${genesis} that you trust.`,
      zh: `该链为 ${printable(chain.chainId)}，其创世区块 ${genesis} 即您所信任者。`,
    },
    {
      en: `${count} transactions stand with their results in blocks ${first} to ${last}, each signed by its sender with a certificate that a CA in force at that time issued and that was in its validity.`,
      zh: `${count} 笔交易及其结果位于区块 ${first} 至 ${last}；每笔均由发送者签名，其证书由当时生效的 CA 签发且在有效期内。`,
    },
    {
      en: `Which CAs and validators were in force follows from ${configurations} configuration blocks, from the genesis on; none between them is left out.`,
      zh: `当时生效的 CA 与验证者由自创世起的 ${configurations} 个配置区块推出，其间无遗漏。`,
    },
    ...whole
      .map(([subjectName, deeds]) => [printable(subjectName), deeds] as const)
      .map(([name, deeds]) => ({
        en: `Deeds 1 to ${deeds} of ${name} are all here; each was written by the transaction that did it.`,
        zh: `${name} 的第 1 至第 ${deeds} 次操作全部在内，每条均由执行该操作的交易写入。`,
      })),
  ];
}

function trustFor({ chain }: AuditTrail): readonly Statement[] {
  const orgs = [...new Set(chain.configurations.flatMap(({ orgIds }) => orgIds))].map(printable).join(", ");
  const authorities: Statement = {
    en: `That a certificate belongs to who it names rests on the CAs of: ${orgs}.`,
    zh: `证书与其持有者相符，取决于以下组织的 CA：${orgs}。`,
  };
  const added: readonly Statement[] = chain.orgsAddedByChain.map(printable).map((orgId) => ({
    en: `A CA of ${orgId} is not among your trust roots; the chain let it in later.`,
    zh: `${orgId} 的一个 CA 不在您的信任根中，系该链后来加入。`,
  }));
  return [decidedBy(chain), authorities, ...added];
}

function decidedBy(chain: AuditTrail["chain"]): Statement {
  if (chain.decider === "solo") {
    const makers = [...new Set(chain.blocks.flatMap(({ proposer }) => proposer?.orgId ?? []))]
      .map(printable)
      .join(", ");
    const could = [...new Set(chain.configurations.flatMap(({ consensusOrgIds }) => consensusOrgIds))];
    const orgs = could.map(printable).join(", ");
    return {
      en: `No votes decide on this chain: its blocks rest on the signature of one node (${makers}). Whoever holds its key, or a CA of an organisation that may run it (${orgs}), could have written another history; compare block hashes with other organisations.`,
      zh: `该链不经投票，区块仅凭单个节点（${makers}）签名。持有其密钥者，或可运行节点的组织（${orgs}）的 CA，可写出另一份历史；请与其他组织核对区块哈希。`,
    };
  }
  const votes = chain.blocks.flatMap(({ votes: each }) => each ?? []);
  const fewest = votes.reduce((a, b) => (a.signedPower * b.totalPower <= b.signedPower * a.totalPower ? a : b));
  return {
    en: `More than two thirds of the validators in force signed for each block (at least ${fewest.signedPower} of ${fewest.totalPower}). It is wrong only if more than a third of them, those who have left since included, broke the rules or lost their keys.`,
    zh: `每个区块均有超过三分之二的在任验证者签名（至少 ${fewest.signedPower}/${fewest.totalPower}）。只有超过三分之一的验证者（包括此后已退出者）违规或丢失密钥时才可能有误。`,
  };
}

function openAfter({ subject }: AuditTrail): readonly Statement[] {
  return [
    {
      en: "Whether more was done: of each subject later deeds than those numbered here may exist, and their omission would not show.",
      zh: "是否还有其他操作：各对象可能存在编号更靠后的操作，若被略去，此处无法察觉。",
    },
    {
      en: "Whether a certificate was revoked or frozen: the chain checked it when it took the transaction, the bundle does not show its lists.",
      zh: "证书是否已被吊销或冻结：链在接收交易时已检查，但证明包不含相应名单。",
    },
    {
      en: `Which code the contract ${printable(subject.contract)} had: that its rules (four eyes, deadlines, grants) were kept rests on the contract that the organisations installed.`,
      zh: `合约 ${printable(subject.contract)} 的代码：其规则（四眼原则、期限、授权）是否得到遵守，取决于各组织所安装的合约。`,
    },
    {
      en: "Whether the data that was delivered is right: the chain holds its hash and size, not the data.",
      zh: "所交付数据的内容是否正确：链上只有其哈希与大小，没有数据本身。",
    },
    {
      en: "Exact times: senders and block makers give them, and the chain lets them differ by minutes.",
      zh: "精确时间：由发送者与出块者给出，链允许数分钟的误差。",
    },
    {
      en: "Changes of the configuration by a multi-sign: block headers do not name them.",
      zh: "通过多签完成的配置变更：区块头不记录此类变更。",
    },
  ];
}
