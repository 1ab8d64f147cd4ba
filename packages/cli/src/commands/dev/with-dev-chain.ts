import type { Command } from "commander";
import type { CommandContext } from "../../command-context.ts";
import { withConnection } from "../connection-options.ts";

/** Adds the options that find a development chain. */
export function withDevChain(command: Command, context: CommandContext): Command {
  return withConnection(command, context).option(
    "--rpc-url <url>",
    context.text({
      en: "JSON-RPC of the chain (default: the chain's in this folder, or http://127.0.0.1:8545)",
      zh: "链的 JSON-RPC 地址（默认本目录的链，或 http://127.0.0.1:8545）",
    }),
  );
}
