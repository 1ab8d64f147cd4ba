import assert from "node:assert/strict";
import { test } from "node:test";
import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import { emptyBytes } from "@yanta/bytes";
import {
  type Block,
  type BlockHeader,
  blockHash,
  type BlockInfo,
  BlockInfoSchema,
  DAGSchema,
  dagHash,
  MemberSchema,
  resultComparisonBytes,
  type Transaction,
  TransactionSchema,
  type TxView,
} from "@yanta/protocol";
import type { BlockFaultKind } from "../interface.ts";
import { openTestChain, type TestChain } from "../testing/open-test-chain.ts";
import { callTx, client, installContracts, installTx } from "../testing/script-contract.ts";
import { signTx, testChainConfig, testMember, testNow, testSigner } from "../testing/test-network.ts";
import { headerOf } from "./chain-head.ts";

/** A chain at height 2, and the bytes of a good block 2. */
async function prepared(): Promise<{ readonly chain: TestChain; readonly good: Uint8Array }> {
  const builder = await openTestChain();
  const chain = await openTestChain();
  await installContracts(builder, "alpha");
  const first = chain.verifier.verify(builder.ledger.getBlock(1n)?.blockInfoBytes ?? emptyBytes);
  assert.equal(first.kind, "valid");
  if (first.kind === "valid") await chain.producer.commit(first.proposal);
  builder.send(
    callTx("1", "bump", { key: "n" }),
    callTx("2", "bump", { key: "n" }),
    callTx("3", "emit", { topic: "t", data: "d" }),
  );
  await builder.makeBlock();
  return { chain, good: builder.ledger.getBlock(2n)?.blockInfoBytes ?? emptyBytes };
}

interface Parts {
  readonly info: BlockInfo;
  readonly block: Block;
  readonly header: BlockHeader;
  readonly txs: Transaction[];
}

function decode(bytes: Uint8Array): Parts {
  const info = fromBinary(BlockInfoSchema, bytes);
  const block = info.block;
  const header = block?.header;
  assert.ok(block && header);
  return { info, block, header, txs: block.txs };
}

/** The block with a change, hash and signature made good again as a dishonest proposer would do it. */
function forged(bytes: Uint8Array, change: (parts: Parts) => void, signer = testSigner()): Uint8Array {
  const parts = decode(bytes);
  change(parts);
  parts.header.blockHash = blockHash("SHA256", parts.header);
  parts.header.signature = signer.sign(parts.header.blockHash);
  return toBinary(BlockInfoSchema, parts.info);
}

function assertRefused(chain: TestChain, bytes: Uint8Array, kind: BlockFaultKind, message: RegExp): void {
  const verdict = chain.verifier.verify(bytes);
  assert.equal(verdict.kind, "invalid");
  if (verdict.kind === "invalid") {
    assert.equal(verdict.fault.kind, kind, verdict.fault.message);
    assert.match(verdict.fault.message, message);
  }
}

test("the good block passes, with and without rwsets, and with another gas_used once it is decided", async () => {
  const { chain, good } = await prepared();
  assert.equal(chain.verifier.verify(good).kind, "valid");
  assert.equal(chain.verifier.verify(forged(good, ({ info }) => void (info.rwsetList = []))).kind, "valid");
  const otherGas = forged(good, ({ txs }) => {
    for (const { result } of txs) if (result?.contractResult !== undefined) result.contractResult.gasUsed = 99n;
  });
  const undecided = chain.verifier.verify(otherGas, { unixSeconds: testNow, toleranceSeconds: 60n });
  assert.equal(
    undecided.kind === "invalid" && undecided.fault.message,
    "tx 1: gas_used, or the form of the result, differs from own execution",
  );
  assert.equal(chain.verifier.verify(good, { unixSeconds: testNow, toleranceSeconds: 60n }).kind, "valid");
  const verdict = chain.verifier.verify(otherGas);
  assert.equal(verdict.kind, "valid");
  if (verdict.kind === "valid") await chain.producer.commit(verdict.proposal);
  assert.deepEqual(chain.ledger.getBlock(2n)?.blockInfoBytes, otherGas);
});

test("garbage and truncated bytes are malformed", async () => {
  const { chain, good } = await prepared();
  assertRefused(chain, Uint8Array.of(1, 2, 3), "malformed", /PROTOCOL_/);
  assertRefused(chain, good.subarray(0, good.length - 1), "malformed", /PROTOCOL_/);
});

