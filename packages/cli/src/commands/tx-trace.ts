import type { Command } from "commander";
import { parseNumber } from "../arguments.ts";
import type { CommandContext } from "../command-context.ts";
import { nodeUrl, type NodeUrlOptions } from "../node-url.ts";
import { createPaint } from "../paint.ts";
import { renderTrace } from "../trace/render-trace.ts";
import { fetchTrace } from "../trace/trace-document.ts";
import { withConnection } from "./connection-options.ts";

interface TraceOptions extends NodeUrlOptions {
  readonly opcodes?: boolean;
  readonly depth?: string;
}

/** `yanta tx trace` */
export function addTrace(command: Command, context: CommandContext): void {
  const { text } = context;
  withConnection(command, context)
    .argument("<txId>")
    .description(
      text({
        en: "what a past transaction did: calls, host calls, reads, writes, gas",
        zh: "回放历史交易：合约调用、宿主调用、读写与 gas",
      }),
    )
    .option("--opcodes", text({ en: "with the EVM's instructions", zh: "包含 EVM 指令" }))
    .option("--depth <levels>", text({ en: "levels of the tree that are shown", zh: "显示的层数" }))
    .option(
      "--rpc-url <url>",
      text({
        en: "JSON-RPC of the node (default: the chain's in this folder, or http://127.0.0.1:8545)",
        zh: "节点的 JSON-RPC 地址（默认本目录的链，或 http://127.0.0.1:8545）",
      }),
    )
    .action(async (txId: string, options: TraceOptions) => {
      const depthMax =
        options.depth === undefined ? Infinity : parseNumber(options.depth, "--depth", { min: 0, max: 100 });
      const output = context.output();
      const progress = output.progress({ en: "running the transaction again", zh: "正在回放交易" });
      const request = { url: nodeUrl(options), txId, opcodes: options.opcodes ?? false, signal: context.signal };
      const trace = await fetchTrace(request).finally(() => progress.end());
      output.result(trace, () => renderTrace(trace, { text, depthMax, paint: createPaint(output.isTerminal) }));
    });
}
