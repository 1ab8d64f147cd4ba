import assert from "node:assert/strict";
import { test } from "node:test";
import { clone, create, toBinary } from "@bufbuild/protobuf";
import { concatBytes, utf8ToBytes } from "@yanta/bytes";
import { installTx, testNow } from "@yanta/chain/testing";
import {
  BlockHeaderSchema,
  ChainConfigSchema,
  encodeBlockInfo,
  scanOwnBlockInfo,
  TxRWSetSchema,
} from "@yanta/protocol";
import { BlockIdFlag, CommitSchema, HeaderSchema, SignedHeaderSchema } from "../../gen/cometbft/types_pb.js";
import { openEngineNode, testEngineBinding, testEngineGenesis, testEngineKey } from "../../testing/engine-node.ts";
import { FakeEngine } from "../../testing/fake-engine.ts";
import { ManualTime } from "../../testing/manual-time.ts";
import { appHash, bindingsDigest, firstDigest, nextDigest } from "../app/app-hash.ts";
import { encodeAdditionalData, readEngineData } from "../app/engine-data.ts";
import { encodeBlockTx } from "../app/engine-tx.ts";
import { engineAddress } from "../engine/engine-keys.ts";
import { CertificateChecker } from "./certificate-checker.ts";
import { checkBlockCertificate } from "./check-block-certificate.ts";
import { engineDataHash, engineHeaderHash, engineValidatorsHash, voteSignBytes } from "./engine-hashes.ts";
import { encodeSignedHeader } from "./signed-header.ts";

const { config, appState } = testEngineGenesis(4);
const bindings = [1, 2, 3, 4].map((org) => testEngineBinding(org));
const engine = new FakeEngine("chain1", appState);
const node = await openEngineNode({ index: 0, appState, config, time: new ManualTime(testNow), engine });
await engine.handshake();
node.chain.send(installTx("alpha"));
await engine.apply(await engine.prepare(testNow));
const { ledger } = node.chain;

/** A certificate of block 1 by some of the validators. */
function certificateBy(...orgs: readonly number[]): Uint8Array {
  return certificateOf(bindings, orgs);
}

function certificateOf(validators: typeof bindings, voters: readonly number[]): Uint8Array {
  const blockBytes = exactBytes(ledger.getBlock(1n)?.blockInfoBytes ?? new Uint8Array());
  const before = firstDigest(ledger.getBlock(0n)?.blockHash ?? new Uint8Array());
  return certify({ engineHeight: 1n, blockBytes, before, validators, voters });
}

/** What the engine's block carries of a stored block. */
function exactBytes(blockInfoBytes: Uint8Array): Uint8Array {
  const { headerBytes, dagBytes, txBytes } = scanOwnBlockInfo(blockInfoBytes);
  return encodeBlockInfo({ headerBytes, dagBytes, txBytes, rwSetBytes: [] });
}

interface Commitment {
  readonly engineHeight: bigint;
  readonly blockBytes: Uint8Array;
  /** Digest of the chain before the block. */
  readonly before: Uint8Array;
  readonly validators: typeof bindings;
  readonly voters: readonly number[];
}

function certify({ engineHeight, blockBytes, before, validators, voters }: Commitment): Uint8Array {
  const header = create(HeaderSchema, {
    chainId: "chain1",
    height: engineHeight,
    dataHash: engineDataHash([encodeBlockTx(blockBytes)]),
    validatorsHash: engineValidatorsHash(validators.map(({ engineKey }) => ({ engineKey, power: 1n }))),
    appHash: appHash(bindingsDigest(bindings), before),
  });
  const blockId = { hash: engineHeaderHash(header), partSetHeader: { total: 1, hash: new Uint8Array(32) } };
  const commit = create(CommitSchema, { height: engineHeight, blockId });
  commit.signatures = voters.map((org) => {
    const key = testEngineKey(org);
    const vote = {
      $typeName: "cometbft.types.CommitSig" as const,
      blockIdFlag: BlockIdFlag.COMMIT,
      validatorAddress: engineAddress(key.publicKey.keyBits),
      signature: new Uint8Array(),
    };
    return { ...vote, signature: key.sign(voteSignBytes("chain1", commit, vote), "SHA256") };
  });
  return encodeSignedHeader(create(SignedHeaderSchema, { header, commit }));
}

