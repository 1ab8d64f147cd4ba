import { dirname, join, resolve } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { equalBytes } from "@yanta/bytes";
import {
  prepareRotation,
  readHomeBinding,
  readRotation,
  type EngineBinding,
  type EngineOwner,
} from "@yanta/consensus/engine";
import { nodeIdFromPublicKey, parseCertificate, type Certificate } from "@yanta/crypto";
import { CodedError } from "@yanta/errors";
import type { NodeConfig } from "@yanta/node";
import { cliErrors } from "../errors.ts";
import { installCertificates } from "./install-certificates.ts";
import type { NodeCertificates } from "./new-identity.ts";
import { shownCertificate } from "./shown-certificate.ts";

/** Longest wait until the node has taken what is new: its files within two seconds, an engine key a few blocks later. */
const takenMs = 60_000;
const lookMs = 250;

/** A node of this machine as its files tell it. */
export interface LocalNode {
  readonly config: NodeConfig;
  readonly engineHome: string;
  /** The binding in force. */
  readonly binding: EngineBinding;
  readonly signCertificate: Certificate;
  readonly owner: EngineOwner;
}

/**
 * Reads a node of a network. Paths of its configuration count from its folder first, as where `yanta up` and services start a
 * node, then from the working directory; a running node that shows another certificate than these files is refused.
 *
 * Errors: those of `loadNodeConfig`; CLI_ARGUMENT, NODE_ENGINE_KEY, ENGINE_HOME_DAMAGED.
 */
export async function openLocalNode(configFile: string): Promise<LocalNode> {
  const { engineOwner } = await import("@yanta/node");
  const config = await loadConfig(resolve(configFile));
  await requireOwnFiles(config);
  const [chain] = config.chains;
  if (chain === undefined) throw new Error("the configuration names no chain");
  const engineHome = join(config.engine.home, chain.chainId);
  const owner = engineOwner(config, chain.chainId);
  const binding = readRotation(engineHome)?.binding ?? readHomeBinding(engineHome);
  return { config, engineHome, binding, signCertificate: config.signing.certificate, owner };
}

async function loadConfig(file: string): Promise<NodeConfig> {
  const { loadNodeConfig } = await import("@yanta/node");
  const keyPassword = process.env["YANTA_KEY_PASSWORD"] || undefined;
  const load = (folder: string): NodeConfig =>
    loadNodeConfig(file, folder, keyPassword === undefined ? {} : { keyPassword });
  try {
    return load(dirname(file));
  } catch (error) {
    if (!(error instanceof CodedError) || error.code !== "NODE_FILE_MISSING") throw error;
    return load(process.cwd());
  }
}

async function requireOwnFiles({ file, rpc: { host, port, tls } }: NodeConfig): Promise<void> {
  if (tls.mode === "disable") return;
  const shown = await shownCertificate(host, port);
  if (shown === undefined || equalBytes(shown, parseCertificate(tls.identity.certificatePem).der)) return;
  const reason = {
    en: `the node at port ${port} shows another certificate than the files that this configuration names`,
    zh: `端口 ${port} 上的节点所用证书与该配置指定的文件不一致`,
  };
  throw cliErrors.create("CLI_ARGUMENT", { name: file, reason });
}

/** What a node will be. */
export interface RotationPlan {
  /** Absent: they stay. */
  readonly certificates: NodeCertificates | undefined;
  readonly isNewEngineKey: boolean;
}

/** What was prepared on this machine. */
export interface PreparedNode {
  readonly previousNodeId: string;
  readonly nodeId: string;
  /** What must come on chain; undefined when the node id and the engine's key stay. */
  readonly binding: EngineBinding | undefined;
  readonly bindingFile: string;
}

/** Makes the binding for what a node will be; nothing changes yet. */
export function prepareNode(node: LocalNode, { certificates, isNewEngineKey }: RotationPlan): PreparedNode {
  const { engineHome, owner } = node;
  const certificate = certificates?.tls.certificate ?? owner.certificate;
  const nodeId = nodeIdFromPublicKey(certificate.publicKey);
  const previousNodeId = nodeIdFromPublicKey(owner.certificate.publicKey);
  const bindingFile = join(engineHome, "rotation", "binding.json");
  if (nodeId === previousNodeId && !isNewEngineKey) return { previousNodeId, nodeId, binding: undefined, bindingFile };
  const next = { ...owner, certificate, privateKey: certificates?.tls.privateKey ?? owner.privateKey };
  const { binding } = prepareRotation(engineHome, next, isNewEngineKey);
  return { previousNodeId, nodeId, binding, bindingFile };
}

/** Puts the certificates in place. A node that runs takes them by itself. */
export function installOnNode({ config }: LocalNode, certificates: NodeCertificates): readonly string[] {
  return installCertificates(config.identityFiles, certificates);
}

/**
 * Waits until the node shows its new certificate and its engine has what is on chain; false when the node does not run.
 * Errors: CLI_ROTATION_NOT_TAKEN.
 */
export async function untilTaken(
  { config, engineHome }: LocalNode,
  certificates: NodeCertificates | undefined,
  isOnChain: boolean,
): Promise<boolean> {
  const { host, port, tls } = config.rpc;
  const isShown = async (): Promise<boolean | undefined> => {
    const shown = await shownCertificate(host, port);
    if (shown === undefined) return undefined;
    return certificates === undefined || equalBytes(shown, certificates.tls.certificate.der);
  };
  const hasEngine = (): boolean => !isOnChain || readRotation(engineHome) === undefined;
  const deadlineMs = performance.now() + takenMs;
  for (;;) {
    const shown = tls.mode === "disable" ? true : await isShown();
    if (shown === undefined) return false;
    if (shown && hasEngine()) return true;
    if (performance.now() > deadlineMs)
      throw cliErrors.create("CLI_ROTATION_NOT_TAKEN", { config: config.file, seconds: takenMs / 1000 });
    await delay(lookMs);
  }
}
