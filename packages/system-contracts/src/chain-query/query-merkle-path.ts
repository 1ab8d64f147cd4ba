import { bytesToBase64 } from "@yanta/bytes";
import { hashBytes, type HashAlgorithm } from "@yanta/crypto";
import {
  decodeMessage,
  encodeMessage,
  hashAlgorithmOf,
  merklePath,
  merkleTree,
  scanOwnBlockInfo,
  TransactionSchema,
} from "@yanta/protocol";
import type { NativeMethod } from "../interface.ts";
import { refuse, succeedWithText } from "../outcome.ts";
import { isArchived } from "./archived-contents.ts";
import { blockOfTx, noSuch } from "./query-blocks.ts";
import { parseQuery } from "./query-parameters.ts";
import { archivedBlock } from "./store-texts.ts";

/**
 * GET_MERKLE_PATH_BY_TX_ID: JSON array of base64 node hashes from the leaf up, `null` for a block of one transaction.
 * The path is the one that ChainMaker's library returns, wrong neighbours included.
 *
 * Spec: system-contracts.md §2; vector merkle.json.
 */
export const getMerklePathByTxId: NativeMethod = (context, parameters) => {
  const parsed = parseQuery(parameters, "txId");
  if (parsed.kind === "refused") return refuse(parsed.message);
  const location = context.ledger.getTxLocation(parsed.query.txId);
  const record = blockOfTx(context, parsed.query);
  if (location === undefined || record === undefined) return noSuch(context, "block");
  if (isArchived(context, record)) return refuse(`get block failed, ${archivedBlock}`);
  const algorithm = hashAlgorithmOf(context.chainConfig);
  const leaves = scanOwnBlockInfo(record.blockInfoBytes).txBytes.map((bytes) => hashStoredTx(algorithm, bytes));
  const path = merklePath(merkleTree(algorithm, leaves), location.index);
  return succeedWithText(path.length === 0 ? "null" : JSON.stringify(path.map(bytesToBase64)));
};

/** The leaf of a stored transaction: gas used is left out (block version 2300 and later). Spec: ledger.md §2. */
function hashStoredTx(algorithm: HashAlgorithm, bytes: Uint8Array): Uint8Array {
  const tx = decodeMessage(TransactionSchema, bytes);
  if (tx.result?.contractResult !== undefined) tx.result.contractResult.gasUsed = 0n;
  return hashBytes(algorithm, encodeMessage(TransactionSchema, tx));
}
