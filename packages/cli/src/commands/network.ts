import { join, relative } from "node:path";
import type { Command } from "commander";
import { parseNumber } from "../arguments.ts";
import type { CommandContext } from "../command-context.ts";
import { connectToAll, defaultNetworkFolder, type ConnectionOptions } from "../connection.ts";
import { writeSdkConfigs } from "../dev-chain/dev-folder.ts";
import { cliErrors } from "../errors.ts";
import { joinNetwork } from "../network/join-network.ts";
import { openNetworkFolder } from "../network/network-folder.ts";
import { isLoopback } from "../network/network-files.ts";
import { planPlaces } from "../network/plan-places.ts";
import { lookAtNode, renderNetworkStatus } from "../network/network-status.ts";
import { withConnection, withOutputOptions } from "./connection-options.ts";
import { addNetworkMemberCommands } from "./network-members.ts";
import { addNetworkRotationCommands } from "./network-rotation.ts";
import { addNetworkVersionCommand } from "./network-version.ts";

/** Nodes of one network; CometBFT bears more, its votes grow with the square. */
const nodesMax = 100;

/** `yanta network init|join|add-node|remove-node|rotate-node|replace-node|rotate-ca|raise-version|status` */
export function addNetworkCommands(program: Command, context: CommandContext): void {
  const { text } = context;
  const network = program
    .command("network")
    .description(text({ en: "a chain of several organisations and machines", zh: "多组织、多机器的链" }));

  withOutputOptions(network.command("init"), context)
    .description(
      text({
        en: "make keys and configuration of a new network, a folder for each machine to carry there",
        zh: "生成新网络的密钥与配置，每台机器一个目录，拷贝过去即可",
      }),
    )
    .requiredOption(
      "--hosts <list>",
      text({
        en: "addresses or names of the machines, comma list, a node each",
        zh: "各机器的地址或主机名，逗号分隔，每台一个节点",
      }),
    )
    .option("--dir <folder>", text({ en: "folder to make", zh: "要生成的目录" }), defaultNetworkFolder)
    .option(
      "--port <port>",
      text({ en: "port of the gRPC service (0: free ones of loopback)", zh: "gRPC 服务端口（0：本机空闲端口）" }),
      "12301",
    )
    .option("--p2p-port <port>", text({ en: "port of the engine", zh: "引擎端口" }), "11301")
    .action(async (options: { hosts: string; dir: string; port: string; p2pPort: string }) => {
      const hosts = parseHosts(options.hosts);
      const port = parseNumber(options.port, "--port", { min: 0, max: 65_535 });
      const p2pPort = parseNumber(options.p2pPort, "--p2p-port", { min: 1, max: 65_535 });
      if (port === 0 && !hosts.every(isLoopback))
        throw cliErrors.create("CLI_ARGUMENT", {
          name: "--port 0",
          reason: { en: "is for hosts of loopback only", zh: "仅适用于本机回环地址" },
        });
      const made = openNetworkFolder({
        folder: options.dir,
        places: await planPlaces(hosts, { port, p2pPort }),
        unixSeconds: BigInt(Math.floor(Date.now() / 1000)),
      });
      writeSdkConfigs(
        made.folder,
        made.nodes.map(({ host, rpcPort }) => ({ host, port: rpcPort })),
        made.nodes.map(({ orgId }) => orgId),
      );
      const value = { folder: made.folder, isNew: made.isNew, nodes: made.nodes, sdkConfig: made.sdkConfigFile };
      context.output().result(value, () => {
        const here = relative(process.cwd(), made.folder) || ".";
        return [
          ...made.nodes.map(
            ({ name, orgId, host, rpcPort, p2pPort: engine }) =>
              `${here}/${name}  ${orgId}  ${host}:${rpcPort}  ${text({ en: "engine", zh: "引擎" })} ${engine}`,
          ),
          "",
          text({
            en: "Carry each folder to its machine and run there: yanta start --config NODE/chainmaker.yml",
            zh: "将各目录拷贝到对应机器，并在其上运行：yanta start --config NODE/chainmaker.yml",
          }),
          text({
            en: `The keys of CAs and admins are in ${join(here, "crypto-config")}: keep them off the nodes.`,
            zh: `CA 与管理员的密钥位于 ${join(here, "crypto-config")}：请勿放到节点机器上。`,
          }),
        ].join("\n");
      });
    });

  withOutputOptions(network.command("join"), context)
    .description(
      text({
        en: "make this node's engine keys and the binding that the other organisations need, and take in theirs",
        zh: "生成本节点的引擎密钥和其他组织所需的绑定文件，并导入他们的绑定文件",
      }),
    )
    .requiredOption("--config <file>", text({ en: "ChainMaker's chainmaker.yml", zh: "长安链的 chainmaker.yml" }))
    .argument("[bindings...]", text({ en: "binding files of other nodes", zh: "其他节点的绑定文件" }))
    .action(async (bindings: readonly string[], options: { config: string }) => {
      const joined = await joinNetwork(options.config, bindings);
      context.output().result(joined, () =>
        [
          text({
            en: `node ${joined.nodeId} of ${joined.orgId}`,
            zh: `${joined.orgId} 的节点 ${joined.nodeId}`,
          }),
          text({
            en: `its binding, for the other organisations: ${joined.bindingFile}`,
            zh: `其绑定文件（请交给其他组织）：${joined.bindingFile}`,
          }),
          joined.missing.length === 0
            ? text({ en: "all consensus nodes are bound: the node can start", zh: "所有共识节点均已绑定，可以启动" })
            : text({
                en: `still missing: ${joined.missing.join(", ")}`,
                zh: `仍缺少：${joined.missing.join("、")}`,
              }),
        ].join("\n"),
      );
    });

  addNetworkMemberCommands(network, context);
  addNetworkRotationCommands(network, context);
  addNetworkVersionCommand(network, context);

  withConnection(network.command("status"), context)
    .description(
      text({
        en: "every node of the SDK configuration: heights, peers, who votes, with which signatures",
        zh: "查看 SDK 配置中的每个节点：高度、对等节点、投票者及所用签名",
      }),
    )
    .action(async (options: ConnectionOptions) => {
      const nodes = await Promise.all(connectToAll(options).map(lookAtNode));
      context.output().result(nodes, () => renderNetworkStatus(nodes, text));
      if (nodes.every(({ problem }) => problem !== undefined))
        throw cliErrors.create("CLI_NETWORK_AWAY", { count: nodes.length });
    });
}

function parseHosts(list: string): readonly string[] {
  const hosts = list.split(",").map((host) => host.trim());
  const bad = hosts.find((host) => !/^[A-Za-z0-9.-]+$/.test(host));
  if (bad !== undefined)
    throw cliErrors.create("CLI_ARGUMENT", {
      name: "--hosts",
      reason: { en: `"${bad}" is no host`, zh: `“${bad}”不是主机名` },
    });
  if (hosts.length > nodesMax)
    throw cliErrors.create("CLI_ARGUMENT", {
      name: "--hosts",
      reason: { en: `lists more than ${nodesMax}`, zh: `多于 ${nodesMax} 个` },
    });
  return hosts;
}
