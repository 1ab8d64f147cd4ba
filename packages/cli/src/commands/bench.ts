import type { Command } from "commander";
import { parseNumber } from "../arguments.ts";
import { runLoad } from "../load/run-load.ts";
import { connect, type ConnectionOptions } from "../connection.ts";
import type { CommandContext } from "../command-context.ts";
import { withConnection } from "./connection-options.ts";

interface BenchOptions extends ConnectionOptions {
  readonly count: string;
  readonly concurrency: string;
  readonly contract: string;
  readonly sync?: boolean;
}

/** `yanta bench`: a quick look at a running chain; `npm run bench` in the repository measures properly. */
export function addBenchCommand(program: Command, context: CommandContext): void {
  const { text } = context;
  withConnection(program.command("bench"), context)
    .option("--count <n>", text({ en: "transactions to send", zh: "交易数量" }), "2000")
    .option("--concurrency <n>", text({ en: "calls at the same time", zh: "并发数" }), "64")
    .option(
      "--contract <name>",
      text({ en: "an installed fact contract (method save)", zh: "已部署的存证合约（save 方法）" }),
      "fact",
    )
    .option("--sync", text({ en: "each call waits for its block", zh: "每次调用都等待出块" }))
    .description(text({ en: "send transactions and say how fast they are committed", zh: "发送交易并统计上链速度" }))
    .action(async (options: BenchOptions) => {
      const client = connect(options);
      const progress = context.output().progress({ en: "signing and sending", zh: "正在签名并发送" });
      const report = await runLoad(client, {
        contract: options.contract,
        count: parseNumber(options.count, "--count", { min: 1, max: 1_000_000 }),
        concurrency: parseNumber(options.concurrency, "--concurrency", { min: 1, max: 1_000 }),
        isSync: options.sync ?? false,
        signal: context.signal,
      });
      progress.end();
      client.transport.close();
      context.output().result(report, () =>
        text({
          en: `${report.committed} of ${report.sent} committed in ${report.blocks} blocks, ${report.perSecond}/s; latency p50 ${report.latencyMs.p50} ms, p99 ${report.latencyMs.p99} ms; refused ${report.refused}`,
          zh: `${report.sent} 笔中 ${report.committed} 笔上链，共 ${report.blocks} 个区块，${report.perSecond} 笔/秒；延迟 p50 ${report.latencyMs.p50} 毫秒，p99 ${report.latencyMs.p99} 毫秒；拒绝 ${report.refused}`,
        }),
      );
    });
}
