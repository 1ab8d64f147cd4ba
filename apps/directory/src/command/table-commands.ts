import { readFileSync, statSync, writeFileSync } from "node:fs";
import { bytesToHex, bytesToUtf8 } from "@yanta/bytes";
import { parseCertificate } from "@yanta/crypto";
import { createDirectoryClient } from "@yanta/directory-contract/client";
import { type Client, loadClient } from "@yanta/sdk";
import type { Command } from "commander";
import { exchangeErrors } from "../exchange/errors.ts";
import { type ImportTable, readImportTable } from "../exchange/spreadsheet/import-table.ts";
import { fileBytesMax } from "../exchange/spreadsheet/limits.ts";
import { readTable, tooLarge } from "../exchange/spreadsheet/read-table.ts";
import { templateCsv, templateXlsx } from "../exchange/spreadsheet/template.ts";
import { contractOption, sdkConfigOption } from "./bundle-commands.ts";
import type { CommandContext } from "./context.ts";

interface ImportOptions {
  readonly sdkConfig: string;
  readonly contract: string;
  readonly check?: boolean;
}

/** `yanta-directory template`, `import` */
export function addTableCommands(program: Command, context: CommandContext): void {
  const { text } = context;
  program
    .command("template")
    .requiredOption("--out <file>", text({ en: "the .xlsx or .csv file to write", zh: "要写入的 .xlsx 或 .csv 文件" }))
    .description(text({ en: "write an empty table of entries to fill in", zh: "写出目录填报模板" }))
    .action(async ({ out }: { readonly out: string }) => {
      const bytes = /\.csv$/i.test(out) ? templateCsv : await templateXlsx();
      atFile(out, () => writeFileSync(out, bytes));
      context.print(out);
    });

  program
    .command("import")
    .argument(
      "<file>",
      text({ en: "a table: .xlsx, or CSV in UTF-8 or GB18030", zh: "填报表格：.xlsx，或 UTF-8、GB18030 的 CSV" }),
    )
    .option("--check", text({ en: "name the wrong cells only, write nothing", zh: "仅校验单元格，不写入" }))
    .addOption(sdkConfigOption(context))
    .addOption(contractOption(context))
    .description(
      text({
        en: "write the entries of a table as drafts of one's department: all of them, or none",
        zh: "将表格中的目录写为本部门草稿：全部成功，或全部不写",
      }),
    )
    .action(async (file: string, options: ImportOptions) => importTable(file, options, context));
}

async function importTable(file: string, options: ImportOptions, context: CommandContext): Promise<void> {
  const { text, print } = context;
  const client = loadClient(options.sdkConfig);
  try {
    const directory = createDirectoryClient(client, options.contract);
    const member = JSON.parse(await directory.getMember({ uid: uidOf(client) })) as { readonly department: string };
    const isTooLarge = atFile(file, () => statSync(file).size > fileBytesMax);
    const cells = isTooLarge ? tooLarge : await readTable(atFile(file, () => readFileSync(file)));
    const table = readImportTable(cells, member.department);
    for (const note of table.notes) context.note(text(note));
    needGood(file, table, context);
    const count = table.entries.length;
    if (options.check === true)
      return print(
        text({ en: `${count} entries, no faults; nothing was written`, zh: `${count} 条目录校验通过，未写入` }),
      );
    const { txId } = await directory.importEntries({ contents: JSON.stringify(table.entries) });
    print(
      text({
        en: `${count} entries are drafts now: transaction ${txId}`,
        zh: `${count} 条目录已存为草稿，交易 ${txId}`,
      }),
    );
  } finally {
    client.transport.close();
  }
}

/** Names each wrong cell. Errors: DIRECTORY_EXCHANGE_TABLE. */
function needGood(file: string, { faults }: ImportTable, { text, note }: CommandContext): void {
  for (const { row, column, cell, fault } of faults) note(`${cell === "" ? row : cell}  ${column}  ${text(fault)}`);
  if (faults.length > 0) throw exchangeErrors.create("DIRECTORY_EXCHANGE_TABLE", { file, count: faults.length });
}

function uidOf({ signer }: Client): string {
  const { subjectKeyId } = parseCertificate(bytesToUtf8(signer.member.memberInfo));
  return bytesToHex(subjectKeyId ?? new Uint8Array());
}

function atFile<Result>(file: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw exchangeErrors.create("DIRECTORY_EXCHANGE_FILE", { file, reason }, error);
  }
}
