import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import {
  BaseError,
  ContractFunctionRevertedError,
  createPublicClient,
  createWalletClient,
  defineChain,
  getContractAddress,
  http,
  webSocket,
  type Hex,
} from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { type DevChain, startDevChain } from "../clients/start-dev-chain.ts";
import { devChainNumber, ledgerBook } from "../support/ledger-book.ts";

/** viem, unmodified, against `yanta up`: deploy, call, logs, receipts, filters, subscriptions. */

const { abi, bytecode } = ledgerBook;
const chainId = devChainNumber;
const alice = privateKeyToAccount(`0x${"a1".repeat(32)}`);
const bob = privateKeyToAccount(`0x${"b0".repeat(32)}`);

let dev: DevChain;
let address: Hex;
const chain = () =>
  defineChain({
    id: chainId,
    name: "Yanta",
    nativeCurrency: { name: "none", symbol: "NIL", decimals: 18 },
    rpcUrls: { default: { http: [dev.ethereum], webSocket: [dev.ethereum.replace("http", "ws")] } },
  });
const connect = () => {
  const options = { chain: chain(), transport: http(), pollingInterval: 50 };
  return {
    client: createPublicClient(options),
    wallet: createWalletClient({ ...options, account: alice }),
    bobWallet: createWalletClient({ ...options, account: bob }),
  };
};
let viem: ReturnType<typeof connect>;
const write = (functionName: string, args: readonly unknown[], wallet = viem.wallet) =>
  wallet.writeContract({ address, abi, functionName, args, chain: wallet.chain, account: wallet.account });
const read = (functionName: string, args: readonly unknown[] = []) =>
  viem.client.readContract({ address, abi, functionName, args });

before(async () => {
  dev = await startDevChain();
  viem = connect();
  const hash = await viem.wallet.deployContract({ abi, bytecode, args: ["Book"] });
  const receipt = await viem.client.waitForTransactionReceipt({ hash });
  assert.equal(receipt.status, "success");
  address = receipt.contractAddress ?? assert.fail("no address");
});

after(() => dev.stop());

