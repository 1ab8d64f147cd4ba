import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { bytesToHex } from "@yanta/bytes";
import { configOf, createConfigContext } from "../testing/config-context.ts";
import { refusalOf, runMethod } from "../testing/run-method.ts";

const method = "CHAIN_CONFIG.BLOCK_UPDATE";

describe("BLOCK_UPDATE", () => {
  it("changes a subset, counts up, stores, answers and announces the whole configuration", () => {
    const context = createConfigContext();
    const outcome = runMethod(context, method, { tx_timestamp_verify: "false", block_interval: "2000" });
    const config = configOf(outcome);
    assert.equal(config.block?.txTimestampVerify, false);
    assert.equal(config.block.blockInterval, 2000);
    assert.equal(config.block.blockTxCapacity, 100);
    assert.equal(config.sequence, 4n);
    assert.equal(outcome.message, "OK");
    assert.deepEqual([...context.reads.keys()], ["CHAIN_CONFIG/CHAIN_CONFIG"]);
    assert.deepEqual([...context.writes], [["CHAIN_CONFIG/CHAIN_CONFIG", outcome.result]]);
    const [event] = outcome.events;
    assert.equal(event?.topic, "16");
    assert.equal(event.contractName, "CHAIN_CONFIG");
    assert.equal(event.contractVersion, "2030600");
    assert.equal(event.txId, "tx1");
    assert.deepEqual(event.eventData, [bytesToHex(outcome.result)]);
  });

  it("refuses nothing to change, what does not parse, and what the verification refuses, without a write", () => {
    const context = createConfigContext();
    const refusal = (parameters: Record<string, string>) => refusalOf(runMethod(context, method, parameters));
    assert.equal(refusal({}), "params is error");
    assert.equal(refusal({ other: "1" }), "params is error");
    assert.equal(refusal({ tx_timestamp_verify: "yes" }), 'strconv.ParseBool: parsing "yes": invalid syntax');
    assert.equal(refusal({ block_size: "-1" }), 'strconv.ParseUint: parsing "-1": invalid syntax');
    assert.equal(
      refusal({ block_size: "18446744073709551616" }),
      'strconv.ParseUint: parsing "18446744073709551616": value out of range',
    );
    assert.equal(refusal({ tx_timeout: "599" }), "txTimeout less than 600, txTimeout is 599");
    assert.equal(refusal({ block_tx_capacity: "0" }), "blockTxCapacity less than 1, blockTxCapacity is 0");
    assert.equal(
      refusal({ block_interval: "9" }),
      "blockInterval should be within the range of [10,10000], blockInterval is 9",
    );
    assert.equal(refusal({ tx_parameter_size: "101" }), "txParameterSize should be [0,100] MB, txParameterSize is 101");
    assert.equal(context.writes.size, 0);
  });

  it("cuts a number beyond 32 bits, as Go's conversion does", () => {
    const outcome = runMethod(createConfigContext(), method, { block_size: "4294967297" });
    assert.equal(configOf(outcome).block?.blockSize, 1);
  });
});
