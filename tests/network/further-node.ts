import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { loadClient, type Client } from "@yanta/sdk";
import { parse, stringify } from "yaml";
import { yantaJson } from "../support/yanta-command.ts";
import { startNodeProcess, type NodeProcess } from "../support/node-process.ts";
import { alterConfig, type NetworkUnderTest, type NodeYaml } from "./network-under-test.ts";

const orgId = "wx-org1.chainmaker.org";

/** The folder of a fifth node, of organisation 1 with its certificate `common1`; the others are its seeds. Its ports are free ones. */
export function makeFurtherFolder(
  network: NetworkUnderTest,
  change: (yaml: NodeYaml) => void = () => undefined,
): string {
  const folder = join(network.folder, "node5");
  mkdirSync(folder);
  for (const name of ["bc1.yml", "engine-bindings", "crypto-config"])
    cpSync(join(network.folder, "node1", name), join(folder, name), { recursive: true });
  const keys = join("crypto-config", orgId, "node");
  rmSync(join(folder, keys), { recursive: true });
  cpSync(join(network.folder, keys, "common1"), join(folder, keys, "common1"), { recursive: true });
  const file = join(folder, "chainmaker.yml");
  writeFileSync(
    file,
    readFileSync(join(network.folder, "node1/chainmaker.yml"), "utf8").replaceAll("consensus1", "common1"),
  );
  alterConfig(file, (yaml) => {
    yaml.net.listen_addr = "/ip4/127.0.0.1/tcp/0";
    yaml.rpc.port = 0;
    change(yaml);
  });
  return folder;
}

/** Makes its engine's keys, and lets its engine in at all others by its binding, which is returned. They may run. */
export async function letIn(network: NetworkUnderTest, folder: string): Promise<JoinedNode> {
  const command = ["network", "join", "--config", "chainmaker.yml"];
  const joined = (await yantaJson(command, { folder })) as JoinedNode;
  for (const node of network.nodes) await yantaJson([...command, joined.bindingFile], { folder: node.folder });
  return joined;
}

/** What `yanta network join` tells. */
export interface JoinedNode {
  readonly nodeId: string;
  readonly bindingFile: string;
  readonly missing: readonly string[];
}

/** Starts it. */
export function startFurther(folder: string, engine: string): Promise<NodeProcess> {
  return startNodeProcess({
    folder,
    command: ["start", "--config", "chainmaker.yml", "--json"],
    environment: { YANTA_COMETBFT: engine },
  });
}

/** The first organisation's client at another port. */
export function clientAt(network: NetworkUnderTest, port: number): Client {
  const file = join(network.folder, "sdk_node5.yml");
  const yaml = parse(readFileSync(network.sdkConfig, "utf8")) as { chain_client: { nodes: { node_addr: string }[] } };
  const [node] = yaml.chain_client.nodes;
  if (node !== undefined) node.node_addr = `127.0.0.1:${port}`;
  writeFileSync(file, stringify(yaml));
  return loadClient(file);
}