describe("viem", () => {
  test("sees a contract where Ethereum puts it, with its code, storage and caller", async () => {
    assert.equal(address.toLowerCase(), getContractAddress({ from: alice.address, nonce: 0n }).toLowerCase());
    assert.equal(await viem.client.getChainId(), chainId);
    assert.equal(await read("chainId"), BigInt(chainId));
    assert.equal(String(await read("self")).toLowerCase(), address.toLowerCase());
    assert.equal(await read("owner"), alice.address);
    assert.equal(await read("title"), "Book");
    assert.match((await viem.client.getCode({ address })) ?? "", /^0x60/);
    const word = await viem.client.getStorageAt({ address, slot: "0x0" });
    assert.equal(word, `0x${Buffer.from("Book").toString("hex")}${"0".repeat(54)}08`);
  });

  test("writes, waits for the receipt, and reads logs in every way", async () => {
    const hash = await write("note", ["hello"]);
    const receipt = await viem.client.waitForTransactionReceipt({ hash });
    assert.equal(receipt.status, "success");
    assert.equal(receipt.effectiveGasPrice, 0n);
    const { blockNumber, blockHash } = receipt;
    const range = { address, abi, eventName: "Noted", fromBlock: blockNumber } as const;
    const events = await viem.client.getContractEvents(range);
    assert.deepEqual(
      events.map((event) => (event as { args?: unknown }).args),
      [{ author: alice.address, number: 1n, text: "hello" }],
    );
    assert.equal((await viem.client.getContractEvents({ ...range, args: { author: bob.address } })).length, 0);
    assert.equal((await viem.client.getLogs({ blockHash })).length, 1);
    const transaction = await viem.client.getTransaction({ hash });
    assert.deepEqual([transaction.from, transaction.to, transaction.nonce], [alice.address.toLowerCase(), address, 1]);
    const block = await viem.client.getBlock({ blockHash, includeTransactions: true });
    assert.equal(block.number, blockNumber);
    assert.deepEqual(
      block.transactions.map((each) => each.hash),
      [hash],
    );
    assert.equal(block.baseFeePerGas, 0n);
    const parent = await viem.client.getBlock({ blockNumber: blockNumber - 1n });
    assert.equal(block.parentHash, parent.hash);
  });

  test("keeps many transactions of one sender in order, also when the last come first", async () => {
    const count = (await read("count")) as bigint;
    const nonce = await viem.client.getTransactionCount({ address: alice.address });
    const sent = [];
    for (const step of [4, 3, 2, 1, 0]) {
      sent.push(
        viem.wallet.writeContract({
          address,
          abi,
          functionName: "note",
          args: [`${step}`],
          nonce: nonce + step,
          gas: 1_000_000n,
        }),
      );
    }
    const hashes = await Promise.all(sent);
    const receipts = await Promise.all(hashes.map((hash) => viem.client.waitForTransactionReceipt({ hash })));
    assert.deepEqual(
      receipts.map(({ status }) => status),
      Array(5).fill("success"),
    );
    assert.equal(await read("count"), count + 5n);
    const [, text] = (await read("notes", [count + 1n])) as [string, string];
    assert.equal(text, "0");
    assert.equal(await viem.client.getTransactionCount({ address: alice.address, blockTag: "pending" }), nonce + 5);
  });

  test("a creation and a call go together, in the order of their nonces", async () => {
    const nonce = await viem.client.getTransactionCount({ address: bob.address });
    const created = getContractAddress({ from: bob.address, nonce: BigInt(nonce) });
    const call = {
      address: created,
      abi,
      functionName: "note",
      args: ["first"],
      nonce: nonce + 1,
      gas: 1_000_000n,
    } as const;
    const hashes = await Promise.all([
      viem.bobWallet.writeContract(call),
      viem.bobWallet.deployContract({ abi, bytecode, args: ["Bob's"], nonce, gas: 10_000_000n }),
    ]);
    for (const hash of hashes) assert.equal((await viem.client.waitForTransactionReceipt({ hash })).status, "success");
    assert.equal(await viem.client.readContract({ address: created, abi, functionName: "count" }), 1n);
  });

  test("gets the reasons of reverts, custom errors and panics", async () => {
    const reverted = async (call: Promise<unknown>): Promise<ContractFunctionRevertedError> => {
      const error = await call.then(
        () => assert.fail("did not revert"),
        (reason: unknown) => reason,
      );
      assert.ok(error instanceof BaseError, String(error));
      const found = error.walk((each) => each instanceof ContractFunctionRevertedError);
      assert.ok(found instanceof ContractFunctionRevertedError, error.message);
      return found;
    };
    const { data } = await reverted(write("amend", [99n, "x"]));
    assert.deepEqual([data?.errorName, data?.args], ["NotAuthor", [`0x${"0".repeat(40)}`, 99n]]);
    assert.match((await reverted(read("divide", [0n]))).message, /divi/i);
    await assert.rejects(viem.wallet.deployContract({ abi, bytecode, args: [""] }), /a title is needed/);
  });

  test("a failed transaction is in a block with status reverted", async () => {
    const hash = await viem.wallet.writeContract({
      address,
      abi,
      functionName: "amend",
      args: [99n, "x"],
      gas: 1_000_000n,
    });
    assert.equal((await viem.client.waitForTransactionReceipt({ hash })).status, "reverted");
  });

  test("factories create contracts that can be called", async () => {
    const hash = await write("addPage", []);
    const receipt = await viem.client.waitForTransactionReceipt({ hash });
    assert.equal(receipt.status, "success");
    const page = await read("lastPage");
    assert.equal(await read("readPage", [page]), 7n);
  });

  test("polls filters of blocks, logs and pending transactions", async () => {
    const { client } = viem;
    const logs = await client.createContractEventFilter({ address, abi, eventName: "Noted" });
    const blocks = await client.createBlockFilter();
    const pending = await client.createPendingTransactionFilter();
    const hash = await write("note", ["watched"]);
    const { blockHash } = await client.waitForTransactionReceipt({ hash });
    assert.deepEqual(
      (await client.getFilterChanges({ filter: logs })).map((each) => each.transactionHash),
      [hash],
    );
    assert.ok((await client.getFilterChanges({ filter: blocks })).includes(blockHash));
    assert.ok((await client.getFilterChanges({ filter: pending })).includes(hash));
    assert.deepEqual(await client.getFilterChanges({ filter: logs }), []);
    assert.equal(await client.uninstallFilter({ filter: logs }), true);
  });

  test("subscribes by WebSocket to heads and logs", async () => {
    const client = createPublicClient({ chain: chain(), transport: webSocket() });
    const seen: { heads: bigint[]; notes: unknown[] } = { heads: [], notes: [] };
    let stop: (() => void)[] = [];
    const both = new Promise<void>((resolve, reject) => {
      const done = () => void (seen.heads.length > 0 && seen.notes.length > 0 && resolve());
      stop = [
        client.watchBlockNumber({
          onBlockNumber: (number) => {
            seen.heads.push(number);
            done();
          },
          onError: reject,
        }),
        client.watchContractEvent({
          address,
          abi,
          eventName: "Noted",
          onLogs: (logs) => {
            seen.notes.push(...logs);
            done();
          },
          onError: reject,
        }),
      ];
    });
    await client.getBlockNumber();
    const hash = await write("note", ["streamed"]);
    await both;
    for (const each of stop) each();
    const [log] = seen.notes as { transactionHash: Hex; args: { text: string } }[];
    assert.deepEqual([log?.transactionHash, log?.args.text], [hash, "streamed"]);
    (await client.transport.getRpcClient()).close();
  });

  test("looks into the past", async () => {
    const before = await viem.client.getBlockNumber();
    const count = await read("count");
    await viem.client.waitForTransactionReceipt({ hash: await write("note", ["later"]) });
    const past = await viem.client.readContract({ address, abi, functionName: "count", blockNumber: before });
    assert.equal(past, count);
    assert.equal(await read("count"), (count as bigint) + 1n);
  });

  test("traces the instructions of a transaction, as execution-apis has them", async () => {
    const trace = async (hash: Hex, options?: object) => {
      const params = options === undefined ? [hash] : [hash, options];
      const found: unknown = await viem.client.request({ method: "debug_traceTransaction", params } as never);
      return found as {
        gas: number;
        failed: boolean;
        returnValue: Hex;
        structLogs: {
          op: string;
          depth: number;
          stack?: Hex[];
          memory?: Hex[];
          storage?: Record<Hex, Hex>;
          error?: string;
        }[];
        truncated?: boolean;
      };
    };
    const hash = await write("note", ["traced"]);
    await viem.client.waitForTransactionReceipt({ hash });
    const { failed, gas, structLogs, returnValue } = await trace(hash);
    const word = /^0x[0-9a-f]{64}$/;
    assert.equal(failed, false);
    assert.match(returnValue, word);
    assert.ok(gas > 0 && structLogs.length > 100);
    for (const { op, stack, storage, depth, memory, error } of structLogs) {
      assert.deepEqual([depth, memory, error], [1, undefined, undefined]);
      assert.ok(stack?.every((each) => /^0x(0|[1-9a-f][0-9a-f]{0,63})$/.test(each)));
      assert.equal(storage !== undefined, op === "SLOAD" || op === "SSTORE");
      assert.ok(Object.entries(storage ?? {}).every(([key, value]) => word.test(key) && word.test(value)));
    }
    const plain = await trace(hash, { disableStack: true, disableStorage: true, enableMemory: true, limit: 50 });
    assert.deepEqual([plain.structLogs.length, plain.truncated], [50, undefined]);
    assert.ok(
      plain.structLogs.every(
        ({ stack, storage, memory }) => !stack && !storage && memory?.every((each) => word.test(each)),
      ),
    );
    const added = await write("addPage", []);
    await viem.client.waitForTransactionReceipt({ hash: added });
    assert.ok((await trace(added)).structLogs.some(({ depth }) => depth > 1));
  });

  test("traces the calls of a transaction", async () => {
    const trace = async (hash: Hex) => {
      const parameters = { method: "debug_traceTransaction", params: [hash, { tracer: "callTracer" }] };
      const found: unknown = await viem.client.request(parameters as never);
      return found as {
        type: string;
        from: Hex;
        to: Hex;
        error?: string;
        output: Hex;
        calls?: { type: string; to: Hex; from: Hex }[];
      };
    };
    const hash = await write("addPage", []);
    await viem.client.waitForTransactionReceipt({ hash });
    const added = await trace(hash);
    const page = String(await read("lastPage")).toLowerCase();
    assert.deepEqual([added.type, added.from, added.to], ["CALL", alice.address.toLowerCase(), address]);
    assert.deepEqual(
      added.calls?.map(({ type, from, to }) => [type, from, to]),
      [["CREATE", address, page]],
    );
    const failing = await viem.wallet.writeContract({
      address,
      abi,
      functionName: "amend",
      args: [99n, "x"],
      gas: 1_000_000n,
    });
    await viem.client.waitForTransactionReceipt({ hash: failing });
    assert.equal((await trace(failing)).error, "execution reverted");
  });

  test("estimates fees of zero", async () => {
    const { client } = viem;
    assert.deepEqual(await client.estimateFeesPerGas(), { maxFeePerGas: 0n, maxPriorityFeePerGas: 0n });
    assert.equal(await client.getBalance({ address: alice.address }), 0n);
    const history = await client.getFeeHistory({ blockCount: 3, rewardPercentiles: [50] });
    assert.equal(
      history.baseFeePerGas.every((fee) => fee === 0n),
      true,
    );
  });
});
