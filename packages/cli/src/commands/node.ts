import { join, relative, resolve } from "node:path";
import type { DevMembers } from "@yanta/dev-chain";
import type { NodeConfig, NodeOverrides, RunningNode } from "@yanta/node";
import type { Command } from "commander";
import { parseHeight } from "../arguments.ts";
import { connect, defaultFolder, defaultNetworkFolder } from "../connection.ts";
import { commandsToTry } from "../commands-to-try.ts";
import { demoNames, findDemo, runDemo } from "../demo.ts";
import { cliErrors } from "../errors.ts";
import { logLevels, nodeOverrides, type RunOptions } from "../node-overrides.ts";
import { type ContractLogLine, createContractLog } from "../contract-log.ts";
import { openDevFolder, writeSdkConfigs, type DevFolder } from "../dev-chain/dev-folder.ts";
import { writeNodeUrl } from "../node-url.ts";
import { copySampleContract } from "../sample-contract.ts";
import type { CommandContext } from "../command-context.ts";
import { withOutputOptions } from "./connection-options.ts";
import { runNetwork } from "./up-network.ts";

const defaultHost = "127.0.0.1";
const defaultPort = 12_301;

/** `yanta up` and `yanta start` */
export function addNodeCommands(program: Command, context: CommandContext): void {
  const { text } = context;

  withRunOptions(program.command("up"), context)
    .option(
      "--dir <folder>",
      text({
        en: `folder of the chain: keys, configuration, data (${defaultFolder}; ${defaultNetworkFolder} with --nodes)`,
        zh: `链的目录：密钥、配置与数据（${defaultFolder}；使用 --nodes 时为 ${defaultNetworkFolder}）`,
      }),
    )
    .option(
      "--nodes <count>",
      text({
        en: "so many nodes of as many organisations, agreeing by CometBFT, each with its own keys and ports",
        zh: "运行多个组织的多个节点，由 CometBFT 达成共识，各有自己的密钥与端口",
      }),
    )
    .option(
      "--fork <file>",
      text({
        en: "go on from another chain's block: SDK configuration of one of its users",
        zh: "从另一条链的区块继续：该链某用户的 SDK 配置文件",
      }),
    )
    .option(
      "--demo <name>",
      text({
        en: `load a demonstration at first use and run it beside the chain: ${demoNames.join(", ")}`,
        zh: `首次使用时载入演示应用，并随链运行：${demoNames.join("、")}`,
      }),
    )
    .option("--academy", text({ en: "the same as --demo academy", zh: "等同于 --demo academy" }))
    .option("--demo-port <port>", text({ en: "port of the demonstration", zh: "演示应用的端口" }))
    .option("--fork-height <height>", text({ en: "which block (default: its last)", zh: "区块高度（默认最新）" }))
    .description(
      text({
        en: "make a development chain here if there is none, and run it",
        zh: "（首次自动创建并）启动本目录的开发链",
      }),
    )
    .action(async (options: RunOptions & UpOptions) => {
      if (options.nodes !== undefined) return runNetwork({ ...options, nodes: options.nodes }, context);
      const demoName = options.academy === true ? "academy" : options.demo;
      const demo = demoName === undefined ? undefined : findDemo(demoName);
      const overrides = nodeOverrides(options, process.env, "warn");
      const host = overrides.host ?? defaultHost;
      if (options.fork !== undefined) await fork(options.fork, options, context);
      const progress = context.output().progress({ en: "making keys and configuration", zh: "正在生成密钥与配置" });
      const folder = openDevFolder({
        folder: options.dir ?? defaultFolder,
        host,
        port: overrides.port ?? defaultPort,
        unixSeconds: BigInt(Math.floor(Date.now() / 1000)),
      });
      progress.end();
      const onContractLog = createContractLog(context, () => performance.now());
      // Loaded here only, as the node is.
      const { openDevMembers } = await import("../dev-chain/dev-members.ts");
      const devMembers = openDevMembers(folder.folder, () => BigInt(Math.floor(Date.now() / 1000)));
      const forked = folder.forkHeight === undefined ? {} : { forkHeight: folder.forkHeight };
      const runOverrides = { port: defaultPort, ...overrides, host };
      const node = await run(
        { configFile: folder.nodeConfigFile, overrides: runOverrides, onContractLog, devMembers, ...forked },
        context,
      );
      writeSdkConfigs(folder.folder, [{ host, port: node.port }], folder.orgIds, folder.chainId);
      if (node.ethereumPort !== undefined) writeNodeUrl(folder.folder, `http://127.0.0.1:${node.ethereumPort}`);
      announceDevChain({ context, folder, host, node, memory: options.memory === true });
      try {
        if (demo === undefined) await untilAborted(context.signal);
        else await runDemo(demo, { folder: folder.folder, port: options.demoPort, context });
      } finally {
        await node.stop();
      }
    });

  withRunOptions(program.command("start"), context)
    .requiredOption("--config <file>", text({ en: "ChainMaker's chainmaker.yml", zh: "长安链的 chainmaker.yml" }))
    .option(
      "--solo",
      text({ en: "run a chain of several consensus nodes as this one node", zh: "以单节点方式运行多节点共识的链" }),
    )
    .description(text({ en: "run a node from its configuration file", zh: "按配置文件启动节点" }))
    .action(async (options: RunOptions & { config: string }) => {
      const node = await run({ configFile: options.config, overrides: nodeOverrides(options, process.env) }, context);
      const chains = [...node.chains.values()].map((chain) => ({
        chainId: chain.chainId,
        height: chain.ledger.lastHeight ?? 0n,
      }));
      context.output().result({ port: node.port, monitorPort: node.monitorPort, chains }, () =>
        chains
          .map((chain) =>
            text({
              en: `${chain.chainId} at height ${chain.height}, port ${node.port}`,
              zh: `${chain.chainId} 高度 ${chain.height}，端口 ${node.port}`,
            }),
          )
          .join("\n"),
      );
      await untilAborted(context.signal);
      await node.stop();
    });
}

