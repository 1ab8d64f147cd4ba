import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import {
  createPublicClient,
  createTestClient,
  createWalletClient,
  defineChain,
  getContractAddress,
  type Hex,
  http,
  numberToHex,
  pad,
} from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { type DevChain, startDevChain } from "../clients/start-dev-chain.ts";
import { devChainNumber, ledgerBook } from "../support/ledger-book.ts";

/** viem's test client, unmodified, against `yanta up`, in both of its modes that mean Anvil and Hardhat. */

const { abi, bytecode } = ledgerBook;
const alice = privateKeyToAccount(`0x${"a1".repeat(32)}`);
/** Nobody has a key of it. */
const whale: Hex = `0x${"57".repeat(20)}`;

let dev: DevChain;
let address: Hex;

const chain = () =>
  defineChain({
    id: devChainNumber,
    name: "Yanta",
    nativeCurrency: { name: "none", symbol: "NIL", decimals: 18 },
    rpcUrls: { default: { http: [dev.ethereum] } },
  });
const connect = (mode: "anvil" | "hardhat") => {
  const options = { chain: chain(), transport: http(), pollingInterval: 20, cacheTime: 0 };
  return {
    client: createPublicClient(options),
    wallet: createWalletClient({ ...options, account: alice }),
    controls: createTestClient({ ...options, mode }),
  };
};
type Tools = ReturnType<typeof connect>;

const ask = async (method: string, params: readonly unknown[] = []): Promise<unknown> => {
  const response = await fetch(dev.ethereum, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
  });
  const { result, error } = (await response.json()) as { result?: unknown; error?: { message: string } };
  if (error !== undefined) throw new Error(error.message);
  return result;
};
const note = async ({ wallet, client }: Tools, text: string): Promise<void> => {
  const hash = await wallet.writeContract({ address, abi, functionName: "note", args: [text], gas: 1_000_000n });
  assert.equal((await client.waitForTransactionReceipt({ hash })).status, "success");
};
const count = ({ client }: Tools): Promise<unknown> => client.readContract({ address, abi, functionName: "count" });
const machineSeconds = (): bigint => BigInt(Math.floor(Date.now() / 1000));

before(async () => {
  dev = await startDevChain();
  const { wallet, client } = connect("anvil");
  const hash = await wallet.deployContract({ abi, bytecode, args: ["Book"] });
  const receipt = await client.waitForTransactionReceipt({ hash });
  address = receipt.contractAddress ?? assert.fail("no address");
});

after(() => dev.stop());

