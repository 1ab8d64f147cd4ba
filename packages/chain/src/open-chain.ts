import { clone } from "@bufbuild/protobuf";
import { emptyBytes } from "@yanta/bytes";
import { addressFromPublicKey, addressTypes } from "@yanta/crypto";
import { type ChainConfig, ChainConfigSchema, createGenesis, TxType, verifyChainConfig } from "@yanta/protocol";
import type { Ledger, LedgerRevert } from "@yanta/storage";
import type { NativeContract } from "@yanta/system-contracts";
import type { Vm } from "@yanta/vm";
import { type BlockArchive, noBlockArchive, runArchiveTx } from "./archive-tx.ts";
import { KeyUsageCheck } from "./admission/key-usage-check.ts";
import { txFault, validateTx } from "./admission/validate-tx.ts";
import type { BlockSigner } from "./block/block-signer.ts";
import { ChainCore } from "./chain-core.ts";
import type { ChainClock, ChainHooks, CoreOptions } from "./core-options.ts";
import { devChainFlagFault } from "./dev/dev-flag.ts";
import { createForkTx, forkedAt, type ForkPoint } from "./dev/fork.ts";
import { chainErrors } from "./errors.ts";
import { type Simulation, type SimulationInput, simulateMessage, traceMessage } from "./ethereum/simulate-message.ts";
import { createContractRunner } from "./execution/contract-runner.ts";
import type { BlockProducer, BlockVerifier, Chain, DevChain } from "./interface.ts";
import { poolCommonCountMax, poolConfigCountMax, poolSizeBytesMax, proposalTimeMsMaxDefault } from "./limits.ts";
import type { MempoolLimits } from "./mempool/mempool.ts";
import { pastEnvironment } from "./past-environment.ts";
import { queryContract } from "./query-contract.ts";
import { SubscriptionHub } from "./subscription/subscription-hub.ts";
import { openSubscription } from "./subscription/open-subscription.ts";

export interface ChainOptions {
  /** Of a development chain it is one that can go back. */
  readonly ledger: Ledger & Partial<LedgerRevert>;
  /** The first configuration; it makes the genesis block of an empty ledger, else only its chain id is compared. */
  readonly genesis: ChainConfig;
  readonly vms: readonly Vm[];
  /** By name, from `createSystemContracts`. */
  readonly systemContracts: ReadonlyMap<string, NativeContract>;
  /** Makes a development chain of another chain whose blocks the ledger holds up to a height. */
  readonly fork?: ForkPoint;
  /** Without a signer the chain verifies but never proposes. */
  readonly signer?: BlockSigner;
  readonly clock: ChainClock;
  /** `node.cert_key_usage_check`; ChainMaker's template says true. */
  readonly checkKeyUsage?: boolean;
  readonly poolLimits?: Partial<MempoolLimits>;
  readonly proposalTimeMsMax?: number;
  readonly hooks?: ChainHooks;
  /** Where ARCHIVE transactions go; without it they are refused. */
  readonly archive?: BlockArchive;
}

/** One chain, by the three sides that look at it. */
export interface OpenChain {
  readonly chain: Chain;
  readonly producer: BlockProducer;
  readonly verifier: BlockVerifier;
  /** There on a development chain whose ledger can go back. */
  readonly dev: DevChain | undefined;
}

/**
 * Opens a chain on a ledger; an empty ledger gets the genesis block of the configuration. The ledger and the
 * runtimes stay the caller's to close.
 *
 * Errors: CHAIN_CONFIG_INVALID, CHAIN_GENESIS_FOREIGN, CHAIN_STATE_DAMAGED, those of `createAccessControl` and storage.
 * Spec: config.md §3 "Startup".
 */
export async function openChain(options: ChainOptions): Promise<OpenChain> {
  const { ledger, genesis } = options;
  if (ledger.lastHeight === undefined) await commitGenesis(ledger, genesis);
  const core = new ChainCore(coreOptions(options));
  const found = core.rules.config.chainId;
  if (found !== genesis.chainId)
    throw chainErrors.create("CHAIN_GENESIS_FOREIGN", { expected: genesis.chainId, found });
  await commitFork(core, options);
  return {
    chain: createChainView(core, options),
    producer: createProducer(core),
    verifier: core,
    dev: createDevChain(core),
  };
}

/** Makes the first block of a fork, when the ledger ends where it begins. Without a signer it comes from another node. */
async function commitFork(core: ChainCore, { signer }: ChainOptions): Promise<void> {
  const { dueFork: fork, clock, head, rules } = core;
  if (fork === undefined || signer === undefined) return;
  const unixSeconds = clock.unixSeconds();
  const { chainId } = rules.config;
  const tx = createForkTx(fork, { chainId, previousHash: head.blockHash, unixSeconds }, signer);
  const reason = devChainFlagFault(fork.config) ?? txFault(tx, rules, unixSeconds) ?? core.admit(tx)?.message;
  const proposal = reason === undefined ? core.propose(unixSeconds) : undefined;
  if (proposal === undefined)
    throw chainErrors.create("CHAIN_CONFIG_INVALID", { reason: reason ?? "the fork's first block cannot be made" });
  await core.commit(proposal);
}

