import { join, resolve } from "node:path";
import { createBackup, restoreBackup, verifyBackup } from "@yanta/storage";
import type { Command } from "commander";
import { defaultFolder } from "../connection.ts";
import type { CommandContext } from "../program.ts";
import { withOutputOptions } from "./connection-options.ts";


const defaultLedger = join(defaultFolder, "data/chain1");

/** `yanta backup create|verify|restore` */
export function addBackupCommands(program: Command, context: CommandContext): void {
  const { text } = context;
  const backup = program.command("backup").description(text({ en: "backups of a chain's ledger", zh: "账本备份" }));

  withOutputOptions(backup.command("create"), context)
    .argument("<file>")
    .option("--ledger <folder>", text({ en: "ledger folder of the chain", zh: "链的账本目录" }), defaultLedger)
    .description(text({ en: "copy all durable blocks to a file; the node may run meanwhile", zh: "将所有已落盘区块备份到文件（节点可继续运行）" }))
    .action(async (file: string, options: { ledger: string }) => {
      const done = context.output().progress({ en: "copying blocks", zh: "正在复制区块" });
      const made = await createBackup(resolve(options.ledger), resolve(file));
      done();
      context.output().result(made, () => text({ en: `blocks up to ${made.height} saved to ${file}`, zh: `已备份至区块 ${made.height}：${file}` }));
    });

  withOutputOptions(backup.command("verify"), context)
    .argument("<file>")
    .description(text({ en: "check every record and the chain of hashes", zh: "校验备份中的每条记录与哈希链" }))
    .action(async (file: string) => {
      const done = context.output().progress({ en: "checking records", zh: "正在校验" });
      const verified = await verifyBackup(resolve(file));
      done();
      context.output().result(verified, () => text({ en: `good: ${verified.chainId}, blocks 0 to ${verified.height}`, zh: `完好：${verified.chainId}，区块 0 至 ${verified.height}` }));
    });

  withOutputOptions(backup.command("restore"), context)
    .argument("<file>")
    .option("--ledger <folder>", text({ en: "ledger folder to make; must not hold a chain", zh: "要恢复到的账本目录（不能已有链）" }), defaultLedger)
    .description(text({ en: "make a ledger folder from a backup", zh: "从备份恢复账本目录" }))
    .action(async (file: string, options: { ledger: string }) => {
      const done = context.output().progress({ en: "restoring blocks", zh: "正在恢复区块" });
      const restored = await restoreBackup(resolve(file), resolve(options.ledger));
      done();
      context.output().result(restored, () => text({ en: `restored blocks up to ${restored.height} to ${options.ledger}`, zh: `已恢复至区块 ${restored.height}：${options.ledger}` }));
    });
}
