import type { FuzzTarget } from "./fuzz-target.ts";
import { certificateTargets } from "./targets/certificates.ts";
import { chainTargets } from "./targets/chain.ts";
import { configurationTargets } from "./targets/configuration.ts";
import { ethereumTargets } from "./targets/ethereum.ts";
import { evmTargets } from "./targets/evm.ts";
import { grpcTargets } from "./targets/grpc.ts";
import { playgroundTargets } from "./targets/playground.ts";
import { protobufTargets } from "./targets/protobuf.ts";
import { storageTargets } from "./targets/storage.ts";
import { wasmTargets } from "./targets/wasm.ts";

/** One for each parser that faces the network, a peer, a contract or a file. */
export const fuzzTargets: readonly FuzzTarget[] = [
  ...protobufTargets,
  ...certificateTargets,
  ...chainTargets,
  ...grpcTargets,
  ...storageTargets,
  ...configurationTargets,
  ...wasmTargets,
  ...evmTargets,
  ...ethereumTargets,
  ...playgroundTargets,
];

/** Splits a number of cases by the targets' weights; each target gets at least one. */
export function shareCases(cases: number): ReadonlyMap<FuzzTarget, number> {
  const sum = fuzzTargets.reduce((total, { weight }) => total + weight, 0);
  return new Map(fuzzTargets.map((target) => [target, Math.max(1, Math.round((cases * target.weight) / sum))]));
}