function withRunOptions(command: Command, context: CommandContext): Command {
  const { text } = context;
  return withOutputOptions(command, context)
    .option("--host <address>", text({ en: "address to listen on", zh: "监听地址" }))
    .option("--port <port>", text({ en: "port to listen on", zh: "监听端口" }))
    .option(
      "--monitor-port <port>",
      text({
        en: "serve /metrics, /healthz and /readyz on this port",
        zh: "在该端口提供 /metrics、/healthz 与 /readyz",
      }),
    )
    .option(
      "--ethereum-port <port>",
      text({
        en: "port of Ethereum JSON-RPC where the configuration has it on (8545; with --port 0 a free one)",
        zh: "以太坊 JSON-RPC 端口（配置启用时；默认 8545，--port 0 时取空闲端口）",
      }),
    )
    .option("--memory", text({ en: "keep nothing on disk", zh: "仅在内存中运行，不落盘" }))
    .option(
      "--log-level <level>",
      text({
        en: `least level that is logged: ${logLevels.join(", ")}`,
        zh: `日志级别：${logLevels.join("、")}`,
      }),
    );
}

interface UpOptions {
  readonly dir?: string;
  readonly nodes?: string;
  readonly fork?: string;
  readonly forkHeight?: string;
  readonly demo?: string;
  readonly academy?: boolean;
  readonly demoPort?: string;
}

/** Makes the folder of a fork. */
async function fork(sdkConfig: string, options: RunOptions & UpOptions, context: CommandContext): Promise<void> {
  if (options.memory === true)
    throw cliErrors.create("CLI_ARGUMENT", {
      name: "--fork",
      reason: { en: "a fork is kept on disk: leave --memory out", zh: "分叉需要落盘：请去掉 --memory" },
    });
  const overrides = nodeOverrides(options, process.env, "warn");
  const progress = context.output().progress({ en: "copying blocks", zh: "正在复制区块" });
  const client = connect({ sdkConfig });
  try {
    const { makeForkFolder } = await import("../dev-chain/fork-folder.ts");
    await makeForkFolder({
      folder: resolve(options.dir ?? defaultFolder),
      source: {
        client,
        height: options.forkHeight === undefined ? undefined : parseHeight(options.forkHeight),
        signal: context.signal,
        onProgress: (height) => progress.at(height),
      },
      host: overrides.host ?? defaultHost,
      port: overrides.port ?? defaultPort,
      unixSeconds: BigInt(Math.floor(Date.now() / 1000)),
    });
  } finally {
    client.transport.close();
    progress.end();
  }
}

