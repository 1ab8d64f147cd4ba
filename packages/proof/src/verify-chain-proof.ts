import { equalBytes } from "@yanta/bytes";
import type { HashAlgorithm } from "@yanta/crypto";
import { type BlockHeader, TxStatusCode } from "@yanta/protocol";
import { type Configuration, consensusOrgs, createConfiguration, isSolo, writtenConfig } from "./configuration.ts";
import { proofErrors } from "./errors.ts";
import type {
  BlockProof,
  ChainProof,
  ProvenBlock,
  ProvenTransaction,
  TransactionProof,
  TrustRoots,
  VerifiedChain,
} from "./interface.ts";
import {
  headerBytesMax,
  linkBlocksMax,
  proofBlocksMax,
  proofConfigurationsMax,
  proofTransactionsMax,
} from "./limits.ts";
import { certificatesByHash, memberOf } from "./member.ts";
import { decodeHeader, readHeader } from "./read-header.ts";
import { placeTransaction, type PlacedTransaction } from "./read-transaction.ts";
import { verifyBindings } from "./verify-bindings.ts";
import { appHashesBefore } from "./state-hashes.ts";
import { type Certified, verifyCommit, verifyProposer } from "./verify-block.ts";
import { strangeAuthorities, verifyGenesis } from "./verify-genesis.ts";

/**
 * Checks offline, against trust roots alone, that transactions with their results stand in blocks of a chain: genesis, the chain of configurations from it,
 * each block's hash, proposer and votes, each transaction's place, signatures and effects. It answers with what is proven, or throws what does not hold.
 * A node's answer is never asked; nothing but the arguments has a part in it. Errors: PROOF_*.
 *
 * A configuration is in force for a block when the block's header, which the votes cover, names its height (`pre_conf_height`), so none can be left out
 * unseen. Changes that a multi-sign makes do not move that height: see the package's README.
 */
export function verifyChainProof(proof: ChainProof, roots: TrustRoots): VerifiedChain {
  checkCounts(proof);
  const [first, ...changes] = proof.configurations;
  if (first?.height !== 0n) throw proofErrors.create("PROOF_CONFIG_MISSING", { height: 0n, configHeight: 0n });
  const book = new HeaderBook(proof.blocks);
  const genesis = verifyGenesis(first, book.bytesAt(0n), roots);
  const bindings = verifyBindings(proof.bindings, genesis.config);
  const certificates = certificatesByHash(proof.certificates, genesis.algorithm);
  const { blockHash } = genesis.header;
  const state: Verification = {
    algorithm: genesis.algorithm,
    book,
    // They cover all bindings of the engine's genesis.
    appHashes:
      bindings.length === (genesis.config.consensus?.nodes ?? []).flatMap(({ nodeId }) => nodeId).length
        ? appHashesBefore(blockHash, bindings, (height) => book.find(height)?.commit)
        : new Map(),
    configurations: [
      createConfiguration({ height: 0n, config: genesis.config, bindings, engineHeight: undefined, certificates }),
    ],
    blocks: new Map([[0n, genesisBlock(genesis.header)]]),
  };
  for (const change of changes) {
    const { header, block, certified } = verifyOwnBlock(state, change.height);
    if (header.preConfHeight !== state.configurations.at(-1)?.height) throw missingConfiguration(header);
    const { rwSet, result } = placeTransaction(change, header, state.algorithm);
    if (result.code !== TxStatusCode.SUCCESS)
      throw proofErrors.create("PROOF_CONFIG_INVALID", { height: change.height, reason: "its transaction failed" });
    const config = writtenConfig(rwSet, change.height);
    state.blocks.set(change.height, block);
    state.configurations.push(
      createConfiguration({
        height: change.height,
        config,
        bindings,
        engineHeight: certified?.engineHeight,
        certificates,
      }),
    );
  }
  const transactions = proof.transactions.map((each) => verifyTransaction(state, each));
  const last = state.configurations.at(-1)?.config ?? genesis.config;
  return {
    chainId: genesis.config.chainId,
    algorithm: genesis.algorithm,
    genesisHash: genesis.header.blockHash,
    decider: state.configurations.some(({ config }) => isSolo(config)) ? "solo" : "cometbft",
    configurations: state.configurations.map(({ height, config, validatorNodeIds }) => ({
      height,
      orgIds: config.trustRoots.map(({ orgId }) => orgId),
      consensusOrgIds: consensusOrgs(config),
      version: config.version,
      validators: isSolo(config) ? [] : validatorNodeIds,
    })),
    blocks: [...state.blocks.values()].toSorted((a, b) => Number(a.height - b.height)),
    transactions,
    orgsAddedByChain: roots.certificates.length === 0 ? [] : strangeAuthorities(last, roots),
  };
}

