import assert from "node:assert/strict";
import { test } from "node:test";
import { equalBytes } from "@yanta/bytes";
import { TxStatusCode, TxType } from "@yanta/protocol";
import { openMemoryLedger } from "@yanta/storage";
import { createLedgerBlockArchive } from "./ledger-block-archive.ts";
import { openTestChain } from "./testing/open-test-chain.ts";
import { callTx, installContracts } from "./testing/script-contract.ts";
import { signTx, testMember } from "./testing/test-network.ts";

const admin = testMember(1, "user/admin1");

async function openArchivingChain() {
  const ledger = openMemoryLedger({ chainId: "chain1" });
  const archive = createLedgerBlockArchive({ ledger, unarchivedBlockCount: 2n, algorithm: "SHA256" });
  const chain = await openTestChain({ ledger, archive });
  await installContracts(chain, "alpha");
  for (let n = 0; n < 14; n++) {
    chain.send(callTx(`t${n}`, "put", { key: "k", value: String(n) }));
    await chain.makeBlock();
  }
  return { ledger, archive, chain: chain.chain };
}

const height = (value: bigint): Uint8Array => {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, value, true);
  return bytes;
};

const archiveTx = (method: string, parameters: Record<string, Uint8Array>) =>
  signTx({ sender: admin, txType: TxType.ARCHIVE, txId: method, contract: "ARCHIVE_MANAGE", method, parameters });

test("an admin archives old blocks and puts one back; what stays answers as before", async () => {
  const { ledger, chain } = await openArchivingChain();
  const kept = ledger.getBlock(4n);
  const tx = archiveTx("ARCHIVE_BLOCK", { BLOCK_HEIGHT: height(5n) });
  assert.equal(chain.validate(tx), undefined);
  assert.deepEqual((await chain.archive(tx)).code, TxStatusCode.SUCCESS);
  assert.equal(ledger.archivedHeight, 5n);
  const restored = await chain.archive(
    archiveTx("RESTORE_BLOCK", { FULL_BLOCK: kept?.blockInfoBytes ?? new Uint8Array() }),
  );
  assert.deepEqual([restored.code, restored.message], [TxStatusCode.SUCCESS, "SUCCESS"]);
  assert.equal(ledger.archivedHeight, 4n);
  assert.ok(
    equalBytes(ledger.getBlock(4n)?.blockInfoBytes ?? new Uint8Array(), kept?.blockInfoBytes ?? new Uint8Array()),
  );
});

test("the latest blocks stay, and a block that does not fit its header is refused", async () => {
  const { ledger, archive } = await openArchivingChain();
  assert.match(
    (await archive.archiveBelow(6n)) ?? "",
    /archive height 6 is too high: the latest 10 blocks below 15 stay/,
  );
  const original = ledger.getBlock(4n)?.blockInfoBytes.slice() ?? new Uint8Array();
  assert.equal(await archive.archiveBelow(5n), undefined);
  for (const at of [original.length - 5, 40, Math.floor(original.length / 2)]) {
    const forged = original.slice();
    forged[at] = (forged[at] ?? 0) ^ 1;
    assert.notEqual(await archive.restoreBlock(forged), undefined, `byte ${at}`);
  }
  assert.equal(ledger.archivedHeight, 5n);
  assert.notEqual(await archive.restoreBlock(Uint8Array.of(1, 2, 3)), undefined);
});
