import assert from "node:assert/strict";
import { it } from "node:test";
import { ChainConfigSchema, encodeMessage } from "@yanta/protocol";
import { createConfigContext } from "../testing/config-context.ts";
import { fakeLedger } from "../testing/fake-ledger.ts";
import { FakeTxContext } from "../testing/fake-tx-context.ts";
import { refusalOf, runMethod } from "../testing/run-method.ts";
import { createBlockRecord } from "../testing/test-blocks.ts";
import { createTestConfig } from "../testing/test-config.ts";

it("GET_CHAIN_CONFIG answers the stored bytes as a recorded read", () => {
  const context = createConfigContext();
  const outcome = runMethod(context, "CHAIN_CONFIG.GET_CHAIN_CONFIG");
  assert.deepEqual(outcome.result, encodeMessage(ChainConfigSchema, context.chainConfig));
  assert.deepEqual([...context.reads.keys()], ["CHAIN_CONFIG/CHAIN_CONFIG"]);
  assert.equal(outcome.events.length, 0);
});

it("GET_CHAIN_CONFIG_AT finds the configuration in force at a height", () => {
  const first = Uint8Array.of(1);
  const second = Uint8Array.of(2);
  const records = [
    createBlockRecord({ height: 0n, isConfig: true, txs: [{ txId: "g", result: first }] }),
    createBlockRecord({ height: 1n, txs: [{ txId: "a" }], preConfHeight: 0n }),
    createBlockRecord({ height: 2n, isConfig: true, txs: [{ txId: "c", result: second }], preConfHeight: 0n }),
    createBlockRecord({ height: 3n, txs: [{ txId: "d" }], preConfHeight: 2n }),
  ];
  const context = new FakeTxContext({ config: createTestConfig(), ledger: fakeLedger(records) });
  const at = (height: string) => runMethod(context, "CHAIN_CONFIG.GET_CHAIN_CONFIG_AT", { block_height: height });
  assert.deepEqual(
    ["0", "1", "2", "3"].map((height) => at(height).result[0]),
    [1, 1, 2, 2],
  );
  assert.equal(refusalOf(at("4")), "value not found");
  assert.equal(refusalOf(at("")), 'strconv.ParseUint: parsing "": invalid syntax');
});
