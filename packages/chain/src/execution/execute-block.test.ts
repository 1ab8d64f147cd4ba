import assert from "node:assert/strict";
import { test } from "node:test";
import { fromBinary } from "@bufbuild/protobuf";
import { bytesToUtf8 } from "@yanta/bytes";
import {
  DAGSchema,
  type Result,
  ResultSchema,
  scanOwnBlockInfo,
  splitTransaction,
  TxRWSetSchema,
  TxStatusCode,
  type TxView,
} from "@yanta/protocol";
import { openTestChain, type TestChain } from "../testing/open-test-chain.ts";
import { callTx, client, installContracts, majority } from "../testing/script-contract.ts";
import { signTx, testChainConfig } from "../testing/test-network.ts";

interface SeenTx {
  readonly txId: string;
  readonly result: Result;
  readonly reads: readonly string[];
  readonly writes: readonly string[];
}

/** The last block, readable. */
function lastBlock(chain: TestChain): {
  readonly txs: readonly SeenTx[];
  readonly dag: readonly (readonly number[])[];
} {
  const record = chain.ledger.getBlock(chain.ledger.lastHeight ?? 0n);
  assert.ok(record);
  const { txBytes, rwSetBytes, dagBytes } = scanOwnBlockInfo(record.blockInfoBytes);
  const row = ({ contractName, key, value }: { contractName: string; key: Uint8Array; value: Uint8Array }): string =>
    `${contractName}#${bytesToUtf8(key)}=${bytesToUtf8(value)}`;
  const txs = txBytes.map((bytes, index) => {
    const { tx, resultBytes } = splitTransaction(bytes);
    const rwset = fromBinary(TxRWSetSchema, rwSetBytes[index] ?? new Uint8Array());
    return {
      txId: tx.txId,
      result: fromBinary(ResultSchema, resultBytes ?? new Uint8Array()),
      reads: rwset.txReads.map(row),
      writes: rwset.txWrites.map(row),
    };
  });
  return { txs, dag: fromBinary(DAGSchema, dagBytes ?? new Uint8Array()).vertexes.map(({ neighbors }) => neighbors) };
}

async function runBlock(chain: TestChain, ...txs: readonly TxView[]): Promise<ReturnType<typeof lastBlock>> {
  chain.send(...txs);
  await chain.makeBlock();
  return lastBlock(chain);
}

test("later transactions see earlier writes; the graph orders them", async () => {
  const chain = await openTestChain();
  await installContracts(chain, "alpha");
  const { txs, dag } = await runBlock(
    chain,
    callTx("1", "bump", { key: "n" }),
    callTx("2", "put", { key: "other" }),
    callTx("3", "bump", { key: "n" }),
  );
  assert.deepEqual(
    txs.map(({ txId, reads, writes }) => [txId, reads, writes]),
    [
      ["1", ["alpha#n="], ["alpha#n=1"]],
      ["2", [], ["alpha#other="]],
      ["3", ["alpha#n=1"], ["alpha#n=2"]],
    ],
  );
  assert.deepEqual(dag, [[], [], [0]]);
});

test("range readers run last, one after the other, and see everything", async () => {
  const chain = await openTestChain();
  await installContracts(chain, "alpha");
  const list = { start: "a", limit: "n" };
  const { txs, dag } = await runBlock(
    chain,
    callTx("1", "list", list),
    callTx("2", "put", { key: "a", value: "1" }),
    callTx("3", "list", list),
    callTx("4", "put", { key: "b", value: "2" }),
  );
  assert.deepEqual(
    txs.map(({ txId }) => txId),
    ["2", "4", "1", "3"],
  );
  assert.deepEqual(txs[2]?.reads, ["alpha#a=1", "alpha#b=2"]);
  assert.deepEqual(txs[3]?.reads, ["alpha#a=1", "alpha#b=2", "alpha#listed=a=1,b=2"]);
  assert.deepEqual(dag, [[], [], [0, 1], [2]]);
});

test("a failed transaction keeps its reads and loses its writes", async () => {
  const chain = await openTestChain();
  await installContracts(chain, "alpha");
  const { txs } = await runBlock(chain, callTx("1", "fail", { key: "k", message: "no" }));
  assert.equal(txs[0]?.result.code, TxStatusCode.CONTRACT_FAIL);
  assert.equal(txs[0]?.result.message, "");
  assert.equal(txs[0]?.result.contractResult?.message, "no");
  assert.deepEqual([txs[0]?.reads, txs[0]?.writes], [["alpha#seen="], []]);
});

