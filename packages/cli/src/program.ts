import { Command, CommanderError } from "commander";
import { CodedError } from "@yanta/errors";
import { addBackupCommands } from "./commands/backup.ts";
import { addBenchCommand } from "./commands/bench.ts";
import { addBlockCommands } from "./commands/block.ts";
import { addCertCommands } from "./commands/cert.ts";
import { addChainCommands } from "./commands/chain.ts";
import { addContractCommands } from "./commands/contract.ts";
import { addDevCommands } from "./commands/dev/dev.ts";
import { addDoctorCommand } from "./commands/doctor.ts";
import { addEventCommands } from "./commands/event.ts";
import { addNetworkCommands } from "./commands/network.ts";
import { addNodeCommands } from "./commands/node.ts";
import { addStatusCommands } from "./commands/status.ts";
import { addTxCommands } from "./commands/tx.ts";
import type { CommandContext } from "./command-context.ts";
import { chooseLanguage, languageFlag } from "./language.ts";
import { createOutput, type OutputStreams } from "./output.ts";
import { translateHelp } from "./translate-help.ts";
import { wrongUsage } from "./wrong-usage.ts";

/** Exit codes: 0 done, 1 refused or failed, 2 wrong usage. */
export async function runCli(argv: readonly string[], streams: OutputStreams, signal: AbortSignal): Promise<number> {
  const language = chooseLanguage(languageFlag(argv), process.env);
  const json = argv.includes("--json");
  const output = createOutput({ language, json, streams });
  const program = createProgram({ output: () => output, text: (text) => text[language], signal }, streams);
  try {
    await program.parseAsync([...argv], { from: "user" });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (signal.aborted && !(error instanceof CodedError)) return 0;
    output.failure(error);
    return error instanceof CodedError && error.code === "CLI_ARGUMENT" ? 2 : 1;
  }
}

/** The `yanta` command with all that is below it, in one language. */
export function createProgram(context: CommandContext, streams: OutputStreams): Command {
  const { text } = context;
  const program = translateHelp(new Command("yanta"), text)
    .description(
      text({
        en: "A permissioned blockchain that ChainMaker's clients use unchanged.",
        zh: "兼容长安链客户端的许可区块链。",
      }),
    )
    .option("--json", text({ en: "print results as JSON", zh: "以 JSON 输出结果" }))
    .option("--lang <language>", text({ en: "en or zh; else the system's language", zh: "en 或 zh；默认跟随系统语言" }))
    .exitOverride()
    .configureOutput({
      writeOut: (line) => void streams.out.write(line),
      writeErr: (line) => void streams.err.write(line),
      outputError: (text) => context.output().failure(wrongUsage(text)),
    })
    .showHelpAfterError(!context.output().json)
    .enablePositionalOptions(false);
  addNodeCommands(program, context);
  addNetworkCommands(program, context);
  addStatusCommands(program, context);
  addChainCommands(program, context);
  addBlockCommands(program, context);
  addTxCommands(program, context);
  addContractCommands(program, context);
  addEventCommands(program, context);
  addCertCommands(program, context);
  addBackupCommands(program, context);
  addBenchCommand(program, context);
  addDevCommands(program, context);
  addDoctorCommand(program, context);
  return program;
}
