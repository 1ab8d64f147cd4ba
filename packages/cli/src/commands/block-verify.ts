import { bytesToHex } from "@yanta/bytes";
import { getLastBlock, verifyBlocks, type VerifyBlocksReport } from "@yanta/sdk";
import type { Command } from "commander";
import { parseHeight } from "../arguments.ts";
import type { CommandContext } from "../command-context.ts";
import { connect, type ConnectionOptions } from "../connection.ts";
import { cliErrors } from "../errors.ts";
import type { Text } from "../language.ts";
import { checkGenesis, trustedGenesis, type TrustedGenesis } from "../network/check-genesis.ts";
import { certificateCounter, type CertificateCount } from "../network/count-certificates.ts";
import { withConnection } from "./connection-options.ts";

interface VerifyOptions extends ConnectionOptions {
  readonly from: string;
  readonly to?: string;
  readonly bindings?: string;
  readonly genesis?: string;
  readonly genesisHash?: string;
  readonly engine?: string;
}

/** `yanta block verify` */
export function addBlockVerifyCommand(block: Command, context: CommandContext): void {
  const { text } = context;
  withConnection(block.command("verify"), context)
    .description(
      text({
        en: "recompute hashes and proposer signatures of the chain from genesis",
        zh: "从创世块开始重新计算哈希并校验出块签名",
      }),
    )
    .option("--from <height>", text({ en: "first block", zh: "起始高度" }), "0")
    .option("--to <height>", text({ en: "last block (default: the latest)", zh: "结束高度（默认最新）" }))
    .option(
      "--bindings <folder>",
      text({
        en: "check the commit certificates, too: folder with the engine bindings that the network was started with (needs --from 0)",
        zh: "同时校验提交证书：网络启动时所用引擎绑定的目录（需要 --from 0）",
      }),
    )
    .option(
      "--genesis <file>",
      text({
        en: "chain configuration that block 0 must come from (default: bc1.yml beside the folder of --bindings)",
        zh: "区块 0 必须由该链配置生成（默认取 --bindings 目录旁的 bc1.yml）",
      }),
    )
    .option("--genesis-hash <hash>", text({ en: "or the hash that block 0 must have", zh: "或指定区块 0 的哈希" }))
    .option(
      "--engine <address>",
      text({
        en: "host:port or unix:///path of an engine's RPC, for certificates that were not stored (default: that of the node beside --bindings)",
        zh: "引擎 RPC 的 host:port 或 unix:///路径，用于查询未存储的提交证书（默认取 --bindings 旁节点的引擎）",
      }),
    )
    .action((options: VerifyOptions) => verify(options, context));
}

async function verify(options: VerifyOptions, context: CommandContext): Promise<void> {
  const from = parseHeight(options.from);
  checkOptions(options, from);
  const trusted = await trustedGenesis(options);
  const client = connect(options);
  const counter =
    options.bindings === undefined
      ? undefined
      : await certificateCounter({
          bindings: options.bindings,
          chainId: client.chainId,
          ...(options.engine === undefined ? {} : { engine: options.engine }),
          signal: context.signal,
        });
  let genesisHash: string | undefined;
  try {
    const lastBlock = async (): Promise<bigint> => (await getLastBlock(client)).block?.header?.blockHeight ?? 0n;
    const to = options.to === undefined ? await lastBlock() : parseHeight(options.to);
    const progress = context
      .output()
      .progress({ en: `verifying blocks ${from} to ${to}`, zh: `正在校验区块 ${from} 至 ${to}` });
    const verified = await verifyBlocks(client, {
      from,
      to,
      signal: context.signal,
      onBlock: async (height, blockInfoBytes) => {
        if (height === 0n) genesisHash = checkGenesis(trusted, blockInfoBytes);
        await counter?.check(height, blockInfoBytes);
      },
    }).finally(() => progress.end());
    const counts = counter?.count();
    const report = {
      ...verified,
      ...(counts === undefined
        ? {}
        : { certificates: counts.certified, fromEngine: counts.fromEngine, uncertified: counts.uncertified }),
      ...(genesisHash === undefined ? {} : { genesisHash, trusted: trusted.kind }),
    };
    context.output().result(report, () =>
      [renderCounts(verified, counts), renderTrust(trusted, genesisHash, options.bindings)]
        .filter((line) => line !== undefined)
        .map((line) => context.text(line))
        .join("\n"),
    );
  } finally {
    counter?.close();
    client.transport.close();
  }
}

function checkOptions({ bindings, genesis, genesisHash, engine, to }: VerifyOptions, from: bigint): void {
  const refuse = (name: string, reason: Text): Error => cliErrors.create("CLI_ARGUMENT", { name, reason });
  const wholeChain = [
    ["--bindings", bindings],
    ["--genesis", genesis],
    ["--genesis-hash", genesisHash],
  ].find(([, value]) => value !== undefined);
  if (from !== 0n && wholeChain !== undefined)
    throw refuse(wholeChain[0] ?? "", { en: "needs the chain from block 0 on", zh: "需要从区块 0 开始的整条链" });
  if (engine !== undefined && bindings === undefined)
    throw refuse("--engine", { en: "needs --bindings", zh: "需要同时指定 --bindings" });
  if (to !== undefined && parseHeight(to) < from)
    throw refuse(`--to ${to}`, { en: `is before --from ${from}`, zh: `小于 --from ${from}` });
}

function renderCounts({ blocks, transactions, lastHash }: VerifyBlocksReport, counts?: CertificateCount): Text {
  const votes: Text =
    counts === undefined
      ? { en: "", zh: "" }
      : {
          en: `, ${counts.certified} with the votes of more than two thirds (${counts.fromEngine} certificates were asked from the engine; ${counts.uncertified} blocks have none)`,
          zh: `，其中 ${counts.certified} 个带有超过三分之二的投票（其中 ${counts.fromEngine} 个证书取自引擎；另有 ${counts.uncertified} 个区块没有证书）`,
        };
  return {
    en: `${blocks} blocks and ${transactions} transactions verified${votes.en}, last hash ${bytesToHex(lastHash)}`,
    zh: `已校验 ${blocks} 个区块、${transactions} 笔交易${votes.zh}，最后的哈希 ${bytesToHex(lastHash)}`,
  };
}

/** What all of it rests on. */
function renderTrust(trusted: TrustedGenesis, hash: string | undefined, bindings?: string): Text | undefined {
  if (hash === undefined) return undefined;
  const and: Text =
    bindings === undefined ? { en: "", zh: "" } : { en: `; bindings in ${bindings}`, zh: `；${bindings} 中的绑定` };
  switch (trusted.kind) {
    case "file":
      return {
        en: `Trusted: ${trusted.path}, which makes genesis block ${hash}${and.en}`,
        zh: `信任依据：${trusted.path}（由其生成创世块 ${hash}）${and.zh}`,
      };
    case "hash":
      return {
        en: `Trusted: genesis hash ${hash}, as given${and.en}`,
        zh: `信任依据：指定的创世块哈希 ${hash}${and.zh}`,
      };
    case "served":
      return {
        en: `Trusted: genesis block ${hash} as the node serves it, compared with nothing (--genesis or --genesis-hash)${and.en}`,
        zh: `信任依据：节点提供的创世块 ${hash}，未与任何来源比对（可用 --genesis 或 --genesis-hash）${and.zh}`,
      };
  }
}
