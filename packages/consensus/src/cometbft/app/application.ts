import { create } from "@bufbuild/protobuf";
import type { Timestamp } from "@bufbuild/protobuf/wkt";
import { bytesToHex, emptyBytes, equalBytes } from "@yanta/bytes";
import type { Proposal } from "@yanta/chain";
import { CodedError } from "@yanta/errors";
import { consensusErrors } from "../../errors.ts";
import {
  type CheckTxRequest,
  CheckTxType,
  type FinalizeBlockRequest,
  type InitChainRequest,
  type PrepareProposalRequest,
  type ProcessProposalRequest,
  ProposalStatus,
  type QueryRequest,
  type Request,
  type Response,
  ResponseSchema,
  type ValidatorUpdate,
  VerifyVoteExtensionStatus,
} from "../../gen/cometbft/abci_pb.js";
import { engineBindingFault } from "../engine/engine-binding.ts";
import { engineTxOverheadBytes, pruneIntervalBlocks } from "../limits.ts";
import { SnapshotService } from "../snapshot/snapshot-service.ts";
import type { ApplicationOptions } from "./application-options.ts";
import { appHash, bindingsDigest, nextDigest } from "./app-hash.ts";
import { isSameAppState } from "./app-state.ts";
import { encodeEngineData } from "./engine-data.ts";
import { blockHeightAt, digestAt, engineDataAt, storedPosition } from "./engine-history.ts";
import { decodeEngineTx, encodeBlockTx } from "./engine-tx.ts";
import { judgeProposal } from "./judge-proposal.ts";
import { Proposals } from "./proposals.ts";
import { retainHeight } from "./retain-height.ts";
import type { StagedBlock } from "./staged-block.ts";
import {
  allValidators,
  type GenesisKeys,
  unboundNodes,
  updatesBetween,
  validatorsOf,
} from "../governance/validators.ts";

/** Where the chain configuration lies in the state. Spec: ledger.md §6.5. */
const configContract = "CHAIN_CONFIG";
const configKey = "CHAIN_CONFIG";

const none = Promise.resolve(undefined);

/**
 * Our chain as an ABCI 2.0 application: requests in, answers out, no I/O of its own. At most one transaction of an engine block is ours, a whole
 * built block; an engine block without one changes nothing. FinalizeBlock stages, Commit makes durable.
 *
 * A thrown error means that this node cannot follow: the caller stops answering. Spec: docs/adr/0013-cometbft.md; CometBFT v0.38 spec/abci.
 */
export class CometbftApplication {
  readonly #options: ApplicationOptions;
  readonly #bindingsDigest: Uint8Array;
  readonly #genesisKeys: GenesisKeys;
  readonly #proposals = new Proposals();
  /** The proposal that this node built for the current height; its transactions wait for the decision. */
  #own: { readonly key: string; readonly proposal: Proposal } | undefined;
  #staged: StagedBlock | undefined;
  #engineHeight: bigint;
  /** Digest of the chain up to its last block. */
  #digest: Uint8Array;
  /** Of the last engine block that was decided, as far as this node knows; empty ones count. */
  #lastEngineHeight: bigint;
  readonly #snapshots: SnapshotService;
  #isStopping = false;

  constructor(options: ApplicationOptions) {
    this.#options = options;
    this.#bindingsDigest = bindingsDigest(options.bindings);
    this.#genesisKeys = new Map(options.bindings.map(({ nodeId, engineKey }) => [nodeId, engineKey]));
    [this.#engineHeight, this.#digest] = storedPosition(options.chain.ledger);
    this.#lastEngineHeight = this.#engineHeight;
    this.#snapshots = new SnapshotService({
      ledger: options.chain.ledger,
      config: () => options.chain.config,
      bindingsDigest: this.#bindingsDigest,
      producer: options.producer,
      staged: options.staged,
      lastEngineHeight: () => this.#lastEngineHeight,
      onRestored: () => {
        [this.#engineHeight, this.#digest] = storedPosition(options.chain.ledger);
      },
      onNotice: options.onNotice,
    });
  }

  /** Engine height of the last block of ours; 0 before the first. Empty engine blocks after it leave no trace: they are replayed for nothing. */
  get engineHeight(): bigint {
    return this.#engineHeight;
  }

  /** Lays out some more blocks for snapshots; true when there are still others. */
  prepareSnapshots(): boolean {
    return this.#snapshots.source.prepare();
  }