async function commitGenesis(ledger: Ledger, config: ChainConfig): Promise<void> {
  const completed = clone(ChainConfigSchema, config);
  const reason = verifyChainConfig(completed) ?? devChainFlagFault(completed);
  if (reason !== undefined) throw chainErrors.create("CHAIN_CONFIG_INVALID", { reason });
  const genesis = createGenesis(completed);
  const { header, blockHash, blockInfoBytes, rwSet } = genesis;
  await ledger.commit({
    record: { height: 0n, blockHash, blockInfoBytes },
    timestamp: header.blockTimestamp,
    isConfigBlock: true,
    txs: [
      {
        txId: rwSet.txId,
        writes: rwSet.writes.map(({ contract, key, value }) => ({ contract, key, value: value ?? emptyBytes })),
      },
    ],
  });
}

function coreOptions(options: ChainOptions): CoreOptions {
  return {
    ledger: options.ledger,
    runner: createContractRunner(options.vms, options.systemContracts),
    addressOf: (config, { publicKey, certificate }) =>
      addressFromPublicKey(
        { publicKey, subjectKeyId: certificate?.subjectKeyId },
        addressTypes[config.vm?.addrType ?? 0] ?? "CHAINMAKER",
      ),
    signer: options.signer,
    fork: options.fork,
    clock: options.clock,
    hooks: options.hooks ?? {},
    poolLimits: {
      commonCountMax: poolCommonCountMax,
      configCountMax: poolConfigCountMax,
      sizeBytesMax: poolSizeBytesMax,
      ...options.poolLimits,
    },
    proposalTimeMsMax: options.proposalTimeMsMax ?? proposalTimeMsMaxDefault,
  };
}

function createChainView(core: ChainCore, { checkKeyUsage = true, archive = noBlockArchive }: ChainOptions): Chain {
  const { chainId } = core.rules.config;
  const hub = new SubscriptionHub(core);
  const keyUsage = checkKeyUsage ? new KeyUsageCheck() : undefined;
  return {
    chainId,
    get config() {
      return core.rules.config;
    },
    get accessControl() {
      return core.rules.accessControl;
    },
    ledger: core.ledger,
    pool: core.pool,
    validate: (tx) =>
      (tx.payload.txType === TxType.INVOKE_CONTRACT ? core.refuseIfFull(tx) : undefined) ??
      validateTx(tx, { rules: core.rules, now: core.clock.unixSeconds(), keyUsage }),
    admit: (tx, source) => core.admit(tx, source),
    waitForCommit: (txId, signal) => core.waiters.wait(txId, signal),
    query: (tx) => {
      const { rules } = core;
      return queryContract({ tx, rules, environment: core.headEnvironment(), now: core.clock.unixSeconds() });
    },
    simulate: (simulation, height) => simulateMessage(simulationInput(core, simulation, height)),
    traceMessage: (simulation, height, options = {}) =>
      traceMessage(simulationInput(core, simulation, height), options),
    trace: (txId, options) => core.trace(txId, options),
    archive: (tx) => runArchiveTx(archive, tx),
    subscribe: (tx, signal) => openSubscription({ hub, rules: core.rules, now: core.clock.unixSeconds(), tx, signal }),
    onBlock: (listener) => core.onBlock(listener),
    get isDevChain() {
      return core.isDevChain;
    },
    onRevert: (listener) => core.onRevert(listener),
    onAdmit: (listener) => core.onAdmit(listener),
  };
}

function simulationInput(core: ChainCore, simulation: Simulation, height: bigint | undefined): SimulationInput {
  const environment = height === undefined ? core.headEnvironment() : pastEnvironment(core, height);
  return { ...simulation, rules: core.rules, environment, now: core.clock.unixSeconds() };
}

function createProducer(core: ChainCore): BlockProducer {
  return {
    get lastHeight() {
      return core.head.height;
    },
    get pendingCount() {
      return core.pool.queuedCount;
    },
    get blockCapacity() {
      return core.blockCapacity;
    },
    get blockIntervalMs() {
      return core.blockIntervalMs;
    },
    intake: core.intake,
    propose: (unixSeconds, sizeBytesMax) => core.propose(unixSeconds, sizeBytesMax),
    blockBytes: (proposal) => core.blockBytes(proposal),
    stateAfter: (proposal, contract, key) => core.stateAfter(proposal, contract, key),
    discard: (proposal) => core.discard(proposal),
    commit: (proposal, extraData) => core.commit(proposal, extraData),
    adopt: (records) => core.adopt(records),
    onTransactions: (listener) => core.onTransactions(listener),
  };
}

function createDevChain(core: ChainCore): DevChain | undefined {
  const { ledger } = core;
  if (!core.isDevChain || ledger.listState === undefined) return undefined;
  const listState = ledger.listState.bind(ledger);
  return {
    firstHeight: forkedAt(ledger) ?? 0n,
    proposeEmpty: (unixSeconds) => core.proposeEmpty(unixSeconds),
    revertTo: (height) => core.revertTo(height),
    drop: (txIds) => core.drop(txIds),
    listState,
  };
}