interface Run {
  readonly configFile: string;
  readonly overrides: NodeOverrides;
  readonly onContractLog?: (line: ContractLogLine) => void;
  readonly devMembers?: DevMembers;
  readonly forkHeight?: bigint;
}

async function run({ configFile, overrides, ...more }: Run, context: CommandContext): Promise<RunningNode> {
  const workingDirectory = process.cwd();
  const progress = context.output().progress({ en: "opening the chain", zh: "正在打开链数据" });
  try {
    // Loaded here only: other commands start in half the time without the node's parts.
    const { loadNodeConfig, startNode } = await import("@yanta/node");
    const load = (): NodeConfig => loadNodeConfig(configFile, workingDirectory, overrides);
    return await startNode({ config: load(), reload: load, workingDirectory, ...more });
  } finally {
    progress.end();
  }
}

async function untilAborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted)
    await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
}

interface Announcement {
  readonly context: CommandContext;
  readonly folder: DevFolder;
  readonly host: string;
  readonly node: RunningNode;
  readonly memory: boolean;
}

/** All a person needs next, within a screen. */
function announceDevChain({ context, folder, host, node, memory }: Announcement): void {
  const [chain] = node.chains.values();
  const contract = copySampleContract(folder.folder);
  const here = (path: string): string => relative(process.cwd(), path) || ".";
  const yanta = process.env["npm_execpath"] === undefined ? "yanta" : "npx yanta";
  const sdkConfig = folder.folder === resolve(defaultFolder) ? "" : ` --sdk-config ${here(folder.sdkConfigFile)}`;
  const commands =
    chain === undefined
      ? []
      : commandsToTry({
          ledger: chain.ledger,
          contractFile: contract,
          contractPath: here(contract),
          yanta,
          flags: sdkConfig,
        });
  const value = {
    chainId: chain?.chainId ?? "",
    height: chain?.ledger.lastHeight ?? 0n,
    endpoint: `${host}:${node.port}`,
    monitorPort: node.monitorPort,
    ethereum: node.ethereumPort === undefined ? undefined : `http://127.0.0.1:${node.ethereumPort}`,
    sdkConfig: folder.sdkConfigFile,
    folder: folder.folder,
    isNew: folder.isNew,
    memory,
    commands,
  };
  const { text } = context;
  context.output().result(value, () =>
    [
      `雁塔 Yanta  ${value.chainId}  ${text({ en: "height", zh: "高度" })} ${value.height}${memory ? text({ en: "  (in memory)", zh: "（仅内存）" }) : ""}`,
      "",
      `  ${text({ en: "endpoint  ", zh: "服务地址  " })}  ${value.endpoint}  ${text({ en: "(gRPC, two-way TLS, as ChainMaker v2.3)", zh: "（gRPC，双向 TLS，兼容长安链 v2.3）" })}`,
      `  ${text({ en: "SDK config", zh: "SDK 配置  " })}  ${here(value.sdkConfig)}`,
      `  ${text({ en: "keys      ", zh: "密钥      " })}  ${here(join(value.folder, "crypto-config"))}  ${text({ en: "(for development only)", zh: "（仅供开发使用）" })}`,
      ...(value.ethereum === undefined
        ? []
        : [
            `  ${text({ en: "Ethereum  ", zh: "以太坊    " })}  ${value.ethereum}  ${text({ en: "(JSON-RPC and WebSocket, zero fees)", zh: "（JSON-RPC 与 WebSocket，零手续费）" })}`,
          ]),
      ...(node.monitorPort === undefined
        ? []
        : [`  ${text({ en: "metrics   ", zh: "监控指标  " })}  http://127.0.0.1:${node.monitorPort}/metrics`]),
      "",
      text({ en: "Try in another terminal:", zh: "请在另一个终端中尝试：" }),
      ...commands.map((command) => `  ${command}`),
      "",
      text(
        memory
          ? { en: "Ctrl+C stops the chain; nothing of it is kept.", zh: "按 Ctrl+C 停止；链数据不会保留。" }
          : {
              en: "Ctrl+C stops the chain; the same command continues it.",
              zh: "按 Ctrl+C 停止；再次运行同一命令即可继续这条链。",
            },
      ),
    ].join("\n"),
  );
}
