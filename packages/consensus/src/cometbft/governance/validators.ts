import { create, fromBinary } from "@bufbuild/protobuf";
import { bytesToHex, equalBytes } from "@yanta/bytes";
import { type ChainConfig, ChainConfigSchema } from "@yanta/protocol";
import { type ValidatorUpdate, ValidatorUpdateSchema } from "../../gen/cometbft/abci_pb.js";
import { validatorPower } from "../engine/engine-genesis.ts";
import { bindingInConfig } from "./config-bindings.ts";

/** Engine keys by node id that came with the engine's genesis. */
export type GenesisKeys = ReadonlyMap<string, Uint8Array>;

/** Validators by the hex of their engine key, in the order of the configuration. */
export type ValidatorSet = ReadonlyMap<string, { readonly nodeId: string; readonly engineKey: Uint8Array }>;

/** The engine key of a node: that of its binding on chain, else that of the genesis. */
export function engineKeyOf(config: ChainConfig, genesis: GenesisKeys, nodeId: string): Uint8Array | undefined {
  return bindingInConfig(config, nodeId)?.engineKey ?? genesis.get(nodeId);
}

/** The validators of a configuration: its consensus nodes that have a known engine key. All have the same power. */
export function validatorsOf(config: ChainConfig, genesis: GenesisKeys): ValidatorSet {
  const set = new Map<string, { readonly nodeId: string; readonly engineKey: Uint8Array }>();
  for (const nodeId of consensusNodes(config)) {
    const engineKey = engineKeyOf(config, genesis, nodeId);
    if (engineKey !== undefined) set.set(bytesToHex(engineKey), { nodeId, engineKey });
  }
  return set;
}

/** Consensus nodes of a configuration without a known engine key. */
export function unboundNodes(config: ChainConfig, genesis: GenesisKeys): readonly string[] {
  return consensusNodes(config).filter((nodeId) => engineKeyOf(config, genesis, nodeId) === undefined);
}

/** What makes one set of the other: those who leave with power 0, sorted by key, then those who come. */
export function validatorUpdates(before: ValidatorSet, after: ValidatorSet): readonly ValidatorUpdate[] {
  const left = [...before].filter(([key]) => !after.has(key)).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const come = [...after].filter(([key]) => !before.has(key));
  return [
    ...left.map(([, { engineKey }]) => validatorUpdate(engineKey, 0)),
    ...come.map(([, { engineKey }]) => validatorUpdate(engineKey, validatorPower)),
  ];
}

/** The change of validators between two configurations, as they lie in the state. */
export function updatesBetween(
  before: Uint8Array | undefined,
  after: Uint8Array | undefined,
  genesis: GenesisKeys,
): readonly ValidatorUpdate[] {
  if (before === undefined || after === undefined || equalBytes(before, after)) return [];
  return validatorUpdates(
    validatorsOf(readChainConfig(before), genesis),
    validatorsOf(readChainConfig(after), genesis),
  );
}

/** All of a set, as InitChain answers it. */
export function allValidators(set: ValidatorSet): readonly ValidatorUpdate[] {
  return [...set.values()].map(({ engineKey }) => validatorUpdate(engineKey, validatorPower));
}

/** The configuration in state bytes. */
export function readChainConfig(bytes: Uint8Array): ChainConfig {
  return fromBinary(ChainConfigSchema, bytes);
}

function validatorUpdate(engineKey: Uint8Array, power: number): ValidatorUpdate {
  return create(ValidatorUpdateSchema, {
    pubKey: { sum: { case: "ed25519", value: engineKey } },
    power: BigInt(power),
  });
}

function consensusNodes(config: ChainConfig): readonly string[] {
  return config.consensus?.nodes.flatMap((org) => org.nodeId) ?? [];
}