  start(): void {
    this.#isStopping = false;
  }

  /** No proposal is made afterwards; what is decided is still committed. */
  stop(): void {
    this.#isStopping = true;
  }

  handle({ value }: Request): Response | Promise<Response> {
    switch (value.case) {
      case "echo":
        return respond({ case: "echo", value: { message: value.value.message } });
      case "flush":
        return respond({ case: "flush", value: {} });
      case "info":
        return this.#info();
      case "initChain":
        return this.#initChain(value.value);
      case "query":
        return this.#query(value.value);
      case "checkTx":
        return this.#checkTx(value.value);
      case "prepareProposal":
        return this.#prepareProposal(value.value);
      case "processProposal":
        return this.#processProposal(value.value);
      case "extendVote":
        return respond({ case: "extendVote", value: {} });
      case "verifyVoteExtension":
        return respond({ case: "verifyVoteExtension", value: { status: VerifyVoteExtensionStatus.ACCEPT } });
      case "finalizeBlock":
        return this.#finalizeBlock(value.value);
      case "commit":
        return this.#commit();
      case "listSnapshots":
        return this.#snapshots.list();
      case "offerSnapshot":
        return this.#snapshots.offer(value.value);
      case "loadSnapshotChunk":
        return this.#snapshots.load(value.value);
      case "applySnapshotChunk":
        return this.#snapshots.apply(value.value);
      case undefined:
        throw consensusErrors.create("CONSENSUS_ENGINE_PROTOCOL", { reason: "a request of an unknown kind" });
    }
  }

