import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { loadClient, type Client } from "@yanta/sdk";
import { type Command, Option } from "commander";
import { loadCourses } from "../node/load-courses.ts";
import { coursesFolder } from "../node/courses-folder.ts";
import { drawPaper, showPaper } from "../examinations/draw-paper.ts";
import { checkCommitment, commitExam, readRevealedSeed, revealSeed } from "../examinations/exam-anchor.ts";
import { createExamFolder, openExamFolder } from "../examinations/exam-folder.ts";
import { requireOver } from "../examinations/exam-office.ts";
import { examErrors } from "../examinations/errors.ts";
import { exportQti } from "../examinations/export-qti.ts";
import { readBank, readExam } from "../examinations/exam.ts";
import { importQti } from "../examinations/import-qti.ts";
import { questionsOfLessons } from "../examinations/lesson-bank.ts";
import type { CommandContext } from "./context.ts";
import { printable } from "./printable.ts";

interface NewOptions {
  readonly definition: string;
  readonly candidates: string;
  readonly out: string;
}

/** `yanta-academy exams bank|export-qti|import-qti|new|commit|reveal|redraw` */
export function addExamCommands(program: Command, context: CommandContext): void {
  const { text, print } = context;
  const exams = program
    .command("exams")
    .description(text({ en: "prepare examinations and check draws", zh: "准备考试与核对抽题" }));
  exams
    .command("bank")
    .argument("[lessons...]", text({ en: "paths or lessons; all without", zh: "课程路径或课时；省略则为全部" }))
    .description(
      text({
        en: "print the questions of lessons, for a section of a definition",
        zh: "输出课时中的题目，供考试定义使用",
      }),
    )
    .action((lessons: readonly string[]) => {
      print(JSON.stringify(questionsOfLessons(loadCourses(coursesFolder).paths, lessons), undefined, 1));
    });

  exams
    .command("new")
    .requiredOption("--definition <file>", text({ en: "the examination, JSON", zh: "考试定义（JSON）" }))
    .requiredOption("--candidates <file>", text({ en: "candidates, a line each", zh: "考生名单，每行一个" }))
    .requiredOption("--out <folder>", text({ en: "a new folder", zh: "新目录" }))
    .description(text({ en: "draw a secret seed and make admission codes", zh: "生成秘密种子与准考码" }))
    .action(({ definition, candidates, out }: NewOptions) => {
      const lines = readFileSync(candidates, "utf8")
        .split(/\r?\n/)
        .map((line) => line.trim());
      createExamFolder(
        out,
        readExam(readFileSync(definition, "utf8"), definition),
        lines.filter((line) => line !== ""),
      );
      print(`${join(out, "codes.csv")}\n${openExamFolder(out).commitment}`);
    });

  addQtiCommands(exams, context);

  withChain(exams.command("commit"), context)
    .description(
      text({
        en: "put the commitment to definition and seed on the chain (contract cmevi)",
        zh: "将定义与种子的承诺写入链上（合约 cmevi）",
      }),
    )
    .action((folder: string, options: { readonly sdkConfig: string }) =>
      onChain(options, async (client) => {
        const { exam, seed } = openExamFolder(folder);
        const { txId, height } = await commitExam(client, exam, seed);
        print(`${txId} #${height}`);
      }),
    );

  withChain(exams.command("reveal"), context)
    .description(
      text({
        en: "put the seed on the chain, when nobody writes any more",
        zh: "全部考生结束作答后，将种子公布到链上",
      }),
    )
    .action((folder: string, options: { readonly sdkConfig: string }) =>
      onChain(options, async (client) => {
        const opened = openExamFolder(folder);
        requireOver(opened, Math.floor(Date.now() / 1000));
        const { txId, height } = await revealSeed(client, opened.exam, opened.seed);
        print(`${txId} #${height}`);
      }),
    );

  exams
    .command("redraw")
    .argument("<exam>", text({ en: "the examination's definition, exam.json", zh: "考试定义 exam.json" }))
    .argument("<candidate>", text({ en: "whose paper", zh: "考生" }))
    .addOption(sdkConfigOption(context))
    .description(
      text({ en: "draw a paper again from the seed that the chain shows", zh: "用链上公布的种子重做某考生的抽题" }),
    )
    .action((file: string, candidate: string, options: { readonly sdkConfig: string }) =>
      onChain(options, async (client) => {
        const exam = readExam(readFileSync(file, "utf8"), file);
        const seed = await readRevealedSeed(client, exam);
        if (seed === undefined) throw examErrors.create("ACADEMY_EXAM_UNKNOWN", { what: `${exam.id}: seed` });
        const { txId, height, timestamp } = await checkCommitment(client, exam, seed);
        context.note(
          text({
            en: `committed before: ${txId} #${height} ${timestamp}`,
            zh: `考前承诺：${txId} #${height} ${timestamp}`,
          }),
        );
        print(JSON.stringify(showPaper(drawPaper(exam, seed, candidate)), undefined, 1));
      }),
    );
}

function addQtiCommands(exams: Command, { text, print, note }: CommandContext): void {
  exams
    .command("export-qti")
    .argument(
      "<bank>",
      text({ en: "questions, as `exams bank` prints them", zh: "题库文件，格式同 exams bank 的输出" }),
    )
    .requiredOption("--out <file>", text({ en: "the zip to write", zh: "要写入的 zip 文件" }))
    .description(text({ en: "write a bank as a package of QTI 3", zh: "将题库导出为 QTI 3 包" }))
    .action((file: string, { out }: { readonly out: string }) => {
      writeFileSync(out, exportQti(readBank(readFileSync(file, "utf8"), file)));
      print(out);
    });

  exams
    .command("import-qti")
    .argument("<package>", text({ en: "a package of QTI 3", zh: "QTI 3 包" }))
    .requiredOption("--out <file>", text({ en: "the bank to write", zh: "要写入的题库文件" }))
    .description(text({ en: "read the single-choice items of a package of QTI 3", zh: "读取 QTI 3 包中的单选题" }))
    .action((file: string, { out }: { readonly out: string }) => {
      const { questions, skipped } = importQti(readFileSync(file));
      for (const { file: item, reason } of skipped)
        note(printable(text({ en: `left out ${item}: ${reason}`, zh: `未导入 ${item}：${reason}` })));
      writeFileSync(out, `${JSON.stringify(questions, undefined, 1)}\n`);
      print(text({ en: `${questions.length} questions in ${out}`, zh: `${questions.length} 道题，位于 ${out}` }));
    });
}

function withChain(command: Command, context: CommandContext): Command {
  const folder = context.text({ en: "folder of the examination", zh: "考试目录" });
  return command.argument("<folder>", folder).addOption(sdkConfigOption(context));
}

function sdkConfigOption({ text }: CommandContext): Option {
  const words = text({ en: "who you are and which node you ask", zh: "您的身份与所访问的节点" });
  return new Option("--sdk-config <file>", words).default(".yanta/sdk_config.yml");
}

async function onChain(
  { sdkConfig }: { readonly sdkConfig: string },
  work: (client: Client) => Promise<void>,
): Promise<void> {
  const client = loadClient(sdkConfig);
  try {
    await work(client);
  } finally {
    client.transport.close();
  }
}
