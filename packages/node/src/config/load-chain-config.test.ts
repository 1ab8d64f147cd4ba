import assert from "node:assert/strict";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { CodedError } from "@yanta/errors";
import { loadChainConfig } from "./load-chain-config.ts";

const testdata = join(import.meta.dirname, "../../../../third_party/chainmaker-testdata");

test("reads ChainMaker's own file, certificates inlined", () => {
  const { config, unknownKeys } = loadChainConfig(join(testdata, "testdata/bc1.yml"), "/");
  assert.deepEqual(unknownKeys, []);
  assert.equal(config.chainId, "chain1");
  assert.equal(config.version, "2030700");
  assert.equal(config.consensus?.type, 1);
  assert.equal(config.consensus?.nodes.length, 4);
  assert.equal(config.trustRoots.length, 4);
  assert.match(config.trustRoots[0]?.root[0] ?? "", /^-----BEGIN CERTIFICATE-----\n[\s\S]*\n$/);
  assert.equal(config.vm?.native?.multisign?.enableManualRun, false);
  assert.equal(config.accountConfig?.enableGas, false, "a section that is present is a message even when all is zero");
});

test("resolves paths against the working directory as ChainMaker's release layout needs it", () => {
  const layout = join(testdata, "testdata-chainmaker-layout");
  const path = join(layout, "config/wx-org1.chainmaker.org/chainconfig/bc1.yml");
  const { config } = loadChainConfig(path, join(layout, "bin"));
  assert.equal(config.trustRoots.length, 4);
});

function codeOf(yaml: string): string {
  const path = join(mkdtempSync(join(tmpdir(), "yanta-config-")), "bc.yml");
  writeFileSync(path, yaml);
  try {
    loadChainConfig(path, "/");
  } catch (error) {
    if (error instanceof CodedError) return `${error.code} ${String(error.details["key"])}`;
    throw error;
  }
  return "accepted";
}

test("an all-digit version without quotes is refused with the key's name", () => {
  assert.equal(codeOf("version: 2030600\n"), "NODE_CONFIG_VALUE version");
});

test("wrong shapes are refused with the dotted key", () => {
  assert.equal(codeOf("block: 3\n"), "NODE_CONFIG_VALUE block");
  assert.equal(codeOf("block:\n  tx_timeout: -1\n"), "NODE_CONFIG_VALUE block.tx_timeout");
  assert.equal(codeOf("consensus:\n  type: 77\n"), "NODE_CONFIG_VALUE consensus.type");
  assert.equal(
    codeOf("trust_roots:\n  - org_id: a\n    root: [nowhere.crt]\n"),
    "NODE_FILE_MISSING trust_roots[a].root",
  );
  assert.equal(codeOf("a: [\n"), "NODE_CONFIG_SYNTAX undefined");
});

test("a key without a value stays absent, keys are read without regard to case", () => {
  const path = join(mkdtempSync(join(tmpdir(), "yanta-config-")), "bc.yml");
  writeFileSync(path, "Chain_ID: x1\ncore:\nblock: {}\nodd_key: 1\n");
  const { config, unknownKeys } = loadChainConfig(path, "/");
  assert.equal(config.chainId, "x1");
  assert.equal(config.core, undefined);
  assert.notEqual(config.block, undefined);
  assert.deepEqual(unknownKeys, ["odd_key"]);
});
