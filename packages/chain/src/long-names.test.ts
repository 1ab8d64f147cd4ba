import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { openLedger, openMemoryLedger } from "@yanta/storage";
import { TxStatusCode } from "@yanta/protocol";
import { openTestChain } from "./testing/open-test-chain.ts";
import { callTx } from "./testing/script-contract.ts";

const long = "x".repeat(5000);

test("names of any length in a client's transaction stop no node, and come to the same on every store", async (t) => {
  const directory = mkdtempSync(join(tmpdir(), "yanta-long-names-"));
  t.after(() => rmSync(directory, { recursive: true, force: true }));
  const onDisk = await openLedger({ directory, chainId: "chain1" });
  t.after(() => onDisk.close());

  const outcomes: string[][] = [];
  for (const ledger of [onDisk, openMemoryLedger({ chainId: "chain1" })]) {
    const chain = await openTestChain({ ledger });
    const found: string[] = [];
    for (const tx of [
      callTx("contract", "m", {}, long),
      callTx("write", "P", { k: long, v: "v" }, "T"),
      callTx("read", "G", { k: long }, "T"),
      callTx("certificate", "CERTS_QUERY", { cert_hashes: long }, "CERT_MANAGE"),
      callTx("transaction", "GET_BLOCK_HEIGHT_BY_TX_ID", { txId: long }, "CHAIN_QUERY"),
      callTx("block", "GET_BLOCK_HEIGHT_BY_HASH", { blockHash: "ab".repeat(5000) }, "CHAIN_QUERY"),
    ]) {
      const committed = chain.chain.waitForCommit(tx.txId, AbortSignal.timeout(5000));
      chain.send(tx);
      await chain.makeBlock();
      const { code, contractResult } = (await committed).result;
      found.push(`${tx.txId} ${TxStatusCode[code]} ${contractResult?.message}`);
    }
    assert.deepEqual(chain.faults, []);
    outcomes.push(found);
  }
  assert.deepEqual(outcomes[0], outcomes[1]);
  assert.equal(outcomes[0]?.[1], "write CONTRACT_FAIL state key is longer than 3900 bytes");
});
