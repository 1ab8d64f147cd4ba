import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import {
  Contract,
  ContractFactory,
  getCreateAddress,
  isCallException,
  isError,
  JsonRpcProvider,
  NonceManager,
  Wallet,
  WebSocketProvider,
  type InterfaceAbi,
} from "ethers";
import { type DevChain, startDevChain } from "../clients/start-dev-chain.ts";
import { devChainNumber, ledgerBook } from "../support/ledger-book.ts";

/** ethers 6, unmodified, against `yanta up`. */

const abi = ledgerBook.abi as unknown as InterfaceAbi;
let dev: DevChain;
let provider: JsonRpcProvider;
let wallet: Wallet;
let book: Contract;

const method = (name: string) => book.getFunction(name);

before(async () => {
  dev = await startDevChain();
  // By default ethers keeps answers for 250 ms, nonces included, which is longer than a block takes here.
  provider = new JsonRpcProvider(dev.ethereum, undefined, { pollingInterval: 50, cacheTimeout: -1 });
  wallet = new Wallet(`0x${"a1".repeat(32)}`, provider);
  const deployed = await new ContractFactory(abi, ledgerBook.bytecode, wallet).deploy("Book");
  await deployed.waitForDeployment();
  book = new Contract(await deployed.getAddress(), abi, wallet);
});

after(async () => {
  provider.destroy();
  await dev.stop();
});

describe("ethers", () => {
  test("finds the contract where it reckons it, and reads it", async () => {
    assert.equal(await book.getAddress(), getCreateAddress({ from: wallet.address, nonce: 0 }));
    assert.equal((await provider.getNetwork()).chainId, BigInt(devChainNumber));
    assert.equal(await method("title")(), "Book");
    assert.equal(await method("owner")(), wallet.address);
  });

  test("sends, waits, and parses receipts, logs, blocks and transactions", async () => {
    const response = await method("note")("hello");
    const receipt = await response.wait();
    assert.equal(receipt.status, 1);
    assert.equal(receipt.fee, 0n);
    const [event] = await book.queryFilter("Noted", receipt.blockNumber);
    assert.ok(event !== undefined && "args" in event);
    assert.deepEqual([...event.args], [wallet.address, 1n, "hello"]);
    const block = await provider.getBlock(receipt.blockNumber, true);
    assert.equal(block?.prefetchedTransactions[0]?.hash, response.hash);
    const transaction = await provider.getTransaction(response.hash);
    assert.deepEqual([transaction?.from, transaction?.nonce], [wallet.address, 1]);
    const [first] = (await provider.getBlock(0, true))?.prefetchedTransactions ?? [];
    assert.equal(first?.blockNumber, 0);
  });

  test("names custom errors, reasons and panics", async () => {
    const reasonOf = async (call: Promise<unknown>) => {
      const error: unknown = await call.then(
        () => assert.fail("did not fail"),
        (reason: unknown) => reason,
      );
      if (!isCallException(error)) throw error;
      return error;
    };
    assert.equal((await reasonOf(method("amend").staticCall(9, "x"))).revert?.name, "NotAuthor");
    assert.match((await reasonOf(method("divide")(0))).reason ?? "", /DIVIDE_BY_ZERO|division/i);
  });

  test("sends many at once with a nonce manager", async () => {
    const managed = new Contract(await book.getAddress(), abi, new NonceManager(wallet));
    const count: bigint = await method("count")();
    const responses = await Promise.all(Array.from({ length: 10 }, (_, i) => managed.getFunction("note")(`n${i}`)));
    for (const response of responses) assert.equal((await response.wait()).status, 1);
    assert.equal(await method("count")(), count + 10n);
  });

  test("legacy and 2930 transactions work", async () => {
    for (const type of [0, 1]) {
      const response = await method("note")(`type ${type}`, { type, gasPrice: 0 });
      const receipt = await response.wait();
      assert.deepEqual([receipt.type, receipt.status], [type, 1]);
      const found = await provider.getTransaction(response.hash);
      assert.equal(found?.signature.serialized, response.signature.serialized);
    }
  });

  test("subscribes by WebSocket", async () => {
    const sockets = new WebSocketProvider(dev.ethereum.replace("http", "ws"));
    const pending = new Promise<string>((resolve) => void sockets.once("pending", resolve));
    const block = new Promise<number>((resolve) => void sockets.once("block", resolve));
    const listening = new Contract(await book.getAddress(), abi, sockets);
    const noted = new Promise<string>(
      (resolve) => void listening.once("Noted", (_author, _number, text: string) => resolve(text)),
    );
    await sockets.send("eth_blockNumber", []);
    await new Promise((resolve) => setImmediate(resolve));
    await sockets.getBlockNumber();
    const response = await method("note")("streamed");
    assert.equal(await pending, response.hash);
    assert.equal(await noted, "streamed");
    assert.equal(typeof (await block), "number");
    // `destroy` would end the calls with which it unsubscribes, and complain about them.
    sockets.websocket.close();
  });

  test("is told about value and nonces that cannot be", async () => {
    const to = await book.getAddress();
    await assert.rejects(wallet.sendTransaction({ to, value: 1n, gasLimit: 100_000n }), (error) =>
      isError(error, "INSUFFICIENT_FUNDS"),
    );
    await assert.rejects(wallet.sendTransaction({ to, nonce: 0, gasLimit: 100_000n, data: "0x06661abd" }), (error) =>
      isError(error, "NONCE_EXPIRED"),
    );
  });
});
