import assert from "node:assert/strict";
import { test } from "node:test";
import { clone } from "@bufbuild/protobuf";
import { ChainConfigSchema } from "@yanta/protocol";
import { testEngineBinding, testEngineGenesis } from "../../testing/engine-node.ts";
import { enginePeerId } from "../engine/engine-keys.ts";
import { unboundPeersToldMax } from "../limits.ts";
import { bindingParameter } from "./config-bindings.ts";
import { createPeerGate } from "./peer-gate.ts";

const genesis = [1, 2, 3].map((org) => testEngineBinding(org));
const asked = (org: number): string => `/p2p/filter/id/${enginePeerId(testEngineBinding(org).peerKey)}`;

function openGate(local: readonly string[] = []) {
  const refused: string[] = [];
  let { config } = testEngineGenesis(3);
  const mayPass = createPeerGate({
    config: () => config,
    genesis,
    isKnownHere: (peerId) => local.includes(peerId),
    onRefused: (peerId) => refused.push(peerId),
  });
  const change = (how: (config: ReturnType<typeof testEngineGenesis>["config"]) => void): void => {
    config = clone(ChainConfigSchema, config);
    how(config);
  };
  return { mayPass, refused, change };
}

test("engines of the genesis pass, others when their binding is on chain, none of an organisation that is gone", () => {
  const { mayPass, refused, change } = openGate();
  assert.deepEqual(
    [1, 2, 3, 4].map((org) => mayPass(asked(org))),
    [true, true, true, false],
  );
  assert.deepEqual(refused, [enginePeerId(testEngineBinding(4).peerKey)]);
  const { key, value } = bindingParameter(testEngineBinding(4));
  change(({ consensus }) => void consensus?.extConfig.push({ $typeName: "config.ConfigKeyValue", key, value }));
  assert.equal(mayPass(asked(4)), true);
  change((config) => {
    config.trustRoots = config.trustRoots.filter(({ orgId }) => orgId !== testEngineBinding(2).orgId);
  });
  assert.deepEqual(
    [1, 2, 3, 4].map((org) => mayPass(asked(org))),
    [true, false, true, true],
  );
});

test("whom the operator made known passes, any address does, and no other question", () => {
  const { mayPass } = openGate([enginePeerId(testEngineBinding(4).peerKey)]);
  assert.equal(mayPass(asked(4)), true);
  assert.equal(mayPass("/p2p/filter/addr/10.0.0.1:26656"), true);
  for (const path of ["", "/store", `${asked(1)}/x`, asked(1).toUpperCase()]) assert.equal(mayPass(path), false, path);
});

test("a stranger with many keys does not fill the log", () => {
  const { mayPass, refused } = openGate();
  for (let i = 0; i < 1_000; i++) mayPass(`/p2p/filter/id/${String(i % 500).padStart(40, "0")}`);
  assert.equal(refused.length, unboundPeersToldMax);
});
