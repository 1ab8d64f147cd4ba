import { Help, type Argument, type Command, type Option } from "commander";
import type { Text } from "./language.ts";

const titles: Readonly<Record<string, Text>> = {
  "Usage:": { en: "Usage:", zh: "用法：" },
  "Arguments:": { en: "Arguments:", zh: "参数：" },
  "Options:": { en: "Options:", zh: "选项：" },
  "Commands:": { en: "Commands:", zh: "命令：" },
};

/** Gives the words that commander itself puts into a help text in our language; commands below inherit them. */
export function translateHelp(command: Command, text: (text: Text) => string): Command {
  const standard = new Help();
  const translateDefault = (description: string): string =>
    description
      .replace(" (default: ", text({ en: " (default: ", zh: "（默认：" }))
      .replace(/\)$/, text({ en: ")", zh: "）" }));
  const hasDefault = (value: unknown): boolean => value !== undefined && value !== false;
  return command
    .helpOption("-h, --help", text({ en: "show this help", zh: "显示帮助" }))
    .helpCommand("help [command]", text({ en: "show the help of a command", zh: "显示命令的帮助" }))
    .configureHelp({
      styleTitle: (title) => text(titles[title] ?? { en: title, zh: title }),
      optionDescription: (option: Option) => {
        const description = standard.optionDescription(option);
        return hasDefault(option.defaultValue) ? translateDefault(description) : description;
      },
      argumentDescription: (argument: Argument) => {
        const description = standard.argumentDescription(argument);
        return hasDefault(argument.defaultValue) ? translateDefault(description) : description;
      },
    });
}