test("reads of own writes are recorded only below block version 2030500", async () => {
  for (const [version, reads] of [
    ["2030200", ["alpha#k=must not stay"]],
    ["2030600", []],
  ] as const) {
    const chain = await openTestChain({ config: testChainConfig({ version }) });
    await installContracts(chain, "alpha");
    const { txs } = await runBlock(
      chain,
      callTx("1", "call", { contract: "alpha", method: "put", key: "k", value: "must not stay" }),
      callTx("2", "get", { key: "k" }),
    );
    assert.deepEqual(txs[1]?.reads, ["alpha#k=must not stay"]);
    const own = await runBlock(chain, callTx("3", "put-get", { key: "k", value: "must not stay" }));
    assert.deepEqual(own.txs[0]?.reads, reads, version);
  }
});

test("cross-contract calls: caller's address, events, forgiveness, depth", async () => {
  const chain = await openTestChain();
  await installContracts(chain, "alpha", "beta");
  const { txs } = await runBlock(
    chain,
    callTx("1", "call", { contract: "beta", method: "bump", key: "n" }),
    callTx("2", "call", { contract: "beta", method: "fail", key: "n", message: "no", forgive: "true" }),
    callTx("3", "call", { contract: "nobody", method: "bump" }),
    callTx("4", "deepen"),
    callTx("5", "call", { contract: "CHAIN_CONFIG", method: "BLOCK_UPDATE" }),
  );
  assert.deepEqual(txs[0]?.writes, ["beta#n=1"]);
  assert.equal(txs[1]?.result.code, TxStatusCode.SUCCESS);
  assert.equal(txs[2]?.result.contractResult?.message, "contractName not found");
  assert.deepEqual(
    [txs[3]?.result.code, txs[3]?.result.contractResult?.message],
    [TxStatusCode.CONTRACT_TOO_DEEP_FAILED, "CallContract too depth 6"],
  );
  assert.equal(
    txs[4]?.result.contractResult?.message,
    "the tx has no right to call contract `CHAIN_CONFIG:BLOCK_UPDATE`",
  );
});

test("what cannot run fails with ChainMaker's code and text", async () => {
  const chain = await openTestChain();
  await installContracts(chain, "alpha");
  const many = Object.fromEntries(Array.from({ length: 51 }, (_, i) => [`p${i}`, "x"]));
  const { txs } = await runBlock(
    chain,
    callTx("1", "put", {}, "nobody"),
    callTx("2", "put", { "bad key": "x" }),
    callTx("3", "put", many),
    callTx("4", "put", { ["k".repeat(1025)]: "x" }),
    callTx("5", "", {}, "CHAIN_QUERY"),
    callTx("6", "crash"),
  );
  const {
    INVALID_CONTRACT_PARAMETER_CONTRACT_NAME,
    INVALID_PARAMETER,
    INVALID_CONTRACT_PARAMETER_METHOD,
    CONTRACT_FAIL,
  } = TxStatusCode;
  assert.deepEqual(
    txs.map(({ result }) => [result.code, result.contractResult?.code, result.contractResult?.message]),
    [
      [INVALID_CONTRACT_PARAMETER_CONTRACT_NAME, 1, "contractName not found"],
      [
        INVALID_PARAMETER,
        1,
        "parse tx[2] contract[alpha] parameters error:expect key no special characters, but got key:[bad key]. letter, number, dot and underline are allowed",
      ],
      [
        INVALID_PARAMETER,
        1,
        "parse tx[3] contract[alpha] parameters error:expect parameters length less than 50, but got 51",
      ],
      [
        INVALID_PARAMETER,
        1,
        "parse tx[4] contract[alpha] parameters error:expect key length less than 1024, but got 1025",
      ],
      [INVALID_CONTRACT_PARAMETER_METHOD, 1, "require param method not found."],
      [CONTRACT_FAIL, 1, "contract internal error"],
    ],
  );
  assert.equal(chain.faults.length, 1);
});

