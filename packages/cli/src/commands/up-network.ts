import { join, relative, resolve } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { parseNumber } from "../arguments.ts";
import type { CommandContext } from "../command-context.ts";
import { defaultNetworkFolder } from "../connection.ts";
import { writeSdkConfigs } from "../dev-chain/dev-folder.ts";
import { cliErrors } from "../errors.ts";
import type { Text } from "../language.ts";
import { findBusyPort } from "../network/busy-port.ts";
import { keepRunning, type KeptNodeEvent } from "../network/keep-running.ts";
import { lockNetwork } from "../network/network-lock.ts";
import { openNetworkFolder, type NetworkFolder, type NodePlace } from "../network/network-folder.ts";
import { isVacant } from "../made-folder.ts";
import { planPlaces, type FirstPorts } from "../network/plan-places.ts";
import { runNodes, startNodeAgain, type RunNodesOptions, type RunningNetworkNode } from "../network/run-nodes.ts";
import { lookAtNodes, untilEnginesRun } from "../network/until-engines-run.ts";
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
  const start: RunNodesOptions = {
    environment: process.env,
    flags: ({ monitorPort }) => [
      ...(overrides.host === undefined ? [] : ["--host", overrides.host]),
      ...(overrides.monitorPort === undefined ? [] : ["--monitor-port", String(monitorPort)]),
      "--log-level",
      overrides.logLevel ?? "warn",
      "--lang",
      context.output().language,
    ],
  };
  let release: (() => void) | undefined;
  try {
    const network = await openNetwork(resolve(options.dir ?? defaultNetworkFolder), count, overrides.port);
    release = lockNetwork(network.folder);
    const running = await runNodes(network, start);
    await untilServing(network, running, { host: overrides.host, signal: context.signal });
    progress.end();
    announce(network, running, context);
    await Promise.all(running.map((each) => keepNode({ network, each, start, context })));
  } finally {
    progress.end();
    release?.();
  }
}

/** Makes the folder, or takes it as it is when its ports can be had. */
async function openNetwork(folder: string, count: number, port: number | undefined): Promise<NetworkFolder> {
  const places = await planPlaces(Array(count).fill("127.0.0.1"), firstPortsFrom(port));
  // The ports of a new network are written into its files: before that, others can be chosen.
  if (isVacant(folder)) await requireFreePorts(folder, places);
  const network = openNetworkFolder({ folder, places, unixSeconds: BigInt(Math.floor(Date.now() / 1000)) });
  requireSamePorts(network, port);
  if (!network.isNew) await requireFreePorts(folder, network.nodes);
  return network;
}

/** Writes the SDK configurations and waits for the engines; when they do not come to agree, the nodes are stopped. */
async function untilServing(
  network: NetworkFolder,
  running: readonly RunningNetworkNode[],
  { host, signal }: { readonly host: string | undefined; readonly signal: AbortSignal },
): Promise<void> {
  try {
    writeSdkConfigs(
      network.folder,
      running.map(({ node, port }) => ({ host: host ?? node.host, port })),
      network.nodes.map(({ orgId }) => orgId),
    );
    const look = (): ReturnType<typeof lookAtNodes> => lookAtNodes(network.sdkConfigFile);
    await untilEnginesRun({ look, pause, monotonicMs: () => performance.now(), signal });
  } catch (error) {
    await Promise.all(running.map((each) => each.stop()));
    throw error;
  }
}

interface NodeToKeep {
  readonly network: NetworkFolder;
  readonly each: RunningNetworkNode;
  readonly start: RunNodesOptions;
  readonly context: CommandContext;
}

/** Starts a node again when it ends, and tells it, until the command is to end. */
function keepNode({ network, each, start, context }: NodeToKeep): Promise<void> {
  return keepRunning({
    first: each,
    start: () => startNodeAgain(network, each.node, start),
    onEvent: (event) => tellEvent(each.node.name, event, network, context),
    pause,
    monotonicMs: () => performance.now(),
    signal: context.signal,
  });
}

/** Resolves early when the signal aborts. */
async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal }).catch(() => undefined);
}

/** The ports of a network stand in its files. 0 asks for any. Errors: CLI_NETWORK_PORTS_FIXED. */
function requireSamePorts({ folder, nodes }: NetworkFolder, wanted: number | undefined): void {
  const found = nodes[0]?.rpcPort ?? 0;
  if (wanted !== undefined && wanted !== 0 && wanted !== found)
    throw cliErrors.create("CLI_NETWORK_PORTS_FIXED", { path: folder, found, wanted });
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

function tellEvent(name: string, event: KeptNodeEvent, network: NetworkFolder, { output, text }: CommandContext): void {
  const path = relative(process.cwd(), network.folder);
  const again = `yanta start --config ${path}/${name}/chainmaker.yml`;
  const value = { event: event.kind, node: name, ...("reason" in event ? { reason: event.reason } : {}) };
  output().item(value, () => text(eventText(name, event, again)));
}

function eventText(name: string, event: KeptNodeEvent, again: string): Text {
  switch (event.kind) {
    case "ended":
      return {
        en: `${name} ended (${event.reason}). The others go on as long as more than two thirds run. It is started again in ${event.pauseMs / 1_000} s`,
        zh: `${name} 已退出（${event.reason}）。只要超过三分之二的节点在运行，链就会继续。${event.pauseMs / 1_000} 秒后重新启动`,
      };
    case "serves":
      return { en: `${name} serves again`, zh: `${name} 已恢复服务` };
    case "given-up":
      return {
        en: `${name} is not started any more (${event.reason}); see its node.log. By hand: ${again}`,
        zh: `${name} 不再自动启动（${event.reason}），请查看其 node.log。手动启动：${again}`,
      };
  }
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