const check = (height: bigint, certificate?: Uint8Array) =>
  checkBlockCertificate({ ledger, chainId: "chain1", height, bindings, ...(certificate && { certificate }) });

test("a stored block holds by the votes of the validators that were in force", () => {
  assert.equal(check(1n, certificateBy(1, 2, 3)).kind, "valid");
  assert.equal(check(1n, certificateBy(4, 2, 1)).kind, "valid");
});

test("too few votes, a stranger's, or the same twice do not", () => {
  assert.equal(check(1n, certificateBy(1, 2)).kind, "invalid");
  assert.equal(check(1n, certificateBy(1, 2, 5)).kind, "invalid");
  assert.equal(check(1n, certificateBy(1, 2, 2)).kind, "invalid");
  assert.equal(check(1n, concatBytes(certificateBy(1, 2, 3), Uint8Array.of(0xff))).kind, "invalid");
});

test("the same from the blocks alone, from genesis on", () => {
  const withCertificate = (certificate: Uint8Array): Uint8Array => {
    const record = ledger.getBlock(1n);
    assert.ok(record !== undefined);
    const data = readEngineData(record);
    assert.ok(data !== undefined);
    const additionalDataBytes = encodeAdditionalData({ ...data, certificate });
    return encodeBlockInfo({ ...scanOwnBlockInfo(record.blockInfoBytes), additionalDataBytes });
  };
  const kinds = [certificateBy(1, 2, 3), certificateBy(1, 2), undefined].map((certificate) => {
    const checker = new CertificateChecker("chain1", bindings);
    const genesis = checker.add(ledger.getBlock(0n)?.blockInfoBytes ?? new Uint8Array());
    assert.equal(genesis.kind, "absent");
    const bytes = ledger.getBlock(1n)?.blockInfoBytes ?? new Uint8Array();
    return checker.add(certificate === undefined ? bytes : withCertificate(certificate)).kind;
  });
  assert.deepEqual(kinds, ["valid", "invalid", "absent"]);
});

test("validators that a block without a certificate brings prove nothing", () => {
  const genesis = ledger.getBlock(0n)?.blockInfoBytes ?? new Uint8Array();
  const parts = scanOwnBlockInfo(genesis);
  const own = clone(ChainConfigSchema, config);
  if (own.consensus !== undefined) own.consensus.nodes = own.consensus.nodes.slice(0, 1);
  const write = {
    contractName: "CHAIN_CONFIG",
    key: utf8ToBytes("CHAIN_CONFIG"),
    value: toBinary(ChainConfigSchema, own),
  };
  const forged = encodeBlockInfo({
    ...parts,
    headerBytes: toBinary(BlockHeaderSchema, { ...parts.header, blockHeight: 1n }),
    rwSetBytes: [toBinary(TxRWSetSchema, create(TxRWSetSchema, { txWrites: [write] }))],
  });
  const record = ledger.getBlock(1n);
  const data = record && readEngineData(record);
  assert.ok(record !== undefined && data !== undefined);
  const additionalDataBytes = encodeAdditionalData({ ...data, certificate: certificateOf(bindings.slice(0, 1), [1]) });
  const next = encodeBlockInfo({ ...scanOwnBlockInfo(record.blockInfoBytes), additionalDataBytes });
  const checker = new CertificateChecker("chain1", bindings);
  const kinds = [genesis, forged, next].map((bytes) => checker.add(bytes).kind);
  assert.deepEqual(kinds, ["absent", "absent", "absent"]);
});

