import { join, relative, resolve } from "node:path";
import { parseNumber } from "../arguments.ts";
import type { CommandContext } from "../command-context.ts";
import { defaultNetworkFolder } from "../connection.ts";
import { writeSdkConfigs } from "../dev-chain/dev-folder.ts";
import { cliErrors } from "../errors.ts";
import { findBusyPort } from "../network/busy-port.ts";
import { openNetworkFolder, type NetworkFolder, type NodePlace } from "../network/network-folder.ts";
import { isVacant } from "../made-folder.ts";
import { planPlaces, type FirstPorts } from "../network/plan-places.ts";
import { runNodes, type RunningNetworkNode } from "../network/run-nodes.ts";
import { nodeOverrides, type RunOptions } from "../node-overrides.ts";
import { copySampleContract } from "../sample-contract.ts";

/** First ports of a network on this machine; node 2 has the next ones, and so on. */
const firstPorts = { port: 12_301, p2pPort: 11_301 } as const;
/** Nodes with their engines on one machine; more than the ports between two of ChainMaker's ranges, and than a laptop bears. */
const nodesMax = 16;

/** `yanta up --nodes N`: makes the folder of a network if there is none, and runs all its nodes here. */
export async function runNetwork(
  options: RunOptions & { readonly dir?: string; readonly nodes: string },
  context: CommandContext,
): Promise<void> {
  const count = parseNumber(options.nodes, "--nodes", { min: 1, max: nodesMax });
  if (options.memory === true)
    throw cliErrors.create("CLI_ARGUMENT", {
      name: "--memory",
      reason: { en: "is for a chain of one node", zh: "仅适用于单节点链" },
    });
  const overrides = nodeOverrides(options, process.env, "warn");
  const progress = context.output().progress({ en: "starting the nodes", zh: "正在启动各节点" });
  let network: NetworkFolder;
  let running: readonly RunningNetworkNode[];
  try {
    const folder = resolve(options.dir ?? defaultNetworkFolder);
    const places = await planPlaces(Array(count).fill("127.0.0.1"), firstPortsFrom(overrides.port));
    // The ports of a new network are written into its files: before that, others can be chosen.
    if (isVacant(folder)) await requireFreePorts(folder, places);
    network = openNetworkFolder({ folder, places, unixSeconds: BigInt(Math.floor(Date.now() / 1000)) });
    if (!network.isNew) await requireFreePorts(folder, network.nodes);
    running = await runNodes(network, {
      environment: process.env,
      flags: ({ monitorPort }) => [
        ...(overrides.host === undefined ? [] : ["--host", overrides.host]),
        ...(overrides.monitorPort === undefined ? [] : ["--monitor-port", String(monitorPort)]),
        "--log-level",
        overrides.logLevel ?? "warn",
        "--lang",
        context.output().language,
      ],
    });
  } finally {
    progress.end();
  }
  writeSdkConfigs(
    network.folder,
    running.map(({ node, port }) => ({ host: overrides.host ?? node.host, port })),
    network.nodes.map(({ orgId }) => orgId),
  );
  announce(network, running, context);
  for (const { node, ended } of running) {
    void ended.then((reason) => {
      if (!context.signal.aborted) tellEnded(node.name, reason, network, context);
    });
  }
  await untilAborted(context.signal);
  await Promise.all(running.map((each) => each.stop()));
}

/** A network that runs already is told before its logs are begun anew. Errors: CLI_NETWORK_PORT_IN_USE. */
async function requireFreePorts(folder: string, places: readonly NodePlace[]): Promise<void> {
  const busy = await findBusyPort(places);
  if (busy === undefined) return;
  const sdkConfig = relative(process.cwd(), join(folder, "sdk_config.yml"));
  throw cliErrors.create("CLI_NETWORK_PORT_IN_USE", { name: `node${busy.index + 1}`, port: busy.port, sdkConfig });
}

/** With `--port` the engines' ports move by as much; 0 stays 0. */
function firstPortsFrom(port: number | undefined): FirstPorts {
  if (port === undefined) return firstPorts;
  return { port, p2pPort: port === 0 ? 0 : port - firstPorts.port + firstPorts.p2pPort };
}

function untilAborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
}

function tellEnded(name: string, reason: string, network: NetworkFolder, { output, text }: CommandContext): void {
  const path = relative(process.cwd(), network.folder);
  const again = `yanta start --config ${path}/${name}/chainmaker.yml`;
  output().item({ event: "ended", node: name, reason }, () =>
    text({
      en: `${name} ended (${reason}). The others go on as long as more than two thirds run. Again: ${again}`,
      zh: `${name} 已退出（${reason}）。只要超过三分之二的节点在运行，链就会继续。重新启动：${again}`,
    }),
  );
}

/** All a person needs next, within a screen. */
function announce(network: NetworkFolder, running: readonly RunningNetworkNode[], context: CommandContext): void {
  const { text } = context;
  const here = (path: string): string => relative(process.cwd(), path) || ".";
  const yanta = process.env["npm_execpath"] === undefined ? "yanta" : "npx yanta";
  const sdkConfig = `--sdk-config ${here(network.sdkConfigFile)}`;
  const contract = copySampleContract(network.folder);
  const commands = [
    `${yanta} contract create fact ${here(contract)} ${sdkConfig}`,
    `${yanta} contract invoke fact save file_hash=h1 file_name=hello time=1 ${sdkConfig}`,
    `${yanta} network status ${sdkConfig}`,
  ];
  const nodes = running.map(({ node, port, monitorPort, pid }) => ({
    name: node.name,
    orgId: node.orgId,
    nodeId: node.nodeId,
    endpoint: `${node.host}:${port}`,
    p2pPort: node.p2pPort,
    monitorPort,
    pid,
  }));
  const value = {
    port: running[0]?.port,
    nodes,
    sdkConfig: network.sdkConfigFile,
    folder: network.folder,
    isNew: network.isNew,
    commands,
  };
  context.output().result(value, () =>
    [
      text({
        en: `雁塔 Yanta  a network of ${nodes.length} nodes (BFT by CometBFT; ChainMaker's clients see TBFT)`,
        zh: `雁塔 Yanta  ${nodes.length} 个节点的网络（由 CometBFT 提供 BFT 共识；长安链客户端看到 TBFT）`,
      }),
      "",
      ...nodes.map(
        ({ name, endpoint, p2pPort, orgId, monitorPort }) =>
          `  ${name}  ${endpoint}  ${text({ en: "engine", zh: "引擎" })} ${p2pPort}  ${orgId}${monitorPort === undefined ? "" : `  http://127.0.0.1:${monitorPort}/metrics`}`,
      ),
      "",
      `  ${text({ en: "SDK config", zh: "SDK 配置  " })}  ${here(value.sdkConfig)}  ${text({ en: `(all ${nodes.length} addresses)`, zh: `（含全部 ${nodes.length} 个地址）` })}`,
      `  ${text({ en: "folders   ", zh: "目录      " })}  ${here(value.folder)}/node1 …  ${text({ en: "(keys for development only; logs in node.log)", zh: "（密钥仅供开发使用；日志见 node.log）" })}`,
      "",
      text({ en: "Try in another terminal:", zh: "请在另一个终端中尝试：" }),
      ...commands.map((command) => `  ${command}`),
      "",
      text({
        en: "Ctrl+C stops all nodes; the same command continues the chain.",
        zh: "按 Ctrl+C 停止所有节点；再次运行同一命令即可继续这条链。",
      }),
    ].join("\n"),
  );
}
