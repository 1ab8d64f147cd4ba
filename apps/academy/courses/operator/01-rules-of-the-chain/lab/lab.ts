import {
  argumentOf,
  callsOf,
  defineLab,
  type Evidence,
  type LabTransaction,
  orgId,
  type SeededChoice,
  signerToText,
} from "@yanta/academy/lab";

export interface Parameters {
  readonly capacity: number;
  readonly timeout: number;
  readonly interval: number;
  /** Which organisation leaves: 2, 3 or 4. */
  readonly leaving: number;
  /** Hash of a record that the leaving organisation saved. */
  readonly record: string;
  /** Records that are there at first, each sent from another organisation. */
  readonly planted: readonly { readonly hash: string; readonly name: string; readonly org: number }[];
}

function parameters(choice: SeededChoice): Parameters {
  const planted = choice.shuffle([2, 3, 4]).map((org) => ({
    hash: choice.hex(24),
    name: `contract-${choice.integer(1000, 9999)}.pdf`,
    org,
  }));
  const asked = planted[choice.integer(0, 2)];
  return {
    capacity: choice.integer(20, 90) * 10,
    timeout: choice.integer(700, 1800),
    interval: choice.integer(20, 90) * 100,
    leaving: asked?.org ?? 2,
    record: asked?.hash ?? "",
    planted,
  };
}

function removals({ txs }: Evidence<Parameters>): readonly LabTransaction[] {
  return callsOf(txs, "CHAIN_CONFIG", "TRUST_ROOT_DELETE");
}

/** The changes of one value of the block section, in order. */
function changes({ txs }: Evidence<Parameters>, name: string): readonly LabTransaction[] {
  return callsOf(txs, "CHAIN_CONFIG", "BLOCK_UPDATE").filter((tx) => argumentOf(tx, name) !== "");
}

function isSet(evidence: Evidence<Parameters>, name: string, value: number): boolean {
  const last = changes(evidence, name).at(-1);
  return last !== undefined && argumentOf(last, name) === String(value);
}

/** Different members who signed; the sender's signature counts like the others. */
function countSigners({ request: { sender, endorsers } }: LabTransaction): number {
  const all = sender === undefined ? endorsers : [sender, ...endorsers];
  return new Set(all.map((signer) => signerToText(signer)).filter((name) => name.startsWith("admin"))).size;
}

export const lab = defineLab<Parameters>({
  title: { zh: "改规则，送别一个组织", en: "Change rules, and let an organisation leave" },
  parameters,
  start: ({ planted }) => [
    { kind: "install", name: "fact" },
    ...planted.map(({ hash, name, org }) => ({
      kind: "send" as const,
      contract: "fact",
      method: "save",
      parameters: { file_hash: hash, file_name: name, time: "1" },
      sender: { name: "client1", orgId: orgId(org) },
    })),
  ],
  task: ({ capacity, timeout, interval, record }) => ({
    zh: `联盟开会作了几项决定，请您执行。合约 \`fact\` 已经装好，里面有几条记录。

1. 每个区块最多 ${capacity} 笔交易，交易在 ${timeout} 秒内有效。
2. 存下 \`file_hash=${record}\` 这条记录的那个组织退出联盟。会议纪要没写它的名字：从签名查出来，再把它从链上移除。
3. 移除**之后**，把出块间隔改为 ${interval} 毫秒。这一次只用刚好够数的管理员签名，多一个也不要。`,
    en: `The consortium has met and decided some things, which you carry out. The contract \`fact\` is installed and holds a few records.

1. A block has at most ${capacity} transactions, and a transaction is valid for ${timeout} seconds.
2. The organisation that saved the record \`file_hash=${record}\` leaves. The minutes do not name it: find out from the signature, then remove it from the chain.
3. **After that**, set the interval of blocks to ${interval} milliseconds. This time use exactly as many administrators' signatures as are needed, and not one more.`,
  }),
  hints: ({ capacity, record }) => [
    {
      zh: `第一步：\`send CHAIN_CONFIG BLOCK_UPDATE block_tx_capacity=${capacity} …\`，两个参数可以写在同一条命令里。`,
      en: `Step 1: \`send CHAIN_CONFIG BLOCK_UPDATE block_tx_capacity=${capacity} …\`. Both parameters may be in one command.`,
    },
    {
      zh: `第二步：\`query fact find_by_file_hash file_hash=${record}\` 得到 \`tx_id\`，再用 \`tx\` 加这个编号，看 \`from=\`。`,
      en: `Step 2: \`query fact find_by_file_hash file_hash=${record}\` tells the \`tx_id\`. Type \`tx\` and this number, and look behind \`from=\`.`,
    },
    {
      zh: "第三步：剩下三个组织，过半数是两个。退出的组织的签名已经不算数。",
      en: "Step 3: three organisations are left, and more than half of three is two. Signatures of the one that left do not count.",
    },
  ],
  assertions: [
    {
      name: "capacity-set",
      says: { zh: "区块的交易数上限正确", en: "The most transactions of a block are as decided" },
      holds: (evidence) => isSet(evidence, "block_tx_capacity", evidence.parameters.capacity),
    },
    {
      name: "timeout-set",
      says: { zh: "交易的有效时间正确", en: "The time for which transactions are valid is as decided" },
      holds: (evidence) => isSet(evidence, "tx_timeout", evidence.parameters.timeout),
    },
    {
      name: "organisation-removed",
      says: { zh: "有一个组织被移除", en: "An organisation was removed" },
      holds: (evidence) => removals(evidence).length > 0,
    },
    {
      name: "right-organisation",
      says: { zh: "移除的正是存下那条记录的组织", en: "What was removed is the organisation that saved the record" },
      holds: (evidence) =>
        removals(evidence).every((tx) => argumentOf(tx, "org_id") === orgId(evidence.parameters.leaving)),
    },
    {
      name: "interval-set",
      says: { zh: "出块间隔正确", en: "The interval of blocks is as decided" },
      holds: (evidence) => isSet(evidence, "block_interval", evidence.parameters.interval),
    },
    {
      name: "interval-last",
      says: { zh: "出块间隔是在移除之后改的", en: "The interval was set after the removal" },
      holds: (evidence) => {
        const [removal] = removals(evidence);
        const last = changes(evidence, "block_interval").at(-1);
        return removal === undefined || last === undefined || last.height > removal.height;
      },
    },
    {
      name: "no-signature-too-many",
      says: { zh: "改出块间隔时，签名刚好够数", en: "The interval was set with no more signatures than needed" },
      holds: (evidence) => {
        const last = changes(evidence, "block_interval").at(-1);
        if (last === undefined) return true;
        const left = 4 - removals(evidence).filter(({ height }) => height < last.height).length;
        return countSigners(last) === Math.floor(left / 2) + 1;
      },
    },
  ],
});