/** Three blocks on the genesis: the first takes the fourth organisation's vote away. `told` are the engine heights that a stranger tells. */
function changeOfValidators(told: readonly bigint[], hasCertificate: readonly boolean[]): readonly Uint8Array[] {
  const genesis = ledger.getBlock(0n);
  assert.ok(genesis !== undefined);
  const three = clone(ChainConfigSchema, config);
  if (three.consensus !== undefined) three.consensus.nodes = three.consensus.nodes.slice(0, 3);
  const write = {
    contractName: "CHAIN_CONFIG",
    key: utf8ToBytes("CHAIN_CONFIG"),
    value: toBinary(ChainConfigSchema, three),
  };
  const parts = scanOwnBlockInfo(genesis.blockInfoBytes);
  let before = firstDigest(genesis.blockHash);
  const blocks = [5n, 6n, 8n].map((engineHeight, index) => {
    const headerBytes = toBinary(BlockHeaderSchema, { ...parts.header, blockHeight: BigInt(index + 1) });
    const rwSetBytes =
      index === 0 ? [toBinary(TxRWSetSchema, create(TxRWSetSchema, { txWrites: [write] }))] : [new Uint8Array()];
    const blockInfoBytes = encodeBlockInfo({ ...parts, headerBytes, rwSetBytes });
    const blockBytes = exactBytes(blockInfoBytes);
    const validators = index < 2 ? bindings : bindings.slice(0, 3);
    const certificate = hasCertificate[index]
      ? certify({ engineHeight, blockBytes, before, validators, voters: [1, 2, 3] })
      : undefined;
    before = nextDigest(before, engineHeight, encodeBlockTx(blockBytes));
    const additionalDataBytes = encodeAdditionalData({
      engineHeight: told[index] ?? engineHeight,
      digest: before,
      certificate,
    });
    return encodeBlockInfo({ ...parts, headerBytes, rwSetBytes, additionalDataBytes });
  });
  return [genesis.blockInfoBytes, ...blocks];
}

test("a change without a certificate counts once a later block that is certified by those before covers it", () => {
  const kinds = (told: readonly bigint[], hasCertificate: readonly boolean[]): string[] => {
    const checker = new CertificateChecker("chain1", bindings);
    return changeOfValidators(told, hasCertificate).map((bytes) => checker.add(bytes).kind);
  };
  assert.deepEqual(kinds([], [true, true, true]), ["absent", "valid", "valid", "valid"]);
  assert.deepEqual(kinds([], [false, true, true]), ["absent", "absent", "valid", "valid"]);
  assert.deepEqual(kinds([], [false, false, true]), ["absent", "absent", "absent", "absent"]);
  // Told to be later or earlier than it was: no certified block is taken for what its signers did not see.
  assert.deepEqual(kinds([7n], [false, true, true]), ["absent", "absent", "invalid", "invalid"]);
  assert.deepEqual(kinds([4n], [false, true, true]), ["absent", "absent", "absent", "absent"]);
  assert.deepEqual(kinds([5n, 7n], [true, false, true]), ["absent", "valid", "absent", "invalid"]);
});

test("a certificate from the engine stands for one that was not stored", () => {
  const checker = new CertificateChecker("chain1", bindings);
  for (const height of [0n, 1n]) {
    const bytes = ledger.getBlock(height)?.blockInfoBytes ?? new Uint8Array();
    const verdict = checker.add(bytes, height === 0n ? undefined : certificateBy(1, 2, 3));
    assert.equal(verdict.kind, height === 0n ? "absent" : "valid");
  }
});

test("bindings that the genesis does not name are passed over", () => {
  const checker = new CertificateChecker("chain1", [...bindings, { ...testEngineBinding(1), nodeId: "QmOther" }]);
  checker.add(ledger.getBlock(0n)?.blockInfoBytes ?? new Uint8Array());
  const verdict = checker.add(ledger.getBlock(1n)?.blockInfoBytes ?? new Uint8Array(), certificateBy(1, 2, 3));
  assert.equal(verdict.kind, "valid");
});

test("without an engine or a certificate nothing is claimed", () => {
  assert.equal(check(0n).kind, "absent");
  assert.equal(check(1n).kind, "absent");
  assert.equal(check(9n).kind, "absent");
});
