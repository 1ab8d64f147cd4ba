import { toJson } from "@bufbuild/protobuf";
import { ChainConfigSchema } from "@yanta/protocol";
import { getChainConfig, getChainInfo } from "@yanta/sdk";
import type { Command } from "commander";
import { stringify } from "yaml";
import { parseHeight } from "../arguments.ts";
import { connect, type ConnectionOptions } from "../connection.ts";
import type { CommandContext } from "../command-context.ts";
import { withConnection } from "./connection-options.ts";

/** `yanta chain info|config` */
export function addChainCommands(program: Command, context: CommandContext): void {
  const { text } = context;
  const chain = program.command("chain").description(text({ en: "the chain as a whole", zh: "链的总体信息" }));

  withConnection(chain.command("info"), context)
    .description(text({ en: "height and nodes", zh: "高度与节点" }))
    .action(async (options: ConnectionOptions) => {
      const client = connect(options);
      const info = await getChainInfo(client);
      client.transport.close();
      const value = {
        chainId: client.chainId,
        height: info.blockHeight,
        nodes: info.nodeList.map((node) => ({ id: node.nodeId, address: node.nodeAddress })),
      };
      context
        .output()
        .result(value, () =>
          [
            `${value.chainId}  ${text({ en: "height", zh: "高度" })} ${value.height}`,
            ...value.nodes.map((node) => `  ${node.id}  ${node.address}`),
          ].join("\n"),
        );
    });

  withConnection(chain.command("config"), context)
    .description(text({ en: "the chain configuration, in force or at a height", zh: "链配置（当前或指定高度）" }))
    .option("--height <height>", text({ en: "as it was at this block", zh: "指定区块高度" }))
    .action(async (options: ConnectionOptions & { height?: string }) => {
      const client = connect(options);
      const config = await getChainConfig(
        client,
        options.height === undefined ? {} : { height: parseHeight(options.height) },
      );
      client.transport.close();
      const value = toJson(ChainConfigSchema, config, { useProtoFieldName: true });
      context.output().result(value, () => stringify(value).trimEnd());
    });
}
