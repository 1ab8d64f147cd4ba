import { existsSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { CodedError } from "@yanta/errors";
import { type Command, InvalidArgumentError } from "commander";
import { ensureDemo } from "../demo/ensure-demo.ts";
import { openExamService } from "../examinations/exam-service.ts";
import { serveAcademy } from "../server/serve-academy.ts";
import { buildVerifyPage } from "../verify-page/build-verify-page.ts";
import type { CommandContext } from "./context.ts";

const defaultPort = 8_795;

interface ServeOptions {
  readonly port: number;
  readonly exams: string | undefined;
  readonly store?: string;
}

/** `yanta-academy serve` and `demo` */
export function addServiceCommands(program: Command, context: CommandContext): void {
  const { text } = context;
  withPort(program.command("serve"), context)
    .option("--exams <folder>", text({ en: "folder whose folders are examinations", zh: "考试目录的上级目录" }))
    .option(
      "--store <place>",
      text({
        en: "where attempts are kept: a folder, or the URL of a PostgreSQL server (`store` beside the examinations)",
        zh: "作答数据的存放位置：目录，或 PostgreSQL 服务器地址（默认为考试目录下的 store）",
      }),
    )
    .description(text({ en: "serve lessons, labs and examinations", zh: "提供课程、实验与考试服务" }))
    .action((options: ServeOptions) => serve(options, context));

  withPort(program.command("demo"), context)
    .option("--chain <folder>", text({ en: "folder that `yanta up` made", zh: "`yanta up` 创建的目录" }), ".yanta")
    .description(
      text({
        en: "serve the academy with a practice examination whose draws are committed to on a development chain",
        zh: "提供学院服务，附一场已在开发链上承诺抽题的练习考试",
      }),
    )
    .action(async ({ chain, port }: { readonly chain: string; readonly port: number }) => {
      const exams = await ensureDemo({ folder: resolve(chain), note: (words) => context.note(text(words)) });
      await serve({ port, exams }, context);
    });
}

function withPort(command: Command, { text }: CommandContext): Command {
  return command.option("--port <port>", text({ en: "port to listen on", zh: "监听端口" }), parsePort, defaultPort);
}

function parsePort(value: string): number {
  const port = Number(value);
  if (!/^\d+$/.test(value) || port > 65_535) throw new InvalidArgumentError("0-65535");
  return port;
}

async function serve({ port, exams, store }: ServeOptions, context: CommandContext): Promise<void> {
  const { text, print, note, language, signal } = context;
  const describe = (error: unknown): string =>
    error instanceof CodedError ? `${error.code}: ${error.explain(language).message}` : String(error);
  const service =
    exams === undefined
      ? undefined
      : await openExamService({
          folders: listExams(exams),
          store: store ?? join(exams, "store"),
          onFailure: (error) => note(describe(error)),
        });
  try {
    const served = await serveAcademy(port, {
      verifyPage: buildVerifyPage(),
      ...(service === undefined ? {} : { exams: service }),
    });
    print(text({ en: `academy  ${served.address}`, zh: `学院  ${served.address}` }));
    await untilAborted(signal);
    await served.close();
  } finally {
    await service?.close();
  }
}

function listExams(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(folder, entry.name, "exam.json")))
    .map(({ name }) => join(folder, name))
    .toSorted();
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((done) => {
    if (signal.aborted) done();
    signal.addEventListener("abort", () => done(), { once: true });
  });
}
