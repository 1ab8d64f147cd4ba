import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { signTx, testChainConfig, testMember } from "@yanta/chain/testing";
import { hashBytes } from "@yanta/crypto";
import { createTxView, decodeMessage, encodeMessage, MemberType, TxRequestSchema, type TxView } from "@yanta/protocol";
import { bytesToUtf8, equalBytes } from "@yanta/bytes";
import { CodedError } from "@yanta/errors";
import { collectChainProof } from "./collect/collect-chain-proof.ts";
import type { BlockProof, ChainProof, TransactionProof, TrustRoots } from "./interface.ts";
import { clientOf, makeChain } from "./testing/made-chain.ts";
import { verifyChainProof } from "./verify-chain-proof.ts";

const chain = await makeChain();
const client = clientOf(chain);
const genesis = chain.ledger.getBlock(0n);
assert.ok(genesis);
const roots: TrustRoots = {
  genesisHash: genesis.blockHash,
  certificates: chain.chain.config.trustRoots.flatMap(({ root }) => root),
};
const all = ["a0", "a3", "a4", "b0", "c1"];
const proof = await collectChainProof(client, { txIds: all, bindings: [] });

const seed = Number(process.env["YANTA_SEED"] ?? Date.now() % 1_000_000);

/** The code that a proof is refused with. */
function refusalOf(changed: ChainProof, trusted = roots): string {
  try {
    verifyChainProof(changed, trusted);
  } catch (error) {
    assert.ok(error instanceof CodedError, String(error));
    return error.code;
  }
  return "none";
}

describe("verifyChainProof", () => {
  it("proves transactions of a solo chain across a change of its configuration", () => {
    const verified = verifyChainProof(proof, roots);
    assert.equal(verified.chainId, "chain1");
    assert.equal(verified.decider, "solo");
    assert.deepEqual(
      verified.configurations.map(({ height }) => height),
      [0n, 4n],
    );
    assert.deepEqual(
      verified.transactions.map(({ txId, height, index }) => [txId, height, index]),
      [
        ["a0", 2n, 0],
        ["a3", 2n, 3],
        ["a4", 2n, 4],
        ["b0", 3n, 0],
        ["c1", 5n, 1],
      ],
    );
    const [first] = verified.transactions;
    assert.ok(first);
    assert.equal(first.sender.orgId, "wx-org1.chainmaker.org");
    assert.equal(first.sender.memberId, "client1.sign.wx-org1.chainmaker.org");
    assert.equal(first.block.proposer?.role, "CONSENSUS");
    assert.deepEqual([first.contract, first.method, first.code], ["alpha", "put", 0]);
    assert.ok(first.writes.some(({ value }) => bytesToUtf8(value).includes("value of a0")));
    assert.deepEqual(verified.orgsAddedByChain, []);
  });

  it("refuses roots that are not the chain's", () => {
    assert.equal(refusalOf(proof, { ...roots, genesisHash: new Uint8Array(32) }), "PROOF_GENESIS_FOREIGN");
    assert.equal(refusalOf(proof, { ...roots, certificates: roots.certificates.slice(1) }), "PROOF_AUTHORITY_UNKNOWN");
    assert.equal(refusalOf(proof, { ...roots, certificates: [] }), "none");
  });

  it("takes no block of an organisation that has no consensus node, when no votes decide", async () => {
    const config = testChainConfig();
    if (config.consensus !== undefined) config.consensus.nodes = config.consensus.nodes.slice(1);
    const other = await makeChain({ config });
    const foreign = await collectChainProof(clientOf(other), { txIds: ["a0"], bindings: [] });
    const genesisHash = other.ledger.getBlock(0n)?.blockHash ?? assert.fail();
    assert.equal(refusalOf(foreign, { genesisHash, certificates: [] }), "PROOF_BLOCK_INVALID");
  });

  it("knows a sender by the hash of the certificate, when the certificate is there", async () => {
    const other = await makeChain();
    const member = testMember(2, "user/client1");
    other.send(signTx({ sender: member, txId: "add", contract: "CERT_MANAGE", method: "CERT_ADD" }));
    await other.makeBlock();
    const hash = hashBytes("SHA256", member.certificate.der);
    other.send(
      byHash(
        signTx({ sender: member, txId: "short", contract: "alpha", method: "put", parameters: { key: "k" } }),
        hash,
      ),
    );
    await other.makeBlock();
    const short = await collectChainProof(clientOf(other), { txIds: ["short"], bindings: [] });
    const trusted = { genesisHash: other.ledger.getBlock(0n)?.blockHash ?? assert.fail(), certificates: [] };
    assert.equal(verifyChainProof(short, trusted).transactions[0]?.sender.orgId, "wx-org2.chainmaker.org");
    assert.equal(refusalOf({ ...short, certificates: [] }, trusted), "PROOF_SENDER_REFUSED");
    const strange = [testMember(2, "user/admin1").certificatePem];
    assert.equal(refusalOf({ ...short, certificates: strange }, trusted), "PROOF_SENDER_REFUSED");
    assert.equal(refusalOf({ ...short, certificates: ["x"] }, trusted), "PROOF_MALFORMED");
  });

  it("needs every configuration, in its order", () => {
    const { configurations } = proof;
    const [first, second] = configurations;
    assert.ok(first && second);
    assert.equal(refusalOf({ ...proof, configurations: [] }), "PROOF_CONFIG_MISSING");
    assert.equal(refusalOf({ ...proof, configurations: [first] }), "PROOF_CONFIG_MISSING");
    assert.equal(refusalOf({ ...proof, configurations: [second] }), "PROOF_CONFIG_MISSING");
    assert.equal(refusalOf({ ...proof, configurations: [first, second, second] }), "PROOF_CONFIG_MISSING");
    const [call] = proof.transactions;
    assert.ok(call);
    assert.equal(refusalOf({ ...proof, configurations: [first, call, second] }), "PROOF_CONFIG_INVALID");
  });

  it("refuses what was left out, swapped or doubled", () => {
    const { blocks, transactions } = proof;
    const [one, two] = transactions;
    assert.ok(one && two);
    assert.equal(refusalOf({ ...proof, blocks: blocks.slice(1) }), "PROOF_MALFORMED");
    assert.equal(refusalOf({ ...proof, blocks: [...blocks, ...blocks.slice(0, 1)] }), "PROOF_MALFORMED");
    assert.equal(refusalOf({ ...proof, transactions: [one, one] }), "PROOF_MALFORMED");
    const swap = (change: Partial<TransactionProof>): ChainProof => ({
      ...proof,
      transactions: [{ ...one, ...change }],
    });
    for (const change of [
      { transactionBytes: two.transactionBytes },
      { rwSetBytes: two.rwSetBytes },
      { path: two.path },
      { index: 1 },
      { index: -1 },
      { index: 5 },
      { index: 0.5 },
      { height: 3n },
      { path: [...one.path, new Uint8Array(32)] },
      { path: one.path.slice(1) },
      { path: one.path.map(() => new Uint8Array(31)) },
    ])
      assert.equal(refusalOf(swap(change)), "PROOF_TRANSACTION_INVALID", JSON.stringify(Object.keys(change)));
  });

  it("does not take an inner node of the tree for a transaction", () => {
    const [one] = proof.transactions;
    assert.ok(one);
    assert.equal(
      refusalOf({
        ...proof,
        transactions: [{ ...one, transactionBytes: new Uint8Array(64), path: one.path.slice(1) }],
      }),
      "PROOF_MALFORMED",
    );
  });

  it(`refuses a proof with any byte of it changed (seed ${seed})`, () => {
    const parts = changeableParts(proof);
    fc.assert(
      fc.property(fc.nat(), fc.nat(), fc.integer({ min: 1, max: 255 }), (part, place, mask) => {
        const { bytes, put } = parts[part % parts.length] ?? assert.fail();
        const changed = bytes.slice();
        const at = place % changed.length;
        changed[at] = (changed[at] ?? 0) ^ mask;
        const code = refusalOf(put(changed));
        assert.match(code, /^(PROOF|PROTOCOL|IDENTITY)_/, `byte ${at} of part ${part % parts.length}`);
      }),
      { seed, numRuns: 120 },
    );
  });

  it(`refuses a proof that was cut off anywhere (seed ${seed})`, () => {
    const parts = changeableParts(proof);
    fc.assert(
      fc.property(fc.nat(), fc.nat(), (part, place) => {
        const { bytes, put } = parts[part % parts.length] ?? assert.fail();
        assert.notEqual(refusalOf(put(bytes.subarray(0, place % bytes.length))), "none");
      }),
      { seed, numRuns: 60 },
    );
  });
});

