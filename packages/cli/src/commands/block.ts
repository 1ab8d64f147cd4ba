import { bytesToHex } from "@yanta/bytes";
import type { BlockInfo } from "@yanta/protocol";
import { getBlockByHash, getBlockByHeight, getLastBlock, subscribeBlocks, type Client } from "@yanta/sdk";
import type { Command } from "commander";
import { parseHeight, parseNumber } from "../arguments.ts";
import { connect, type ConnectionOptions } from "../connection.ts";
import type { CommandContext } from "../command-context.ts";
import { addBlockVerifyCommand } from "./block-verify.ts";
import { withConnection } from "./connection-options.ts";

const listMax = 1000;

/** `yanta block get|list|follow|verify` */
export function addBlockCommands(program: Command, context: CommandContext): void {
  const { text } = context;
  const block = program.command("block").description(text({ en: "blocks", zh: "区块" }));

  withConnection(block.command("get"), context)
    .argument("[block]", text({ en: "height, hash, or latest", zh: "高度、哈希或 latest" }), "latest")
    .description(text({ en: "one block with its transactions", zh: "查看一个区块及其交易" }))
    .action(async (which: string, options: ConnectionOptions) => {
      const client = connect(options);
      const found = await readBlock(client, which);
      client.transport.close();
      const value = describeBlock(found);
      context
        .output()
        .result(value, () =>
          [renderBlock(value), ...value.txs.map((tx) => `  ${tx.txId}  ${tx.contract}.${tx.method}  ${tx.code}`)].join(
            "\n",
          ),
        );
    });

  withConnection(block.command("list"), context)
    .description(text({ en: "the latest blocks", zh: "最近的区块" }))
    .option("--limit <n>", text({ en: "how many", zh: "数量" }), "10")
    .action(async (options: ConnectionOptions & { limit: string }) => {
      const limit = BigInt(parseNumber(options.limit, "--limit", { min: 1, max: listMax }));
      const client = connect(options);
      const last = (await getLastBlock(client)).block?.header?.blockHeight ?? 0n;
      const heights = Array.from(
        { length: Number(last + 1n < limit ? last + 1n : limit) },
        (_, index) => last - BigInt(index),
      );
      const blocks: ReturnType<typeof describeBlock>[] = [];
      for (const height of heights) blocks.push(describeBlock(await getBlockByHeight(client, height)));
      client.transport.close();
      context.output().result(blocks, () => blocks.map(renderBlock).join("\n"));
    });

  withConnection(block.command("follow"), context)
    .description(text({ en: "blocks as they come", zh: "持续显示新区块" }))
    .option("--from <height>", text({ en: "first block (default: new ones only)", zh: "起始高度（默认只看新区块）" }))
    .option("--to <height>", text({ en: "last block (default: for ever)", zh: "结束高度（默认一直跟随）" }))
    .action(async (options: ConnectionOptions & { from?: string; to?: string }) => {
      const client = connect(options);
      const range = {
        ...(options.from === undefined ? {} : { startHeight: parseHeight(options.from) }),
        ...(options.to === undefined ? {} : { endHeight: parseHeight(options.to) }),
      };
      for await (const found of subscribeBlocks(client, { ...range, signal: context.signal })) {
        const value = describeBlock(found);
        context.output().item(value, () => renderBlock(value));
      }
      client.transport.close();
    });

  addBlockVerifyCommand(block, context);
}

function readBlock(client: Client, which: string): Promise<BlockInfo> {
  if (which === "latest") return getLastBlock(client);
  return /^[0-9a-fA-F]{64}$/.test(which)
    ? getBlockByHash(client, which.toLowerCase())
    : getBlockByHeight(client, parseHeight(which));
}

function describeBlock(info: BlockInfo) {
  const header = info.block?.header;
  return {
    height: header?.blockHeight ?? 0n,
    hash: bytesToHex(header?.blockHash ?? new Uint8Array(0)),
    previousHash: bytesToHex(header?.preBlockHash ?? new Uint8Array(0)),
    time: new Date(Number(header?.blockTimestamp ?? 0n) * 1000).toISOString(),
    version: header?.blockVersion ?? 0,
    proposerOrg: header?.proposer?.orgId ?? "",
    txCount: header?.txCount ?? 0,
    txs: (info.block?.txs ?? []).map((tx) => ({
      txId: tx.payload?.txId ?? "",
      contract: tx.payload?.contractName ?? "",
      method: tx.payload?.method ?? "",
      code: tx.result?.code ?? 0,
    })),
  };
}

function renderBlock(value: ReturnType<typeof describeBlock>): string {
  return `${String(value.height).padStart(8)}  ${value.time}  ${String(value.txCount).padStart(5)} tx  ${value.hash}`;
}
