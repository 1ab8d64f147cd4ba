import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { bytesToUtf8, int64ToBytesLe } from "@yanta/bytes";
import {
  admin,
  callTx,
  client,
  majority,
  openTestChain,
  signTx,
  testChainConfig,
  testNow,
  type TestChain,
} from "@yanta/chain/testing";
import { createSoloConsensus } from "@yanta/consensus";
import { ManualTime } from "@yanta/consensus/testing";
import { createTxViewFromTransaction, TxStatusCode, TxType } from "@yanta/protocol";
import { createWasmerVm } from "@yanta/vm";

const module = readFileSync(new URL("../../third_party/chainmaker-contracts/rust-fact-2.0.0.wasm", import.meta.url));

const installFact = signTx({
  sender: admin,
  endorsers: majority,
  txId: "install-fact",
  contract: "CONTRACT_MANAGE",
  method: "INIT_CONTRACT",
  parameters: {
    CONTRACT_NAME: "fact",
    CONTRACT_VERSION: "2.0.0",
    CONTRACT_RUNTIME_TYPE: "WASMER",
    CONTRACT_BYTECODE: module,
  },
});

const save = (n: number) =>
  callTx(`save-${n}`, "save", { file_hash: `hash${n}`, file_name: `name${n}`, time: "1600000000" }, "fact");

/** Replays every block of one chain into another, from bytes. */
async function replay(from: TestChain, into: TestChain): Promise<void> {
  for (let height = 1n; height <= (from.ledger.lastHeight ?? 0n); height++) {
    const record = from.ledger.getBlock(height);
    assert.ok(record);
    const verdict = into.verifier.verify(record.blockInfoBytes);
    assert.equal(verdict.kind, "valid", verdict.kind === "invalid" ? verdict.fault.message : "");
    if (verdict.kind === "valid") await into.producer.commit(verdict.proposal);
    assert.deepEqual(into.ledger.getBlock(height), record);
  }
}

for (const version of ["2030200", "2030600", "2030700"]) {
  test(`rust-fact on a solo chain of block version ${version}: install, save, query, subscribe, re-execute`, async () => {
    const time = new ManualTime(testNow);
    const config = testChainConfig({ version });
    const chain = await openTestChain({ config, vms: [createWasmerVm()], clock: time });
    const failures: unknown[] = [];
    const solo = createSoloConsensus({ producer: chain.producer, time, onFailure: (error) => failures.push(error) });
    await solo.start();

    const installed = chain.chain.waitForCommit("install-fact", AbortSignal.timeout(10_000));
    chain.send(installFact);
    await time.pass(10);
    const { result } = await installed;
    assert.equal(result.code, TxStatusCode.SUCCESS, result.contractResult?.message);

    const saved = [1, 2, 3].map((n) => chain.chain.waitForCommit(`save-${n}`, AbortSignal.timeout(10_000)));
    chain.send(save(1), save(2), save(3));
    await time.pass(10);
    for (const { result: saveResult, height } of await Promise.all(saved)) {
      assert.deepEqual([saveResult.code, height], [TxStatusCode.SUCCESS, 2n]);
      assert.ok((saveResult.contractResult?.gasUsed ?? 0n) > 0n);
    }

    const query = signTx({
      sender: client,
      txType: TxType.QUERY_CONTRACT,
      txId: "query",
      contract: "fact",
      method: "find_by_file_hash",
      parameters: { file_hash: "hash2" },
    });
    assert.equal(chain.chain.validate(query), undefined);
    const answer = chain.chain.query(query);
    assert.equal(answer.code, TxStatusCode.SUCCESS, answer.message);
    assert.match(bytesToUtf8(answer.contractResult?.result ?? new Uint8Array()), /hash2/);

    const subscription = chain.chain.subscribe(
      signTx({
        sender: client,
        txType: TxType.SUBSCRIBE,
        txId: "subscribe",
        contract: "SUBSCRIBE_MANAGE",
        method: "SUBSCRIBE_TX",
        parameters: { START_BLOCK: int64ToBytesLe(0n), END_BLOCK: int64ToBytesLe(2n), CONTRACT_NAME: "fact" },
      }),
      AbortSignal.timeout(10_000),
    );
    assert.equal(subscription.kind, "stream");
    if (subscription.kind === "stream") {
      const txIds: string[] = [];
      for await (const bytes of subscription.data) txIds.push(createTxViewFromTransaction(bytes).txId);
      assert.deepEqual(txIds, ["save-1", "save-2", "save-3"]);
    }

    await solo.stop();
    await replay(chain, await openTestChain({ config, vms: [createWasmerVm()] }));
    assert.deepEqual([failures, chain.faults], [[], []]);
  });
}