interface Verification {
  readonly algorithm: HashAlgorithm;
  readonly book: HeaderBook;
  /** The application's hash before a block, by its height, where it follows from the genesis. */
  readonly appHashes: ReadonlyMap<bigint, Uint8Array>;
  /** Proven so far, oldest first. */
  readonly configurations: Configuration[];
  /** Proven so far, by height. */
  readonly blocks: Map<bigint, ProvenBlock>;
}

function checkCounts({ blocks, configurations, transactions, certificates }: ChainProof): void {
  for (const [what, count, max] of [
    ["the list of blocks", blocks.length, proofBlocksMax],
    ["the list of configurations", configurations.length, proofConfigurationsMax],
    ["the list of transactions", transactions.length, proofTransactionsMax],
    ["the list of certificates", certificates.length, proofTransactionsMax],
  ] as const)
    if (count > max) throw proofErrors.create("PROOF_TOO_LARGE", { what, max });
  const places = new Set(transactions.map(({ height, index }) => `${height} ${index}`));
  if (places.size < transactions.length)
    throw proofErrors.create("PROOF_MALFORMED", { part: "the list of transactions", reason: "one is there twice" });
}

/** A header whose hash is its own. */
interface KnownHeader {
  readonly header: BlockHeader;
  readonly headerBytes: Uint8Array;
}

/** Headers of a proof by their own height, each checked once, when it is asked for. */
class HeaderBook {
  readonly #proofs = new Map<bigint, BlockProof>();
  readonly #known = new Map<bigint, KnownHeader>();