for (const mode of ["anvil", "hardhat"] as const) {
  describe(`viem's test client in mode ${mode}`, () => {
    let tools: Tools;
    let snapshot: Hex;
    before(async () => {
      tools = connect(mode);
      snapshot = await tools.controls.snapshot();
    });
    after(() => tools.controls.revert({ id: snapshot }));

    test("snapshot and revert: state, blocks, receipts, nonces and filters go back, and on", async () => {
      const { controls, client } = tools;
      const filter = await client.createBlockFilter();
      const id = await controls.snapshot();
      const [block, before] = [await client.getBlock(), await count(tools)];
      const nonce = await client.getTransactionCount({ address: alice.address });
      await note(tools, "to be forgotten");
      const forgotten = await client.getBlock();
      assert.equal(await count(tools), (before as bigint) + 1n);
      assert.deepEqual(await client.getFilterChanges({ filter }), [forgotten.hash]);
      await controls.revert({ id });
      assert.equal((await client.getBlock()).hash, block.hash);
      assert.equal(await count(tools), before);
      assert.equal(await client.getTransactionCount({ address: alice.address }), nonce);
      await assert.rejects(client.getBlock({ blockHash: forgotten.hash ?? "0x" }));
      assert.equal(await ask("evm_revert", [id]), false, "a snapshot is used once");
      await note(tools, "instead");
      const instead = await client.getBlock();
      assert.equal(instead.number, forgotten.number);
      assert.deepEqual(await client.getFilterChanges({ filter }), [instead.hash]);
    });

    test("time: moved, set for the next block, by steps", async () => {
      const { controls, client } = tools;
      const start = (await client.getBlock()).timestamp;
      await controls.increaseTime({ seconds: 10_000 });
      await controls.mine({ blocks: 1 });
      const moved = (await client.getBlock()).timestamp;
      assert.ok(moved >= start + 10_000n && moved < start + 10_060n, `${moved - start}`);
      await controls.setNextBlockTimestamp({ timestamp: moved + 500n });
      await controls.mine({ blocks: 1 });
      assert.equal((await client.getBlock()).timestamp, moved + 500n);
      await controls.mine({ blocks: 3, interval: 60 });
      assert.equal((await client.getBlock()).timestamp, moved + 500n + 120n);
      await controls.setBlockTimestampInterval({ interval: 7 });
      await controls.mine({ blocks: 2 });
      assert.equal((await client.getBlock()).timestamp, moved + 620n + 14n);
      await controls.removeBlockTimestampInterval();
      await note(tools, "sent by the machine's clock, hours behind the chain's");
      const message = /DEV_CHAIN_TIME_BEFORE_HEAD/;
      await assert.rejects(controls.setNextBlockTimestamp({ timestamp: start }), message);
      assert.ok((await client.getBlock()).timestamp > machineSeconds());
    });

    test("mining: by hand, empty blocks, dropped transactions, by interval", async () => {
      const { controls, client, wallet } = tools;
      await controls.setAutomine(false);
      assert.equal(await controls.getAutomine(), false);
      const height = await client.getBlockNumber();
      const send = (text: string) =>
        wallet.writeContract({ address, abi, functionName: "note", args: [text], gas: 1_000_000n });
      const hash = await send("by hand");
      assert.equal((await client.getTransaction({ hash })).blockNumber, null);
      assert.deepEqual(await controls.getTxpoolStatus(), { pending: 1, queued: 0 });
      const { pending } = await controls.getTxpoolContent();
      const [mine = {}] = Object.values(pending);
      assert.deepEqual(
        Object.values(mine).map((each) => each.hash),
        [hash],
      );
      await controls.mine({ blocks: 1 });
      assert.deepEqual((await controls.inspectTxpool()).pending, {});
      assert.equal((await client.getTransactionReceipt({ hash })).blockNumber, height + 1n);
      await controls.mine({ blocks: 2 });
      const empty = await client.getBlock({ includeTransactions: true });
      assert.deepEqual([empty.number, empty.transactions], [height + 3n, []]);
      const dropped = await send("dropped");
      await controls.dropTransaction({ hash: dropped });
      await controls.mine({ blocks: 1 });
      await assert.rejects(client.getTransaction({ hash: dropped }));
      await controls.setIntervalMining({ interval: 3 });
      assert.deepEqual(await ask("yanta_mining"), { kind: "interval", intervalMs: 3000 });
      await ask("yanta_setMining", [{ kind: "interval", intervalMs: 20 }]);
      const reached = client
        .getBlockNumber()
        .then((now) => until(async () => (await client.getBlockNumber()) >= now + 3n));
      await reached;
      await controls.setAutomine(true);
      await note(tools, "at once");
    });

    test("impersonation: an address without a key calls and deploys", async () => {
      const { controls, client } = tools;
      const call = { from: whale, to: address, data: "0x" } as const;
      await assert.rejects(ask("eth_sendTransaction", [call]), /no key for/);
      await controls.impersonateAccount({ address: whale });
      const before = (await count(tools)) as bigint;
      const wallet = createWalletClient({ chain: chain(), transport: http(), account: whale });
      const hash = await wallet.writeContract({ address, abi, functionName: "note", args: ["from nobody"] });
      const receipt = await client.waitForTransactionReceipt({ hash });
      assert.deepEqual([receipt.status, receipt.from], ["success", whale]);
      const [author] = (await client.readContract({ address, abi, functionName: "notes", args: [before + 1n] })) as [
        Hex,
      ];
      assert.equal(author.toLowerCase(), whale);
      const transaction = await client.getTransaction({ hash });
      assert.deepEqual([transaction.from, transaction.nonce, transaction.type], [whale, 0, "eip1559"]);
      const created = await wallet.deployContract({ abi, bytecode, args: ["Theirs"] });
      const { contractAddress } = await client.waitForTransactionReceipt({ hash: created });
      assert.equal(contractAddress?.toLowerCase(), getContractAddress({ from: whale, nonce: 1n }).toLowerCase());
      assert.deepEqual(await ask("eth_accounts"), [whale]);
      await controls.stopImpersonatingAccount({ address: whale });
      await assert.rejects(ask("eth_sendTransaction", [call]), /no key for/);
      const unsigned = await controls.sendUnsignedTransaction({ from: whale, to: address, data: "0x" });
      await until(async () => (await ask("eth_getTransactionReceipt", [unsigned])) !== null);
    });

    test("state: code, storage and nonces", async () => {
      const { controls, client } = tools;
      const slot = numberToHex(0x1234);
      await controls.setStorageAt({ address, index: slot, value: pad("0x2a") });
      assert.equal(await client.getStorageAt({ address, slot }), pad("0x2a"));
      await controls.setStorageAt({ address, index: slot, value: pad("0x00") });
      assert.equal(await client.getStorageAt({ address, slot }), pad("0x00"));
      const place: Hex = `0x${"c0".repeat(20)}`;
      const code = (await client.getCode({ address })) ?? "0x";
      await controls.setCode({ address: place, bytecode: code });
      assert.equal(await client.getCode({ address: place }), code);
      assert.equal(await client.readContract({ address: place, abi, functionName: "count" }), 0n);
      await controls.setStorageAt({
        address: place,
        index: 0,
        value: `0x${Buffer.from("Set").toString("hex").padEnd(62, "0")}06`,
      });
      assert.equal(await client.readContract({ address: place, abi, functionName: "title" }), "Set");
      await controls.setCode({ address: place, bytecode: "0x" });
      assert.equal(await client.getCode({ address: place }), undefined);
      await controls.setNonce({ address: alice.address, nonce: 400 });
      assert.equal(await client.getTransactionCount({ address: alice.address }), 400);
      await note(tools, "with nonce 400");
      await assert.rejects(controls.setBalance({ address: whale, value: 1n }), /this chain has no coins/);
    });

    test("dump and load", async () => {
      const { controls } = tools;
      const before = await count(tools);
      const dump = (await controls.request({ method: "anvil_dumpState" } as never)) as Hex;
      await note(tools, "after the dump");
      await controls.request({ method: "anvil_loadState", params: [dump] } as never);
      assert.equal(await count(tools), before);
      await assert.rejects(ask("anvil_loadState", ["0x1234"]), /not a dump/);
    });

    test("says what it is", async () => {
      const info = (await ask(`${mode}_metadata`)) as { chainId: number; latestBlockNumber: number };
      assert.equal(info.chainId, devChainNumber);
      const node = (await ask("anvil_nodeInfo")) as { currentBlockNumber: Hex; hardFork: string };
      assert.deepEqual([Number(node.currentBlockNumber), node.hardFork], [info.latestBlockNumber, "cancun"]);
    });

    test("every block so far executes again to the same hashes", async () => {
      const { client } = tools;
      const last = await client.getBlockNumber();
      for (let number = 1n; number <= last; number++) {
        const { hash, transactions } = await client.getBlock({ blockNumber: number });
        assert.match(hash ?? "", /^0x[0-9a-f]{64}$/);
        for (const each of transactions) await ask("yanta_traceTransaction", [each]);
      }
    });
  });
}

describe("reset", () => {
  test("leaves the first block", async () => {
    const { controls, client } = connect("hardhat");
    await controls.reset();
    assert.equal(await client.getBlockNumber(), 0n);
    await assert.rejects(ask("hardhat_reset", [{ forking: { jsonRpcUrl: "http://x" } }]), /yanta up --fork/);
    const { wallet } = connect("hardhat");
    const hash = await wallet.deployContract({ abi, bytecode, args: ["Anew"] });
    assert.equal((await client.waitForTransactionReceipt({ hash })).blockNumber, 1n);
  });
});

async function until(condition: () => Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + 10_000; Date.now() < deadline;) if (await condition()) return;
  throw new Error("it did not happen within ten seconds");
}
