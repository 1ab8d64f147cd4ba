import { create } from "@bufbuild/protobuf";
import { textToBinaryString, utf8ToBytes } from "@yanta/bytes";
import { addressFromPublicKey, addressTypes } from "@yanta/crypto";
import { openChain, createCertificateSigner, type OpenChain } from "@yanta/chain";
import { wayOfLog } from "@yanta/contract-sdk";
import {
  type ChainConfig,
  ChainConfigSchema,
  consensus,
  createTxView,
  encodeMessage,
  EndorsementEntrySchema,
  PayloadSchema,
  TxRequestSchema,
  type TxResponse,
  TxResponseSchema,
  TxType,
  type TxView,
} from "@yanta/protocol";
import { openMemoryLedger, type Ledger } from "@yanta/storage";
import type { Client } from "@yanta/sdk";
import { createSystemContracts } from "@yanta/system-contracts";
import { createEvmVm } from "@yanta/evm";
import { createWasmVms, type Vm } from "@yanta/vm";
import { type CallResult, toCallResult } from "./call-result.ts";
import type { ContractCode } from "./contract-code.ts";
import { contractTestingErrors } from "./errors.ts";
import { EvmCoverage } from "./evm-coverage.ts";
import { type Identities, identitiesOf, type MemberRole, type TestMember } from "./identities.ts";
import { createInProcessClient } from "./in-process-client.ts";
import { isCoverageRun } from "./load-contract.ts";
import { recordCalls, recordingFolder } from "./record-calls.ts";
import { Coverage, GasReport } from "./reports.ts";
import { TestClock } from "./test-clock.ts";

/** Parameters of a call; texts become UTF-8. */
export type CallParameters = Readonly<Record<string, string | Uint8Array>>;

export interface ContractChainOptions {
  /** Organisations; four unless said. */
  readonly orgIds?: readonly string[];
  /** Where time starts, Unix seconds. */
  readonly unixSeconds?: bigint;
  /** Block version of the chain, e.g. 2030700. */
  readonly version?: string;
  /** Runtimes; those for WebAssembly and the EVM unless said. */
  readonly vms?: readonly Vm[];
}

export interface CallOptions {
  /** Client `client1` of the first organisation unless said. */
  readonly sender?: TestMember;
  readonly endorsers?: readonly TestMember[];
}

export interface InstallOptions extends CallOptions {
  readonly parameters?: CallParameters;
  readonly version?: string;
}

const chainId = "chain1";
/** `vm.addr_type` of the chain: addresses as Ethereum makes them. */
const addressTypeNumber = 2;
const defaultUnixSeconds = 1_800_000_000n;

/** Reports of all chains that this process opened, in order. */
export const openedChains: ContractChain[] = [];

/**
 * A chain in memory that runs the real executor, one block for each call. Every member that a test names exists.
 *
 * @example
 * const chain = await openContractChain();
 * const fact = await chain.install("fact", await loadContract(folder));
 * const saved = await fact.invoke("save", { file_hash: "h", file_name: "n", time: "1" });
 * assert.ok(saved.ok, saved.message);
 */
export async function openContractChain(options: ContractChainOptions = {}): Promise<ContractChain> {
  const orgIds = options.orgIds ?? [1, 2, 3, 4].map((n) => `org${n}.example`);
  const clock = new TestClock(options.unixSeconds ?? defaultUnixSeconds);
  const identities = identitiesOf(orgIds, clock.unixSeconds());
  const ledger = openMemoryLedger({ chainId });
  const node = identities.member(orgIds[0] ?? "", "consensus", "consensus1");
  const vms = options.vms ?? sharedVms();
  const evmCoverage = isCoverageRun() ? new EvmCoverage() : undefined;
  const recordings = recordingFolder();
  const traces: { contract: string; text: string }[] = [];
  const faults: unknown[] = [];
  const opened = await openChain({
    ledger,
    genesis: createConfig(identities, options.version ?? "2030700"),
    vms: recordings === undefined ? vms : recordCalls(vms, recordings),
    systemContracts: createSystemContracts({
      nodes: { listNodes: () => [], listChainIds: () => [chainId] },
      blockVersionMax: 2_030_700,
      unarchivedBlockCount: 10n,
    }),
    signer: createCertificateSigner(node.orgId, node.certificate, node.privateKey),
    clock,
    checkKeyUsage: false,
    hooks: {
      onTrace: (_txId, contract, text) => void traces.push({ contract, text }),
      onFault: (_subject, error) => void faults.push(error),
      ...(evmCoverage === undefined ? {} : { tracer: evmCoverage }),
    },
  });
  const chain = new ContractChain({ opened, ledger, clock, identities, traces, faults, evmCoverage });
  openedChains.push(chain);
  return chain;
}

let shared: readonly Vm[] | undefined;

/** Runtimes of all chains of the process: they keep what they compiled. */
function sharedVms(): readonly Vm[] {
  shared ??= [...createWasmVms(), createEvmVm()];
  return shared;
}

