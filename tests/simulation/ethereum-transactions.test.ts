import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { create } from "@bufbuild/protobuf";
import { bytesToHex, hexToBytes, textToBinaryString } from "@yanta/bytes";
import { decodeTransaction } from "@yanta/ethereum";
import { createEvmVm } from "@yanta/evm";
import {
  ConfigKeyValueSchema,
  ContractSchema,
  decodeMessage,
  encodeMessage,
  PolicySchema,
  type Result,
  TxStatusCode,
} from "@yanta/protocol";
import { parseTransaction, encodeFunctionData, encodeDeployData, type Hex } from "viem";
import { privateKeyToAccount, type PrivateKeyAccount } from "viem/accounts";
import {
  callMethod,
  creationTarget,
  ethereumChainId,
  ethereumNonce,
  ethereumParameter,
  queryGasMax,
  type SimulationOverride,
} from "@yanta/chain";
import { codeRows } from "@yanta/dev-chain";
import {
  openTestChain,
  signTx,
  type TestChain,
  testChainConfig,
  type TestMember,
  testMember,
  type TestTx,
  testOrgIds,
} from "@yanta/chain/testing";
import { ledgerBook } from "../support/ledger-book.ts";

const chainId = Number(ethereumChainId("chain1"));
const alice = privateKeyToAccount(`0x${"a1".repeat(32)}`);
const gateway = testMember(1, "user/client1");
const admins = testOrgIds.map((_, index) => testMember(index + 1, "user/admin1"));
const deployData = encodeDeployData({ abi: ledgerBook.abi, bytecode: ledgerBook.bytecode, args: ["Book"] });
const noteData = encodeFunctionData({ abi: ledgerBook.abi, functionName: "note", args: ["hello"] });

async function openEthereumChain(senders = "any"): Promise<TestChain> {
  const config = testChainConfig();
  if (config.vm !== undefined) {
    config.vm.supportList = ["EVM"];
    config.vm.addrType = 2;
  }
  config.consensus?.extConfig.push(create(ConfigKeyValueSchema, { key: "ethereum_senders", value: senders }));
  return openTestChain({ config, vms: [createEvmVm()] });
}

interface Fields {
  readonly nonce: number;
  readonly to?: Hex;
  readonly data?: Hex;
  readonly value?: bigint;
  readonly chainId?: number;
}

async function signed(account: PrivateKeyAccount, { chainId: id = chainId, ...fields }: Fields): Promise<Uint8Array> {
  const raw = await account.signTransaction({
    type: "eip1559",
    chainId: id,
    gas: 1_000_000n,
    maxFeePerGas: 0n,
    ...fields,
  });
  assert.equal(parseTransaction(raw).nonce ?? 0, fields.nonce);
  return hexToBytes(raw.slice(2)) ?? assert.fail();
}

interface Envelope {
  readonly txId?: string;
  readonly contract?: string;
  /** The administrators of all organisations unless told otherwise, for a creation. */
  readonly endorsers?: readonly TestMember[];
}

async function send(chain: TestChain, raw: Uint8Array, envelope: Envelope = {}): Promise<Result> {
  const decoded = decodeTransaction(raw);
  assert.equal(decoded.kind, "transaction");
  const { hash, to, data } = decoded.transaction;
  const txId = envelope.txId ?? bytesToHex(hash);
  chain.send(
    signTx({
      sender: gateway,
      endorsers: envelope.endorsers ?? (to === undefined ? admins : []),
      txId,
      contract: envelope.contract ?? to ?? creationTarget.contract,
      method: to === undefined ? creationTarget.method : callMethod(data),
      parameters: { [ethereumParameter]: raw },
    }),
  );
  const committed = chain.chain.waitForCommit(txId, AbortSignal.timeout(5000));
  committed.catch(() => undefined);
  await chain.makeBlock();
  return (await committed).result;
}

const textOf = (result: Result): string => result.contractResult?.message ?? "";

async function deploy(chain: TestChain): Promise<Hex> {
  const result = await send(chain, await signed(alice, { nonce: 0, data: deployData }));
  assert.equal(textOf(result), "");
  const contract = decodeMessage(ContractSchema, result.contractResult?.result ?? new Uint8Array(0));
  assert.equal(contract.name, contract.address);
  return `0x${contract.address}`;
}

