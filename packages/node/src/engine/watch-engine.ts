import { enginePeerId, type EngineBinding, type EngineConnection } from "@yanta/consensus/engine";
import { bytesToHex } from "@yanta/bytes";
import { engineWatchMs } from "../limits.ts";
import { type Problem, problemOf } from "../problem.ts";

/** One validator in force. */
export interface ValidatorState {
  /** Empty when no binding of its key is known here. */
  readonly nodeId: string;
  readonly engineKeyHex: string;
  readonly power: number;
}

/** A connected engine. */
export interface PeerState {
  readonly peerId: string;
  /** Empty when no binding of its key is known here. */
  readonly nodeId: string;
}

/** What was seen of the engine at the last look. */
export interface EngineState {
  readonly engineHeight: number;
  /** Hash of the engine's block there: what a node that joins by snapshot may trust. */
  readonly engineHash: string;
  readonly isCatchingUp: boolean;
  readonly peers: readonly PeerState[];
  readonly validators: readonly ValidatorState[];
  /** Whether this node votes. */
  readonly isValidator: boolean;
}

export interface EngineWatch {
  /** Undefined before the first answer and while it does not answer; `problem` says why then. */
  state(): EngineState | undefined;
  problem(): Problem | undefined;
  stop(): void;
}

/** Looks at the engine once a second, so that status, metrics and readiness cost nobody a wait. `onLook` is told what was seen. */
export function watchEngine(
  connection: EngineConnection,
  bindings: () => ReadonlyMap<string, EngineBinding>,
  onLook: (state: EngineState) => void = () => undefined,
): EngineWatch {
  const stop = new AbortController();
  let state: EngineState | undefined;
  let problem: Problem | undefined = { en: "the engine has not answered yet", zh: "引擎尚未应答" };
  let timer: NodeJS.Timeout | undefined;
  const look = async (): Promise<void> => {
    try {
      state = await lookAtEngine(connection, [...bindings().values()], stop.signal);
      problem = undefined;
      onLook(state);
    } catch (error) {
      state = undefined;
      problem = problemOf(error);
    }
    if (stop.signal.aborted) return;
    timer = setTimeout(() => void look(), engineWatchMs);
    timer.unref();
  };
  void look();
  return {
    state: () => state,
    problem: () => problem,
    stop: () => {
      stop.abort();
      clearTimeout(timer);
    },
  };
}

async function lookAtEngine(
  connection: EngineConnection,
  bindings: readonly EngineBinding[],
  signal: AbortSignal,
): Promise<EngineState> {
  const status = await connection.status(signal);
  const peers = await connection.peers(signal);
  // Before the first engine block there is nobody to ask about.
  const validators = status.latestHeight === 0n ? [] : await connection.validators(status.latestHeight, signal);
  const byPeerId = new Map(bindings.map((binding) => [enginePeerId(binding.peerKey), binding.nodeId]));
  const byEngineKey = new Map(bindings.map((binding) => [bytesToHex(binding.engineKey), binding.nodeId]));
  return {
    engineHeight: Number(status.latestHeight),
    engineHash: status.latestHashHex,
    isCatchingUp: status.isCatchingUp,
    peers: peers.map(({ peerId }) => ({ peerId, nodeId: byPeerId.get(peerId) ?? "" })),
    validators: validators.map(({ key, power }) => {
      const engineKeyHex = bytesToHex(key);
      return { nodeId: byEngineKey.get(engineKeyHex) ?? "", engineKeyHex, power: Number(power) };
    }),
    isValidator: status.votingPower > 0n,
  };
}
