import { bytesToText, defineLab, type Evidence, type SeededChoice } from "@yanta/academy/lab";

/** A record of somebody else that is on the chain when the lab begins. */
interface Planted {
  readonly hash: string;
  readonly name: string;
  readonly time: number;
}

export interface Parameters {
  readonly hash: string;
  readonly name: string;
  readonly time: number;
  readonly planted: readonly Planted[];
  /** Height of the block whose hash is to be recorded. */
  readonly sealed: number;
}

const people = ["liwei", "wangfang", "zhangmin", "chenjing", "liuyang", "zhaolei", "sunli", "zhouqiang"] as const;
const papers = ["diploma", "transcript", "contract", "invoice", "permit"] as const;

function parameters(choice: SeededChoice): Parameters {
  const record = (): Planted => ({
    hash: choice.hex(32),
    name: `${choice.pick(papers)}-${choice.pick(people)}.pdf`,
    time: 1_700_000_000 + choice.integer(0, 9_999_999),
  });
  return { ...record(), planted: [record(), record(), record(), record()], sealed: choice.integer(2, 5) };
}

interface Fact {
  readonly file_hash: string;
  readonly file_name: string;
}

/** Records whose name or hash is the one looked for. */
function factsWith({ chain }: Evidence<Parameters>, field: keyof Fact, value: string): readonly Fact[] {
  const rows = chain.listState({ contract: "fact", prefix: "fact#" });
  return rows.map((row) => JSON.parse(bytesToText(row.value)) as Fact).filter((fact) => fact[field] === value);
}

export const lab = defineLab<Parameters>({
  title: { zh: "存下一份文件，再读懂一个区块", en: "Record a file, then read a block" },
  parameters,
  start: ({ planted }) => [
    { kind: "install", name: "fact" },
    ...planted.map(({ hash, name, time }) => ({
      kind: "send" as const,
      contract: "fact",
      method: "save",
      parameters: { file_hash: hash, file_name: name, time: String(time) },
    })),
  ],
  task: ({ hash, name, time, sealed }) => ({
    zh: `链上已经装好合约 \`fact\`，并且有别人存下的四条记录。

1. 用 \`fact\` 的方法 \`save\` 存下您的文件：\`file_hash\` 为 \`${hash}\`，\`file_name\` 为 \`${name}\`，\`time\` 为 \`${time}\`。
2. 查看高度为 ${sealed} 的区块，把**它自己的哈希**当作 \`file_hash\` 存下来：\`file_name\` 写 \`block-${sealed}\`，\`time\` 写 \`1\`。`,
    en: `The contract \`fact\` is installed, and others have saved four records with it.

1. Save your file with the method \`save\` of \`fact\`: \`file_hash\` is \`${hash}\`, \`file_name\` is \`${name}\`, \`time\` is \`${time}\`.
2. Look at the block of height ${sealed} and save **its own hash** as a \`file_hash\`: \`file_name\` is \`block-${sealed}\`, \`time\` is \`1\`.`,
  }),
  hints: ({ hash, sealed }) => [
    {
      zh: `第一步的命令以 \`send fact save file_hash=${hash}\` 开头。`,
      en: `The first command begins with \`send fact save file_hash=${hash}\`.`,
    },
    { zh: `输入 \`block ${sealed}\` 查看区块。`, en: `Type \`block ${sealed}\` to see the block.` },
    {
      zh: "`hash=` 后面是区块自己的哈希，`previous=` 后面是前一个区块的哈希。",
      en: "Behind `hash=` stands the block's own hash, behind `previous=` that of the block before.",
    },
  ],
  assertions: [
    {
      name: "file-recorded",
      says: { zh: "您的文件哈希已存到链上", en: "The hash of your file is on the chain" },
      holds: (evidence) => factsWith(evidence, "file_hash", evidence.parameters.hash).length === 1,
    },
    {
      name: "file-named",
      says: { zh: "这条记录写的是您的文件名", en: "That record has the name of your file" },
      holds: (evidence) =>
        factsWith(evidence, "file_hash", evidence.parameters.hash).every(
          ({ file_name }) => file_name === evidence.parameters.name,
        ),
    },
    {
      name: "block-recorded",
      says: { zh: "有一条以该区块命名的记录", en: "There is a record named for the block" },
      holds: (evidence) => factsWith(evidence, "file_name", `block-${evidence.parameters.sealed}`).length > 0,
    },
    {
      name: "block-hash-right",
      says: {
        zh: "以该区块命名的记录，存的是区块自己的哈希",
        en: "What is named for the block has the block's own hash",
      },
      holds: (evidence) => {
        const { sealed } = evidence.parameters;
        const { hash } = evidence.chain.getBlock(BigInt(sealed)) ?? {};
        return factsWith(evidence, "file_name", `block-${sealed}`).every(({ file_hash }) => file_hash === hash);
      },
    },
  ],
});
