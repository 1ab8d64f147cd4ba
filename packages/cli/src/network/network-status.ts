import { parseCertificate, type KeyAlgorithm } from "@yanta/crypto";
import { CodedError } from "@yanta/errors";
import { getChainInfo, getConsensusState, type Client } from "@yanta/sdk";
import type { Text } from "../language.ts";

const lookTimeoutMs = 5_000;

/** What one node says of itself and the network. */
export interface NodeStatus {
  readonly address: string;
  readonly nodeId: string;
  /** Undefined when the node does not answer. */
  readonly height: bigint | undefined;
  readonly engine: EngineStatus | undefined;
  /** Why it does not answer or takes no transactions. */
  readonly problem: string | undefined;
  /** The same in Chinese. */
  readonly problemZh: string | undefined;
  /** Undefined when it does not answer, or is too old to tell. */
  readonly software: NodeSoftware | undefined;
  /** Algorithm of its certificate: what transactions and blocks of this chain are signed with. */
  readonly memberAlgorithm: KeyAlgorithm | undefined;
}

/** What runs there. */
export interface NodeSoftware {
  readonly version: string;
  /** Highest block version that it knows the rules of. */
  readonly blockVersionMax: number;
}

interface EngineStatus {
  readonly engineHeight: number;
  readonly engineHash: string;
  readonly isCatchingUp: boolean;
  readonly isValidator: boolean;
  readonly peers: readonly { readonly nodeId: string; readonly peerId: string }[];
  readonly validators: readonly { readonly nodeId: string; readonly engineKeyHex: string; readonly power: number }[];
}

/** Asks a node; never rejects, and closes the client. */
export async function lookAtNode(client: Client): Promise<NodeStatus> {
  const { address } = client.transport;
  try {
    const state = await getConsensusState(client, { timeoutMs: lookTimeoutMs });
    const info = await getChainInfo(client);
    const certificate = info.nodeList.find(({ nodeId }) => nodeId === state["id"])?.nodeTlsCert;
    return {
      address,
      nodeId: typeof state["id"] === "string" ? state["id"] : "",
      height: info.blockHeight,
      engine: readEngine(state["engine"]),
      software: readSoftware(state["software"]),
      problem: stringIn(state, "problem"),
      problemZh: stringIn(state, "problemZh"),
      memberAlgorithm: certificate === undefined ? undefined : algorithmOf(certificate),
    };
  } catch (error) {
    const reason = error instanceof Error ? error.message : "?";
    const isCoded = error instanceof CodedError;
    return {
      address,
      nodeId: "",
      height: undefined,
      engine: undefined,
      software: undefined,
      problem: isCoded ? reason : `no answer (${reason})`,
      problemZh: isCoded ? `${error.code}: ${error.explain("zh").message}` : `没有应答（${reason}）`,
      memberAlgorithm: undefined,
    };
  } finally {
    client.transport.close();
  }
}

function stringIn(fields: Readonly<Record<string, unknown>>, name: string): string | undefined {
  const value = fields[name];
  return typeof value === "string" ? value : undefined;
}

function algorithmOf(certificate: Uint8Array): KeyAlgorithm | undefined {
  try {
    return parseCertificate(certificate).publicKey.algorithm;
  } catch {
    return undefined;
  }
}

/** The engine's part of a node's consensus state, which has the members of the node's `EngineState`. */
function readEngine(value: unknown): EngineStatus | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const fields: Readonly<Record<string, unknown>> = { ...value };
  const list = (name: string): readonly Readonly<Record<string, unknown>>[] => {
    const items = fields[name];
    return Array.isArray(items) ? items.map((item: unknown) => (typeof item === "object" ? { ...item } : {})) : [];
  };
  return {
    engineHeight: Number(fields["engineHeight"] ?? 0),
    engineHash: typeof fields["engineHash"] === "string" ? fields["engineHash"] : "",
    isCatchingUp: fields["isCatchingUp"] === true,
    isValidator: fields["isValidator"] === true,
    peers: list("peers").map(({ nodeId, peerId }) => ({ nodeId: String(nodeId), peerId: String(peerId) })),
    validators: list("validators").map(({ nodeId, engineKeyHex, power }) => ({
      nodeId: String(nodeId),
      engineKeyHex: String(engineKeyHex),
      power: Number(power),
    })),
  };
}

function readSoftware(value: unknown): NodeSoftware | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { version, blockVersionMax }: { version?: unknown; blockVersionMax?: unknown } = value;
  return typeof version === "string" && typeof blockVersionMax === "number" ? { version, blockVersionMax } : undefined;
}

/** What a chain's members sign with, and that its engines do not: on a chain of national cryptography votes are the one thing that is not SM2. */
export function signaturesText(member: KeyAlgorithm | undefined): Text {
  const isNational = member === "SM2";
  return {
    en: `Signed with ${member ?? "?"}: transactions, endorsements, blocks, engine bindings. Signed with Ed25519${isNational ? ", not SM2" : ""}: the engines' votes.`,
    zh: `使用 ${member ?? "?"} 签名：交易、背书、区块、引擎绑定；使用 Ed25519${isNational ? "（非 SM2）" : " "}签名：引擎投票。`,
  };
}

/** A line a node, then who votes and what is signed with what. */
export function renderNetworkStatus(nodes: readonly NodeStatus[], text: (text: Text) => string): string {
  const highest = nodes.reduce((most, { height = 0n }) => (height > most ? height : most), 0n);
  const lines = nodes.map(({ address, height, engine, software, problem: en, problemZh }) => {
    // A node of an earlier version tells it in English only.
    const problem = en === undefined ? undefined : text({ en, zh: problemZh ?? en });
    if (height === undefined) return `✗ ${address}  ${problem ?? ""}`;
    const parts = [
      `${text({ en: "height", zh: "高度" })} ${height}`,
      ...(height < highest ? [text({ en: `${highest - height} behind`, zh: `落后 ${highest - height}` })] : []),
      ...(engine === undefined
        ? []
        : [
            `${text({ en: "engine", zh: "引擎高度" })} ${engine.engineHeight}`,
            `${engine.peers.length} ${text({ en: "peer(s)", zh: "个对等节点" })}`,
            engine.isValidator ? text({ en: "votes", zh: "参与投票" }) : text({ en: "follows", zh: "仅同步" }),
          ]),
      ...(software === undefined ? [] : [`Yanta ${software.version}`]),
      ...(problem === undefined ? [] : [problem]),
    ];
    return `${problem === undefined ? "✓" : "!"} ${address}  ${parts.join("  ")}`;
  });
  const engine = nodes.find((node) => node.engine !== undefined)?.engine;
  if (engine === undefined) return lines.join("\n");
  const addresses = new Map(nodes.map(({ nodeId, address }) => [nodeId, address]));
  const member = nodes.find(({ memberAlgorithm }) => memberAlgorithm !== undefined)?.memberAlgorithm;
  return [
    ...lines,
    "",
    text({ en: "Validators", zh: "验证者" }),
    ...engine.validators.map(
      ({ nodeId, engineKeyHex, power }) =>
        `  ${nodeId || "?"}  ${addresses.get(nodeId) ?? "-"}  ${text({ en: "power", zh: "权重" })} ${power}  Ed25519 ${engineKeyHex.slice(0, 16)}…`,
    ),
    "",
    text(signaturesText(member)),
  ].join("\n");
}
