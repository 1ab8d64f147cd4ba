import assert from "node:assert/strict";
import { test } from "node:test";
import { fromBinary } from "@bufbuild/protobuf";
import { bytesToHex, bytesToUtf8 } from "@yanta/bytes";
import { ContractSchema, scanOwnBlockInfo, TxStatusCode, TxType } from "@yanta/protocol";
import { queryGasMax, txGasMax } from "./limits.ts";
import { openTestChain } from "./testing/open-test-chain.ts";
import { callTx as call, client, installContracts as install } from "./testing/script-contract.ts";
import { signTx } from "./testing/test-network.ts";

test("a contract is installed, invoked and queried, and another chain re-executes every block to the same hashes", async () => {
  const one = await openTestChain();
  const two = await openTestChain();
  assert.equal(
    bytesToHex(one.ledger.lastBlockHash ?? new Uint8Array()),
    bytesToHex(two.ledger.lastBlockHash ?? new Uint8Array()),
  );
  await install(one, "alpha");

  const committed = one.chain.waitForCommit("a1", AbortSignal.timeout(1000));
  one.send(
    call("a1", "put", { key: "k", value: "v" }),
    call("a2", "bump", { key: "n" }),
    call("a3", "bump", { key: "n" }),
  );
  await one.makeBlock();
  const { height, index, result } = await committed;
  assert.deepEqual({ height, index, code: result.code }, { height: 2n, index: 0, code: TxStatusCode.SUCCESS });

  const answer = one.chain.query(
    signTx({
      sender: client,
      txType: TxType.QUERY_CONTRACT,
      txId: "q1",
      contract: "alpha",
      method: "get",
      parameters: { key: "n" },
    }),
  );
  assert.equal(answer.code, TxStatusCode.SUCCESS);
  assert.equal(answer.message, "SUCCESS");
  assert.equal(bytesToUtf8(answer.contractResult?.result ?? new Uint8Array()), "2");

  for (let h = 1n; h <= (one.ledger.lastHeight ?? 0n); h++) {
    const record = one.ledger.getBlock(h);
    assert.ok(record);
    const verdict = two.verifier.verify(record.blockInfoBytes);
    assert.equal(verdict.kind, "valid", verdict.kind === "invalid" ? verdict.fault.message : "");
    if (verdict.kind === "valid") await two.producer.commit(verdict.proposal);
    assert.deepEqual(two.ledger.getBlock(h)?.blockInfoBytes, record.blockInfoBytes);
  }
  assert.equal(
    bytesToHex(one.ledger.lastBlockHash ?? new Uint8Array()),
    bytesToHex(two.ledger.lastBlockHash ?? new Uint8Array()),
  );
  assert.deepEqual(one.faults, []);
});

test("an installed contract's record is in the state and in the install's result", async () => {
  const chain = await openTestChain();
  await install(chain, "alpha");
  const stored = chain.ledger.getState("CONTRACT_MANAGE", "Contract:alpha");
  assert.ok(stored);
  const contract = fromBinary(ContractSchema, stored);
  assert.equal(contract.name, "alpha");
  assert.deepEqual(chain.ledger.getState("CONTRACT_MANAGE", `Contract:${contract.address}`), stored);
  const block = chain.ledger.getBlock(1n);
  assert.equal(scanOwnBlockInfo(block?.blockInfoBytes ?? new Uint8Array()).header.blockType, 0);
});

test("a query may use less gas than a transaction", async () => {
  const one = await openTestChain();
  await install(one, "alpha");
  const committed = one.chain.waitForCommit("g1", AbortSignal.timeout(5_000));
  one.send(call("g1", "gas-limit"));
  await one.makeBlock();
  const answer = one.chain.query(
    signTx({ sender: client, txType: TxType.QUERY_CONTRACT, txId: "g2", contract: "alpha", method: "gas-limit" }),
  );
  const limits = [(await committed).result.contractResult, answer.contractResult].map((each) =>
    bytesToUtf8(each?.result ?? new Uint8Array()),
  );
  assert.deepEqual(limits, [String(txGasMax), String(queryGasMax)]);
});