test("a frozen contract does not run until it is unfrozen; a revoked one never again", async () => {
  const chain = await openTestChain();
  await installContracts(chain, "alpha");
  const change = async (txId: string, method: string): Promise<void> => {
    const { txs } = await runBlock(
      chain,
      signTx({
        sender: client,
        endorsers: majority,
        txId,
        contract: "CONTRACT_MANAGE",
        method,
        parameters: { CONTRACT_NAME: "alpha" },
      }),
    );
    assert.equal(txs[0]?.result.code, TxStatusCode.SUCCESS, txs[0]?.result.contractResult?.message);
  };
  const codeOf = async (txId: string): Promise<[TxStatusCode | undefined, string | undefined]> => {
    const { txs } = await runBlock(chain, callTx(txId, "get", { key: "k" }));
    return [txs[0]?.result.code, txs[0]?.result.contractResult?.message];
  };
  await change("f", "FREEZE_CONTRACT");
  assert.deepEqual(await codeOf("1"), [
    TxStatusCode.CONTRACT_FREEZE_FAILED,
    "failed to run user contract, alpha has been frozen.",
  ]);
  await change("u", "UNFREEZE_CONTRACT");
  assert.deepEqual(await codeOf("2"), [TxStatusCode.SUCCESS, ""]);
  await change("r", "REVOKE_CONTRACT");
  assert.deepEqual(await codeOf("3"), [
    TxStatusCode.CONTRACT_REVOKE_FAILED,
    "failed to run user contract, alpha has been revoked.",
  ]);
});

test("a history holds committed values, then the block's", async () => {
  const chain = await openTestChain();
  await installContracts(chain, "alpha");
  await runBlock(chain, callTx("1", "put", { key: "k", value: "one" }));
  const { txs } = await runBlock(
    chain,
    callTx("2", "put", { key: "k", value: "two" }),
    callTx("3", "history", { key: "k" }),
  );
  assert.equal(bytesToUtf8(txs[1]?.result.contractResult?.result ?? new Uint8Array()), "2:one,3:two");
});

test("a proposal whose time is over leaves the rest for the next block, in order", async () => {
  const chain = await openTestChain();
  await installContracts(chain, "alpha");
  const list = { start: "a", limit: "z" };
  chain.send(callTx("1", "list", list), callTx("2", "put", { key: "a" }), callTx("3", "put", { key: "b" }));
  let asked = 0;
  chain.clock.monotonicMs = () => (asked++ < 2 ? 0 : 10_000);
  await chain.makeBlock();
  assert.deepEqual(
    lastBlock(chain).txs.map(({ txId }) => txId),
    ["2", "1"],
  );
  chain.clock.monotonicMs = () => 0;
  await chain.makeBlock();
  assert.deepEqual(
    lastBlock(chain).txs.map(({ txId }) => txId),
    ["3"],
  );
});

test("a transaction cannot look through the same writes without end", async () => {
  const chain = await openTestChain();
  await installContracts(chain, "alpha");
  const few = await runBlock(chain, callTx("few", "ranges", { count: "1000" }));
  assert.equal(few.txs[0]?.result.code, TxStatusCode.SUCCESS);
  const many = await runBlock(chain, callTx("many", "ranges", { count: "1001" }));
  assert.equal(many.txs[0]?.result.contractResult?.message, "iterators look through more than 2000000 writes");
  assert.deepEqual([many.txs[0]?.writes, chain.faults], [[], []]);
});

test("a transaction cannot copy a large block into its result", async () => {
  const chain = await openTestChain();
  await installContracts(chain, "alpha");
  const large = { key: "k", value: new Uint8Array(9_000_000).fill(0x61) };
  chain.send(callTx("large1", "put", large));
  await chain.makeBlock();
  const blockHeight = String(chain.ledger.lastHeight);
  const copy = (txId: string, method: string): TxView => callTx(txId, method, { blockHeight }, "CHAIN_QUERY");
  const { txs } = await runBlock(
    chain,
    copy("whole", "GET_BLOCK_WITH_TXRWSETS_BY_HEIGHT"),
    copy("half", "GET_BLOCK_BY_HEIGHT"),
  );
  assert.equal(txs[0]?.result.contractResult?.message, "result is larger than 16777216 bytes");
  assert.equal(txs[0]?.result.contractResult?.result.length, 0);
  assert.equal(txs[1]?.result.code, TxStatusCode.SUCCESS);
});

test("a message counts as its transaction's result", async () => {
  const chain = await openTestChain();
  await installContracts(chain, "alpha");
  const message = new Uint8Array(9_000_000).fill(0x61);
  const { txs } = await runBlock(chain, callTx("one", "fail", { key: "k", message }));
  assert.equal(txs[0]?.result.contractResult?.message.length, message.length);
  const twice = await runBlock(chain, callTx("two", "fail-twice", { message }));
  assert.equal(twice.txs[0]?.result.contractResult?.message, "result is larger than 16777216 bytes");
});
