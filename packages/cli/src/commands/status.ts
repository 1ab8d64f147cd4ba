import { getChainInfo, getNodeVersion } from "@yanta/sdk";
import { chainMakerVersion, yantaVersion } from "@yanta/node/version";
import type { Command } from "commander";
import { connect, type ConnectionOptions } from "../connection.ts";
import type { CommandContext } from "../command-context.ts";
import type { Text } from "../language.ts";
import { lookAtNode, type NodeStatus, signaturesText } from "../network/network-status.ts";
import { withConnection, withOutputOptions } from "./connection-options.ts";

const statusTimeoutMs = 5_000;

/** `yanta status` and `yanta version` */
export function addStatusCommands(program: Command, context: CommandContext): void {
  const { text } = context;

  withConnection(program.command("status"), context)
    .description(text({ en: "whether the node answers, and what it says of itself", zh: "查看节点是否应答及其状态" }))
    .action(async (options: ConnectionOptions) => {
      const client = connect(options);
      const version = await getNodeVersion(client.transport, { timeoutMs: statusTimeoutMs });
      const info = await getChainInfo(client);
      const { engine, problem, problemZh, memberAlgorithm } = await lookAtNode(connect(options));
      const value = {
        address: client.transport.address,
        chainId: client.chainId,
        height: info.blockHeight,
        nodes: info.nodeList.length,
        version,
        problem,
        engine,
        memberAlgorithm,
      };
      client.transport.close();
      const lines: readonly Text[] = [
        {
          en: `${value.chainId} at ${value.address}: height ${value.height}, ${value.nodes} node(s), speaks ChainMaker ${value.version}`,
          zh: `${value.chainId}（${value.address}）：高度 ${value.height}，${value.nodes} 个节点，兼容长安链 ${value.version}`,
        },
        ...(problem === undefined ? [] : [{ en: `! ${problem}`, zh: `! ${problemZh ?? problem}` }]),
        ...(engine === undefined ? [] : [engineText(engine), signaturesText(memberAlgorithm)]),
      ];
      context.output().result(value, () => lines.map(text).join("\n"));
    });

  withOutputOptions(program.command("version"), context)
    .description(text({ en: "versions of Yanta, the protocol and Node", zh: "Yanta、协议与 Node 的版本" }))
    .action(() => {
      const value = {
        yanta: yantaVersion,
        chainMaker: chainMakerVersion,
        node: process.version,
        platform: `${process.platform}-${process.arch}`,
      };
      context
        .output()
        .result(
          value,
          () => `yanta ${value.yanta}  (ChainMaker ${value.chainMaker}, Node ${value.node}, ${value.platform})`,
        );
    });
}

function engineText({ engineHeight, peers, isValidator }: NonNullable<NodeStatus["engine"]>): Text {
  return {
    en: `engine (CometBFT) at ${engineHeight}, ${peers.length} peer(s), ${isValidator ? "votes" : "follows"}; all nodes: yanta network status`,
    zh: `引擎（CometBFT）高度 ${engineHeight}，${peers.length} 个对等节点，${isValidator ? "参与投票" : "仅同步"}；查看所有节点：yanta network status`,
  };
}
