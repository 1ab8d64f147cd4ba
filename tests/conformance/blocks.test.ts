import assert from "node:assert/strict";
import { fromJson, type JsonValue } from "@bufbuild/protobuf";
import { bytesToBinaryString, bytesToHex } from "@yanta/bytes";
import { hashBytes, type HashAlgorithm, parseCertificate } from "@yanta/crypto";
import {
  type BlockInfo,
  blockHash,
  BlockInfoSchema,
  blockSigningMessage,
  BlockHeaderSchema,
  dagHash,
  decodeMessage,
  DAGSchema,
  type EndorsementEntry,
  encodeMessage,
  encodeTxRwSet,
  hashRwSet,
  hashTransaction,
  type Member,
  MemberType,
  ResultSchema,
  rwSetRoot,
  scanBlockInfo,
  splitTransaction,
  tbft,
  txRoot,
} from "@yanta/protocol";
import { checkCase } from "./check-cases.ts";
import { listVectorFiles, readVectorJson } from "./vectors-folder.ts";

const quorumKey = "TBFTAddtionalDataKey";

for (const file of listVectorFiles().filter((each) => each.startsWith("blocks/") && each.endsWith(".json"))) {
  checkCase(file, () => {
    const vector = readVectorJson(file);
    const info = fromJson(BlockInfoSchema, vector?.value as JsonValue);
    checkBlock(info, certificateHash(info));
  });
}

function checkBlock(info: BlockInfo, algorithm: HashAlgorithm): void {
  const scanned = scanBlockInfo(encodeMessage(BlockInfoSchema, info));
  const { header } = scanned;
  assert.equal(bytesToHex(blockHash(algorithm, header)), bytesToHex(header.blockHash));
  assert.equal(bytesToHex(encodeMessage(BlockHeaderSchema, header)), bytesToHex(scanned.headerBytes));
  assert.equal(bytesToHex(dagHash(algorithm, scanned.dagBytes ?? new Uint8Array(0))), bytesToHex(header.dagHash));
  assert.equal(decodeMessage(DAGSchema, scanned.dagBytes ?? new Uint8Array(0)).vertexes.length, header.txCount);

  const results = scanned.txBytes.map((bytes) => {
    const { tx, resultBytes } = splitTransaction(bytes);
    return { tx, result: decodeMessage(ResultSchema, resultBytes ?? assert.fail("a transaction without result")) };
  });
  const txHashes = results.map(({ tx, result }) =>
    hashTransaction({ algorithm, blockVersion: header.blockVersion, tx, result }),
  );
  assert.equal(bytesToHex(txRoot(algorithm, txHashes)), bytesToHex(header.txRoot));
  const rwSetHashes = scanned.rwSetBytes.map((bytes) => hashRwSet(algorithm, bytes));
  assert.deepEqual(
    rwSetHashes.map(bytesToHex),
    results.map(({ result }) => bytesToHex(result.rwSetHash)),
  );
  assert.equal(bytesToHex(rwSetRoot(algorithm, rwSetHashes)), bytesToHex(header.rwSetRoot));
  for (const [index, rwSet] of info.rwsetList.entries()) {
    const toRow = (item: { contractName: string; key: Uint8Array; value: Uint8Array }) => ({
      contract: item.contractName,
      key: bytesToBinaryString(item.key),
      value: item.value,
    });
    const encoded = encodeTxRwSet({
      txId: rwSet.txId,
      reads: rwSet.txReads.map(toRow),
      writes: rwSet.txWrites.map(toRow),
    });
    assert.equal(bytesToHex(encoded), bytesToHex(scanned.rwSetBytes[index] ?? assert.fail("an rwset is missing")));
  }
  checkSignature({ signer: header.proposer, signature: header.signature }, blockSigningMessage(header));
  for (const { tx } of results)
    checkTransactionSignatures(tx.payloadBytes, [tx.sender, ...tx.endorsers, tx.payer], info);
  checkQuorum(info);
}

/** A signer may name its certificate by hash: checked when the block holds that certificate elsewhere, else left aside. */
function checkTransactionSignatures(
  message: Uint8Array,
  entries: readonly (EndorsementEntry | undefined)[],
  info: BlockInfo,
): void {
  for (const entry of entries) {
    if (entry?.signer === undefined) continue;
    if (entry.signer.memberType === MemberType.CERT) checkSignature(entry, message);
    else if (entry.signer.memberType === MemberType.CERT_HASH) {
      const wanted = bytesToHex(entry.signer.memberInfo);
      const known = certificateMembers(info).find(
        (member) => bytesToHex(hashBytes(certificateHash(info), parseCertificate(member.memberInfo).der)) === wanted,
      );
      if (known !== undefined) checkSignature({ signer: known, signature: entry.signature }, message);
    }
  }
}

/** The precommits over the block hash in the additional data: each signs its vote without the endorsement. */
function checkQuorum(info: BlockInfo): void {
  const bytes = info.block?.additionalData?.extraData[quorumKey];
  if (bytes === undefined) return;
  const votes = Object.values(decodeMessage(tbft.VoteSetSchema, bytes).votes);
  assert.ok(votes.length > 0);
  for (const vote of votes) {
    assert.equal(bytesToHex(vote.hash), bytesToHex(info.block?.header?.blockHash ?? new Uint8Array(0)));
    const { endorsement, ...signed } = vote;
    checkSignature(endorsement ?? assert.fail("a vote without endorsement"), encodeMessage(tbft.VoteSchema, signed));
  }
}

function checkSignature(entry: { signer?: Member | undefined; signature: Uint8Array }, message: Uint8Array): void {
  const certificate = parseCertificate(entry.signer?.memberInfo ?? assert.fail("no signer"));
  assert.ok(certificate.publicKey.verify(message, entry.signature, certificate.signatureHash));
}

/** The chain's hash, read off the proposer's certificate: a block does not name it. */
function certificateHash(info: BlockInfo): HashAlgorithm {
  return parseCertificate(info.block?.header?.proposer?.memberInfo ?? assert.fail("no proposer")).signatureHash;
}

function certificateMembers(info: BlockInfo): readonly Member[] {
  const entries = (info.block?.txs ?? []).flatMap((tx) => [tx.sender, ...tx.endorsers, tx.payer]);
  const members = [info.block?.header?.proposer, ...entries.map((entry) => entry?.signer)];
  return members.filter((member) => member !== undefined).filter((member) => member.memberType === MemberType.CERT);
}
