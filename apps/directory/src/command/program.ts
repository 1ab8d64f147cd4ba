import { Command, CommanderError } from "commander";
import { CodedError } from "@yanta/errors";
import { printable } from "../audit/printable.ts";
import { addBundleCommands } from "./bundle-commands.ts";
import type { CommandContext } from "./context.ts";
import { addGatewayCommands } from "./gateway-commands.ts";
import { addServiceCommands } from "./service-commands.ts";
import { addTableCommands } from "./table-commands.ts";
import { chooseLanguage } from "./language.ts";

export interface Streams {
  readonly out: { write(text: string): unknown };
  readonly err: { write(text: string): unknown };
}

/** The `yanta-directory` command. Exit codes: 0 done, 1 refused or failed, 2 wrong usage. */
export async function runDirectory(argv: readonly string[], streams: Streams, signal: AbortSignal): Promise<number> {
  const language = chooseLanguage(argv, process.env);
  const context: CommandContext = {
    language,
    text: (text) => text[language],
    print: (line) => void streams.out.write(`${line}\n`),
    note: (line) => void streams.err.write(`${line}\n`),
    signal,
  };
  try {
    await createProgram(context, streams).parseAsync([...argv], { from: "user" });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (signal.aborted && !(error instanceof CodedError)) return 0;
    context.note(describeFailure(error, context));
    return 1;
  }
}

function createProgram(context: CommandContext, streams: Streams): Command {
  const { text } = context;
  const program = new Command("yanta-directory")
    .description(text({ en: "The data directory on a chain.", zh: "链上数据目录。" }))
    .option("--lang <language>", text({ en: "en or zh; else the system's language", zh: "en 或 zh；默认跟随系统语言" }))
    .exitOverride()
    .configureOutput({
      writeOut: (line) => void streams.out.write(line),
      writeErr: (line) => void streams.err.write(line),
    })
    .showHelpAfterError();
  addBundleCommands(program, context);
  addGatewayCommands(program, context);
  addServiceCommands(program, context);
  addTableCommands(program, context);
  return program;
}

function describeFailure(error: unknown, { language }: CommandContext): string {
  if (!(error instanceof CodedError)) return printable(error instanceof Error ? error.message : String(error));
  const { message, advice } = error.explain(language);
  return [`${error.code}: ${printable(message)}`, ...(advice === "" ? [] : [`→ ${printable(advice)}`])].join("\n");
}