/** The request with its sender named by a certificate's hash; signatures are over the payload. */
function byHash(tx: TxView, hash: Uint8Array): TxView {
  const request = decodeMessage(TxRequestSchema, tx.toRequestBytes());
  if (request.sender?.signer !== undefined) {
    request.sender.signer.memberType = MemberType.CERT_HASH;
    request.sender.signer.memberInfo = hash;
  }
  return createTxView(encodeMessage(TxRequestSchema, request));
}

/** Each byte array of a proof, and the proof with another in its place. */
function changeableParts(whole: ChainProof) {
  const parts: { readonly bytes: Uint8Array; readonly put: (changed: Uint8Array) => ChainProof }[] = [];
  whole.blocks.forEach((block, index) => {
    const put = (change: Partial<BlockProof>): ChainProof => ({
      ...whole,
      blocks: whole.blocks.with(index, { ...block, ...change }),
    });
    parts.push({ bytes: block.headerBytes, put: (headerBytes) => put({ headerBytes }) });
  });
  for (const list of ["configurations", "transactions"] as const)
    whole[list].forEach((each, index) => {
      const put = (change: Partial<TransactionProof>): ChainProof => ({
        ...whole,
        [list]: whole[list].with(index, { ...each, ...change }),
      });
      parts.push({ bytes: each.transactionBytes, put: (transactionBytes) => put({ transactionBytes }) });
      parts.push({ bytes: each.rwSetBytes, put: (rwSetBytes) => put({ rwSetBytes }) });
      each.path.forEach((hash, level) =>
        parts.push({ bytes: hash, put: (changed) => put({ path: each.path.with(level, changed) }) }),
      );
    });
  assert.ok(parts.every(({ bytes, put }) => !equalBytes(bytes, new Uint8Array()) && refusalOf(put(bytes)) === "none"));
  return parts;
}
