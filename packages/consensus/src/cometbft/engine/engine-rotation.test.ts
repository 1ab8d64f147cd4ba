import assert from "node:assert/strict";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { bytesToHex } from "@yanta/bytes";
import { parseCertificate, parsePrivateKey } from "@yanta/crypto";
import { openEngineHome } from "./engine-home.ts";
import { adoptRotation, isRotationKnown, prepareRotation, readRotation } from "./engine-rotation.ts";
import { homeFiles, readHomeBinding, type EngineOwner } from "./home-files.ts";

const cryptoConfig = new URL("../../../../../third_party/chainmaker-testdata/testdata/crypto-config/", import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, cryptoConfig), "utf8");

function ownerOf(name: "consensus1" | "common1", org = 1): EngineOwner {
  const orgId = `wx-org${org}.chainmaker.org`;
  const files = `${orgId}/node/${name}/${name}.tls`;
  return {
    chainId: "chain1",
    orgId,
    certificate: parseCertificate(read(`${files}.crt`)),
    privateKey: parsePrivateKey(read(`${files}.key`)),
  };
}

const before = ownerOf("consensus1");
const after = ownerOf("common1");

function makeHome(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), "yanta-rotation-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const home = join(folder, "chain1");
  openEngineHome(home, before);
  return home;
}

const keyIn = (home: string): string => readFileSync(join(home, homeFiles.validatorKey), "utf8");

test("a new node id keeps the engine's keys, and the folder opens for the old owner and the prepared one only", (t) => {
  const home = makeHome(t);
  const old = readHomeBinding(home);
  const damaged = { code: "ENGINE_HOME_DAMAGED" };
  assert.throws(() => openEngineHome(home, after), damaged);
  const rotation = prepareRotation(home, after, false);
  assert.notEqual(rotation.binding.nodeId, old.nodeId);
  assert.deepEqual(
    [rotation.binding.engineKey, rotation.binding.peerKey, rotation.binding.sequence, rotation.hasNewKey],
    [old.engineKey, old.peerKey, 2, false],
  );
  assert.deepEqual(readRotation(home), rotation);
  assert.deepEqual(openEngineHome(home, before), old);
  assert.deepEqual(openEngineHome(home, after), rotation.binding);
  adoptRotation(home, rotation);
  assert.equal(readRotation(home), undefined);
  assert.deepEqual(openEngineHome(home, after), rotation.binding);
  assert.throws(() => openEngineHome(home, before), damaged);
});

test("a new engine key waits beside the old one, and is made once", (t) => {
  const home = makeHome(t);
  const [old, oldKey] = [readHomeBinding(home), keyIn(home)];
  const { engineKey } = prepareRotation(home, before, true).binding;
  assert.notEqual(bytesToHex(engineKey), bytesToHex(old.engineKey));
  const rotation = prepareRotation(home, before, true);
  assert.deepEqual(rotation.binding.engineKey, engineKey);
  assert.deepEqual([openEngineHome(home, before), keyIn(home)], [old, oldKey]);
  const both = prepareRotation(home, after, false);
  assert.equal(both.hasNewKey, true, "a key that waits is never lost");
  assert.deepEqual(both.binding.engineKey, engineKey);
  assert.ok(both.binding.sequence > rotation.binding.sequence);
  assert.deepEqual(prepareRotation(home, before, true).binding.engineKey, engineKey);
  assert.equal(isRotationKnown(rotation, undefined), false);
  assert.equal(isRotationKnown(rotation, old), false);
  assert.equal(isRotationKnown(rotation, rotation.binding), true);
  const last = readRotation(home);
  assert.ok(last !== undefined);
  adoptRotation(home, last);
  assert.notEqual(keyIn(home), oldKey);
  assert.deepEqual(openEngineHome(home, before), last.binding);
});

test("a crash between the key and its binding is mended by adopting again", (t) => {
  const home = makeHome(t);
  const rotation = prepareRotation(home, before, true);
  const waiting = join(home, "..", "waiting.json");
  cpSync(join(home, "rotation/binding.json"), waiting);
  const old = join(home, "..", "old.json");
  cpSync(join(home, homeFiles.binding), old);
  adoptRotation(home, rotation);
  cpSync(waiting, join(home, "rotation/binding.json"));
  cpSync(old, join(home, homeFiles.binding));
  const left = readRotation(home);
  assert.ok(left !== undefined && !left.hasNewKey);
  adoptRotation(home, left);
  assert.deepEqual(readHomeBinding(home), rotation.binding);
});

test("another organisation's node, and a folder without a binding, get no rotation", (t) => {
  const home = makeHome(t);
  assert.throws(() => prepareRotation(home, ownerOf("consensus1", 2), false), { code: "ENGINE_HOME_DAMAGED" });
  assert.throws(() => prepareRotation(join(home, "none"), before, false), { code: "ENGINE_HOME_DAMAGED" });
  assert.equal(existsSync(join(home, "none")), false);
});
