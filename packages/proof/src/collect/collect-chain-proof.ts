import { bytesToHex, bytesToUtf8 } from "@yanta/bytes";
import { type HashAlgorithm, isHashAlgorithm } from "@yanta/crypto";
import {
  CertInfosSchema,
  decodeMessage,
  MemberType,
  scanBlockInfo,
  type ScannedBlockInfo,
  splitTransaction,
  TxRWSetSchema,
} from "@yanta/protocol";
import { type Client, getTransaction, queryContract } from "@yanta/sdk";
import { isSolo, writtenConfig } from "../configuration.ts";
import { proofErrors } from "../errors.ts";
import type { BlockProof, ChainProof, TransactionProof } from "../interface.ts";
import { linkBlocksMax, proofConfigurationsMax, proofTransactionsMax } from "../limits.ts";
import { proveBlock, proveTransaction } from "./prove-transaction.ts";

export interface CollectOptions {
  /** Transactions to prove; each once, in any order. */
  readonly txIds: readonly string[];
  /** JSON texts of the engine bindings that the network was started with; none for a solo chain. */
  readonly bindings: readonly string[];
  readonly signal?: AbortSignal;
}

/**
 * Reads from a node what proves some transactions. Nothing is judged here but what is needed to go on: `verifyChainProof` does, with trust roots that do not come
 * from the node. Errors: PROOF_NODE_ANSWER, PROOF_TOO_LARGE, and those of queries.
 */
export async function collectChainProof(client: Client, options: CollectOptions): Promise<ChainProof> {
  const { txIds, bindings, signal } = options;
  if (txIds.length > proofTransactionsMax)
    throw proofErrors.create("PROOF_TOO_LARGE", { what: "the list of transactions", max: proofTransactionsMax });
  const reader = new BlockReader(client, signal);
  const genesis = await reader.read(0n);
  const config = writtenConfig(decodeMessage(TxRWSetSchema, genesis.rwSetBytes[0] ?? new Uint8Array(0)), 0n);
  const algorithm = config.crypto?.hash ?? "SHA256";
  if (!isHashAlgorithm(algorithm)) throw proofErrors.create("PROOF_NODE_ANSWER", { reason: `hash ${algorithm}` });
  const blocks = new Map<bigint, BlockProof>([[0n, proveBlock(genesis)]]);
  const transactions: TransactionProof[] = [];
  const named = new Set<string>();
  let lastConfigHeight = 0n;
  for (const txId of new Set(txIds)) {
    const block = await reader.read((await getTransaction(client, txId)).blockHeight);
    const index = block.txBytes.findIndex((bytes) => splitTransaction(bytes).tx.txId === txId);
    transactions.push(proveTransaction(block, index, algorithm));
    for (const hash of namedCertificates(block, index)) named.add(hash);
    lastConfigHeight = maximum(lastConfigHeight, block.header.preConfHeight);
    if (isSolo(config)) blocks.set(block.header.blockHeight, proveBlock(block));
    else lastConfigHeight = maximum(lastConfigHeight, await linkToVotes(reader, block, blocks));
  }
  const configurations = await configurationsTo(reader, lastConfigHeight, algorithm, blocks);
  const certificates = await storedCertificates(client, [...named]);
  return { blocks: [...blocks.values()], configurations, transactions, bindings, certificates };
}

/** Hashes by which a transaction names those who signed it, in hex. */
function namedCertificates(block: ScannedBlockInfo, index: number): readonly string[] {
  const bytes = block.txBytes[index];
  if (bytes === undefined) return [];
  const { tx } = splitTransaction(bytes);
  return [tx.sender, ...tx.endorsers].flatMap((entry) =>
    entry?.signer?.memberType === MemberType.CERT_HASH ? [bytesToHex(entry.signer.memberInfo)] : [],
  );
}

/** Spec: system-contracts.md §5 "CERTS_QUERY". */
async function storedCertificates(client: Client, hashes: readonly string[]): Promise<readonly string[]> {
  if (hashes.length === 0) return [];
  const { result } = await queryContract(client, {
    contract: "CERT_MANAGE",
    method: "CERTS_QUERY",
    parameters: { cert_hashes: hashes.join(",") },
  });
  // One that was deleted since is not there any more; who it was cannot be shown then.
  return decodeMessage(CertInfosSchema, result).certInfos.flatMap(({ cert }) =>
    cert.length > 0 ? bytesToUtf8(cert) : [],
  );
}

/** The chain of configurations from the genesis to a height, oldest first; adds their blocks. */
async function configurationsTo(
  reader: BlockReader,
  last: bigint,
  algorithm: HashAlgorithm,
  blocks: Map<bigint, BlockProof>,
): Promise<readonly TransactionProof[]> {
  const found: TransactionProof[] = [];
  for (let height = last; ;) {
    if (found.length === proofConfigurationsMax)
      throw proofErrors.create("PROOF_TOO_LARGE", { what: "the list of configurations", max: proofConfigurationsMax });
    const block = await reader.read(height);
    found.push(proveTransaction(block, 0, algorithm));
    blocks.set(height, proveBlock(block));
    if (height === 0n) return found.toReversed();
    if (block.header.preConfHeight >= height)
      throw proofErrors.create("PROOF_NODE_ANSWER", { reason: `block ${height} names a later configuration` });
    height = block.header.preConfHeight;
  }
}

/** Adds a block and those up to the next one that was stored with votes; the highest configuration that they name. */
async function linkToVotes(
  reader: BlockReader,
  first: ScannedBlockInfo,
  blocks: Map<bigint, BlockProof>,
): Promise<bigint> {
  let block = first;
  for (let links = 0; links <= linkBlocksMax; links++) {
    const proof = proveBlock(block);
    blocks.set(block.header.blockHeight, proof);
    if (proof.commit !== undefined) return block.header.preConfHeight;
    block = await reader.read(block.header.blockHeight + 1n);
  }
  throw proofErrors.create("PROOF_CERTIFICATE_MISSING", { height: first.header.blockHeight });
}

/** Blocks with their rwsets, the last ones kept: transactions of one block come one after the other. */
class BlockReader {
  readonly #client: Client;
  readonly #signal: AbortSignal | undefined;
  #last: { readonly height: bigint; readonly block: ScannedBlockInfo } | undefined;

  constructor(client: Client, signal: AbortSignal | undefined) {
    this.#client = client;
    this.#signal = signal;
  }

  async read(height: bigint): Promise<ScannedBlockInfo> {
    this.#signal?.throwIfAborted();
    if (this.#last?.height === height) return this.#last.block;
    const { result } = await queryContract(this.#client, {
      contract: "CHAIN_QUERY",
      method: "GET_BLOCK_BY_HEIGHT",
      parameters: { blockHeight: String(height), withRWSet: "true" },
    });
    const block = scanBlockInfo(result);
    if (block.header.blockHeight !== height)
      throw proofErrors.create("PROOF_NODE_ANSWER", { reason: `block ${block.header.blockHeight} came for ${height}` });
    this.#last = { height, block };
    return block;
  }
}

function maximum(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}
