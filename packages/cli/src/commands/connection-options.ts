import type { Command } from "commander";
import type { CommandContext } from "../command-context.ts";

/** Adds --json and --lang to a command: they may stand before or after its name. */
export function withOutputOptions(command: Command, { text }: CommandContext): Command {
  return command
    .option("--json", text({ en: "print results as JSON", zh: "以 JSON 输出结果" }))
    .option("--lang <language>", text({ en: "en or zh", zh: "en 或 zh" }));
}

/** Adds the options of commands that talk to a node. */
export function withConnection(command: Command, context: CommandContext): Command {
  return withOutputOptions(command, context).option(
    "--sdk-config <file>",
    context.text({
      en: "SDK configuration (default .yanta/sdk_config.yml, else .yanta-network/sdk_config.yml)",
      zh: "SDK 配置文件（默认 .yanta/sdk_config.yml，其次 .yanta-network/sdk_config.yml）",
    }),
  );
}

/** Adds cmc's flags for the admins who endorse. */
export function withAdmins(command: Command, context: CommandContext): Command {
  const { text } = context;
  return withConnection(command, context)
    .option(
      "--admin-org-ids <list>",
      text({ en: "organisations of the admins, comma list", zh: "管理员所属组织，逗号分隔" }),
    )
    .option("--admin-crt-file-paths <list>", text({ en: "certificates of the admins", zh: "管理员证书，逗号分隔" }))
    .option("--admin-key-file-paths <list>", text({ en: "keys of the admins", zh: "管理员私钥，逗号分隔" }));
}