interface ChainParts {
  readonly opened: OpenChain;
  readonly ledger: Ledger;
  readonly clock: TestClock;
  readonly identities: Identities;
  readonly traces: { contract: string; text: string }[];
  readonly faults: unknown[];
  /** In a run that counts branches. */
  readonly evmCoverage: EvmCoverage | undefined;
}

/** Made by `openContractChain`. */
export class ContractChain {
  readonly clock: TestClock;
  readonly gas = new GasReport();
  /** Lines that contracts logged, by contract. */
  readonly logs: { readonly contract: string; readonly text: string }[] = [];
  readonly #parts: ChainParts;
  readonly #coverage = new Map<string, Coverage>();
  #txCount = 0;

  constructor(parts: ChainParts) {
    this.#parts = parts;
    this.clock = parts.clock;
  }

  get chainId(): string {
    return chainId;
  }

  get height(): bigint {
    return this.#parts.opened.producer.lastHeight;
  }

  get orgIds(): readonly string[] {
    return this.#parts.identities.organizations.map(({ orgId }) => orgId);
  }

  get coverage(): readonly Coverage[] {
    return [...this.#coverage.values()];
  }

  /** A member of the organisation with this number, from 1. */
  member(organization = 1, role: MemberRole = "client", name = `${role}1`): TestMember {
    const orgId = this.orgIds[organization - 1];
    if (orgId === undefined) throw new RangeError(`no organisation ${organization} on this chain`);
    return this.#parts.identities.member(orgId, role, name);
  }

  /** An administrator of each organisation. */
  admins(): readonly TestMember[] {
    return this.orgIds.map((_, index) => this.member(index + 1, "admin"));
  }

  /** The member's address as contracts see it. */
  addressOf({ certificate }: TestMember): string {
    const { publicKey, subjectKeyId } = certificate;
    return addressFromPublicKey({ publicKey, subjectKeyId }, addressTypes[addressTypeNumber] ?? "CHAINMAKER");
  }

  /** Installs a contract. Errors: CONTRACT_TEST_INSTALL with the chain's words. */
  async install(name: string, code: ContractCode, options: InstallOptions = {}): Promise<InstalledContract> {
    await this.#deploy("INIT_CONTRACT", name, code, { version: "1.0.0", ...options });
    return new InstalledContract(this, name);
  }

  /** Replaces a contract's code. Errors: CONTRACT_TEST_INSTALL. */
  async upgrade(name: string, code: ContractCode, options: InstallOptions & { version: string }): Promise<void> {
    await this.#deploy("UPGRADE_CONTRACT", name, code, options);
  }

  /** A contract that is there, e.g. one of the system's. */
  contract(name: string): InstalledContract {
    return new InstalledContract(this, name);
  }

  /** Sends a transaction and makes its block. Refusals before the block are results, too. */
  async invoke(
    contract: string,
    method: string,
    parameters: CallParameters,
    options: CallOptions = {},
  ): Promise<CallResult> {
    const tx = this.#sign(TxType.INVOKE_CONTRACT, contract, method, parameters, options);
    const result = toCallResult(await this.respond(tx));
    this.gas.add(contract, method, result.gasUsed);
    return result;
  }

  /** Runs a query on the committed state. */
  async query(
    contract: string,
    method: string,
    parameters: CallParameters,
    options: CallOptions = {},
  ): Promise<CallResult> {
    const tx = this.#sign(TxType.QUERY_CONTRACT, contract, method, parameters, options);
    const result = toCallResult(await this.respond(tx));
    this.gas.add(contract, method, result.gasUsed);
    return result;
  }

  /** The stored value at `key#field`, or at `key`; undefined when there is none. */
  state(contract: string, key: string, field = ""): Uint8Array | undefined {
    return this.#parts.ledger.getState(contract, textToBinaryString(field === "" ? key : `${key}#${field}`));
  }

  /** A client of `@yanta/sdk` on this chain, for a contract's typed client. */
  client(member = this.member()): Client {
    return createInProcessClient({
      chainId,
      signer: member,
      nowMs: () => Number(this.clock.unixSeconds()) * 1000,
      respond: (tx) => this.respond(tx),
    });
  }

  /** What a client gets for a signed transaction or query; a transaction is in a block by then. */
  async respond(tx: TxView): Promise<TxResponse> {
    const { chain, producer } = this.#parts.opened;
    const isQuery = tx.payload.txType === TxType.QUERY_CONTRACT;
    const refusal = chain.validate(tx) ?? (isQuery ? undefined : chain.admit(tx));
    if (refusal !== undefined) return create(TxResponseSchema, { ...refusal, txId: tx.txId });
    if (isQuery) return this.#afterRun(chain.query(tx));
    const waiting = chain.waitForCommit(tx.txId, new AbortController().signal);
    const proposal = producer.propose(this.clock.unixSeconds());
    if (proposal === undefined)
      throw contractTestingErrors.create("CONTRACT_TEST_FAULT", { reason: "no block was made" });
    await producer.commit(proposal);
    const { result, height } = await waiting;
    const { code, message, contractResult } = result;
    return this.#afterRun(
      create(TxResponseSchema, {
        code,
        message,
        txId: tx.txId,
        txBlockHeight: height,
        ...(contractResult === undefined ? {} : { contractResult }),
      }),
    );
  }

