import assert from "node:assert/strict";
import { test } from "node:test";
import { create } from "@bufbuild/protobuf";
import { hexToBytes } from "@yanta/bytes";
import { createCertificateSigner, ethereumChainId, ethereumNonce } from "@yanta/chain";
import { openTestChain, signTx, testChainConfig, testMember, testOrgIds } from "@yanta/chain/testing";
import { parseCertificate } from "@yanta/crypto";
import { createEvmVm } from "@yanta/evm";
import { ConfigKeyValueSchema, ContractSchema, decodeMessage, encodeMessage, PolicySchema } from "@yanta/protocol";
import { encodeDeployData, encodeFunctionData } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { TransactionSender } from "../../packages/rpc-ethereum/src/submit/transaction-sender.ts";
import { ledgerBook } from "../support/ledger-book.ts";

/** What happens to the transactions behind one that a block refused. */

const alice = privateKeyToAccount(`0x${"a1".repeat(32)}`);
const from = alice.address.slice(2).toLowerCase();
const gateway = testMember(1, "user/client1");
const admins = testOrgIds.map((_, index) => testMember(index + 1, "user/admin1"));
const [admin] = admins;
const deployData = encodeDeployData({ abi: ledgerBook.abi, bytecode: ledgerBook.bytecode, args: ["Book"] });

async function open() {
  const config = testChainConfig();
  if (config.vm !== undefined) Object.assign(config.vm, { supportList: ["EVM"], addrType: 2 });
  config.consensus?.extConfig.push(create(ConfigKeyValueSchema, { key: "ethereum_senders", value: "any" }));
  const chain = await openTestChain({ config, vms: [createEvmVm()] });
  const dropped: string[] = [];
  const certificate = parseCertificate(gateway.certificatePem);
  const sender = new TransactionSender({
    chain: chain.chain,
    gateway: {
      chainId: "chain1",
      client: createCertificateSigner(gateway.orgId, certificate, gateway.privateKey),
      endorsers: [],
    },
    clock: chain.clock,
    onDropped: (_hash, reason) => void dropped.push(reason),
    onAccepted: () => undefined,
  });
  chain.chain.onBlock(({ txIds }) => sender.settle(txIds));
  const administer = async (txId: string, call: Omit<Parameters<typeof signTx>[0], "sender" | "txId">) => {
    chain.send(signTx({ sender: admin ?? assert.fail(), endorsers: admins, txId, ...call }));
    const committed = chain.chain.waitForCommit(txId, AbortSignal.timeout(5000));
    await chain.makeBlock();
    return (await committed).result.contractResult?.result ?? new Uint8Array(0);
  };
  return { chain, sender, dropped, administer };
}

async function signed(nonce: number, to: `0x${string}`, text = ""): Promise<Uint8Array> {
  const data = encodeFunctionData({ abi: ledgerBook.abi, functionName: "note", args: [text] });
  const raw = await alice.signTransaction({
    type: "eip1559",
    chainId: Number(ethereumChainId("chain1")),
    gas: 1_000_000n,
    maxFeePerGas: 0n,
    nonce,
    to,
    data,
  });
  return hexToBytes(raw.slice(2)) ?? assert.fail();
}

test("transactions behind a refused one wait for their turn again, with the hash that they had", async () => {
  const { chain, sender, dropped, administer } = await open();
  const installed = await administer("install", {
    contract: "CONTRACT_MANAGE",
    method: "INIT_CONTRACT",
    parameters: {
      CONTRACT_NAME: "book",
      CONTRACT_VERSION: "1.0",
      CONTRACT_RUNTIME_TYPE: "EVM",
      CONTRACT_BYTECODE: hexToBytes(ledgerBook.bytecode.slice(2)) ?? assert.fail(),
      data: deployData.slice(ledgerBook.bytecode.length),
    },
  });
  const policy = encodeMessage(PolicySchema, create(PolicySchema, { rule: "ANY", roleList: ["ADMIN"] }));
  const method = encodeFunctionData({ abi: ledgerBook.abi, functionName: "note", args: [""] }).slice(2, 10);
  await administer("permission", {
    contract: "CHAIN_CONFIG",
    method: "PERMISSION_ADD",
    parameters: { [`book-${method}`]: policy },
  });

  // The policy refuses the first, so that the others come too early.
  const empty = `0x${"33".repeat(20)}` as const;
  sender.send(await signed(0, `0x${decodeMessage(ContractSchema, installed).address}`));
  const hashes = [sender.send(await signed(1, empty, "b")), sender.send(await signed(2, empty, "c"))];
  await chain.makeBlock();
  assert.deepEqual(
    hashes.map((hash) => [chain.ledger.getTxLocation(hash), sender.find(hash)?.nonce]),
    [
      [undefined, 1n],
      [undefined, 2n],
    ],
  );
  assert.equal(sender.nextNonce(from), 0n);
  assert.deepEqual(dropped, []);

  sender.send(await signed(0, empty, "a"));
  await chain.makeBlock();
  assert.deepEqual(
    hashes.map((hash) => chain.ledger.getTxLocation(hash)?.index),
    [1, 2],
  );
  assert.equal(ethereumNonce(chain.ledger, from), 3n);
  assert.equal(sender.nextNonce(from), 3n);
});

test("what the pool drops for another reason is given up", async () => {
  const { chain, sender, dropped } = await open();
  const hash = sender.send(await signed(0, `0x${"33".repeat(20)}`));
  chain.clock.seconds += 601n;
  assert.equal(chain.producer.propose(chain.clock.seconds), undefined);
  sender.sweep();
  assert.deepEqual(dropped, ["the pool has dropped it"]);
  assert.equal(sender.find(hash), undefined);
  assert.equal(sender.send(await signed(0, `0x${"33".repeat(20)}`)), hash);
});
