import assert from "node:assert/strict";
import { bytesToHex } from "@yanta/bytes";
import { testOrgIds } from "@yanta/chain/testing";
import { bindingInConfig } from "@yanta/consensus/cometbft";
import { type FakeEngine, testEngineBinding } from "@yanta/consensus/testing";
import type { ChainConfig } from "@yanta/protocol";
import { rotatedKeyOffset } from "./governance-transactions.ts";

type Update = FakeEngine["validators"][number];

/** Engine heights between a block that changes the validators and the first block that the new ones vote on. Spec: CometBFT v0.38 spec/abci. */
const delay = 2n;

/** The node of each key that one may vote with, its first and its rotated one. */
const nodeOf: ReadonlyMap<string, number> = new Map(
  testOrgIds.flatMap((_, index) =>
    [index + 1, index + 1 + rotatedKeyOffset].map(
      (seed) => [keyOf(testEngineBinding(index + 1, seed)), index] as const,
    ),
  ),
);
const firstKeys: readonly string[] = testOrgIds.map((_, index) => keyOf(testEngineBinding(index + 1)));

/** Who votes at which engine height, from what the nodes answered to their engines; two answers that differ fail the run. */
export class SimulatedValidators {
  readonly #first: readonly Update[];
  /** Changes by the engine height of their block. */
  readonly #changes = new Map<bigint, readonly Update[]>();

  constructor(first: readonly Update[]) {
    this.#first = first;
  }

  get changeCount(): number {
    return [...this.#changes.values()].filter((updates) => updates.length > 0).length;
  }

  /** A node answered FinalizeBlock of a height with these changes. */
  note(height: bigint, updates: readonly Update[]): void {
    const known = this.#changes.get(height);
    assert.deepEqual(updates, known ?? updates, `other validators after engine block ${height}`);
    this.#changes.set(height, updates);
  }

  /** Numbers of the nodes that vote on an engine height. */
  at(height: bigint): ReadonlySet<number> {
    return new Set([...this.#keysAt(height)].map((key) => nodeOf.get(key) ?? -1));
  }

  /** The keys that vote are those of the nodes in the configuration, rotated ones included. */
  check(height: bigint, config: ChainConfig): void {
    const expected = (config.consensus?.nodes ?? []).map(({ orgId, nodeId: [nodeId = ""] }) => {
      const onChain = bindingInConfig(config, nodeId);
      return onChain === undefined ? firstKeys[testOrgIds.indexOf(orgId)] : keyOf(onChain);
    });
    assert.deepEqual(new Set(this.#keysAt(height)), new Set(expected), "others vote than the chain names");
  }

  #keysAt(height: bigint): ReadonlySet<string> {
    const keys = new Set<string>();
    const take = (updates: readonly Update[]): void => {
      for (const { pubKey, power } of updates) {
        const key = bytesToHex(pubKey?.sum.value ?? new Uint8Array());
        if (power === 0n) assert.ok(keys.delete(key), `${key} loses a vote that it has not`);
        else keys.add(key);
      }
    };
    take(this.#first);
    for (const [at, updates] of [...this.#changes].toSorted(([a], [b]) => Number(a - b)))
      if (at + delay <= height) take(updates);
    return keys;
  }
}

function keyOf({ engineKey }: { readonly engineKey: Uint8Array }): string {
  return bytesToHex(engineKey);
}