  async #deploy(
    method: string,
    name: string,
    code: ContractCode,
    options: InstallOptions & { version: string },
  ): Promise<void> {
    const admins = this.admins();
    const parameters = {
      ...options.parameters,
      CONTRACT_NAME: name,
      CONTRACT_VERSION: options.version,
      CONTRACT_RUNTIME_TYPE: code.runtime ?? "WASMER",
      CONTRACT_BYTECODE: code.bytecode,
    };
    if (code.branches !== undefined) this.#coverage.set(name, new Coverage(name, code.branches));
    const tx = this.#sign(TxType.INVOKE_CONTRACT, "CONTRACT_MANAGE", method, parameters, {
      sender: options.sender ?? admins[0] ?? this.member(),
      endorsers: options.endorsers ?? admins,
    });
    const result = toCallResult(await this.respond(tx));
    if (!result.ok) throw contractTestingErrors.create("CONTRACT_TEST_INSTALL", { name, reason: result.message });
    if (code.runtime === "EVM") this.#watchEvm(name);
    this.gas.add(name, method === "INIT_CONTRACT" ? "init_contract" : "upgrade", result.gasUsed);
  }

  /** The constructor has made the code that runs, so it is looked at in the state. */
  #watchEvm(name: string): void {
    const code = this.#parts.ledger.getState("CONTRACT_MANAGE", textToBinaryString(`ContractByteCode:${name}`));
    const coverage = code && this.#parts.evmCoverage?.watch(name, code);
    if (coverage !== undefined) this.#coverage.set(name, coverage);
  }

  #sign(
    txType: TxType,
    contractName: string,
    method: string,
    parameters: CallParameters,
    options: CallOptions,
  ): TxView {
    this.#txCount++;
    const payload = create(PayloadSchema, {
      chainId,
      txType,
      txId: this.#txCount.toString(16).padStart(64, "0"),
      timestamp: this.clock.unixSeconds(),
      contractName,
      method,
      parameters: Object.entries(parameters).map(([key, value]) => ({
        key,
        value: typeof value === "string" ? utf8ToBytes(value) : value,
      })),
    });
    const payloadBytes = encodeMessage(PayloadSchema, payload);
    const endorse = (member: TestMember) =>
      create(EndorsementEntrySchema, { signer: member.member, signature: member.sign(payloadBytes) });
    const request = create(TxRequestSchema, {
      payload,
      sender: endorse(options.sender ?? this.member()),
      endorsers: (options.endorsers ?? []).map(endorse),
    });
    return createTxView(encodeMessage(TxRequestSchema, request));
  }

  /** Sorts what was logged: ways of branches to the coverage, the contracts' own lines to `logs`. A fault of the node is thrown. */
  #afterRun(response: TxResponse): TxResponse {
    for (const { contract, text } of this.#parts.traces.splice(0)) {
      const way = wayOfLog(text);
      const coverage = this.#coverage.get(contract);
      if (way === undefined || coverage === undefined) this.logs.push({ contract, text });
      else coverage.take(way);
    }
    const [fault] = this.#parts.faults;
    if (fault !== undefined)
      throw contractTestingErrors.create(
        "CONTRACT_TEST_FAULT",
        { reason: fault instanceof Error ? fault.message : "unknown" },
        fault,
      );
    return response;
  }
}

/** A contract on a test's chain. */
export class InstalledContract {
  readonly chain: ContractChain;
  readonly name: string;

  constructor(chain: ContractChain, name: string) {
    this.chain = chain;
    this.name = name;
  }

  invoke(method: string, parameters: CallParameters = {}, options: CallOptions = {}): Promise<CallResult> {
    return this.chain.invoke(this.name, method, parameters, options);
  }

  query(method: string, parameters: CallParameters = {}, options: CallOptions = {}): Promise<CallResult> {
    return this.chain.query(this.name, method, parameters, options);
  }

  state(key: string, field = ""): Uint8Array | undefined {
    return this.chain.state(this.name, key, field);
  }
}

function createConfig(identities: Identities, version: string): ChainConfig {
  const { organizations } = identities;
  return create(ChainConfigSchema, {
    chainId,
    version,
    authType: "permissionedWithCert",
    crypto: { hash: "SHA256" },
    block: { txTimestampVerify: true, txTimeout: 600, blockTxCapacity: 100, blockSize: 10, blockInterval: 10 },
    core: { txSchedulerTimeout: 10n, txSchedulerValidateTimeout: 10n },
    contract: {},
    vm: {
      supportList: ["wasmer", "gasm", "wxvm", "evm"],
      native: { multisign: {} },
      addrType: addressTypeNumber,
    },
    consensus: {
      type: consensus.ConsensusType.SOLO,
      nodes: organizations.map(({ orgId, nodeId }) => ({ orgId, nodeId: [nodeId] })),
    },
    trustRoots: organizations.map(({ orgId, authority }) => ({ orgId, root: [authority.pem] })),
  });
}
