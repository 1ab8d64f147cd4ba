import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

export interface CertificateOptions {
  /** Folder with the engine bindings that the network was started with. */
  readonly bindings: string;
  readonly chainId: string;
  /** RPC of an engine that is asked for certificates which were not stored: host:port or unix:///path. */
  readonly engine?: string;
  readonly signal: AbortSignal;
}

/** How many blocks more than two thirds of the validators signed for. */
export interface CertificateCount {
  readonly certified: number;
  /** Of them, those whose certificate came from the engine: a block that was replayed at a start is stored without. */
  readonly fromEngine: number;
  /** Blocks that an engine decided, as they say, and nobody is known to have signed for. */
  readonly uncertified: number;
}

/** Follows a chain from its genesis block on and counts; a certificate that does not hold ends it. */
export async function certificateCounter({ bindings, chainId, engine, signal }: CertificateOptions) {
  const [{ CertificateChecker, encodeSignedHeader, parseSignedHeader, readEngineData }, consensus, engines, node] =
    await Promise.all([
      import("@yanta/consensus/cometbft"),
      import("@yanta/consensus"),
      import("@yanta/consensus/engine"),
      import("@yanta/node"),
    ]);
  const checker = new CertificateChecker(chainId, [...node.readBindings(bindings, chainId).values()]);
  const address = engine === undefined ? ownEngine(bindings, chainId) : engineAddress(engine);
  const connection = address === undefined ? undefined : engines.createEngineClient(address);
  const counts = { certified: 0, fromEngine: 0, uncertified: 0 };
  const ask = async (engineHeight: bigint): Promise<Uint8Array | undefined> => {
    const found = await connection?.signedHeader(engineHeight, signal);
    return found === undefined ? undefined : encodeSignedHeader(parseSignedHeader(found));
  };
  return {
    count: (): CertificateCount => counts,
    close: (): void => connection?.close(),
    /** Errors: CONSENSUS_CERTIFICATE_INVALID, CONSENSUS_ENGINE_UNREACHABLE. */
    check: async (height: bigint, blockInfoBytes: Uint8Array): Promise<void> => {
      const data = readEngineData({ blockInfoBytes });
      const isStored = data === undefined || data.certificate !== undefined;
      const verdict = checker.add(blockInfoBytes, isStored ? undefined : await ask(data.engineHeight));
      if (verdict.kind === "invalid")
        throw consensus.consensusErrors.create("CONSENSUS_CERTIFICATE_INVALID", { height, reason: verdict.reason });
      if (verdict.kind === "valid") counts.certified++;
      else if (data !== undefined) counts.uncertified++;
      if (verdict.kind === "valid" && !isStored) counts.fromEngine++;
    },
  };
}

/** The engine of the node in whose folder the bindings lie, when it runs here. */
function ownEngine(bindings: string, chainId: string): string | undefined {
  const path = join(dirname(resolve(bindings)), "engine", chainId, "rpc.sock");
  return existsSync(path) ? `unix://${path}` : undefined;
}

function engineAddress(text: string): string {
  return /^(unix|tcp):\/\//.test(text) ? text : `tcp://${text}`;
}
