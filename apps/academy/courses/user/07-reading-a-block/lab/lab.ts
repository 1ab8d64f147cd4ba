import { answersTo, defineLab, type Evidence, orgId, type SeededChoice, type StartStep } from "@yanta/academy/lab";
export interface Parameters {
  /** What each block after the first two holds: a new contract of this name, or a record of this organisation. */
  readonly steps: readonly { readonly contract?: string; readonly org?: number; readonly hash: string }[];
  /** The contract whose block is asked for. */
  readonly asked: string;
  /** Height of a block with a record. */
  readonly height: number;
}

const firstHeight = 2;
const names = ["installed", "sender", "previous"] as const;

function parameters(choice: SeededChoice): Parameters {
  const contracts = ["deeds", "permits", "leases"].map((name) => `${name}${choice.integer(10, 99)}`);
  const records = [2, 3, 4, 2, 3, 4, 2].map((org) => ({ org, hash: choice.hex(16) }));
  const steps = choice.shuffle([...contracts.map((contract) => ({ contract, hash: "" })), ...records]);
  const heights = steps.flatMap((step, at) => ("org" in step ? [at + firstHeight] : []));
  return {
    steps,
    asked: contracts[choice.integer(0, 2)] ?? "",
    height: heights[choice.integer(1, heights.length - 1)] ?? firstHeight,
  };
}

export function installedAt({ steps, asked }: Parameters): number {
  return steps.findIndex(({ contract }) => contract === asked) + firstHeight;
}

export function senderAt({ steps, height }: Parameters): string {
  return `org${steps[height - firstHeight]?.org}`;
}

function isRight({ chain, parameters: given }: Evidence<Parameters>, name: string, answer: string): boolean {
  if (name === "installed") return answer === String(installedAt(given));
  if (name === "sender") return answer === senderAt(given);
  return answer === chain.getBlock(BigInt(given.height))?.previousHash;
}

const says = {
  installed: { zh: "合约安装的高度正确", en: "The height at which the contract was installed is right" },
  sender: { zh: "发送交易的组织正确", en: "The organisation that sent the transaction is right" },
  previous: { zh: "前一块的哈希正确", en: "The hash of the block before is right" },
};

export const lab = defineLab<Parameters>({
  title: { zh: "读懂区块里的每一行", en: "Read every line of a block" },
  parameters,
  start: ({ steps }) => [
    { kind: "install", name: "fact" },
    ...steps.map(({ contract, org = 1, hash }): StartStep =>
      contract === undefined
        ? {
            kind: "send",
            contract: "fact",
            method: "save",
            parameters: { file_hash: hash, file_name: "file.pdf", time: "1" },
            sender: { name: "client1", orgId: orgId(org) },
          }
        : { kind: "install", name: contract, contract: "fact" },
    ),
  ],
  task: ({ steps, asked, height }) => ({
    zh: `区块 ${firstHeight} 到 ${firstHeight + steps.length - 1} 里，有的安装了合约，有的存了记录。请查清三件事，用合约 \`fact\` 的 \`save\` 各记一条，\`file_hash\` 写名字，\`file_name\` 写答案，\`time=1\`。

| 名字 | 问题 | 答案的写法 |
|---|---|---|
| \`installed\` | 合约 \`${asked}\` 是在哪个高度安装的？ | 高度 |
| \`sender\` | 高度 ${height} 的那笔交易是哪个组织发的？ | \`org1\` 到 \`org4\` |
| \`previous\` | 高度 ${height} 的区块写着的**前一块的哈希**是什么？ | 64 个字符 |`,
    en: `Some of the blocks ${firstHeight} to ${firstHeight + steps.length - 1} installed a contract, others saved a record. Find out three things, and record each with \`save\` of the contract \`fact\`: its name as \`file_hash\`, the answer as \`file_name\`, and \`time=1\`.

| name | question | how to write it |
|---|---|---|
| \`installed\` | At which height was the contract \`${asked}\` installed? | a height |
| \`sender\` | Which organisation sent the transaction at height ${height}? | \`org1\` to \`org4\` |
| \`previous\` | Which **hash of the block before** does the block of height ${height} bear? | 64 characters |`,
  }),
  hints: ({ asked, height }) => [
    {
      zh: `安装合约的区块里写着 \`INIT_CONTRACT\`，但不写合约名。用 \`trace\` 加交易编号，看它写了含有 \`${asked}\` 的键。`,
      en: `Blocks that installed a contract say \`INIT_CONTRACT\`, but not its name. Use \`trace\` and the transaction's id, and look for a key with \`${asked}\` in it.`,
    },
    {
      zh: `\`block ${height}\` 给出交易编号，再用 \`tx\` 加编号看 \`from=\`。`,
      en: `\`block ${height}\` tells the transaction's id. Type \`tx\` and the id, and look behind \`from=\`.`,
    },
    {
      zh: "前一块的哈希在 `previous=` 后面，不是 `hash=`。",
      en: "The hash of the block before stands behind `previous=`, not behind `hash=`.",
    },
  ],
  assertions: [
    {
      name: "all-answered",
      says: { zh: "三个问题都回答了", en: "All three questions are answered" },
      holds: (evidence) => names.every((name) => answersTo(evidence, name).length > 0),
    },
    ...names.map((name) => ({
      name: `${name}-right`,
      says: says[name],
      holds: (evidence: Evidence<Parameters>) =>
        answersTo(evidence, name).every((answer) => isRight(evidence, name, answer)),
    })),
  ],
});
