import { create } from "@bufbuild/protobuf";
import { type BinaryString, emptyBytes } from "@yanta/bytes";
import type { Identity } from "@yanta/identity";
import {
  type ChainConfig,
  ChainConfigSchema,
  type Contract,
  ContractSchema,
  MemberFullSchema,
  MemberSchema,
  PayloadSchema,
  RuntimeType,
  TxStatusCode,
  type TxView,
} from "@yanta/protocol";
import type { KeyModification, LedgerReader } from "@yanta/storage";
import { failedCall } from "../call-frame/failed-call.ts";
import { injectCallParameters } from "../call-frame/inject-call-parameters.ts";
import type { CallOutcome, ContractCallRequest, Parameters, StateRow, TxContext, Vm } from "../interface.ts";
import { gasPerTransactionMax } from "../limits.ts";

/** Nesting that the fake allows, as ChainMaker does. */
const depthMax = 5;

/** Contracts and committed state that fake transactions run on; it outlives them. */
export interface FakeChain {
  readonly contracts: Map<string, { readonly contract: Contract; readonly bytecode: Uint8Array }>;
  readonly state: Map<string, Map<BinaryString, Uint8Array>>;
  readonly vms: readonly Vm[];
}

export function createFakeChain(vms: readonly Vm[]): FakeChain {
  return { contracts: new Map(), state: new Map(), vms };
}

/** Adds a contract without running its init_contract. */
export function installFakeContract(
  chain: FakeChain,
  name: string,
  bytecode: Uint8Array,
  runtimeType: RuntimeType = RuntimeType.WASMER,
): Contract {
  const creator = create(MemberFullSchema, {
    orgId: "wx-org1.chainmaker.org",
    memberId: "admin1",
    role: "ADMIN",
    uid: "aa".repeat(20),
  });
  const contract = create(ContractSchema, { name, version: "1.0.0", runtimeType, creator, address: "c0".repeat(20) });
  chain.contracts.set(name, { contract, bytecode });
  return contract;
}

export interface FakeTxContextOptions {
  readonly chain: FakeChain;
  readonly txId?: string;
  readonly blockVersion?: number;
  readonly gasLimit?: bigint;
  readonly chainConfig?: ChainConfig;
  readonly isQuery?: boolean;
  /** For what asks about blocks. */
  readonly ledger?: LedgerReader;
  readonly history?: (contract: string, key: BinaryString) => Iterable<KeyModification>;
}

export interface FakeTxContext extends TxContext {
  /** Key `contract#key` and what was seen, in order of first reading. */
  readonly reads: ReadonlyMap<string, Uint8Array | undefined>;
  /** Pending writes by `contract#key`; empty = deleted. */
  readonly writes: ReadonlyMap<string, Uint8Array>;
  readonly logs: readonly string[];
  /** Runs a method of a contract as the transaction's own call. */
  run(contract: string, method: string, parameters?: Parameters): CallOutcome;
  /** Moves the pending writes to the chain's state. */
  commit(): void;
}

/**
 * One transaction on a fake chain: reads and writes as ledger.md §6.1 says from block version 2030500 on, nested calls through the
 * chain's VMs, and nothing else. Parts that no runtime asks for throw when touched.
 */
