import { CodedError } from "@yanta/errors";
import { Command, CommanderError } from "commander";
import { addCertificateCommands } from "./certificate-commands.ts";
import { chooseLanguage, type CommandContext } from "./context.ts";
import { addExamCommands } from "./exam-commands.ts";
import { printable } from "./printable.ts";
import { addServiceCommands } from "./service-commands.ts";

export interface Streams {
  readonly out: { write(text: string): unknown };
  readonly err: { write(text: string): unknown };
}

/** The `yanta-academy` command. Exit codes: 0 done, 1 refused or failed, 2 wrong usage. */
export async function runAcademy(argv: readonly string[], streams: Streams, signal: AbortSignal): Promise<number> {
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
  const program = new Command("yanta-academy")
    .description(text({ en: "Certificates and examinations of the academy.", zh: "学院的证书与考试。" }))
    .option("--lang <language>", text({ en: "en or zh; else the system's language", zh: "en 或 zh；默认跟随系统语言" }))
    .exitOverride()
    .configureOutput({
      writeOut: (line) => void streams.out.write(line),
      writeErr: (line) => void streams.err.write(line),
    })
    .showHelpAfterError();
  addCertificateCommands(program, context);
  addExamCommands(program, context);
  addServiceCommands(program, context);
  return program;
}

function describeFailure(error: unknown, { language }: CommandContext): string {
  if (!(error instanceof CodedError)) return printable(error instanceof Error ? error.message : String(error));
  const { message, advice } = error.explain(language);
  return [`${error.code}: ${printable(message)}`, ...(advice === "" ? [] : [`→ ${printable(advice)}`])].join("\n");
}
