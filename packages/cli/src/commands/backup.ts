import { join, resolve } from "node:path";
import type { Command } from "commander";
import type { CommandContext } from "../command-context.ts";
import { defaultFolder } from "../connection.ts";
import { withOutputOptions } from "./connection-options.ts";

const defaultLedger = join(defaultFolder, "data/chain1");

/** `yanta backup create|verify|restore` */
export function addBackupCommands(program: Command, context: CommandContext): void {
  const { text } = context;
  const backup = program.command("backup").description(text({ en: "backups of a chain's ledger", zh: "账本备份" }));

  withOutputOptions(backup.command("create"), context)
    .argument("<file>")
    .option("--ledger <folder>", text({ en: "ledger folder of the chain", zh: "链的账本目录" }), defaultLedger)
    .description(
      text({
        en: "copy all durable blocks to a file; the node may run meanwhile",
        zh: "将所有已落盘区块备份到文件（节点可继续运行）",
      }),
    )
    .action(async (file: string, options: { ledger: string }) => {
      const { createBackup } = await import("@yanta/storage");
      const progress = context.output().progress({ en: "copying blocks", zh: "正在复制区块" });
      const blocks = await createBackup({
        directory: resolve(options.ledger),
        file: resolve(file),
        onProgress: progress.at,
      });
      progress.end();
      context
        .output()
        .result({ file, blocks }, () =>
          text({ en: `${blocks} blocks saved to ${file}`, zh: `已备份 ${blocks} 个区块：${file}` }),
        );
    });

  withOutputOptions(backup.command("verify"), context)
    .argument("<file>")
    .description(text({ en: "check every record and the chain of hashes", zh: "校验备份中的每条记录与哈希链" }))
    .action(async (file: string) => {
      const { verifyBackup } = await import("@yanta/storage");
      const progress = context.output().progress({ en: "checking block", zh: "正在校验区块" });
      const summary = await verifyBackup(resolve(file), ({ height }) => progress.at(height));
      progress.end();
      context.output().result(summary, () =>
        text({
          en: `good: ${summary.chainId}, ${summary.blockCount} blocks`,
          zh: `完好：${summary.chainId}，共 ${summary.blockCount} 个区块`,
        }),
      );
    });

  withOutputOptions(backup.command("restore"), context)
    .argument("<file>")
    .option(
      "--ledger <folder>",
      text({ en: "ledger folder to make; must not hold a chain", zh: "要恢复到的账本目录（不能已有链）" }),
      defaultLedger,
    )
    .description(text({ en: "make a ledger folder from a backup", zh: "从备份恢复账本目录" }))
    .action(async (file: string, options: { ledger: string }) => {
      const { restoreBackup } = await import("@yanta/storage");
      const progress = context.output().progress({ en: "restoring block", zh: "正在恢复区块" });
      const summary = await restoreBackup({
        file: resolve(file),
        directory: resolve(options.ledger),
        onProgress: progress.at,
      });
      progress.end();
      context.output().result(summary, () =>
        text({
          en: `${summary.blockCount} blocks restored to ${options.ledger}`,
          zh: `已恢复 ${summary.blockCount} 个区块至 ${options.ledger}`,
        }),
      );
    });
}
