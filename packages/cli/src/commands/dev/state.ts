import { writeFileSync } from "node:fs";
import type { Command } from "commander";
import { readArgumentFile } from "../../arguments.ts";
import type { CommandContext } from "../../command-context.ts";
import { callDevChain, showTip } from "../../dev-chain/call-dev-chain.ts";
import { cliErrors } from "../../errors.ts";
import type { NodeUrlOptions } from "../../node-url.ts";
import { withDevChain } from "./with-dev-chain.ts";

type Row = readonly [contract: string, key: string, value: string];

interface Dump {
  readonly format: number;
  readonly chainId: string;
  readonly height: string;
  readonly rows: readonly Row[];
}

/** Characters of rows in one call, below what the port takes (5 MB). */
const loadCharactersMax = 2_000_000;

/** `yanta dev state set`, `yanta dev dump|load` */
export function addStateControls(dev: Command, context: CommandContext): void {
  const { text } = context;
  const state = dev.command("state").description(text({ en: "rows of contracts' states", zh: "合约状态数据" }));

  withDevChain(state.command("set"), context)
    .argument("<contract>", text({ en: "name of the contract", zh: "合约名" }))
    .argument(
      "<key>",
      text({
        en: "key, with #FIELD behind it if it has one; or hex with 0x",
        zh: "键（含字段时为 键#字段），或 0x 十六进制",
      }),
    )
    .argument(
      "[value]",
      text({ en: "value, or hex with 0x; without it the row goes", zh: "值，或 0x 十六进制；省略则删除" }),
    )
    .description(
      text({ en: "write a row past the contract, in a block of its own", zh: "绕过合约直接写入一条状态（单独成块）" }),
    )
    .action(async (contract: string, key: string, value: string | undefined, options: NodeUrlOptions) => {
      const row = { contract, key, value: value ?? null };
      const tip = showTip(await callDevChain(options, context, "yanta_setState", [[row]]));
      context.output().result(tip, () => `${text({ en: "height", zh: "高度" })} ${tip.height}`);
    });

  withDevChain(dev.command("dump"), context)
    .argument("[file]", text({ en: "file to write; standard output when absent", zh: "输出文件；省略则写到标准输出" }))
    .description(text({ en: "the whole state as JSON", zh: "以 JSON 导出全部状态" }))
    .action(async (file: string | undefined, options: NodeUrlOptions) => {
      const dump = (await callDevChain(options, context, "yanta_dumpState")) as Dump;
      const json = JSON.stringify(dump);
      if (file === undefined) return context.output().result(dump, () => json);
      try {
        writeFileSync(file, `${json}\n`);
      } catch (error) {
        const reason = error instanceof Error ? error.message : "cannot be written";
        throw cliErrors.create("CLI_ARGUMENT", { name: file, reason }, error);
      }
      const value = { file, height: Number(dump.height), rows: dump.rows.length };
      return context.output().result(value, () =>
        text({
          en: `${value.rows} rows at height ${value.height} → ${file}`,
          zh: `高度 ${value.height} 的 ${value.rows} 条数据 → ${file}`,
        }),
      );
    });

  withDevChain(dev.command("load"), context)
    .argument("<file>", text({ en: "what `yanta dev dump` wrote", zh: "`yanta dev dump` 的输出文件" }))
    .description(
      text({
        en: "write a dump over the state; configuration and certificates stay",
        zh: "将导出数据写入当前状态；链配置与证书保持不变",
      }),
    )
    .action(async (file: string, options: NodeUrlOptions) => {
      const dump = readDump(file);
      const total = { written: 0, unchanged: 0, skipped: 0 };
      for (const rows of inPortions(dump.rows)) {
        const report = (await callDevChain(options, context, "yanta_loadState", [{ ...dump, rows }])) as typeof total;
        total.written += report.written;
        total.unchanged += report.unchanged;
        total.skipped += report.skipped;
      }
      context.output().result(total, () =>
        text({
          en: `${total.written} rows written, ${total.unchanged} were so already, ${total.skipped} left out`,
          zh: `写入 ${total.written} 条，${total.unchanged} 条未变，${total.skipped} 条略过`,
        }),
      );
    });
}

function readDump(file: string): Dump {
  let dump: unknown;
  try {
    dump = JSON.parse(new TextDecoder().decode(readArgumentFile(file)));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw cliErrors.create("CLI_ARGUMENT", { name: file, reason: { en: "is no JSON", zh: "不是 JSON" } }, error);
  }
  const { rows } = typeof dump === "object" && dump !== null ? (dump as Partial<Dump>) : {};
  if (!Array.isArray(rows))
    throw cliErrors.create("CLI_ARGUMENT", {
      name: file,
      reason: { en: "is no dump of a state", zh: "不是状态导出文件" },
    });
  return dump as Dump;
}

/** Portions that one call takes; what the rows hold is checked by the node. */
function* inPortions(rows: readonly Row[]): Generator<readonly Row[]> {
  let portion: Row[] = [];
  let characters = 0;
  for (const row of rows) {
    const length = JSON.stringify(row).length;
    if (portion.length > 0 && characters + length > loadCharactersMax) {
      yield portion;
      portion = [];
      characters = 0;
    }
    portion.push(row);
    characters += length;
  }
  yield portion;
}
