import type { Command } from "commander";
import { createOutput } from "../../packages/cli/src/output.ts";
import { createProgram } from "../../packages/cli/src/program.ts";
import type { GeneratedPage, Words } from "./generated-page.ts";

/** Columns of the help texts on the page. */
const width = 110;

/** `--help` of every command. */
export const cliPage: GeneratedPage = {
  path: "docs/generated/cli",
  async render(_root, language) {
    const streams = { out: { write: () => undefined }, err: { write: () => undefined } };
    const output = createOutput({ language, json: false, streams });
    const signal = new AbortController().signal;
    const program = createProgram({ output: () => output, text: (text) => text[language], signal }, streams);
    return [heads[language], ...renderCommand(program, "")].join("\n");
  },
};

const heads: Words = {
  en: `# The yanta command

Made by \`npm run generate\` from \`packages/cli\`; do not edit. Exit codes: 0 done, 1 refused or failed, 2 wrong usage. Results go to
standard output, progress and errors to standard error.
`,
  zh: `# yanta 命令

由 \`npm run generate\` 根据 \`packages/cli\` 生成，请勿手工修改。退出码：0 成功，1 被拒绝或失败，2 用法错误。
结果输出到标准输出，进度与错误输出到标准错误。
`,
};

function renderCommand(command: Command, parent: string): readonly string[] {
  const name = parent === "" ? command.name() : `${parent} ${command.name()}`;
  command.configureOutput({ getOutHelpWidth: () => width });
  const help = command.helpInformation().trimEnd();
  return [
    `## ${name}\n\n\`\`\`text\n${help}\n\`\`\`\n`,
    ...command.commands.flatMap((each) => renderCommand(each, name)),
  ];
}
