import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { bytesToHex } from "@yanta/bytes";
import {
  createPublicClient,
  createWalletClient,
  encodeAbiParameters,
  encodeFunctionData,
  type Hex,
  http,
  keccak256,
  numberToHex,
  pad,
  parseAbi,
  stringToHex,
} from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { type DevChain, startDevChain } from "../clients/start-dev-chain.ts";
import { compileSolidity } from "../support/compile-solidity.ts";

/** go-ethereum's debug_ methods and state overrides, in the forms in which its clients read them. */

const source = `// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;
contract Counter {
  uint256 public count = 7;
  mapping(address => uint256) public by;
  event Counted(uint256 indexed number, bytes32 note);
  function add(uint256 n) external returns (uint256) {
    count += n;
    by[msg.sender] = count;
    emit Counted(count, "inner");
    return count;
  }
  function fail() external { emit Counted(0, "gone"); revert("no"); }
}
contract Caller {
  event Done(bytes32 note);
  function run(Counter counter) external returns (uint256 sum) {
    emit Done("first");
    sum = counter.add(2);
    counter.count();
    emit Done("second");
    try counter.fail() {} catch { emit Done("caught"); }
  }
  function where() external view returns (uint256, uint256) { return (block.number, block.timestamp); }
  function spin() external pure { while (true) {} }
}
`;
const abi = parseAbi([
  "function count() view returns (uint256)",
  "function add(uint256) returns (uint256)",
  "function run(address) returns (uint256)",
  "function where() view returns (uint256, uint256)",
  "function spin()",
]);
const alice = privateKeyToAccount(`0x${"a1".repeat(32)}`);
const from = alice.address.toLowerCase() as Hex;
const topic = (signature: string): Hex => keccak256(stringToHex(signature));
const word = (value: number): Hex => pad(numberToHex(value));
const text = (value: string): Hex => pad(stringToHex(value), { dir: "right" });

let dev: DevChain;
let counter: Hex;
let caller: Hex;
/** Of the call of `run`. */
let hash: Hex;
let blockNumber: bigint;
const connect = () => {
  const options = { transport: http(dev.ethereum), pollingInterval: 20, cacheTime: 0 };
  return { client: createPublicClient(options), wallet: createWalletClient({ ...options, account: alice }) };
};
let viem: ReturnType<typeof connect>;

async function ask<Result = Record<string, unknown>>(method: string, ...params: readonly unknown[]): Promise<Result> {
  return viem.client.request({ method, params } as never);
}
async function refusalOf(method: string, ...params: readonly unknown[]): Promise<string> {
  const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method, params });
  const answer = await fetch(dev.ethereum, { method: "POST", body, headers: { "content-type": "application/json" } });
  const { error } = (await answer.json()) as { error?: { code: number; message: string } };
  return error === undefined ? "answered" : `${error.code} ${error.message}`;
}
async function send(transaction: { to?: Hex; data: Hex }): Promise<Hex> {
  const sent = await viem.wallet.sendTransaction({ ...transaction, gas: 10_000_000n, chain: null });
  const receipt = await viem.client.waitForTransactionReceipt({ hash: sent });
  assert.equal(receipt.status, "success");
  return sent;
}
async function deploy(name: string, contracts: ReturnType<typeof compileSolidity>): Promise<Hex> {
  const sent = await send({ data: `0x${bytesToHex(contracts.get(name)?.bytecode ?? assert.fail(name))}` });
  const { contractAddress } = await viem.client.getTransactionReceipt({ hash: sent });
  return (contractAddress ?? assert.fail("no address")).toLowerCase() as Hex;
}

before(async () => {
  dev = await startDevChain();
  viem = connect();
  const contracts = compileSolidity(source);
  counter = await deploy("Counter", contracts);
  caller = await deploy("Caller", contracts);
  hash = await send({ to: caller, data: encodeFunctionData({ abi, functionName: "run", args: [counter] }) });
  ({ blockNumber } = await viem.client.getTransactionReceipt({ hash }));
});
after(() => dev.stop());

interface Frame {
  readonly type: string;
  readonly from: Hex;
  readonly to: Hex;
  readonly output?: Hex;
  readonly error?: string;
  readonly revertReason?: string;
  readonly calls?: readonly Frame[];
  readonly logs?: readonly { address: Hex; topics: readonly Hex[]; data: Hex; position: Hex }[];
}

