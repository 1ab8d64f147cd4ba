import { relative, resolve } from "node:path";
import { buildContract, createContract } from "@yanta/contract-sdk/node";
import { Option, type Command } from "commander";
import type { CommandContext } from "../command-context.ts";
import type { ConnectionOptions } from "../connection.ts";
import { connect } from "../connection.ts";
import { withAdmins, withOutputOptions } from "./connection-options.ts";
import { deployContract } from "./contract-deployment.ts";
import { testContract, renderTestRun, isGoodRun } from "./contract-tests.ts";
import { watchContract } from "./contract-watch.ts";
import { cliErrors } from "../errors.ts";

interface TestOptions {
  readonly coverage?: boolean;
  readonly gas?: boolean;
}

interface DeployOptions extends ConnectionOptions {
  readonly contractVersion?: string;
}

/** `yanta contract new|build|test|deploy|dev`: writing contracts. */
export function addContractDevelopmentCommands(contract: Command, context: CommandContext): void {
  const { text } = context;

  withOutputOptions(contract.command("new"), context)
    .argument("<name>", text({ en: "folder to make, and the contract's name", zh: "要新建的目录，也是合约名" }))
    .description(
      text({ en: "start a contract in AssemblyScript, with tests", zh: "新建 AssemblyScript 合约（含测试）" }),
    )
    .action((name: string) => {
      const files = createContract(resolve(name));
      context
        .output()
        .result({ files }, () =>
          [
            ...files.map((file) => relative(process.cwd(), file)),
            "",
            `cd ${name}`,
            "yanta contract test",
            "yanta contract dev",
          ].join("\n"),
        );
    });

  withFolder(contract.command("build"), context)
    .description(
      text({
        en: "compile to build/: module, interface (JSON) and typed client",
        zh: "编译到 build/：模块、接口（JSON）和类型化客户端",
      }),
    )
    .action(async (folder: string) => {
      const progress = context.output().progress({ en: "compiling", zh: "正在编译" });
      const built = await buildContract(resolve(folder));
      progress.end();
      const value = { name: built.name, files: built.files, sizeBytes: built.wasm.length, abi: built.abi };
      context
        .output()
        .result(value, () =>
          [
            `${built.name}  ${(built.wasm.length / 1000).toFixed(1)} kB`,
            ...built.files.map((file) => `  ${relative(process.cwd(), file)}`),
          ].join("\n"),
        );
    });

  withFolder(contract.command("test"), context)
    .option("--coverage", text({ en: "say which branches the tests take", zh: "报告测试覆盖的分支" }))
    .addOption(
      new Option(
        "--gas",
        text({ en: "say what each method costs as built for a chain", zh: "报告正式编译后各方法的 gas 消耗" }),
      ).conflicts("coverage"),
    )
    .description(text({ en: "run tests/*.test.ts on a chain in memory", zh: "在内存链上运行 tests/*.test.ts" }))
    .action(async (folder: string, options: TestOptions) => {
      const progress = context.output().progress({ en: "testing", zh: "正在测试" });
      const mode = options.coverage === true ? "coverage" : options.gas === true ? "release" : "fast-build";
      const result = await testContract(resolve(folder), mode);
      progress.end();
      context.output().result(result, () => renderTestRun(result, { text, gas: options.gas === true }));
      if (!isGoodRun(result)) throw cliErrors.create("CLI_CONTRACT_TESTS", { failed: result.failures.length });
    });

  withAdmins(withFolder(contract.command("deploy"), context, { isPlain: true }), context)
    .option(
      "--contract-version <version>",
      text({
        en: "version (default: 1.0.0, or one more than the installed)",
        zh: "版本（默认 1.0.0 或已部署版本加一）",
      }),
    )
    .description(
      text({ en: "build and install, or upgrade, on the running chain", zh: "编译并部署（或升级）到运行中的链" }),
    )
    .action(async (folder: string, options: DeployOptions) => {
      const built = await buildContract(resolve(folder));
      const client = connect(options);
      const progress = context.output().progress({ en: "waiting for the block", zh: "等待出块" });
      const deployed = await deployContract(client, built, options);
      progress.end();
      client.transport.close();
      const done =
        deployed.action === "installed"
          ? text({ en: "installed", zh: "已部署" })
          : text({ en: "upgraded to", zh: "已升级" });
      context.output().result(deployed, () => `${done} ${deployed.name} ${deployed.version}  ${deployed.address}`);
    });

  withAdmins(withFolder(contract.command("dev"), context, { isPlain: true }), context)
    .description(
      text({
        en: "at every save: compile, test, and deploy to the running chain",
        zh: "每次保存时：编译、测试并部署到运行中的链",
      }),
    )
    .action((folder: string, options: ConnectionOptions) => watchContract(resolve(folder), { options, context }));
}

/** The contract's folder as an argument. `isPlain` when another function adds the output options. */
function withFolder(command: Command, context: CommandContext, { isPlain = false } = {}): Command {
  const described = command.argument("[folder]", context.text({ en: "the contract's folder", zh: "合约目录" }), ".");
  return isPlain ? described : withOutputOptions(described, context);
}
