import assert from "node:assert/strict";
import { test } from "node:test";
import { TxStatusCode, VmNativeSchema } from "@yanta/protocol";
import { create } from "@bufbuild/protobuf";
import { openMemoryLedger } from "@yanta/storage";
import { openTestChain, type TestChain } from "./testing/open-test-chain.ts";
import { admin, callTx, client, installContracts, majority } from "./testing/script-contract.ts";
import { signTx, testChainConfig } from "./testing/test-network.ts";

/** What transactions are told must not depend on what one node has archived. */

async function openArchivable() {
  const config = testChainConfig({ version: "2030600" });
  if (config.vm !== undefined) config.vm.native = create(VmNativeSchema, { multisign: { enableManualRun: true } });
  const ledger = openMemoryLedger({ chainId: "chain1" });
  return { ledger, chain: await openTestChain({ config, ledger }) };
}

/** Sends, makes a block of it, and has the other chain verify and commit that block. */
async function run(chain: TestChain, other: TestChain, tx: ReturnType<typeof callTx>) {
  const committed = chain.chain.waitForCommit(tx.txId, AbortSignal.timeout(1000));
  chain.send(tx);
  await chain.makeBlock();
  const record = chain.ledger.getBlock(chain.ledger.lastHeight ?? 0n) ?? assert.fail();
  const verdict = other.verifier.verify(record.blockInfoBytes);
  assert.equal(verdict.kind, "valid", verdict.kind === "invalid" ? verdict.fault.message : "");
  if (verdict.kind === "valid") await other.producer.commit(verdict.proposal);
  return (await committed).result;
}

test("a node that has archived and one that has not come to the same blocks", async () => {
  const { ledger, chain } = await openArchivable();
  const { chain: whole } = await openArchivable();
  const request = signTx({
    sender: client,
    endorsers: majority,
    txId: "request",
    contract: "MULTI_SIGN",
    method: "REQ",
    parameters: { SYS_CONTRACT_NAME: "CHAIN_CONFIG", SYS_METHOD: "BLOCK_UPDATE", block_tx_capacity: "77" },
  });
  assert.equal((await run(chain, whole, request)).code, TxStatusCode.SUCCESS);
  await installContracts(chain, "alpha");
  const installed = whole.verifier.verify(chain.ledger.getBlock(2n)?.blockInfoBytes ?? assert.fail());
  if (installed.kind === "valid") await whole.producer.commit(installed.proposal);
  for (let n = 0; n < 14; n++) await run(chain, whole, callTx(`t${n}`, "put", { key: "k", value: String(n) }));

  await ledger.archiveBelow(6n);
  const ask = (txId: string, blockHeight: string) =>
    signTx({
      sender: admin,
      txId,
      contract: "CHAIN_QUERY",
      method: "GET_BLOCK_BY_HEIGHT",
      parameters: { blockHeight },
    });
  const old = await run(chain, whole, ask("old", "4"));
  assert.equal(old.contractResult?.message, "get block failed, archived block");
  assert.equal((await run(chain, whole, ask("new", "12"))).code, TxStatusCode.SUCCESS);

  const trigger = signTx({
    sender: client,
    txId: "trigger",
    contract: "MULTI_SIGN",
    method: "TRIG",
    parameters: { TX_ID: "request" },
  });
  const triggered = await run(chain, whole, trigger);
  assert.match(triggered.contractResult?.message ?? "", /^DelegationSuccess/);
  assert.equal(chain.chain.config.block?.blockTxCapacity, 77);
  assert.equal(whole.chain.config.block?.blockTxCapacity, 77);
});
