import assert from "node:assert/strict";
import { it } from "node:test";
import { generatePrivateKey, issueChainmakerCertificate } from "@yanta/crypto";
import { CodedError } from "@yanta/errors";
import { isRootFile, readTrustRoots, type RootFile } from "./trust-roots.ts";

const key = generatePrivateKey("ECDSA_P256");
const ca = issueChainmakerCertificate({
  kind: "ca",
  organizationId: "org1",
  publicKey: key.publicKey,
  signingKey: key,
  notBefore: 1_700_000_000n,
  notAfter: 2_000_000_000n,
}).pem;
const genesis: RootFile = { name: "genesis.hash", text: `${"aB".repeat(32)}\n` };

function codeOf(files: readonly RootFile[]): string {
  try {
    readTrustRoots(files);
  } catch (error) {
    assert.ok(error instanceof CodedError, String(error));
    return error.code;
  }
  return "none";
}

it("reads the genesis hash and certificates", () => {
  const roots = readTrustRoots([genesis, { name: "org1.crt", text: ca + ca }]);
  assert.deepEqual(roots.genesisHash, new Uint8Array(32).fill(0xab));
  assert.equal(roots.certificates.length, 1);
  assert.deepEqual(["genesis.hash", "a.crt", "b.PEM", "c.key", "genesis.hash.bak"].map(isRootFile), [
    true,
    true,
    true,
    false,
    false,
  ]);
});

it("says what is wrong with a bc1.yml", () => {
  assert.equal(codeOf([{ name: "bc1.yml", text: "chain_id: [" }]), "PROOF_GENESIS_FILE");
});

it("refuses roots that say nothing or something else", () => {
  const bad: readonly (readonly RootFile[])[] = [
    [],
    [{ name: "a.crt", text: ca }],
    [{ ...genesis, text: "ab" }],
    [{ ...genesis, text: "zz".repeat(32) }],
    [genesis, { name: "a.crt", text: "" }],
    [{ name: "bc1.yml", text: "x".repeat(2_000_000) }],
    [genesis, { name: "a.crt", text: "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n" }],
    [genesis, { name: "a.crt", text: "x".repeat(2_000_000) }],
  ];
  for (const files of bad) assert.equal(codeOf(files), "DIRECTORY_AUDIT_ROOTS", JSON.stringify(files).slice(0, 100));
});