  constructor(blocks: readonly BlockProof[]) {
    for (const block of blocks) {
      if (block.headerBytes.length > headerBytesMax)
        throw proofErrors.create("PROOF_TOO_LARGE", { what: "a block header", max: headerBytesMax });
      // The algorithm is not known yet: here only the height is read, from bytes that are checked before they are used.
      const height = decodeHeader(block.headerBytes).blockHeight;
      if (this.#proofs.has(height))
        throw proofErrors.create("PROOF_MALFORMED", { part: "the list of blocks", reason: `two of height ${height}` });
      this.#proofs.set(height, block);
    }
  }

  find(height: bigint): BlockProof | undefined {
    return this.#proofs.get(height);
  }

  bytesAt(height: bigint): Uint8Array {
    const found = this.#proofs.get(height);
    if (found === undefined)
      throw proofErrors.create("PROOF_MALFORMED", { part: "the list of blocks", reason: `none of height ${height}` });
    return found.headerBytes;
  }

  headerAt(height: bigint, algorithm: HashAlgorithm): KnownHeader {
    const known = this.#known.get(height);
    if (known !== undefined) return known;
    const headerBytes = this.bytesAt(height);
    const checked = { header: readHeader(headerBytes, algorithm), headerBytes };
    this.#known.set(height, checked);
    return checked;
  }
}

/** A block with the configuration that its own header names, and its own certificate when votes decide. */
function verifyOwnBlock(
  state: Verification,
  height: bigint,
): { readonly header: BlockHeader; readonly block: ProvenBlock; readonly certified: Certified | undefined } {
  const { header, headerBytes } = state.book.headerAt(height, state.algorithm);
  const known = configurationsFor(state, header);
  const inForce = known.at(-1);
  if (inForce === undefined) throw missingConfiguration(header);
  const proposer = verifyProposer(header, inForce);
  const block: ProvenBlock = { ...genesisBlock(header), configHeight: inForce.height, proposer };
  if (isSolo(inForce.config)) return { header, block, certified: undefined };
  const commit = state.book.find(height)?.commit;
  if (commit === undefined) throw proofErrors.create("PROOF_CERTIFICATE_MISSING", { height });
  const appHashBefore = state.appHashes.get(height);
  const certified = verifyCommit(commit, { header, headerBytes, appHashBefore }, known);
  const { votes, stateBefore } = certified;
  return { header, block: { ...block, votes, certifiedBy: height, stateBefore }, certified };
}

/** The configurations up to the one that a header names. */
function configurationsFor({ configurations }: Verification, header: BlockHeader): readonly Configuration[] {
  const place = configurations.findLastIndex(({ height }) => height === header.preConfHeight);
  // None may lie between: the header would name it.
  if (place < 0 || header.preConfHeight >= header.blockHeight) throw missingConfiguration(header);
  return configurations.slice(0, place + 1);
}

function missingConfiguration({ blockHeight: height, preConfHeight: configHeight }: BlockHeader): Error {
  return proofErrors.create("PROOF_CONFIG_MISSING", { height, configHeight });
}

/** A block of the chain; one without votes of its own is linked to the next that has them. */
function verifyBlockAt(state: Verification, height: bigint): ProvenBlock {
  const known = state.blocks.get(height);
  if (known !== undefined) return known;
  const waiting: BlockHeader[] = [];
  for (let at = height; waiting.length <= linkBlocksMax; at++) {
    const found = state.blocks.get(at) ?? sealedBlock(state, at);
    if (found !== undefined) {
      state.blocks.set(at, found);
      return linkDown(state, waiting, found);
    }
    waiting.push(state.book.headerAt(at, state.algorithm).header);
    if (state.book.find(at + 1n) === undefined) throw proofErrors.create("PROOF_CERTIFICATE_MISSING", { height });
  }
  throw proofErrors.create("PROOF_CERTIFICATE_MISSING", { height });
}

/** A block that needs no other; undefined when votes decide and it has none. */
function sealedBlock(state: Verification, height: bigint): ProvenBlock | undefined {
  const header = state.book.headerAt(height, state.algorithm).header;
  const inForce = configurationsFor(state, header).at(-1);
  if (inForce === undefined) throw missingConfiguration(header);
  const needsVotes = !isSolo(inForce.config) && state.book.find(height)?.commit === undefined;
  return needsVotes ? undefined : verifyOwnBlock(state, height).block;
}

/** The first of some blocks in a row, the last of which stands right below a proven one. */
function linkDown(state: Verification, below: readonly BlockHeader[], proven: ProvenBlock): ProvenBlock {
  let above = proven;
  let previousHash = below.length === 0 ? undefined : state.book.headerAt(proven.height, state.algorithm).header;
  for (const header of below.toReversed()) {
    const height = header.blockHeight;
    if (previousHash === undefined || !equalBytes(previousHash.preBlockHash, header.blockHash))
      throw proofErrors.create("PROOF_BLOCK_INVALID", { height, what: `block ${height + 1n} follows another one` });
    const inForce = configurationsFor(state, header).at(-1);
    if (inForce === undefined) throw missingConfiguration(header);
    const { votes, certifiedBy } = above;
    above = {
      ...genesisBlock(header),
      configHeight: inForce.height,
      proposer: verifyProposer(header, inForce),
      ...(votes === undefined ? {} : { votes }),
      ...(certifiedBy === undefined ? {} : { certifiedBy }),
    };
    state.blocks.set(height, above);
    previousHash = header;
  }
  return above;
}

function genesisBlock(header: BlockHeader): ProvenBlock {
  const { blockHeight: height, blockHash, blockTimestamp: timestamp } = header;
  return { height, blockHash, timestamp, configHeight: header.preConfHeight };
}

function verifyTransaction(state: Verification, proof: TransactionProof): ProvenTransaction {
  const block = verifyBlockAt(state, proof.height);
  const header = state.book.headerAt(proof.height, state.algorithm).header;
  const placed = placeTransaction(proof, header, state.algorithm);
  const { tx, result, rwSet } = placed;
  const contractResult = result.contractResult;
  return {
    txId: tx.txId,
    height: proof.height,
    index: proof.index,
    block,
    timestamp: tx.payload.timestamp,
    sender: verifySender(state, placed, header),
    contract: tx.payload.contractName,
    method: tx.payload.method,
    parameters: tx.payload.parameters.map(({ key, value }) => ({ key, value })),
    code: result.code,
    message: contractResult?.message || result.message,
    result: contractResult?.result ?? new Uint8Array(0),
    events: (contractResult?.contractEvent ?? []).map(({ contractName, topic, eventData }) => ({
      contract: contractName,
      topic,
      data: eventData,
    })),
    writes: rwSet.txWrites.map(({ contractName, key, value }) => ({ contract: contractName, key, value })),
  };
}

function verifySender(state: Verification, { tx }: PlacedTransaction, header: BlockHeader) {
  const refuse = (reason: string): Error => proofErrors.create("PROOF_SENDER_REFUSED", { txId: tx.txId, reason });
  const inForce = configurationsFor(state, header).at(-1);
  if (inForce === undefined) throw missingConfiguration(header);
  const { accessControl } = inForce;
  const refusal = accessControl.verifyTransaction(tx, header.blockTimestamp);
  if (refusal !== undefined) throw refuse(refusal.message);
  const resolved = tx.sender?.signer && accessControl.resolveMember(tx.sender.signer, header.blockTimestamp);
  if (resolved?.kind !== "identity") throw refuse(resolved?.refusal.message ?? "it has no sender");
  return memberOf(resolved.identity);
}
