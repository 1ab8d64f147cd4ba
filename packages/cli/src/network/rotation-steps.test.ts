import assert from "node:assert/strict";
import { test } from "node:test";
import { create } from "@bufbuild/protobuf";
import type { EngineBinding } from "@yanta/consensus/engine";
import { ChainConfigSchema, type ChainConfig } from "@yanta/protocol";
import { stepsToReplace, type BindingOnChain } from "./rotation-steps.ts";

const bytes = new Uint8Array(32);

function bound(nodeId: string, value: string): BindingOnChain {
  const binding: EngineBinding = {
    chainId: "chain1",
    orgId: "org1",
    nodeId,
    sequence: 2,
    engineKey: bytes,
    peerKey: bytes,
    certificatePem: "",
    signature: bytes,
  };
  return { binding, key: `engine_binding.${nodeId}`, value };
}

const chain = (nodeIds: readonly string[], extConfig: readonly { key: string; value: string }[]): ChainConfig =>
  create(ChainConfigSchema, {
    consensus: { nodes: [{ orgId: "org1", nodeId: [...nodeIds] }], extConfig: [...extConfig] },
  });

const methods = (config: ChainConfig, of: BindingOnChain): readonly string[] =>
  stepsToReplace(config, "old", of).map(({ method }) => method);

test("a node is replaced by its binding, then its id; what the chain has is left out", () => {
  const next = bound("new", "b");
  const pair = { key: next.key, value: next.value };
  assert.deepEqual(stepsToReplace(chain(["old", "other"], []), "old", next), [
    { method: "CONSENSUS_EXT_ADD", parameters: { "engine_binding.new": "b" } },
    { method: "NODE_ID_UPDATE", parameters: { org_id: "org1", node_id: "old", new_node_id: "new" } },
  ]);
  assert.deepEqual(methods(chain(["old"], [pair]), next), ["NODE_ID_UPDATE"]);
  assert.deepEqual(methods(chain(["new"], [pair]), next), []);
});

test("a new engine key is a new binding of the same id", () => {
  const next = bound("old", "c");
  assert.deepEqual(methods(chain(["old"], []), next), ["CONSENSUS_EXT_ADD"]);
  assert.deepEqual(methods(chain(["old"], [{ key: next.key, value: "b" }]), next), ["CONSENSUS_EXT_UPDATE"]);
});

test("a node that does not vote cannot be replaced", () => {
  assert.throws(() => methods(chain(["other"], []), bound("new", "b")), { code: "CLI_ARGUMENT" });
});