export function createFakeTxContext(options: FakeTxContextOptions): FakeTxContext {
  const { chain, txId = "f".repeat(64), history = () => [] } = options;
  const reads = new Map<string, Uint8Array | undefined>();
  const logs: string[] = [];
  let writes = new Map<string, { contract: string; key: BinaryString; value: Uint8Array }>();
  let depth = 0;
  const committed = (contract: string, key: BinaryString) => chain.state.get(contract)?.get(key);
  const invoke = (request: ContractCallRequest): CallOutcome => {
    const target = chain.contracts.get(request.contract);
    const vm = chain.vms.find(
      (candidate) => target !== undefined && candidate.runtimeTypes.includes(target.contract.runtimeType),
    );
    if (target === undefined || vm === undefined)
      return failedCall(
        TxStatusCode.INVALID_CONTRACT_PARAMETER_CONTRACT_NAME,
        `query contract[${request.contract}] error`,
      );
    const injected = injectCallParameters(target.contract, context, request.parameters);
    if (injected.kind === "failed") return injected.outcome;
    return vm.invoke(
      {
        contract: target.contract,
        bytecode: target.bytecode,
        method: request.method,
        parameters: injected.parameters,
        gasUsed: request.gasUsed,
      },
      context,
    );
  };
  const context: FakeTxContext = {
    blockVersion: options.blockVersion ?? 2_030_600,
    blockHeight: 7n,
    blockTimestamp: 1_700_000_000n,
    chainConfig: options.chainConfig ?? create(ChainConfigSchema, { chainId: "chain1" }),
    tx: fakeTx(txId),
    sender: fakeSender(),
    senderAddress: "5a".repeat(20),
    accessControl: untouchable("accessControl"),
    ledger: options.ledger ?? untouchable("ledger"),
    isQuery: options.isQuery ?? false,
    get depth() {
      return depth;
    },
    gasLimit: options.gasLimit ?? gasPerTransactionMax,
    reads,
    get writes() {
      return new Map([...writes].map(([name, { value }]) => [name, value]));
    },
    logs,
    get(contract, key) {
      const name = `${contract}#${key}`;
      const own = writes.get(name);
      if (own !== undefined) return own.value.length === 0 ? undefined : own.value;
      const value = committed(contract, key);
      if (!reads.has(name)) reads.set(name, value);
      return value;
    },
    peek: committed,
    put(contract, key, value) {
      writes.set(`${contract}#${key}`, { contract, key, value });
    },
    delete(contract, key) {
      writes.set(`${contract}#${key}`, { contract, key, value: emptyBytes });
    },
    range(contract, start, limit) {
      const merged = new Map(chain.state.get(contract));
      for (const write of writes.values()) if (write.contract === contract) merged.set(write.key, write.value);
      const rows = [...merged]
        .filter(([key, value]) => key >= start && key < limit && value.length > 0)
        .sort(([a], [b]) => (a < b ? -1 : 1));
      const rest: Iterator<StateRow> = rows.map(([key, value]) => ({ key, value })).values();
      const next = () => {
        const step = rest.next();
        if (step.done === true) return undefined;
        const name = `${contract}#${step.value.key}`;
        if (!writes.has(name) && !reads.has(name)) reads.set(name, step.value.value);
        return step.value;
      };
      return { next, close: () => undefined };
    },
    history(contract, key) {
      const rest = history(contract, key)[Symbol.iterator]();
      return { next: () => rest.next().value, close: () => undefined };
    },
    findContract: (name) => chain.contracts.get(name)?.contract,
    findBytecode: (name) => chain.contracts.get(name)?.bytecode,
    call(request) {
      if (depth + 1 > depthMax)
        return failedCall(TxStatusCode.CONTRACT_TOO_DEEP_FAILED, `CallContract too depth ${depth + 1}`);
      const before = new Map(writes);
      depth++;
      const outcome = invoke(request);
      depth--;
      if (outcome.status !== TxStatusCode.SUCCESS) writes = before;
      return outcome;
    },
    callInstalled: untouchable("callInstalled"),
    log: (contract, text) => {
      logs.push(`${contract}: ${text}`);
    },
    run: (contract, method, parameters = new Map()) =>
      invoke({ contract, method, parameters, gasUsed: 0n, caller: undefined }),
    commit() {
      for (const { contract, key, value } of writes.values()) {
        const state = chain.state.get(contract) ?? new Map<BinaryString, Uint8Array>();
        if (value.length === 0) state.delete(key);
        else state.set(key, value);
        chain.state.set(contract, state);
      }
      writes = new Map();
    },
  };
  return context;
}

function fakeTx(txId: string): TxView {
  const payload = create(PayloadSchema, { chainId: "chain1", txId, timestamp: 1_700_000_000n });
  return {
    payloadBytes: emptyBytes,
    hasPayload: true,
    payload,
    txId,
    sender: undefined,
    endorsers: [],
    payer: undefined,
    toRequestBytes: () => emptyBytes,
    toTransactionBytes: () => emptyBytes,
  };
}

function fakeSender(): Identity {
  const member = create(MemberSchema, { orgId: "wx-org1.chainmaker.org" });
  return {
    orgId: "wx-org1.chainmaker.org",
    role: "CLIENT",
    memberId: "client1",
    uid: "bb".repeat(20),
    publicKey: untouchable("publicKey"),
    certificate: undefined,
    member,
  };
}

/** Stands for a part that is not expected to be used. */
function untouchable(name: string): never {
  const refuse = (): never => {
    throw new Error(`the fake transaction has no ${name}`);
  };
  return new Proxy(refuse, { get: refuse, apply: refuse }) as never;
}
