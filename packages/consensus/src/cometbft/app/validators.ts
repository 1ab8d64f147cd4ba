import { create, fromBinary } from "@bufbuild/protobuf";
import { type BinaryString, bytesToHex } from "@yanta/bytes";
import { type ChainConfig, ChainConfigSchema } from "@yanta/protocol";
import { type ValidatorUpdate, ValidatorUpdateSchema } from "../../gen/cometbft/abci_pb.js";
import { validatorPower } from "../engine/engine-genesis.ts";

/** Reads a key of the chain's state at some height. */
export type StateView = (contract: string, key: BinaryString) => Uint8Array | undefined;

/** The engine key of a node, if one is known in a state. */
export type EngineKeyOf = (state: StateView, nodeId: string) => Uint8Array | undefined;

/** Validators by the hex of their engine key, in the order of the configuration. */
export type ValidatorSet = ReadonlyMap<string, { readonly nodeId: string; readonly engineKey: Uint8Array }>;

/** The validators of a state: the consensus nodes of its configuration that have a known engine key. All have the same power. */
export function validatorsOf(state: StateView, keyOf: EngineKeyOf): ValidatorSet {
  const nodeIds = readConfig(state)?.consensus?.nodes.flatMap((org) => org.nodeId) ?? [];
  const set = new Map<string, { readonly nodeId: string; readonly engineKey: Uint8Array }>();
  for (const nodeId of nodeIds) {
    const engineKey = keyOf(state, nodeId);
    if (engineKey !== undefined) set.set(bytesToHex(engineKey), { nodeId, engineKey });
  }
  return set;
}

/** Consensus nodes of a state without a known engine key. */
export function unboundNodes(state: StateView, keyOf: EngineKeyOf): readonly string[] {
  const nodeIds = readConfig(state)?.consensus?.nodes.flatMap((org) => org.nodeId) ?? [];
  return nodeIds.filter((nodeId) => keyOf(state, nodeId) === undefined);
}

/** What makes one set of the other: those who leave with power 0, sorted by key, then those who come. */
export function validatorUpdates(before: ValidatorSet, after: ValidatorSet): readonly ValidatorUpdate[] {
  const left = [...before].filter(([key]) => !after.has(key)).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const come = [...after].filter(([key]) => !before.has(key));
  // An engine without validators stops for good: a set that would become empty stays.
  if (after.size === 0) return [];
  return [
    ...left.map(([, { engineKey }]) => validatorUpdate(engineKey, 0)),
    ...come.map(([, { engineKey }]) => validatorUpdate(engineKey, validatorPower)),
  ];
}

/** All of a set, as InitChain answers it. */
export function allValidators(set: ValidatorSet): readonly ValidatorUpdate[] {
  return [...set.values()].map(({ engineKey }) => validatorUpdate(engineKey, validatorPower));
}

function validatorUpdate(engineKey: Uint8Array, power: number): ValidatorUpdate {
  return create(ValidatorUpdateSchema, {
    pubKey: { sum: { case: "ed25519", value: engineKey } },
    power: BigInt(power),
  });
}

function readConfig(state: StateView): ChainConfig | undefined {
  const bytes = state("CHAIN_CONFIG", "CHAIN_CONFIG");
  return bytes === undefined ? undefined : fromBinary(ChainConfigSchema, bytes);
}
