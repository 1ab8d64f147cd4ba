import assert from "node:assert/strict";
import { test } from "node:test";
import type { CodedError } from "@yanta/errors";
import { openMemoryLedger, storageErrors, type BlockCommit, type Ledger } from "@yanta/storage";
import { openTestChain } from "./testing/open-test-chain.ts";
import { admin, callTx, client, installContracts, majority } from "./testing/script-contract.ts";
import { signTx } from "./testing/test-network.ts";

/** A ledger on a disk that is full while `isFull` says so. */
function ledgerOnFullDisk(): { readonly ledger: Ledger; isFull: boolean } {
  const memory = openMemoryLedger({ chainId: "chain1" });
  const disk = { isFull: false };
  const commit = async (block: BlockCommit): Promise<void> => {
    if (disk.isFull) throw storageErrors.create("STORAGE_DISK_FULL", { path: "data" });
    await memory.commit(block);
  };
  const ledger = new Proxy(memory, {
    get: (target, name) => {
      const value: unknown = name === "commit" ? commit : Reflect.get(target, name, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
  return Object.assign(disk, { ledger });
}

test("while blocks cannot be stored nothing enters the pool; what waits is kept and goes first afterwards", async () => {
  const disk = ledgerOnFullDisk();
  const opened = await openTestChain({ ledger: disk.ledger });
  await installContracts(opened, "alpha");
  opened.send(callTx("1", "get"));
  disk.isFull = true;
  await assert.rejects(opened.makeBlock(), (error: { code?: string }) => error.code === "STORAGE_DISK_FULL");
  const refused = opened.chain.admit(callTx("2", "get"));
  assert.equal(refused?.message, "Add tx failed, blocks cannot be stored (STORAGE_DISK_FULL), chainId:chain1, txId:2");
  assert.equal(opened.producer.pendingCount, 1);

  disk.isFull = false;
  await opened.makeBlock();
  assert.deepEqual(opened.ledger.getTxLocation("1"), { height: 2n, index: 0 });
  assert.equal(opened.chain.admit(callTx("2", "get")), undefined);
});

test("those who wait for a transaction that is dropped are told at once, and why", async () => {
  const opened = await openTestChain();
  await installContracts(opened, "alpha");
  opened.send(callTx("1", "get"));
  const late = assert.rejects(opened.chain.waitForCommit("1", AbortSignal.timeout(5000)), {
    code: "CHAIN_TX_DROPPED",
    details: { txId: "1", reason: "TxTimestamp error" },
  });
  opened.clock.seconds += 601n;
  assert.equal(opened.producer.propose(opened.clock.seconds), undefined);
  await late;
  opened.clock.seconds -= 601n;

  opened.send(
    signTx({
      sender: client,
      txId: "frozen",
      contract: "alpha",
      method: "get",
    }),
    signTx({
      sender: admin,
      endorsers: majority,
      txId: "freeze",
      contract: "CERT_MANAGE",
      method: "CERTS_FREEZE",
      parameters: { certs: client.certificatePem },
    }),
  );
  const frozen = assert.rejects(
    opened.chain.waitForCommit("frozen", AbortSignal.timeout(5000)),
    (error: CodedError) => error.code === "CHAIN_TX_DROPPED" && /frozen|failed verification/.test(error.message),
  );
  await opened.makeBlock();
  assert.equal(opened.producer.propose(opened.clock.seconds), undefined);
  await frozen;
});

test("those who wait for a transaction that is larger than any block of the engine are told at once", async () => {
  const opened = await openTestChain();
  await installContracts(opened, "alpha");
  opened.send(callTx("1", "get"));
  const dropped = assert.rejects(opened.chain.waitForCommit("1", AbortSignal.timeout(5000)), {
    code: "CHAIN_TX_DROPPED",
  });
  assert.equal(opened.producer.propose(opened.clock.seconds, 100), undefined);
  assert.equal(opened.producer.pendingCount, 0);
  await dropped;
});

test("when what waits is no longer good, the next transaction finds out whether storing works again", async () => {
  const disk = ledgerOnFullDisk();
  const opened = await openTestChain({ ledger: disk.ledger });
  opened.send(callTx("1", "get"));
  disk.isFull = true;
  await assert.rejects(opened.makeBlock(), (error: { code?: string }) => error.code === "STORAGE_DISK_FULL");
  opened.clock.seconds += 601n;
  assert.equal(opened.producer.propose(opened.clock.seconds), undefined);
  disk.isFull = false;
  assert.equal(opened.chain.validate(callTx("2", "get")), undefined);
  assert.doesNotMatch(opened.chain.admit(callTx("2", "get"))?.message ?? "", /cannot be stored/);
});
