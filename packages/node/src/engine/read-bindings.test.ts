import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { bindingText, signEngineBinding } from "@yanta/consensus/engine";
import { parseCertificate, parsePrivateKey } from "@yanta/crypto";
import { chainmakerTestdata } from "../testing/chain-copy.ts";
import { engineNodes } from "./engine-nodes.ts";
import { bindingsByOperator, folderBindings } from "./folder-bindings.ts";
import { readBindings } from "./read-bindings.ts";

const orgId = "wx-org1.chainmaker.org";
const files = join(chainmakerTestdata, "testdata/crypto-config", orgId, "node/consensus1/consensus1.tls");
const certificate = parseCertificate(readFileSync(`${files}.crt`, "utf8"));
const privateKey = parsePrivateKey(readFileSync(`${files}.key`, "utf8"));

const bindingOf = (first: number, chainId = "chain1") => {
  const keys = { engineKey: new Uint8Array(32).fill(first), peerKey: new Uint8Array(32).fill(first + 1) };
  return signEngineBinding({ chainId, orgId, ...keys }, certificate, privateKey);
};

test("a folder's bindings of one chain; what differs about one node is refused", (t) => {
  const folder = mkdtempSync(join(tmpdir(), "yanta-bindings-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const put = (name: string, text: string): void => writeFileSync(join(folder, name), text);
  assert.equal(readBindings(join(folder, "absent"), "chain1").size, 0);
  const binding = bindingOf(1);
  put("a.json", bindingText(binding));
  put("same.json", bindingText(binding));
  put("other-chain.json", bindingText(bindingOf(5, "chain2")));
  put("notes.txt", "no binding");
  assert.deepEqual(readBindings(folder, "chain1"), new Map([[binding.nodeId, binding]]));
  put("b.json", bindingText(bindingOf(3)));
  assert.throws(() => readBindings(folder, "chain1"), { code: "ENGINE_BINDING_INVALID" });
  put("b.json", "{}");
  assert.throws(() => readBindings(folder, "chain1"), { code: "ENGINE_BINDING_INVALID" });
});

test("a binding counts from when its file is there; a folder that cannot be read keeps the last", (t) => {
  const folder = mkdtempSync(join(tmpdir(), "yanta-bindings-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const faults: unknown[] = [];
  const current = folderBindings(join(folder, "made-later"), "chain1", (error) => faults.push(error));
  assert.equal(current().size, 0);
  mkdirSync(join(folder, "made-later"));
  const put = (name: string, text: string, atSeconds: number): void => {
    writeFileSync(join(folder, "made-later", name), text);
    // Whatever the file system's clock can tell apart.
    utimesSync(join(folder, "made-later"), atSeconds, atSeconds);
  };
  const binding = bindingOf(1);
  put("a.json", bindingText(binding), 1);
  assert.deepEqual(current(), new Map([[binding.nodeId, binding]]));
  put("b.json", "{}", 2);
  for (let look = 0; look < 3; look++) assert.equal(current().size, 1);
  assert.equal(faults.length, 1);
});

test("an operator's file opens the door to organisations that the chain trusts, and to seeds", () => {
  const binding = bindingOf(1);
  const passes = (orgIds: readonly string[], nodeIds: readonly string[]): number =>
    bindingsByOperator({ bindings: [binding], trustedOrgIds: new Set(orgIds), seedNodeIds: new Set(nodeIds) }).length;
  assert.deepEqual([passes([], []), passes([orgId], []), passes([], [binding.nodeId])], [0, 1, 1]);
});

test("connected nodes are shown with the address that net.seeds has for them", () => {
  const binding = bindingOf(1);
  const bindings = new Map([[binding.nodeId, binding]]);
  const peers = [
    { peerId: "aa", nodeId: binding.nodeId },
    { peerId: "bb", nodeId: "" },
  ];
  const seeds = [`/ip4/10.0.0.2/tcp/11301/p2p/${binding.nodeId}`];
  const shown = { nodeId: binding.nodeId, nodeAddress: "/ip4/10.0.0.2/tcp/11301", tlsCertificate: certificate.der };
  assert.deepEqual(engineNodes(peers, bindings, seeds), [shown]);
  assert.deepEqual(engineNodes(peers, bindings, []), [{ ...shown, nodeAddress: "" }]);
});