  #info(): Response {
    return respond({
      case: "info",
      value: {
        data: "yanta",
        lastBlockHeight: this.#engineHeight,
        lastBlockAppHash: this.#appHash(this.#digest),
      },
    });
  }

  /** Comes again after every start until the first block of ours is durable. */
  #initChain(request: InitChainRequest): Response {
    const { chain, bindings } = this.#options;
    const refuse = (reason: string): Error => consensusErrors.create("CONSENSUS_ENGINE_FOREIGN", { reason });
    if (request.chainId !== chain.chainId)
      throw refuse(`it is of chain ${request.chainId}, this node is of ${chain.chainId}`);
    if (!isSameAppState(bindings, request.appStateBytes)) throw refuse("its genesis has other bindings than this node");
    for (const binding of bindings) {
      const fault = engineBindingFault(binding, chain.config);
      if (fault !== undefined) throw refuse(`the binding of ${binding.nodeId} does not hold: ${fault}`);
    }
    const missing = unboundNodes(chain.config, this.#genesisKeys);
    if (missing.length > 0) throw refuse(`its genesis has no binding of ${missing.join(", ")}`);
    return respond({
      case: "initChain",
      value: {
        validators: [...allValidators(validatorsOf(chain.config, this.#genesisKeys))],
        appHash: this.#appHash(this.#digest),
      },
    });
  }

  #checkTx({ tx, type }: CheckTxRequest): Response {
    const decoded = decodeEngineTx(tx);
    if (decoded?.kind !== "batch")
      return respond({ case: "checkTx", value: { code: 2, log: "not a batch of transactions" } });
    const { batches } = this.#options;
    const isWanted =
      type === CheckTxType.RECHECK ? batches.isWaiting(tx, decoded.requests) : batches.admit(tx, decoded.requests);
    return respond({ case: "checkTx", value: isWanted ? {} : { code: 1, log: "no transaction of the batch waits" } });
  }

  /** The engine asks before each connection; data is read by ChainMaker's own calls. */
  #query({ path }: QueryRequest): Response {
    const value = this.#options.mayConnect(path) ? {} : { code: 1, log: "no binding names this engine" };
    return respond({ case: "query", value });
  }

  #prepareProposal(request: PrepareProposalRequest): Response {
    this.#discardOwn();
    const engineTx = this.#isStopping || request.height <= this.#engineHeight ? undefined : this.#build(request);
    return respond({ case: "prepareProposal", value: { txs: engineTx === undefined ? [] : [engineTx] } });
  }

  #build({ maxTxBytes, time }: PrepareProposalRequest): Uint8Array | undefined {
    const { producer, unixSeconds } = this.#options;
    const [now, decided] = [unixSeconds(), secondsOf(time)];
    const proposal = producer.propose(now > decided ? now : decided, Number(maxTxBytes) - engineTxOverheadBytes);
    if (proposal === undefined) return undefined;
    const engineTx = encodeBlockTx(producer.blockBytes(proposal));
    const key = Proposals.keyOf(engineTx);
    this.#own = { key, proposal };
    this.#proposals.add(key, proposal);
    return engineTx;
  }

  #processProposal(request: ProcessProposalRequest): Response {
    const fault = this.#proposalFault(request);
    if (fault !== undefined) {
      const { height, proposerAddress } = request;
      this.#options.onNotice("proposal refused", { height, proposer: bytesToHex(proposerAddress), reason: fault });
    }
    const status = fault === undefined ? ProposalStatus.ACCEPT : ProposalStatus.REJECT;
    return respond({ case: "processProposal", value: { status } });
  }

  /** Why this node votes against a proposal; undefined = it is good, and a block of ours in it is kept verified. */
  #proposalFault({ txs, height, time, proposerAddress }: ProcessProposalRequest): string | undefined {
    const [engineTx] = txs;
    if (engineTx === undefined) return undefined;
    if (txs.length > 1) return `${txs.length} transactions, one block is expected`;
    if (height <= this.#engineHeight) return `engine height ${height} was decided before`;
    const key = Proposals.keyOf(engineTx);
    if (this.#proposals.get(key) !== undefined) return undefined;
    const decoded = decodeEngineTx(engineTx);
    if (decoded?.kind !== "block") return "the transaction is no block";
    const { verdict, aheadSeconds } = judgeProposal(this.#options.verifier, {
      blockBytes: decoded.blockBytes,
      engineSeconds: secondsOf(time),
      nowSeconds: this.#options.unixSeconds(),
    });
    if (aheadSeconds !== undefined) this.#options.onProposalTime(bytesToHex(proposerAddress), aheadSeconds);
    if (verdict.kind === "invalid") return `${verdict.fault.kind}: ${verdict.fault.message}`;
    this.#proposals.add(key, verdict.proposal);
    return undefined;
  }

  #finalizeBlock(request: FinalizeBlockRequest): Response {
    const { txs, height } = request;
    const [engineTx] = txs;
    if (txs.length > 1) throw undecidable(height, "it has more than one transaction");
    for (const { height: at, validator } of request.misbehavior)
      this.#options.onNotice("validator broke the rules of voting", {
        height: at,
        validator: bytesToHex(validator?.address ?? emptyBytes),
      });
    if (height > this.#lastEngineHeight) this.#lastEngineHeight = height;
    if (height <= this.#engineHeight) return this.#finalizedAgain(request);
    if (engineTx === undefined) {
      // Nobody votes for this node's proposal of the height any more: its transactions wait again, and are sent again.
      this.#discardOwn();
      this.#staged = { engineHeight: height, block: undefined, certificate: none };
      return this.#finalized(txs.length, this.#digest, []);
    }
    const proposal = this.#decided(engineTx, height);
    const digest = nextDigest(this.#digest, height, engineTx);
    this.#staged = {
      engineHeight: height,
      block: { proposal, engineTx, digest },
      certificate: this.#options.findCertificate(height),
    };
    return this.#finalized(txs.length, digest, this.#updatesOf(proposal));
  }

  /** The block that more than two thirds decided on: verified before the votes, or now when this node only follows. */
  #decided(engineTx: Uint8Array, height: bigint): Proposal {
    const key = Proposals.keyOf(engineTx);
    const known = this.#proposals.get(key);
    if (known !== undefined) return known;
    const decoded = decodeEngineTx(engineTx);
    if (decoded?.kind !== "block") throw undecidable(height, "its transaction is no block");
    const verdict = this.#options.verifier.verify(decoded.blockBytes);
    if (verdict.kind === "invalid") throw undecidable(height, `${verdict.fault.kind}: ${verdict.fault.message}`);
    this.#proposals.add(key, verdict.proposal);
    return verdict.proposal;
  }

  /** A height that this node has committed already: the engine lost its record of it in a crash. The same answer, and nothing is done. */
  #finalizedAgain({ txs, height }: FinalizeBlockRequest): Response {
    const { ledger } = this.#options.chain;
    const blockHeight = blockHeightAt(ledger, height);
    const [engineTx] = txs;
    this.#staged = { engineHeight: height, block: undefined, certificate: none };
    const known = engineDataAt(ledger, blockHeight);
    if (known?.engineHeight !== height) {
      if (engineTx !== undefined) throw undecidable(height, "no block was committed there");
      return this.#finalized(0, digestAt(ledger, blockHeight), []);
    }
    const expected =
      engineTx === undefined ? undefined : nextDigest(digestAt(ledger, blockHeight - 1n), height, engineTx);
    if (expected === undefined || !equalBytes(expected, known.digest))
      throw undecidable(height, "another block was committed there");
    const [before, after] = [blockHeight - 1n, blockHeight].map((at) =>
      ledger.getStateAt(configContract, configKey, at),
    );
    return this.#finalized(1, known.digest, updatesBetween(before, after, this.#genesisKeys));
  }

  async #commitStaged(staged: StagedBlock & { readonly block: NonNullable<StagedBlock["block"]> }): Promise<void> {
    const { block, engineHeight } = staged;
    const { digest, engineTx } = block;
    const extraData = encodeEngineData({ engineHeight, digest, certificate: await staged.certificate });
    let { proposal } = block;
    while (!(await this.#tryCommit(proposal, extraData))) proposal = this.#decided(engineTx, engineHeight);
    this.#engineHeight = engineHeight;
    this.#digest = digest;
    this.#discardOwn();
    this.#proposals.clear();
  }

  /** False when the block could not be stored for now: the proposal is given up then, its block must be verified again. */
  async #tryCommit(proposal: Proposal, extraData: ReadonlyMap<string, Uint8Array>): Promise<boolean> {
    if (this.#own?.proposal === proposal) this.#own = undefined;
    try {
      await this.#options.producer.commit(proposal, extraData);
      return true;
    } catch (error) {
      this.#proposals.clear();
      if (error instanceof CodedError && error.retryable && (await this.#options.waitForRetry(error))) return false;
      throw error;
    }
  }

  #commit(): Response | Promise<Response> {
    const staged = this.#staged;
    if (staged === undefined)
      throw consensusErrors.create("CONSENSUS_ENGINE_PROTOCOL", { reason: "Commit without FinalizeBlock" });
    this.#staged = undefined;
    const { block, engineHeight } = staged;
    if (block === undefined) return this.#committed(engineHeight);
    return this.#commitStaged({ ...staged, block }).then(() => this.#committed(engineHeight));
  }

  #committed(engineHeight: bigint): Response {
    return respond({ case: "commit", value: { retainHeight: this.#retainHeight(engineHeight) } });
  }

  #retainHeight(engineHeight: bigint): bigint {
    const { keepBlocks } = this.#options;
    if (keepBlocks === 0n || engineHeight % pruneIntervalBlocks !== 0n) return 0n;
    const snapshotHeight = this.#snapshots.source.oldestEngineHeight(this.#lastEngineHeight);
    const oldestHeight = this.#options.oldestEngineHeight();
    return retainHeight({ engineHeight, durableHeight: this.#engineHeight, snapshotHeight, oldestHeight, keepBlocks });
  }

  #discardOwn(): void {
    if (this.#own === undefined) return;
    this.#proposals.delete(this.#own.key);
    this.#options.producer.discard(this.#own.proposal);
    this.#own = undefined;
  }

  #finalized(txCount: number, digest: Uint8Array, validatorUpdatesOfBlock: readonly ValidatorUpdate[]): Response {
    return respond({
      case: "finalizeBlock",
      value: {
        txResults: Array.from({ length: txCount }, () => ({ code: 0 })),
        validatorUpdates: [...validatorUpdatesOfBlock],
        appHash: this.#appHash(digest),
      },
    });
  }

  #updatesOf(proposal: Proposal): readonly ValidatorUpdate[] {
    const { chain, producer } = this.#options;
    return updatesBetween(
      chain.ledger.getState(configContract, configKey),
      producer.stateAfter(proposal, configContract, configKey),
      this.#genesisKeys,
    );
  }

  #appHash(digest: Uint8Array): Uint8Array {
    return appHash(this.#bindingsDigest, digest);
  }
}

function respond(value: NonNullable<Parameters<typeof create<typeof ResponseSchema>>[1]>["value"] & object): Response {
  return create(ResponseSchema, { value });
}

function secondsOf(time: Timestamp | undefined): bigint {
  return time?.seconds ?? 0n;
}

/** The engine decided on something that this node finds wrong: it must not go on with another state than the rest. */
function undecidable(engineHeight: bigint, reason: string): Error {
  return consensusErrors.create("CONSENSUS_DECISION_WRONG", { engineHeight, reason });
}
