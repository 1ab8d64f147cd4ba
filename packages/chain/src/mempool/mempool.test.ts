import assert from "node:assert/strict";
import { test } from "node:test";
import { callTx, installTx } from "../testing/script-contract.ts";
import { Mempool } from "./mempool.ts";

const limits = { commonCountMax: 3, configCountMax: 1, sizeBytesMax: 100_000 };
const all = { countMax: 100, bytesMax: 1_000_000 };
const ids = (entries: readonly { readonly tx: { readonly txId: string } }[]): string[] =>
  entries.map(({ tx }) => tx.txId);

test("a duplicate id is refused in queue and pending", () => {
  const pool = new Mempool(limits);
  assert.equal(pool.add(callTx("a", "put"), 0), undefined);
  assert.equal(pool.add(callTx("a", "get"), 0), "TxId exist");
  pool.take(all);
  assert.equal(pool.add(callTx("a", "get"), 0), "TxId exist");
});

test("count and bytes are bounded; pending transactions count", () => {
  const pool = new Mempool(limits);
  for (const id of ["a", "b", "c"]) assert.equal(pool.add(callTx(id, "put"), 0), undefined);
  pool.take({ ...all, countMax: 2 });
  assert.equal(pool.add(callTx("d", "put"), 0), "TxPool is full");
  pool.remove(["a"]);
  assert.equal(pool.add(callTx("d", "put"), 0), undefined);

  const small = new Mempool({ ...limits, sizeBytesMax: callTx("a", "put").toRequestBytes().length + 10 });
  assert.equal(small.add(callTx("a", "put"), 0), undefined);
  assert.equal(small.add(callTx("b", "put"), 0), "TxPool is full");
  small.remove(["a"]);
  assert.equal(small.add(callTx("b", "put"), 0), undefined);
});

test("config transactions have their own bound, go first and go alone", () => {
  const pool = new Mempool({ ...limits, configCountMax: 2 });
  pool.add(callTx("a", "put"), 0);
  pool.add(installTx("alpha", "c1"), 0);
  pool.add(installTx("beta", "c2"), 0);
  assert.equal(pool.add(installTx("gamma", "c3"), 0), "TxPool is full");
  assert.deepEqual(ids(pool.take(all)), ["c1"]);
  assert.deepEqual(ids(pool.take(all)), ["c2"]);
  assert.deepEqual(ids(pool.take(all)), ["a"]);
  assert.deepEqual(pool.status(), {
    configCapacity: 2,
    commonCapacity: 3,
    configQueued: 0,
    configPending: 2,
    commonQueued: 0,
    commonPending: 1,
  });
});

test("what is given back comes first and in order", () => {
  const pool = new Mempool({ ...limits, commonCountMax: 10 });
  for (const id of ["a", "b", "c", "d"]) pool.add(callTx(id, "put"), 0);
  assert.deepEqual(ids(pool.take({ ...all, countMax: 3 })), ["a", "b", "c"]);
  pool.remove(["b"]);
  pool.giveBack(["a", "b", "c"]);
  assert.deepEqual(ids(pool.take(all)), ["a", "c", "d"]);
});

test("a block takes no more bytes than allowed, but at least one transaction", () => {
  const pool = new Mempool(limits);
  for (const id of ["a", "b"]) pool.add(callTx(id, "put"), 0);
  assert.deepEqual(ids(pool.take({ countMax: 10, bytesMax: 1 })), ["a"]);
});

test("ids are listed by type and stage", () => {
  const pool = new Mempool(limits);
  for (const id of ["a", "b"]) pool.add(callTx(id, "put"), 0);
  pool.take({ ...all, countMax: 1 });
  pool.add(installTx("alpha", "c"), 0);
  assert.deepEqual(pool.txIds(new Set(["config", "common"]), new Set(["queue"])), ["c", "b"]);
  assert.deepEqual(pool.txIds(new Set(["common"]), new Set(["queue", "pending"])), ["b", "a"]);
  assert.equal(pool.find("a")?.txId, "a");
  assert.equal(pool.find("x"), undefined);
});
