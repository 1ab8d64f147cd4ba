import type { Command } from "commander";
import { parseNumber } from "../arguments.ts";
import type { CommandContext } from "../command-context.ts";
import { connectToAll, type ConnectionOptions } from "../connection.ts";
import { lookAtNode } from "../network/network-status.ts";
import { raiseVersion } from "../network/raise-version.ts";
import { withAdmins } from "./connection-options.ts";
import { changing } from "./network-members.ts";

/** ChainMaker's first block version with a number of its own, and the largest number that its field holds. */
const versions = { min: 2_300, max: 4_294_967_295 };

/** `yanta network raise-version`: the rules of the chain, changed at one height. */
export function addNetworkVersionCommand(network: Command, context: CommandContext): void {
  const { output, text } = context;
  withAdmins(network.command("raise-version"), context)
    .description(
      text({
        en: "raise the chain's block version, when every node of the SDK configuration can run it",
        zh: "提升链的区块版本（要求 SDK 配置中的所有节点都支持）",
      }),
    )
    .argument("<block-version>", text({ en: "such as 2030700", zh: "如 2030700" }))
    .action(async (argument: string, options: ConnectionOptions) => {
      const version = parseNumber(argument, "block-version", versions);
      const nodes = await Promise.all(connectToAll(options).map(lookAtNode));
      const raised = await changing(options, (client, endorsers) => raiseVersion(client, endorsers, version, nodes));
      output().result(raised, () =>
        raised.isChanged
          ? text({
              en: `block version ${raised.from} until here, ${raised.to} from the next block on`,
              zh: `区块版本由 ${raised.from} 升至 ${raised.to}，自下一个区块起生效`,
            })
          : text({ en: `block version ${raised.to} already`, zh: `区块版本已是 ${raised.to}` }),
      );
    });
}
