import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { create } from "@bufbuild/protobuf";
import {
  openEngineHome,
  prepareRotation,
  readHomeBinding,
  readRotation,
  type EngineBinding,
} from "@yanta/consensus/engine";
import { generatePrivateKey, issueCertificate } from "@yanta/crypto";
import { ChainConfigSchema, type ChainConfig } from "@yanta/protocol";
import { createLogger } from "../logger.ts";
import { followRotations, type FollowRotationsOptions } from "./follow-rotations.ts";

const orgId = "org1";

function owner() {
  const privateKey = generatePrivateKey("ECDSA_P256");
  const certificate = issueCertificate({
    subject: { organization: [orgId], organizationalUnit: ["consensus"], commonName: "consensus1" },
    publicKey: privateKey.publicKey,
    signingKey: privateKey,
    notBefore: 0n,
    notAfter: 4_000_000_000n,
    keyUsage: ["digitalSignature"],
  });
  return { chainId: "chain1", orgId, certificate, privateKey };
}

/** A chain whose configuration a test changes, and an engine whose validators it sets. */
function open(t: TestContext) {
  const folder = mkdtempSync(join(tmpdir(), "yanta-follow-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const home = join(folder, "chain1");
  const first = owner();
  const old = openEngineHome(home, first);
  const bound = new Map<string, EngineBinding>();
  let config: ChainConfig = create(ChainConfigSchema, {
    consensus: { nodes: [{ orgId, nodeId: [old.nodeId] }] },
  });
  let listener: (() => void) | undefined;
  let inForce: Uint8Array = old.engineKey;
  let asked = Promise.withResolvers<void>();
  const stops: string[] = [];
  const options: FollowRotationsOptions = {
    chain: {
      chainId: "chain1",
      get config() {
        return config;
      },
      onBlock: (told) => {
        listener = () => told({} as never);
        return () => (listener = undefined);
      },
    },
    home,
    connection: {
      status: async () => ({ latestHeight: 9n }) as never,
      validators: async (height) => {
        assert.equal(height, 10n, "the next block's");
        asked.resolve();
        return [{ address: new Uint8Array(), key: inForce, power: 1n }];
      },
    },
    bindingOf: (nodeId) => bound.get(nodeId),
    whileStopped: async (action) => {
      stops.push("stopped");
      action();
      stops.push("started");
    },
    logger: createLogger("error"),
  };
  return {
    home,
    first,
    old,
    stops,
    rotations: followRotations(options),
    bind: (binding: EngineBinding, nodeIds: readonly string[]) => {
      bound.set(binding.nodeId, binding);
      config = create(ChainConfigSchema, {
        sequence: config.sequence + 1n,
        consensus: { nodes: [{ orgId, nodeId: [...nodeIds] }] },
      });
      listener?.();
    },
    putInForce: (key: Uint8Array) => {
      inForce = key;
      asked = Promise.withResolvers<void>();
    },
    asked: () => asked.promise,
  };
}

test("a new key is taken when it is in force for the next block, not before, with the engine stopped", async (t) => {
  const { home, first, old, stops, rotations, bind, putInForce, asked } = open(t);
  rotations.start();
  const { binding } = prepareRotation(home, first, true);
  const keyFile = (): string => readFileSync(join(home, "config/priv_validator_key.json"), "utf8");
  const oldKey = keyFile();
  bind(binding, [old.nodeId]);
  await asked();
  assert.deepEqual([stops, keyFile()], [[], oldKey], "the block that brings it into force needs the old key");
  putInForce(binding.engineKey);
  await asked();
  while (stops.length < 2) await new Promise(setImmediate);
  await rotations.stop();
  assert.deepEqual(stops, ["stopped", "started"]);
  assert.notEqual(keyFile(), oldKey);
  assert.deepEqual([readRotation(home), readHomeBinding(home)], [undefined, binding]);
});

test("a new node id is taken without a stop, once it is one of the consensus nodes", async (t) => {
  const { home, old, stops, rotations, bind } = open(t);
  rotations.start();
  const { binding } = prepareRotation(home, owner(), false);
  bind(binding, [old.nodeId]);
  await new Promise(setImmediate);
  assert.deepEqual(readHomeBinding(home), old);
  bind(binding, [binding.nodeId]);
  await rotations.stop();
  assert.deepEqual([readHomeBinding(home), stops], [binding, []]);
});

test("a node that stops does not wait for a key that never comes into force", async (t) => {
  const { home, first, old, stops, rotations, bind, asked } = open(t);
  const { binding } = prepareRotation(home, first, true);
  bind(binding, [old.nodeId]);
  rotations.start();
  await asked();
  await rotations.stop();
  assert.deepEqual([stops, readHomeBinding(home)], [[], old]);
});