test("callTracer: logs stand in the frame that emitted them, and vanish with it", async () => {
  const frame = await ask<Frame>("debug_traceTransaction", hash, {
    tracer: "callTracer",
    tracerConfig: { withLog: true },
  });
  const done = (note: string, position: Hex) => ({
    address: caller,
    topics: [topic("Done(bytes32)")],
    data: text(note),
    position,
  });
  assert.deepEqual([frame.from, frame.to, frame.output], [from, caller, word(9)]);
  assert.deepEqual(frame.logs, [done("first", "0x0"), done("second", "0x2"), done("caught", "0x3")]);
  const [add, , fail] = frame.calls ?? [];
  assert.deepEqual(
    frame.calls?.map(({ type }) => type),
    ["CALL", "STATICCALL", "CALL"],
  );
  assert.deepEqual(add?.logs, [
    { address: counter, topics: [topic("Counted(uint256,bytes32)"), word(9)], data: text("inner"), position: "0x0" },
  ]);
  assert.deepEqual([fail?.error, fail?.revertReason, fail?.logs], ["execution reverted", "no", undefined]);
  const plain = await ask<Frame>("debug_traceTransaction", hash, { tracer: "callTracer" });
  assert.deepEqual([plain.logs, plain.calls?.[0]?.logs, plain.calls?.length], [undefined, undefined, 3]);
  const tracerConfig = { onlyTopCall: true, withLog: true };
  const top = await ask<Frame>("debug_traceTransaction", hash, { tracer: "callTracer", tracerConfig });
  assert.deepEqual([top.calls, top.logs?.length], [undefined, 3]);
});

interface Account {
  readonly balance?: Hex;
  readonly nonce?: number;
  readonly code?: Hex;
  readonly storage?: Readonly<Record<Hex, Hex>>;
}
type Accounts = Readonly<Record<Hex, Account>>;
const slotOf = (address: Hex): Hex =>
  keccak256(encodeAbiParameters([{ type: "address" }, { type: "uint256" }], [address, 1n]));

test("prestateTracer: what a transaction saw, and in diffMode what it changed", async () => {
  const code = (await viem.client.getCode({ address: counter })) ?? "0x";
  const prestate = (of: Hex, tracerConfig?: object) =>
    ask<Accounts>("debug_traceTransaction", of, { tracer: "prestateTracer", tracerConfig });
  const pre = await prestate(hash);
  assert.deepEqual(pre[from], { balance: "0x0", nonce: 2 });
  const storage = { [word(0)]: word(7), [slotOf(caller)]: word(0) };
  assert.deepEqual(pre[counter], { balance: "0x0", code, storage });
  assert.deepEqual(Object.keys(pre).toSorted(), [from, counter, caller].toSorted());
  const bare = await prestate(hash, { disableCode: true, disableStorage: true });
  assert.deepEqual(bare[counter], { balance: "0x0" });
  const all = await prestate(hash, { includeEmpty: true });
  assert.deepEqual(all[`0x${"0".repeat(40)}`], { balance: "0x0" });

  const diff = (of: Hex) => prestate(of, { diffMode: true }) as unknown as Promise<{ pre: Accounts; post: Accounts }>;
  assert.deepEqual(await diff(hash), {
    post: { [from]: { nonce: 3 }, [counter]: { storage: { [word(0)]: word(9), [slotOf(caller)]: word(9) } } },
    pre: { [from]: { balance: "0x0", nonce: 2 }, [counter]: { balance: "0x0", code, storage: { [word(0)]: word(7) } } },
  });
  const [creation] = (await viem.client.getBlock({ blockNumber: 1n })).transactions;
  assert.deepEqual(await diff(creation ?? "0x"), {
    post: { [from]: { nonce: 1 }, [counter]: { code, storage: { [word(0)]: word(7) } } },
    pre: {},
  });
});

interface StructLogs {
  readonly failed: boolean;
  readonly returnValue: Hex;
  readonly structLogs: readonly { op: string; depth: number; returnData?: Hex }[];
}

test("the opcode logger tells what calls returned when it is asked for", async () => {
  const { structLogs } = await ask<StructLogs>("debug_traceTransaction", hash, { enableReturnData: true });
  const at = structLogs.findIndex(({ op, depth }) => op === "RETURN" && depth === 2);
  assert.deepEqual(structLogs[at + 1]?.returnData, word(9));
  assert.ok(structLogs.slice(0, at).every(({ returnData }) => returnData === undefined));
  const plain = await ask<StructLogs>("debug_traceTransaction", hash, {});
  assert.ok(plain.structLogs.every(({ returnData }) => returnData === undefined));
});