test("position, chain and hash are checked", async () => {
  const { chain, good } = await prepared();
  assertRefused(
    chain,
    forged(good, ({ header }) => void (header.blockHeight = 3n)),
    "wrong-position",
    /height/,
  );
  assertRefused(
    chain,
    forged(good, ({ header }) => void (header.preBlockHash = new Uint8Array(32))),
    "wrong-position",
    /pre_block_hash/,
  );
  assertRefused(
    chain,
    forged(good, ({ header }) => void (header.chainId = "chain2")),
    "wrong-header",
    /chain id/,
  );
  assertRefused(
    chain,
    forged(good, ({ header }) => void (header.blockVersion = 2030700)),
    "wrong-header",
    /version/,
  );
  const parts = decode(good);
  parts.header.preConfHeight = 5n;
  assertRefused(chain, toBinary(BlockInfoSchema, parts.info), "wrong-hash", /header's hash/);
  assertRefused(
    chain,
    forged(good, ({ header }) => void (header.preConfHeight = 5n)),
    "wrong-execution",
    /blockHash/,
  );
  assertRefused(
    chain,
    forged(good, ({ header }) => void (header.blockType = 1)),
    "wrong-execution",
    /blockHash/,
  );
});

test("time does not go back, and lies near the engine's time while it decides", async () => {
  const { chain, good } = await prepared();
  const at = (seconds: bigint) => forged(good, ({ header }) => void (header.blockTimestamp = seconds));
  assertRefused(chain, at(testNow - 1n), "wrong-time", /before the last block's/);
  const verdict = (bytes: Uint8Array, unixSeconds: bigint, toleranceSeconds: bigint): string => {
    const found = chain.verifier.verify(bytes, { unixSeconds, toleranceSeconds });
    return found.kind === "valid" ? "valid" : found.fault.kind;
  };
  for (const distance of [-6n, 6n]) {
    assert.equal(verdict(good, testNow + distance, 6n), "valid");
    assert.equal(verdict(good, testNow + distance, 5n), "wrong-time");
  }
  // Without an engine's time, as in sync, a later block is good however late it is.
  assert.equal(chain.verifier.verify(at(testNow + 1n)).kind, "valid");
});

test("the chain's own block_timeout narrows the engine's tolerance", async () => {
  const config = testChainConfig();
  if (config.block !== undefined) Object.assign(config.block, { blockTimestampVerify: true, blockTimeout: 10 });
  const builder = await openTestChain({ config });
  const chain = await openTestChain({ config });
  await installContracts(builder, "alpha");
  const bytes = builder.ledger.getBlock(1n)?.blockInfoBytes ?? emptyBytes;
  const kinds = [10n, 11n].map(
    (distance) => chain.verifier.verify(bytes, { unixSeconds: testNow + distance, toleranceSeconds: 60n }).kind,
  );
  assert.deepEqual(kinds, ["valid", "invalid"]);
  assert.equal(chain.verifier.verify(bytes).kind, "valid");
});

test("a proposer whose clock goes back keeps the time of its last block", async () => {
  const chain = await openTestChain();
  chain.clock.seconds += 5n;
  await installContracts(chain, "alpha");
  chain.clock.seconds -= 3n;
  chain.send(callTx("1", "bump", { key: "n" }));
  await chain.makeBlock();
  const times = [1n, 2n].map((height) => headerOf(chain.ledger.getBlock(height)?.blockInfoBytes ?? emptyBytes));
  assert.deepEqual(
    times.map(({ blockTimestamp }) => blockTimestamp - testNow),
    [5n, 5n],
  );
});

test("the proposer must be a consensus node and must have signed", async () => {
  const { chain, good } = await prepared();
  const parts = decode(good);
  parts.header.signature = parts.header.signature.toReversed();
  assertRefused(chain, toBinary(BlockInfoSchema, parts.info), "wrong-proposer", /verification|failed/);
  const asClient = {
    member: create(MemberSchema, { orgId: client.orgId, memberInfo: new TextEncoder().encode(client.certificatePem) }),
    sign: (m: Uint8Array) => client.privateKey.sign(m, "SHA256"),
  };
  assertRefused(
    chain,
    forged(good, ({ header }) => void (header.proposer = asClient.member), asClient),
    "wrong-proposer",
    /requirement/,
  );
});

test("transactions must be new, alone where they must be, and allowed", async () => {
  const { chain, good } = await prepared();
  const add = (tx: ReturnType<typeof callTx>) =>
    forged(good, ({ header, txs, info }) => {
      const result = txs[0]?.result;
      assert.ok(result);
      txs.push(decodeTx(tx, resultComparisonBytes(result)));
      header.txCount = txs.length;
      info.rwsetList = [];
    });
  assertRefused(chain, add(callTx("1", "get", { key: "k" })), "wrong-transactions", /twice/);
  assertRefused(chain, add(callTx("install-alpha", "get", { key: "k" })), "wrong-transactions", /already on the chain/);
  assertRefused(chain, add(installTx("beta")), "wrong-transactions", /alone/);
  const unknown = testMember(1, "user/unknown");
  assertRefused(
    chain,
    add(signTx({ sender: unknown, txId: "9", contract: "alpha", method: "get" })),
    "wrong-transactions",
    /authentation/,
  );
  assertRefused(
    chain,
    forged(good, ({ header }) => void (header.txCount = 2)),
    "wrong-transactions",
    /tx_count/,
  );
});

test("results, rwsets and roots must equal own execution", async () => {
  const { chain, good } = await prepared();
  assertRefused(
    chain,
    forged(good, ({ txs }) => void (txs[0]?.result && (txs[0].result.message = "x"))),
    "wrong-execution",
    /tx 1: result/,
  );
  assertRefused(
    chain,
    forged(good, ({ txs }) => void (txs[1]?.result && (txs[1].result.rwSetHash = new Uint8Array(32)))),
    "wrong-execution",
    /tx 2: rw_set_hash/,
  );
  assertRefused(
    chain,
    forged(good, ({ info }) => void info.rwsetList[0]?.txWrites.pop()),
    "wrong-execution",
    /tx 1: rwset/,
  );
  assertRefused(
    chain,
    forged(good, ({ info }) => void info.rwsetList.pop()),
    "wrong-execution",
    /rwset_list/,
  );
  assertRefused(
    chain,
    forged(good, ({ header }) => void (header.txRoot = new Uint8Array(32))),
    "wrong-execution",
    /txRoot/,
  );
  assertRefused(
    chain,
    forged(good, ({ header }) => void (header.rwSetRoot = new Uint8Array(32))),
    "wrong-execution",
    /rwSetRoot/,
  );
});

test("the graph must fit the transactions, but is not rebuilt", async () => {
  const { chain, good } = await prepared();
  const withDag = (neighbors: number[][]) =>
    forged(good, ({ block, header }) => {
      assert.ok(block.dag);
      block.dag.vertexes = neighbors.map((list) => ({ $typeName: "common.DAG.Neighbor", neighbors: list }));
      header.dagHash = dagHash("SHA256", dagBytesOf(block));
    });
  assert.equal(chain.verifier.verify(withDag([[], [0], [0, 1]])).kind, "valid");
  assertRefused(chain, withDag([[], [0]]), "wrong-graph", /vertexes/);
  assertRefused(chain, withDag([[], [0], [2]]), "wrong-graph", /neighbour/);
  assertRefused(chain, withDag(Array.from({ length: 100 }, () => [])), "wrong-graph", /200 bytes for 3 txs/);
});

const dagBytesOf = ({ dag }: Block): Uint8Array => (dag === undefined ? emptyBytes : toBinary(DAGSchema, dag));

/** A transaction as a message, with a result. */
function decodeTx(tx: TxView, resultBytes: Uint8Array): Transaction {
  return fromBinary(TransactionSchema, tx.toTransactionBytes(resultBytes));
}

test("while validators decide, a transaction must be timely at the block's time; once decided it is good for ever", async () => {
  const builder = await openTestChain();
  const chain = await openTestChain();
  await installContracts(builder, "alpha");
  const bytes = builder.ledger.getBlock(1n)?.blockInfoBytes ?? emptyBytes;
  const later = (seconds: bigint): Uint8Array =>
    forged(bytes, ({ header }) => void (header.blockTimestamp = testNow + seconds));
  const deciding = (seconds: bigint) =>
    chain.verifier.verify(later(seconds), { unixSeconds: testNow + seconds, toleranceSeconds: 30n });
  assert.equal(deciding(600n).kind, "valid");
  const verdict = deciding(601n);
  assert.deepEqual(verdict.kind === "invalid" && verdict.fault, {
    kind: "wrong-transactions",
    message: "tx install-alpha: TxTimestamp error",
  });
  assert.equal(chain.verifier.verify(later(601n)).kind, "valid");
});
