import assert from "node:assert/strict";
import { test } from "node:test";
import { create } from "@bufbuild/protobuf";
import { ChainConfigSchema } from "./gen/config/chain_config_pb.js";
import { ConsensusType } from "./gen/consensus/consensus_pb.js";
import { createGenesis } from "./genesis.ts";
import { systemContractNames, systemContractsAt } from "./system-contract-names.ts";

test("system contracts come with their block version", () => {
  assert.deepEqual(systemContractNames.slice(-3), ["RELAY_CROSS", "TRANSACTION_MANAGER", "T"]);
  assert.ok(!systemContractsAt(220).includes("T"));
  assert.equal(systemContractsAt(2201).length, 15);
  assert.equal(systemContractsAt(2300).length, 15);
  assert.deepEqual(systemContractsAt(2030600), systemContractNames);
});

test("the block hash depends on the hash algorithm and the version", () => {
  const genesis = (hash: string, version: string) =>
    createGenesis(create(ChainConfigSchema, { chainId: "chain1", version, crypto: { hash }, sequence: 3n }));
  const first = genesis("SHA256", "2030600");
  assert.deepEqual(first, genesis("SHA256", "2030600"));
  assert.notDeepEqual(first.blockHash, genesis("SM3", "2030600").blockHash);
  assert.equal(genesis("SHA3_256", "2030700").header.blockVersion, 2030700);
  assert.equal(first.header.txCount, 1);
});

test("what cannot be made is refused with a code", () => {
  assert.throws(() => createGenesis(create(ChainConfigSchema, { version: "2030600" })), {
    code: "PROTOCOL_CHAIN_CONFIG_REFUSED",
  });
  for (const type of [ConsensusType.DPOS, ConsensusType.MAXBFT]) {
    assert.throws(() => createGenesis(create(ChainConfigSchema, { version: "2030600", consensus: { type } })), {
      code: "PROTOCOL_GENESIS_CONSENSUS_UNSUPPORTED",
    });
  }
});
