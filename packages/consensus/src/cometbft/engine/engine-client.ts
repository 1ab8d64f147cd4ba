import { Agent, request, type RequestOptions } from "node:http";
import { base64ToBytes, bytesToBase64, bytesToUtf8, concatBytes, hexToBytes, utf8ToBytes } from "@yanta/bytes";
import { consensusErrors } from "../../errors.ts";
import type { EngineClient, EngineStatus } from "../interface.ts";
import { rpcAnswerBytesMax, rpcConnectionsMax, rpcQueueMax, rpcTimeoutMs } from "./limits.ts";

/** An engine's peer as it sees it. */
export interface EnginePeer {
  readonly peerId: string;
  readonly moniker: string;
  readonly isOutbound: boolean;
}

/** One of the validators in force. */
export interface EngineValidator {
  /** 20 bytes, `engineAddress` of its key. */
  readonly address: Uint8Array;
  readonly key: Uint8Array;
  readonly power: bigint;
}

/** What a node asks its engine besides what consensus needs. */
export interface EngineConnection extends EngineClient {
  status(signal: AbortSignal): Promise<EngineStatus & { readonly latestHashHex: string }>;
  peers(signal: AbortSignal): Promise<readonly EnginePeer[]>;
  validators(height: bigint, signal: AbortSignal): Promise<readonly EngineValidator[]>;
  close(): void;
}

/** JSON as it comes: members are looked at one by one. */
type Json = Readonly<Record<string, unknown>>;

/**
 * Calls CometBFT's JSON-RPC over HTTP at `unix:///path` or `tcp://host:port`. At most `rpcConnectionsMax` calls run and
 * `rpcQueueMax` wait.
 *
 * Errors: CONSENSUS_ENGINE_UNREACHABLE, CONSENSUS_ENGINE_FULL. Spec: CometBFT v0.38 rpc/openapi/openapi.yaml.
 */
export function createEngineClient(address: string): EngineConnection {
  const agent = new Agent({ keepAlive: true, maxSockets: rpcConnectionsMax });
  const target = requestTarget(address);
  let open = 0;

  const call = async (method: string, params: Json, signal: AbortSignal): Promise<Json> => {
    if (open >= rpcConnectionsMax + rpcQueueMax) throw unreachable(`${method}: ${open} calls wait for it already`);
    open++;
    try {
      const deadline = AbortSignal.any([signal, AbortSignal.timeout(rpcTimeoutMs)]);
      const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method, params });
      return parseObject(await post({ ...target, agent, signal: deadline }, body));
    } catch (error) {
      signal.throwIfAborted();
      throw unreachable(`${method}: ${error instanceof Error ? error.message : String(error)}`, error);
    } finally {
      open--;
    }
  };

  /** The result; an error of the engine's is thrown as unreachable: none of these calls can be refused for good. */
  const ask = async (method: string, params: Json, signal: AbortSignal): Promise<Json> => {
    const answer = await call(method, params, signal);
    if (answer["error"] !== undefined) throw unreachable(`${method}: ${errorText(answer)}`);
    return object(answer["result"]);
  };

  return {
    broadcast: async (tx, signal) => {
      const answer = await call("broadcast_tx_sync", { tx: bytesToBase64(tx) }, signal);
      if (answer["error"] === undefined) return;
      const text = errorText(answer);
      if (text.includes("already exists in cache")) return;
      if (text.includes("mempool is full")) throw consensusErrors.create("CONSENSUS_ENGINE_FULL");
      throw unreachable(`broadcast_tx_sync: ${text}`);
    },
    signedHeader: async (height, signal) => {
      const answer = await call("commit", { height: height.toString() }, signal);
      // The engine's words for a height that is not decided yet, or pruned, differ; all of them are refusals of the height.
      if (answer["error"] !== undefined) return undefined;
      const result = object(answer["result"]);
      // Not canonical: the votes seen so far, which may grow; the next block's LastCommit is what counts.
      return result["signed_header"];
    },
    status: async (signal) => readStatus(await ask("status", {}, signal)),
    peers: async (signal) => {
      const result = await ask("net_info", {}, signal);
      return list(result["peers"]).map((each) => {
        const peer = object(each);
        const info = object(peer["node_info"]);
        return { peerId: text(info["id"]), moniker: text(info["moniker"]), isOutbound: peer["is_outbound"] === true };
      });
    },
    validators: async (height, signal) => {
      const page = { height: height.toString(), page: "1", per_page: "100" };
      const result = await ask("validators", page, signal);
      return list(result["validators"]).map((each) => {
        const validator = object(each);
        return {
          address: hexToBytes(text(validator["address"])) ?? new Uint8Array(),
          key: base64ToBytes(text(object(validator["pub_key"])["value"])) ?? new Uint8Array(),
          power: BigInt(text(validator["voting_power"])),
        };
      });
    },
    close: () => agent.destroy(),
  };
}

function readStatus(result: Json): EngineStatus & { readonly latestHashHex: string } {
  const sync = object(result["sync_info"]);
  const validator = object(result["validator_info"]);
  return {
    engineNodeId: text(object(result["node_info"])["id"]),
    latestHeight: BigInt(text(sync["latest_block_height"])),
    latestHashHex: text(sync["latest_block_hash"]),
    earliestHeight: BigInt(text(sync["earliest_block_height"])),
    isCatchingUp: sync["catching_up"] === true,
    validatorKey: base64ToBytes(text(object(validator["pub_key"])["value"])) ?? new Uint8Array(),
    votingPower: BigInt(text(validator["voting_power"])),
  };
}

function requestTarget(address: string): RequestOptions {
  const common = { method: "POST", path: "/", headers: { "content-type": "application/json" } };
  if (address.startsWith("unix://")) return { ...common, socketPath: address.slice("unix://".length) };
  const { hostname, port } = new URL(address);
  return { ...common, host: hostname, port };
}

function post(options: RequestOptions, body: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const outgoing = request(options, (response) => {
      const chunks: Uint8Array[] = [];
      let size = 0;
      response.on("data", (chunk: Uint8Array) => {
        size += chunk.length;
        if (size > rpcAnswerBytesMax) response.destroy(new Error("the answer is too long"));
        else chunks.push(chunk);
      });
      response.once("end", () => resolve(bytesToUtf8(concatBytes(...chunks))));
      response.once("error", reject);
    });
    outgoing.once("error", reject);
    outgoing.end(utf8ToBytes(body));
  });
}

function unreachable(reason: string, cause?: unknown): Error {
  return consensusErrors.create("CONSENSUS_ENGINE_UNREACHABLE", { reason }, cause);
}

function errorText(answer: Json): string {
  const { message, data } = object(answer["error"]);
  return `${text(message)}: ${text(data)}`;
}

function parseObject(answer: string): Json {
  return object(JSON.parse(answer));
}

function object(value: unknown): Json {
  return typeof value === "object" && value !== null ? { ...value } : {};
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
