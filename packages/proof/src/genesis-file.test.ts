import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { CodedError } from "@yanta/errors";
import { bytesToHex } from "@yanta/bytes";
import { createGenesis, verifyChainConfig } from "@yanta/protocol";
import { testChainConfig } from "@yanta/chain/testing";
import { genesisHashOfFile } from "./genesis-file.ts";

const testdata = new URL("../../../third_party/chainmaker-testdata/testdata/", import.meta.url);
const text = readFileSync(new URL("bc1.yml", testdata), "utf8");
const certificates = [1, 2, 3, 4].map((org) =>
  readFileSync(new URL(`crypto-config/wx-org${org}.chainmaker.org/ca/ca.crt`, testdata), "utf8"),
);

function codeOf(changed: string, given = certificates): string {
  try {
    genesisHashOfFile(changed, given);
  } catch (error) {
    assert.ok(error instanceof CodedError, String(error));
    return error.code;
  }
  return "none";
}

describe("genesisHashOfFile", () => {
  it("gives the hash of the chain that the file began, wherever its certificates lie", () => {
    const config = testChainConfig();
    assert.equal(verifyChainConfig(config), undefined);
    const yaml = `
chain_id: chain1
version: "2030600"
auth_type: permissionedWithCert
crypto: { hash: SHA256 }
block: { tx_timestamp_verify: true, tx_timeout: 600, block_tx_capacity: 100, block_size: 10, block_interval: 10 }
core: { tx_scheduler_timeout: 10, tx_scheduler_validate_timeout: 10 }
contract: {}
vm: { support_list: [wasmer], native: { multisign: {} } }
consensus:
  type: 0
  nodes: ${JSON.stringify(config.consensus?.nodes.map(({ orgId, nodeId }) => ({ org_id: orgId, node_id: nodeId })))}
trust_roots: ${JSON.stringify(config.trustRoots.map(({ orgId }) => ({ org_id: orgId, root: ["anywhere.crt"] })))}
`;
    const hash = genesisHashOfFile(yaml, certificates.toReversed());
    assert.equal(bytesToHex(hash), bytesToHex(createGenesis(config).blockHash));
    assert.notDeepEqual(genesisHashOfFile(yaml.replace("600", "601"), certificates), hash);
  });

  it("reads ChainMaker's own file, and refuses what is none or lacks a certificate", () => {
    assert.equal(codeOf(text), "none");
    assert.equal(codeOf(text, certificates.slice(1)), "PROOF_GENESIS_FILE");
    assert.equal(codeOf(text, [...certificates, ...certificates.slice(0, 1)]), "PROOF_GENESIS_FILE");
    for (const bad of ["", "a: [", "- 1", "version: 2030600", "chain_id: x", "x".repeat(1_000_001)])
      assert.equal(codeOf(bad), "PROOF_GENESIS_FILE", bad.slice(0, 20));
  });
});
