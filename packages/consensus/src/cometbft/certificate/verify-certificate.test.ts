import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { hexToBytes } from "@yanta/bytes";
import type { SignedHeader } from "../../gen/cometbft/types_pb.js";
import { encodeSignedHeader, parseSignedHeader } from "./signed-header.ts";
import { type CertificateToVerify, verifyCertificate } from "./verify-certificate.ts";

/** Made by a real engine; see its `provenance`. Three of four validators had voted. */
const vector: {
  readonly signedHeader: { readonly commit: object };
  readonly blockHex: string;
  readonly validatorKeysHex: readonly string[];
} = JSON.parse(readFileSync(new URL("testdata/commit.json", import.meta.url), "utf8"));

const bytes = (hex: string): Uint8Array => hexToBytes(hex) ?? assert.fail("no hex");
const validators = vector.validatorKeysHex.map((hex) => ({ engineKey: bytes(hex), power: 1n }));
const good: CertificateToVerify = {
  certificate: encodeSignedHeader(parseSignedHeader(vector.signedHeader)),
  chainId: "chain1",
  engineHeight: 1n,
  blockBytes: bytes(vector.blockHex),
  validators,
};

/** The vector after a change of its message. */
function changed(change: (signedHeader: SignedHeader) => void): CertificateToVerify {
  const signedHeader = parseSignedHeader(vector.signedHeader);
  change(signedHeader);
  return { ...good, certificate: encodeSignedHeader(signedHeader) };
}

function assertInvalid(input: CertificateToVerify, reason: RegExp): void {
  const verdict = verifyCertificate(input);
  assert.ok(verdict.kind === "invalid");
  assert.match(verdict.reason, reason);
}

test("what a real engine certified holds", () => {
  assert.deepEqual(verifyCertificate(good), { kind: "valid", votes: { signedPower: 3n, totalPower: 4n } });
});

test("it holds for its block, chain, height and validators only", () => {
  assertInvalid({ ...good, blockBytes: good.blockBytes.subarray(1) }, /another block/);
  assertInvalid({ ...good, chainId: "chain2" }, /of chain chain1/);
  assertInvalid({ ...good, engineHeight: 2n }, /engine height 1/);
  assertInvalid({ ...good, validators: validators.slice(1) }, /other validators/);
  assertInvalid(
    { ...good, validators: validators.map(({ engineKey }) => ({ engineKey, power: 2n })) },
    /other validators/,
  );
  assertInvalid({ ...good, certificate: Uint8Array.of(0xff) }, /cannot be read/);
  assertInvalid({ ...good, certificate: new Uint8Array() }, /cannot be read/);
});

test("two thirds are not enough, and no vote counts twice", () => {
  assertInvalid(
    changed(({ commit }) => void commit?.signatures.shift()),
    /signed by 2 of 4/,
  );
  assertInvalid(
    changed(({ commit }) => void commit?.signatures.splice(0, 1, ...commit.signatures.slice(1, 2))),
    /twice/,
  );
});

test("any change of what was signed is found", () => {
  const changes: readonly ((signedHeader: SignedHeader) => void)[] = [
    ({ header }) => header !== undefined && (header.appHash = header.dataHash),
    ({ header }) => header?.time !== undefined && (header.time.nanos += 1),
    ({ header }) => header !== undefined && (header.proposerAddress = new Uint8Array(20)),
    ({ commit }) => commit !== undefined && (commit.round = 1),
    ({ commit }) => commit?.blockId?.partSetHeader !== undefined && (commit.blockId.partSetHeader.total = 2),
    ({ commit }) => {
      const [vote] = commit?.signatures ?? [];
      if (vote?.timestamp !== undefined) vote.timestamp.nanos += 1;
    },
  ];
  for (const change of changes) assert.equal(verifyCertificate(changed(change)).kind, "invalid", String(change));
});

test("an answer that is no signed header is refused with a code", () => {
  for (const value of [
    undefined,
    {},
    { header: {}, commit: { signatures: [] } },
    { ...vector.signedHeader, header: 1 },
  ])
    assert.throws(() => parseSignedHeader(value), { code: "CONSENSUS_ENGINE_PROTOCOL" });
});
