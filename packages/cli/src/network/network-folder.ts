import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { bindingText, openEngineHome } from "@yanta/consensus/engine";
import { parseCertificate, parsePrivateKey } from "@yanta/crypto";
import { developmentOnly } from "../dev-chain/dev-folder.ts";
import { writeOrganization } from "../dev-chain/identities.ts";
import { cliErrors } from "../errors.ts";
import { openMadeFolder, type FolderKind } from "../made-folder.ts";
import {
  consensusNodeName,
  networkChainConfigYaml,
  networkChainId,
  networkNodeConfigYaml,
  type NetworkNode,
} from "./network-files.ts";

const kind: FolderKind = { marker: "network.json", formatVersion: 1, parts: ["crypto-config", "node1"] };

/** Where a node of a network that is to be made will run. */
export interface NodePlace {
  readonly host: string;
  readonly rpcPort: number;
  readonly p2pPort: number;
  readonly monitorPort: number;
}

export interface NetworkFolderOptions {
  readonly folder: string;
  /** Of a new network, a node each; what an existing folder says wins. */
  readonly places: readonly NodePlace[];
  readonly unixSeconds: bigint;
}

export interface NetworkFolder {
  readonly folder: string;
  readonly nodes: readonly NetworkNode[];
  readonly sdkConfigFile: string;
  readonly isNew: boolean;
}

/**
 * Makes the folder of a network, or takes an existing one as it is. `node1`, `node2` and so on hold all that one node
 * needs and nothing of the others but what all may know, so each can be carried to its machine; `crypto-config` beside
 * them has the keys of CAs, admins and clients.
 *
 * Errors: those of `openMadeFolder`; CLI_NETWORK_SIZE when the folder has another number of nodes.
 */
export function openNetworkFolder(options: NetworkFolderOptions): NetworkFolder {
  const folder = resolve(options.folder);
  const { isNew, facts } = openMadeFolder(folder, kind, (building) => ({
    madeBy: "yanta",
    nodes: buildNetwork(building, options),
  }));
  const nodes = readNodes(facts, folder);
  if (nodes.length !== options.places.length)
    throw cliErrors.create("CLI_NETWORK_SIZE", { path: folder, found: nodes.length, wanted: options.places.length });
  return { folder, nodes, sdkConfigFile: join(folder, "sdk_config.yml"), isNew };
}

/** A node's folder. */
export function nodeFolder({ folder }: NetworkFolder, { name }: NetworkNode): string {
  return join(folder, name);
}

function buildNetwork(building: string, { places, unixSeconds }: NetworkFolderOptions): readonly NetworkNode[] {
  const cryptoConfig = join(building, "crypto-config");
  const nodes = places.map((place, index): NetworkNode => {
    const orgId = `wx-org${index + 1}.chainmaker.org`;
    const nodeId = writeOrganization(join(cryptoConfig, orgId), orgId, unixSeconds);
    return { name: `node${index + 1}`, orgId, nodeId, ...place };
  });
  const bindings = nodes.map((node) => {
    const files = join(cryptoConfig, node.orgId, "node", consensusNodeName, consensusNodeName);
    const binding = openEngineHome(join(building, node.name, "engine", networkChainId), {
      chainId: networkChainId,
      orgId: node.orgId,
      certificate: parseCertificate(readFileSync(`${files}.tls.crt`, "utf8")),
      privateKey: parsePrivateKey(readFileSync(`${files}.tls.key`, "utf8")),
    });
    return { name: `${node.nodeId}.json`, text: bindingText(binding) };
  });
  for (const node of nodes) {
    const own = join(building, node.name);
    const put = (name: string, text: string): void => writeFileSync(join(own, name), text);
    put("bc1.yml", networkChainConfigYaml(nodes));
    put("chainmaker.yml", networkNodeConfigYaml(node, nodes));
    mkdirSync(join(own, "engine-bindings"));
    for (const { name, text } of bindings) put(join("engine-bindings", name), text);
    for (const { orgId } of nodes)
      cpSync(join(cryptoConfig, orgId, "ca/ca.crt"), join(own, "crypto-config", orgId, "ca/ca.crt"));
    const keys = join(node.orgId, "node", consensusNodeName);
    cpSync(join(cryptoConfig, keys), join(own, "crypto-config", keys), { recursive: true });
  }
  writeFileSync(join(building, "KEYS-ARE-FOR-DEVELOPMENT-ONLY.txt"), developmentOnly);
  return nodes;
}

function readNodes(facts: Readonly<Record<string, unknown>>, folder: string): readonly NetworkNode[] {
  const { nodes } = facts;
  const isNode = (value: unknown): value is NetworkNode =>
    typeof value === "object" &&
    value !== null &&
    ["name", "orgId", "nodeId", "host"].every((key) => typeof Reflect.get(value, key) === "string") &&
    ["rpcPort", "p2pPort", "monitorPort"].every((key) => typeof Reflect.get(value, key) === "number");
  if (!Array.isArray(nodes) || !nodes.every(isNode))
    throw cliErrors.create("CLI_FOLDER_DAMAGED", { path: folder, reason: `${kind.marker} names no nodes` });
  return nodes;
}
