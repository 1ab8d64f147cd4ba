import assert from "node:assert/strict";
import { test } from "node:test";
import { create } from "@bufbuild/protobuf";
import { bytesToUtf8 } from "@yanta/bytes";
import {
  AddrType,
  contractAddress,
  encodeMessage,
  PolicySchema,
  TxStatusCode,
  TxType,
  type TxView,
} from "@yanta/protocol";
import { openTestChain, type TestChain } from "../testing/open-test-chain.ts";
import { admin, callTx, client, installContracts, majority } from "../testing/script-contract.ts";
import { signTx, testChainConfig } from "../testing/test-network.ts";

const addressOf = (name: string): string => contractAddress(name, AddrType.CHAINMAKER, 2_030_200);

async function outcomeOf(chain: TestChain, tx: TxView) {
  const committed = chain.chain.waitForCommit(tx.txId, AbortSignal.timeout(1000));
  chain.send(tx);
  await chain.makeBlock();
  return (await committed).result;
}

test("a system contract's address is no way around its policy", async () => {
  for (const version of ["2030200", "2030600"]) {
    const chain = await openTestChain({ config: testChainConfig({ version }) });
    const before = chain.chain.config.block?.blockTxCapacity;
    for (const endorsers of [[], majority]) {
      const tx = signTx({
        sender: client,
        endorsers,
        txId: `update${endorsers.length}`,
        contract: addressOf("CHAIN_CONFIG"),
        method: "BLOCK_UPDATE",
        parameters: { block_tx_capacity: "7" },
      });
      const { code, contractResult } = await outcomeOf(chain, tx);
      assert.equal(code, TxStatusCode.INVALID_CONTRACT_PARAMETER_CONTRACT_NAME, version);
      assert.equal(contractResult?.message, "contractName not found");
      assert.equal(chain.chain.config.block?.blockTxCapacity, before);
    }
  }
});

test("queries may name a system contract by its address", async () => {
  const chain = await openTestChain();
  const answer = chain.chain.query(
    signTx({
      sender: client,
      txType: TxType.QUERY_CONTRACT,
      txId: "q",
      contract: addressOf("CHAIN_QUERY"),
      method: "GET_NODE_CHAIN_LIST",
    }),
  );
  assert.equal(answer.code, TxStatusCode.SUCCESS);
});

test("a contract that is called by its address is judged by the policy of its name", async () => {
  const chain = await openTestChain();
  await installContracts(chain, "alpha");
  const byAddress = (txId: string) => callTx(txId, "put", { key: "k", value: txId }, addressOf("alpha"));
  assert.equal((await outcomeOf(chain, byAddress("free"))).code, TxStatusCode.SUCCESS);

  const policy = create(PolicySchema, { rule: "ANY", roleList: ["ADMIN"] });
  const permission = signTx({
    sender: admin,
    endorsers: majority,
    txId: "permission",
    contract: "CHAIN_CONFIG",
    method: "PERMISSION_ADD",
    parameters: { "alpha-put": encodeMessage(PolicySchema, policy) },
  });
  assert.equal((await outcomeOf(chain, permission)).code, TxStatusCode.SUCCESS);

  assert.match(chain.chain.validate(callTx("named", "put", { key: "k", value: "named" }))?.message ?? "", /alpha-put/);
  const refused = await outcomeOf(chain, byAddress("refused"));
  assert.equal(refused.code, TxStatusCode.CONTRACT_FAIL);
  assert.equal(refused.contractResult?.message, "the tx has no right to call contract `alpha:put`");
  assert.equal(bytesToUtf8(chain.ledger.getState("alpha", "k") ?? new Uint8Array()), "free");
});