test("whole blocks, by number and by hash", async () => {
  const { hash: blockHash } = await viem.client.getBlock({ blockNumber });
  const tracer = { tracer: "callTracer" };
  const expected = [{ txHash: hash, result: await ask("debug_traceTransaction", hash, tracer) }];
  assert.deepEqual(await ask("debug_traceBlockByNumber", numberToHex(blockNumber), tracer), expected);
  assert.deepEqual(await ask("debug_traceBlockByHash", blockHash, tracer), expected);
  const [{ txHash, result } = assert.fail()] = await ask<{ txHash: Hex; result: StructLogs }[]>(
    "debug_traceBlockByNumber",
    numberToHex(blockNumber),
  );
  assert.deepEqual([txHash, result.failed, result.returnValue], [hash, false, word(9)]);
  assert.equal(await refusalOf("debug_traceBlockByNumber", "0x0"), "-32000 genesis is not traceable");
  assert.equal(await refusalOf("debug_traceBlockByHash", word(1)), `-32000 block ${word(1)} not found`);
  assert.match(await refusalOf("debug_traceBlockByNumber", "0xffff"), /^-32000 block #65535 not found/);
  assert.match(await refusalOf("debug_traceBlockByNumber", "3"), /^-32602 /);
});

test("calls that nobody sent, on another state", async () => {
  const call = { from, to: caller, data: encodeFunctionData({ abi, functionName: "run", args: [counter] }) };
  const stateOverrides = { [counter]: { stateDiff: { [word(0)]: word(100) } } };
  const frame = await ask<Frame>("debug_traceCall", call, "latest", {
    tracer: "callTracer",
    tracerConfig: { withLog: true },
    stateOverrides,
  });
  assert.deepEqual([frame.output, frame.calls?.[0]?.logs?.[0]?.topics[1]], [word(102), word(102)]);
  const diff = await ask<{ post: Accounts }>("debug_traceCall", call, "latest", {
    tracer: "prestateTracer",
    tracerConfig: { diffMode: true },
  });
  const storage = { [word(0)]: word(11), [slotOf(caller)]: word(11) };
  assert.deepEqual(diff.post, { [from]: { nonce: 4 }, [counter]: { storage } });
  const failing = { from, to: counter, data: topic("fail()").slice(0, 10) };
  const { failed, structLogs } = await ask<StructLogs>("debug_traceCall", failing, "latest");
  assert.deepEqual([failed, structLogs.at(-1)?.op], [true, "REVERT"]);
  const past = await ask<StructLogs>("debug_traceCall", call, numberToHex(blockNumber - 1n), { limit: 1 });
  assert.deepEqual([past.returnValue, past.structLogs.length], [word(9), 1]);
});

test("eth_call and eth_estimateGas on another state and in another block, by viem", async () => {
  const { client } = viem;
  const count = (stateOverride: Parameters<typeof client.call>[0]["stateOverride"], address = counter) =>
    client.readContract({ address, abi, functionName: "count", stateOverride: stateOverride ?? [] });
  assert.equal(await count(undefined), 9n);
  assert.equal(await count([{ address: counter, stateDiff: [{ slot: word(0), value: word(5) }] }]), 5n);
  assert.equal(await count([{ address: counter, stateDiff: [{ slot: word(3), value: word(5) }] }]), 9n);
  assert.equal(await count([{ address: counter, state: [{ slot: word(3), value: word(5) }] }]), 0n);
  const code = (await client.getCode({ address: counter })) ?? "0x";
  const elsewhere: Hex = `0x${"c0".repeat(20)}`;
  const state = [{ slot: word(0), value: word(1) }];
  assert.equal(await count([{ address: elsewhere, code, state, balance: 10n ** 18n, nonce: 5 }], elsewhere), 1n);
  assert.equal(await count([{ address: counter, code: "0x602a60005260206000f3" }]), 42n);
  assert.equal(await client.getCode({ address: elsewhere }), undefined, "nothing stays");
  assert.equal(await count(undefined), 9n);

  const data = encodeFunctionData({ abi, functionName: "where" });
  const where = await ask<Hex>("eth_call", { to: caller, data }, "latest", {}, { number: "0x77", time: "0x99" });
  assert.equal(where, `${word(0x77)}${word(0x99).slice(2)}`);
  const call = { to: elsewhere, data: encodeFunctionData({ abi, functionName: "add", args: [1n] }) };
  const estimate = BigInt(await ask<Hex>("eth_estimateGas", call, "latest", { [elsewhere]: { code } }));
  assert.ok(estimate > 21_000n, `${estimate}`);

  const both = { [counter]: { state: {}, stateDiff: {} } };
  assert.match(
    await refusalOf("eth_call", call, "latest", both),
    /^-32000 account .* has both 'state' and 'stateDiff'/,
  );
  assert.match(await refusalOf("eth_call", call, "latest", { [counter]: { state: { "0x1": "0x2" } } }), /^-32602 /);
  assert.match(await refusalOf("eth_call", call, "latest", { nobody: {} }), /^-32602 /);
  assert.match(await refusalOf("eth_call", call, "latest", {}, { baseFeePerGas: "0x7" }), /^-32000 block override/);
  const many = Object.fromEntries(Array.from({ length: 10_001 }, (_, index) => [word(index), word(1)]));
  assert.match(await refusalOf("eth_call", call, "latest", { [counter]: { stateDiff: many } }), /^-32602 .*10000/);
});

test("an estimate that would take long ends at an allowance", async () => {
  const spin = { to: caller, data: encodeFunctionData({ abi, functionName: "spin" }) };
  assert.match(await refusalOf("eth_estimateGas", spin), /^-32000 gas required exceeds allowance \(1000000000\)$/);
  assert.match(await refusalOf("eth_createAccessList", spin), /^-32000 gas required exceeds allowance/);
});

test("eth_simulateV1: blocks of calls on each other's state, by viem", async () => {
  const { client } = viem;
  const head = await client.getBlock();
  const [add, read] = [
    { to: counter, abi, functionName: "add", args: [1n], from },
    { to: counter, abi, functionName: "count" },
  ] as const;
  const elsewhere: Hex = `0x${"c0".repeat(20)}`;
  const fail = { to: counter, data: topic("fail()").slice(0, 10) as Hex, from } as const;
  const [first, second] = await client.simulateBlocks({
    blocks: [
      {
        calls: [add, add, fail, read],
        stateOverrides: [{ address: counter, stateDiff: [{ slot: word(0), value: word(100) }] }],
      },
      {
        calls: [add, { ...read, to: elsewhere }],
        blockOverrides: { time: head.timestamp + 100n },
        stateOverrides: [{ address: elsewhere, code: "0x602a60005260206000f3" }],
      },
    ],
  });
  assert.deepEqual(
    first?.calls.map(({ status, result }) => [status, result]),
    [
      ["success", 101n],
      ["success", 102n],
      ["failure", undefined],
      ["success", 102n],
    ],
  );
  assert.equal(first?.calls[0]?.logs?.[0]?.topics[1], word(101));
  assert.deepEqual(
    first?.calls.map(({ logs }) => logs?.map(({ logIndex }) => logIndex)),
    [[0], [1], [], []],
  );
  assert.deepEqual(
    second?.calls.map(({ result }) => result),
    [103n, 42n],
  );
  assert.deepEqual([first?.number, second?.number], [head.number + 1n, head.number + 2n]);
  assert.deepEqual([first?.parentHash, second?.parentHash], [head.hash, first?.hash]);
  assert.equal(second?.timestamp, head.timestamp + 100n);
  assert.equal(await client.readContract({ address: counter, abi, functionName: "count" }), 9n, "nothing stays");

  const refusal = (simulation: object) => refusalOf("eth_simulateV1", simulation, "latest");
  assert.match(await refusal({ blockStateCalls: [] }), /^-32602 empty input/);
  assert.match(await refusal({ blockStateCalls: [{ calls: [] }], validation: true }), /^-32602 /);
  assert.match(await refusal({ blockStateCalls: Array.from({ length: 257 }, () => ({ calls: [] })) }), /^-38026 /);
  assert.match(await refusal({ blockStateCalls: [{ blockOverrides: { number: "0x1" } }] }), /^-38020 /);
  assert.match(await refusal({ blockStateCalls: [{ blockOverrides: { time: "0x1" } }] }), /^-38021 /);
  assert.match(
    await refusal({ blockStateCalls: [{ calls: Array.from({ length: 1001 }, () => ({})) }] }),
    /^-32602 more than 1000 calls/,
  );
});
