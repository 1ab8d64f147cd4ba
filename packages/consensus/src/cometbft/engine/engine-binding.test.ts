import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { bytesToUtf8 } from "@yanta/bytes";
import { create } from "@bufbuild/protobuf";
import { parseCertificate, parsePrivateKey } from "@yanta/crypto";
import { ChainConfigSchema, type ChainConfig } from "@yanta/protocol";
import {
  engineBindingFault,
  engineBindingMessage,
  engineBindingToJson,
  parseEngineBinding,
  signEngineBinding,
  type EngineBinding,
} from "./engine-binding.ts";

const cryptoConfig = new URL("../../../../../third_party/chainmaker-testdata/testdata/crypto-config/", import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, cryptoConfig), "utf8");
const orgId = "wx-org1.chainmaker.org";
const node = `${orgId}/node/consensus1/consensus1`;
const certificate = parseCertificate(read(`${node}.tls.crt`));
const privateKey = parsePrivateKey(read(`${node}.tls.key`));
const keys = { engineKey: new Uint8Array(32).fill(1), peerKey: new Uint8Array(32).fill(2) };
const binding = signEngineBinding({ chainId: "chain1", orgId, ...keys }, certificate, privateKey);

function chain(roots: Readonly<Record<string, string>>): ChainConfig {
  const trustRoots = Object.entries(roots).map(([id, root]) => ({ orgId: id, root: [root] }));
  return create(ChainConfigSchema, { chainId: "chain1", trustRoots });
}
const config = chain({ [orgId]: read(`${orgId}/ca/ca.crt`) });

test("a binding is signed for the node id of the certificate, in lines", () => {
  assert.equal(binding.nodeId, read(`${node}.nodeid`).trim());
  assert.equal(
    bytesToUtf8(engineBindingMessage(binding)),
    `yanta engine binding 1\nchain1\n${orgId}\n${binding.nodeId}\n${"01".repeat(32)}\n${"02".repeat(32)}\n`,
  );
  assert.equal(engineBindingFault(binding, config), undefined);
});

test("a later binding is signed with its number", () => {
  const later = signEngineBinding({ chainId: "chain1", orgId, ...keys, sequence: 7 }, certificate, privateKey);
  assert.match(bytesToUtf8(engineBindingMessage(later)), /^yanta engine binding 2\nchain1\n(.+\n){4}7\n$/);
  assert.equal(engineBindingFault(later, config), undefined);
  assert.deepEqual(parseEngineBinding(JSON.stringify(engineBindingToJson(later)), "test"), later);
  for (const sequence of [1, 6, 8]) assert.match(engineBindingFault({ ...later, sequence }, config) ?? "", /signature/);
});

test("a binding survives its JSON form", () => {
  assert.equal(engineBindingToJson(binding)["format"], 1);
  assert.deepEqual(parseEngineBinding(JSON.stringify(engineBindingToJson(binding)), "test"), binding);
});

test("whatever is changed afterwards breaks it", () => {
  const other = parseCertificate(read("wx-org2.chainmaker.org/node/consensus1/consensus1.tls.crt"));
  const changes: readonly Partial<EngineBinding>[] = [
    { chainId: "chain2" },
    { orgId: "wx-org2.chainmaker.org" },
    { nodeId: read("wx-org2.chainmaker.org/node/consensus1/consensus1.nodeid").trim() },
    { engineKey: keys.peerKey },
    { peerKey: keys.engineKey },
    { sequence: 2 },
    { certificatePem: other.pem },
    { signature: new Uint8Array(70) },
  ];
  for (const change of changes)
    assert.notEqual(engineBindingFault({ ...binding, ...change }, config), undefined, Object.keys(change).join());
});

test("a certificate that no root of the organisation signed does not bind", () => {
  assert.match(engineBindingFault(binding, chain({})) ?? "", /no trust root/);
  const foreign = chain({ [orgId]: read("wx-org2.chainmaker.org/ca/ca.crt") });
  assert.match(engineBindingFault(binding, foreign) ?? "", /no trust root/);
});

test("what is no binding is a coded refusal", () => {
  const good = engineBindingToJson(binding);
  const bad = [
    "",
    "null",
    "[]",
    JSON.stringify({ ...good, format: 2 }),
    JSON.stringify({ ...good, format: 2, sequence: 1 }),
    JSON.stringify({ ...good, format: 2, sequence: 2.5 }),
    JSON.stringify({ ...good, format: 2, sequence: "2" }),
    JSON.stringify({ ...good, sequence: 1 }),
    JSON.stringify({ ...good, sequence: 2 }),
    JSON.stringify({ ...good, format: 3, sequence: 3 }),
    JSON.stringify({ ...good, engineKey: "AQ==" }),
    JSON.stringify({ ...good, nodeId: "a\nb" }),
    JSON.stringify({ ...good, certificatePem: "x" }),
    JSON.stringify({ ...good, signature: "*" }),
    " ".repeat(70_000),
  ];
  for (const text of bad)
    assert.throws(() => parseEngineBinding(text, "test"), { code: "ENGINE_BINDING_INVALID" }, text.slice(0, 60));
});