describe("Ethereum transactions in blocks", () => {
  it("create a contract under Ethereum's address and call it as their signer", async () => {
    const chain = await openEthereumChain();
    const address = await deploy(chain);
    const result = await send(chain, await signed(alice, { nonce: 1, to: address, data: noteData }));
    const [event] = result.contractResult?.contractEvent ?? [];
    assert.equal(event?.eventData[0], alice.address.slice(2).toLowerCase().padStart(64, "0"));
    assert.equal(ethereumNonce(chain.ledger, alice.address.slice(2).toLowerCase()), 2n);
    assert.deepEqual(chain.faults, []);
  });

  it("count the nonce when the contract fails, and not when they are refused", async () => {
    const chain = await openEthereumChain();
    const address = await deploy(chain);
    const from = alice.address.slice(2).toLowerCase();
    const data = encodeFunctionData({ abi: ledgerBook.abi, functionName: "amend", args: [5n, "x"] });
    const failed = await send(chain, await signed(alice, { nonce: 1, to: address, data }));
    assert.equal(failed.code, TxStatusCode.CONTRACT_FAIL);
    assert.equal(ethereumNonce(chain.ledger, from), 2n);
    const refused = await send(chain, await signed(alice, { nonce: 1, to: address, data: noteData }));
    assert.match(textOf(refused), /^ethereum transaction refused: nonce too low: next nonce 2/);
    assert.equal(ethereumNonce(chain.ledger, from), 2n);
    assert.equal(chain.ledger.getState("ethereum-accounts", textToBinaryString(from))?.length, 8);
  });

  it("that come too early are left out of the block, told at once, and can be sent again", async () => {
    const chain = await openEthereumChain();
    const address = await deploy(chain);
    const [first, second] = await Promise.all(
      [1, 2].map((nonce) => signed(alice, { nonce, to: address, data: noteData })),
    );
    assert.ok(first !== undefined && second !== undefined);
    const waiting = send(chain, second);
    await assert.rejects(waiting, /nothing to propose/);
    const decoded = decodeTransaction(second);
    const txId = decoded.kind === "transaction" ? bytesToHex(decoded.transaction.hash) : "";
    assert.deepEqual([chain.chain.pool.find(txId), chain.ledger.getTxLocation(txId)], [undefined, undefined]);
    assert.equal(textOf(await send(chain, first)), "");
    assert.equal(textOf(await send(chain, second)), "");
    assert.equal(ethereumNonce(chain.ledger, alice.address.slice(2).toLowerCase()), 3n);
  });

  it("are refused under another id, for another contract, chain or value, and from strangers", async () => {
    const chain = await openEthereumChain(`0x${"11".repeat(20)}, ${alice.address}`);
    const address = await deploy(chain);
    const to = address.slice(2);
    const good = { nonce: 1, to: address, data: noteData };
    const refusal = async (raw: Uint8Array, envelope: Envelope = {}) => textOf(await send(chain, raw, envelope));
    const bob = privateKeyToAccount(`0x${"b0".repeat(32)}`);
    assert.match(await refusal(await signed(alice, good), { txId: "0".repeat(64) }), /not its hash/);
    assert.match(await refusal(await signed(alice, { ...good, value: 1n })), /no value/);
    assert.match(await refusal(await signed(alice, { ...good, chainId: 1 })), /invalid chain id: have 1 want/);
    assert.match(await refusal(await signed(bob, { ...good, nonce: 0 })), /may not act/);
    const other = await signed(alice, { ...good, to: `0x${"22".repeat(20)}` });
    assert.match(await refusal(other, { contract: to }), /another contract/);
  });

  it("come to the same on a node that verifies the blocks", async () => {
    const chain = await openEthereumChain();
    const address = await deploy(chain);
    await send(chain, await signed(alice, { nonce: 1, to: address, data: noteData }));
    await send(
      chain,
      await signed(alice, { nonce: 1, to: address, data: noteData.replace("68656c", "68656d") as Hex }),
    );
    const other = await openEthereumChain();
    for (const height of [1n, 2n, 3n]) {
      const verdict = other.verifier.verify(chain.ledger.getBlock(height)?.blockInfoBytes ?? assert.fail());
      assert.equal(verdict.kind, "valid", verdict.kind === "invalid" ? verdict.fault.message : "");
      if (verdict.kind === "valid") await other.producer.commit(verdict.proposal);
    }
    assert.equal(ethereumNonce(other.ledger, alice.address.slice(2).toLowerCase()), 2n);
  });

  it("mean nothing on a chain without them", async () => {
    const chain = await openEthereumChain("");
    const result = await send(chain, await signed(alice, { nonce: 0, data: deployData }));
    assert.match(textOf(result), /cannot be empty/);
  });

  it("succeed without effect when there is no contract at the address", async () => {
    const chain = await openEthereumChain();
    const result = await send(chain, await signed(alice, { nonce: 0, to: `0x${"33".repeat(20)}` }));
    assert.equal(result.code, TxStatusCode.SUCCESS);
  });

  it("meet the policy of a contract that has a name of its own, and leave the nonce alone when it refuses", async () => {
    const chain = await openEthereumChain();
    const administer = async (txId: string, call: Pick<TestTx, "contract" | "method" | "parameters">) => {
      chain.send(signTx({ sender: admins[0] ?? assert.fail(), endorsers: admins, txId, ...call }));
      const committed = chain.chain.waitForCommit(txId, AbortSignal.timeout(5000));
      await chain.makeBlock();
      return (await committed).result;
    };
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
    assert.equal(textOf(installed), "");
    const to = decodeMessage(ContractSchema, installed.contractResult?.result ?? new Uint8Array(0)).address;
    const good = { to: `0x${to}`, data: noteData } as const;
    const from = alice.address.slice(2).toLowerCase();
    const message = { from, to, data: hexToBytes(noteData.slice(2)) ?? assert.fail(), nonce: 1n };
    const tried = (purpose: "call" | "estimate"): string => {
      const tx = signTx({ sender: gateway, endorsers: admins, txId: "q", contract: "x", method: "y" });
      return chain.chain.simulate({ message, tx, purpose }).message;
    };
    assert.equal(textOf(await send(chain, await signed(alice, { nonce: 0, ...good }))), "");
    assert.equal(tried("estimate"), "");

    const policy = create(PolicySchema, { rule: "ANY", roleList: ["ADMIN"] });
    const method = noteData.slice(2, 10);
    await administer("permission", {
      contract: "CHAIN_CONFIG",
      method: "PERMISSION_ADD",
      parameters: { [`book-${method}`]: encodeMessage(PolicySchema, policy) },
    });
    const expected = `ethereum transaction refused: the tx has no right to call contract \`book:${method}\``;
    // Endorsements of the gateway's administrators mean what they create and nothing else.
    for (const [text, endorsers] of [["hello", []] as const, ["world", admins] as const]) {
      const data = encodeFunctionData({ abi: ledgerBook.abi, functionName: "note", args: [text] });
      const refused = await send(chain, await signed(alice, { nonce: 1, to: good.to, data }), { endorsers });
      assert.equal(textOf(refused), expected);
      assert.equal(ethereumNonce(chain.ledger, message.from), 1n);
    }
    assert.equal(tried("estimate"), expected);
    assert.equal(tried("call"), "");
  });

  it("can be tried out on every height", async () => {
    const chain = await openEthereumChain();
    const address = await deploy(chain);
    await send(chain, await signed(alice, { nonce: 1, to: address, data: noteData }));
    const tx = signTx({ sender: gateway, txId: "q", contract: "x", method: "y" });
    const data =
      hexToBytes(encodeFunctionData({ abi: ledgerBook.abi, functionName: "count" }).slice(2)) ?? assert.fail();
    const message = { from: "0".repeat(40), to: address.slice(2), data, nonce: 0n };
    const countAt = (height?: bigint) =>
      bytesToHex(chain.chain.simulate({ message, tx, purpose: "call" }, height).result);
    assert.deepEqual([countAt(), countAt(1n), countAt(0n)], ["1".padStart(64, "0"), "0".repeat(64), ""]);
  });

  it("can be tried out with other rows and another block than the chain has, and nothing of it stays", async () => {
    const chain = await openEthereumChain();
    const address = (await deploy(chain)).slice(2);
    const tx = signTx({ sender: gateway, txId: "q", contract: "x", method: "y" });
    const data =
      hexToBytes(encodeFunctionData({ abi: ledgerBook.abi, functionName: "count" }).slice(2)) ?? assert.fail();
    const message = { from: "0".repeat(40), to: address, data, nonce: 0n };
    const none: ReadonlySet<string> = new Set();
    const count = (override?: SimulationOverride): string =>
      bytesToHex(chain.chain.simulate({ message, tx, purpose: "call", override }).result).replace(/^0+/, "");
    const slot = chain.chain.traceMessage({ message, tx, purpose: "call" }).set.reads.at(-1);
    assert.ok(slot?.contract === address, "the slot of the count was read");
    const row = { ...slot, value: Uint8Array.of(0x2a) };
    assert.equal(count({ rows: [row], hiddenContracts: none }), "2a");
    await send(chain, await signed(alice, { nonce: 1, to: `0x${address}`, data: noteData }));
    assert.equal(count(), "1");
    assert.equal(count({ rows: [], hiddenContracts: new Set([address]) }), "");
    assert.equal(count({ rows: [row], hiddenContracts: new Set([address]) }), "2a");
    assert.equal(count({ rows: [{ ...row, value: new Uint8Array(0) }], hiddenContracts: none }), "");
    // NUMBER TIMESTAMP as one word each.
    const code = hexToBytes("436000524260205260406000f3") ?? assert.fail();
    const here = "c0".repeat(20);
    const rows = codeRows(chain.ledger, here, code);
    const override = { rows, hiddenContracts: none, height: 7n, timestamp: 9n };
    const outcome = chain.chain.simulate({ message: { ...message, to: here }, tx, purpose: "call", override });
    assert.equal(bytesToHex(outcome.result), "7".padStart(64, "0") + "9".padStart(64, "0"));
    assert.equal(chain.chain.simulate({ message: { ...message, to: here }, tx, purpose: "call" }).result.length, 0);
  });

  it("use no more gas than a query when they are only tried out or estimated", async () => {
    const chain = await openEthereumChain();
    const tx = signTx({ sender: gateway, txId: "q", contract: "x", method: "y" });
    const here = "c0".repeat(20);
    const rows = codeRows(chain.ledger, here, hexToBytes("5b600056") ?? assert.fail());
    const message = { from: "0".repeat(40), to: here, data: new Uint8Array(0), nonce: 0n };
    for (const purpose of ["call", "estimate"] as const) {
      const override = { rows, hiddenContracts: new Set<string>() };
      const { gasUsed, message: text } = chain.chain.simulate({ message, tx, purpose, override });
      assert.equal(gasUsed, queryGasMax);
      assert.match(text, /out of gas/);
    }
  });
});
