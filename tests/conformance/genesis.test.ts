import assert from "node:assert/strict";
import { bytesToHex } from "@yanta/bytes";
import {
  blockVersionFromText,
  ChainConfigSchema,
  createGenesisAt,
  genesisTxId,
  hashAlgorithmOf,
  scanBlockInfo,
} from "@yanta/protocol";
import { checkCases } from "./check-cases.ts";
import { checkRoundTrip } from "./message-vector.ts";

checkCases("genesis.json", (vector) => {
  const config = checkRoundTrip(ChainConfigSchema, vector.hex("chain_config_bytes"));
  assert.equal(config.version, vector.text("version"));
  assert.equal(hashAlgorithmOf(config), vector.text("hash"));
  const genesis = createGenesisAt(config, vector.number("block_version"));
  assert.equal(genesisTxId, vector.text("tx_id"));
  assert.equal(genesis.rwSet.writes[0]?.key, vector.text("first_write_key"));
  assert.deepEqual([bytesToHex(genesis.rwSetBytes)], vector.list("rwset_bytes"));
  assert.equal(bytesToHex(genesis.header.dagHash), vector.text("dag_hash"));
  assert.equal(bytesToHex(genesis.header.rwSetRoot), vector.text("rw_set_root"));
  assert.equal(bytesToHex(genesis.header.txRoot), vector.text("tx_root"));
  assert.equal(bytesToHex(genesis.blockHash), vector.text("block_hash"));
  assert.equal(bytesToHex(scanBlockInfo(genesis.blockInfoBytes).blockBytes), vector.text("genesis_block_bytes"));
});

checkCases(
  "genesis.json",
  (vector) => assert.equal(blockVersionFromText(vector.text("version")), vector.number("block_version")),
  "version text",
);
