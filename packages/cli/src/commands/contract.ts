import { basename } from "node:path";
import {
  changeContractStatus,
  getContractInfo,
  installContract,
  listContracts,
  upgradeContract,
  type ContractStatusChange,
} from "@yanta/sdk";
import type { Command } from "commander";
import { parseParameters, readArgumentFile } from "../arguments.ts";
import { connect, loadAdmins, type ConnectionOptions } from "../connection.ts";
import { cliErrors } from "../errors.ts";
import type { CommandContext } from "../command-context.ts";
import { addInvoke, addQuery } from "./call.ts";
import { withFailurePath } from "../trace/traced-failure.ts";
import { withAdmins, withConnection } from "./connection-options.ts";
import { addContractDevelopmentCommands } from "./contract-development.ts";

interface InstallOptions extends ConnectionOptions {
  readonly runtime?: string;
  readonly contractVersion: string;
}

const runtimeNames = ["INVALID", "NATIVE", "WASMER", "WXVM", "GASM", "EVM", "DOCKER_GO", "JAVA", "GO"];
const statusNames = ["NORMAL", "FROZEN", "REVOKED"];

/** `yanta contract new|build|test|deploy|dev|create|upgrade|freeze|unfreeze|revoke|list|invoke|query` */
export function addContractCommands(program: Command, context: CommandContext): void {
  const { text } = context;
  const contract = program.command("contract").description(text({ en: "contracts", zh: "合约" }));
  addContractDevelopmentCommands(contract, context);

  for (const action of ["create", "upgrade"] as const) {
    withAdmins(contract.command(action), context)
      .argument("<name>")
      .argument(
        "<file>",
        text({
          en: "compiled contract (.wasm; .bin or .hex for EVM)",
          zh: "编译后的合约文件（.wasm；EVM 为 .bin 或 .hex）",
        }),
      )
      .argument("[parameters...]", text({ en: "for init_contract or upgrade", zh: "init_contract 或 upgrade 的参数" }))
      .option(
        "--contract-version <version>",
        text({ en: "version of the contract", zh: "合约版本" }),
        action === "create" ? "1.0" : undefined,
      )
      .option(
        "--runtime <runtime>",
        text({ en: "WASMER, GASM, WXVM or EVM; WASMER for .wasm", zh: "WASMER、GASM、WXVM 或 EVM；.wasm 默认 WASMER" }),
      )
      .description(
        action === "create"
          ? text({ en: "install a contract", zh: "部署合约" })
          : text({ en: "replace a contract's code", zh: "升级合约" }),
      )
      .action(async (name: string, file: string, pairs: string[], options: InstallOptions) => {
        if (options.contractVersion === undefined)
          throw cliErrors.create("CLI_ARGUMENT", {
            name: "--contract-version",
            reason: { en: "is needed: another one than the installed", zh: "必填：须与已部署的版本不同" },
          });
        const client = connect(options);
        const progress = context.output().progress({ en: "waiting for the block", zh: "等待出块" });
        const run = action === "create" ? installContract : upgradeContract;
        const installed = await run(client, {
          name,
          version: options.contractVersion,
          ...readBytecode(file, options.runtime),
          parameters: parseParameters(pairs),
          endorsers: loadAdmins(options),
        })
          .catch(async (error: unknown) => {
            throw await withFailurePath(error, options);
          })
          .finally(() => {
            progress.end();
            client.transport.close();
          });
        const value = {
          name: installed.name,
          version: installed.version,
          address: installed.address,
          runtime: runtimeNames[installed.runtimeType],
        };
        const done =
          action === "create" ? text({ en: "installed", zh: "已部署" }) : text({ en: "upgraded to", zh: "已升级" });
        context
          .output()
          .result(value, () => `${done} ${value.name} ${value.version}  ${value.runtime}  ${value.address}`);
      });
  }

  for (const change of ["freeze", "unfreeze", "revoke"] as const satisfies readonly ContractStatusChange[]) {
    withAdmins(contract.command(change), context)
      .argument("<name>")
      .description(
        {
          freeze: text({ en: "stop a contract for now", zh: "冻结合约" }),
          unfreeze: text({ en: "let a frozen contract go on", zh: "解冻合约" }),
          revoke: text({ en: "stop a contract for good", zh: "永久吊销合约" }),
        }[change],
      )
      .action(async (name: string, options: ConnectionOptions) => {
        const client = connect(options);
        await changeContractStatus(client, { name, change, endorsers: loadAdmins(options) });
        const info = await getContractInfo(client, name);
        client.transport.close();
        context.output().result(info, () => `${info.name} ${info.version}  ${statusNames[info.status ?? 0]}`);
      });
  }

  withConnection(contract.command("list"), context)
    .description(text({ en: "installed contracts", zh: "已部署的合约" }))
    .action(async (options: ConnectionOptions) => {
      const client = connect(options);
      const contracts = await listContracts(client);
      client.transport.close();
      context
        .output()
        .result(contracts, () =>
          contracts
            .map(
              (each) =>
                `${each.name.padEnd(24)} ${each.version.padEnd(8)} ${(runtimeNames[each.runtime_type ?? 0] ?? "").padEnd(10)} ${statusNames[each.status ?? 0]}`,
            )
            .join("\n"),
        );
    });

  addInvoke(contract.command("invoke"), context);
  addQuery(contract.command("query"), context);
}

/** WASM by its magic number, else EVM bytecode as raw bytes or hex text. */
function readBytecode(file: string, runtime: string | undefined): { runtime: string; bytecode: Uint8Array } {
  const bytes = readArgumentFile(file);
  const isWasm = bytes.length > 4 && bytes[0] === 0 && bytes[1] === 0x61 && bytes[2] === 0x73 && bytes[3] === 0x6d;
  // ChainMaker's Go contracts come as archives; the node says what becomes of them.
  const isArchive = bytes[0] === 0x37 && bytes[1] === 0x7a && bytes[2] === 0xbc && bytes[3] === 0xaf;
  const chosen = (runtime ?? (isWasm ? "WASMER" : isArchive ? "DOCKER_GO" : "EVM")).toUpperCase();
  if (chosen !== "EVM") return { runtime: chosen, bytecode: bytes };
  const text = Buffer.from(bytes).toString("latin1").trim().replace(/^0x/, "");
  if (/^([0-9a-fA-F]{2})+$/.test(text)) return { runtime: chosen, bytecode: Buffer.from(text, "hex") };
  if (bytes.length === 0)
    throw cliErrors.create("CLI_ARGUMENT", { name: basename(file), reason: { en: "is empty", zh: "为空" } });
  return { runtime: chosen, bytecode: bytes };
}
