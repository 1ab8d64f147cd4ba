import { create } from "@bufbuild/protobuf";
import { emptyBytes, type BinaryString } from "@yanta/bytes";
import type { AccessControl, Identity } from "@yanta/identity";
import {
  createTxView,
  decodeMessage,
  encodeMessage,
  ContractSchema,
  TxRequestSchema,
  TxStatusCode,
  type ChainConfig,
  type Contract,
  type TxView,
} from "@yanta/protocol";
import type { LedgerReader } from "@yanta/storage";
import type { CallOutcome, ContractCallRequest, HistoryCursor, Parameters, StateCursor, TxContext } from "@yanta/vm";
import { fakeAccessControl } from "./fake-access-control.ts";
import { createIdentity } from "./test-identities.ts";
import { fakeLedger } from "./fake-ledger.ts";

/** What a test may set; the rest has defaults. */
export interface FakeTxContextOptions {
  readonly config: ChainConfig;
  readonly blockVersion?: number;
  readonly sender?: Identity;
  readonly senderAddress?: string;
  readonly tx?: TxView;
  readonly accessControl?: AccessControl;
  readonly ledger?: LedgerReader;
  readonly isQuery?: boolean;
  /** Committed state: `contract/key` to value. */
  readonly state?: ReadonlyMap<string, Uint8Array>;
  readonly onCall?: (request: ContractCallRequest, context: FakeTxContext) => CallOutcome;
  readonly onCallInstalled?: (
    contract: Contract,
    bytecode: Uint8Array,
    method: string,
    parameters: Parameters,
  ) => CallOutcome;
}

/** A transaction's view on state in memory that records reads and writes as ledger.md §6.1 says (2030500 and later). */
export class FakeTxContext implements TxContext {
  readonly blockVersion: number;
  readonly blockHeight = 7n;
  /** December 2026: the test certificates are valid. */
  readonly blockTimestamp = 1_796_083_200n;
  readonly chainConfig: ChainConfig;
  readonly tx: TxView;
  readonly sender: Identity;
  readonly senderAddress: string;
  readonly accessControl: AccessControl;
  readonly ledger: LedgerReader;
  readonly isQuery: boolean;
  readonly depth = 0;
  readonly gasLimit = 10_000_000_000n;
  /** `contract/key` of every recorded read, with the value seen. */
  readonly reads = new Map<string, Uint8Array>();
  /** `contract/key` of every write, in order of first writing; empty = deleted. */
  writes = new Map<string, Uint8Array>();
  readonly #options: FakeTxContextOptions;
  readonly #state: ReadonlyMap<string, Uint8Array>;

  constructor(options: FakeTxContextOptions) {
    this.#options = options;
    this.#state = options.state ?? new Map();
    this.blockVersion = options.blockVersion ?? 2_030_600;
    this.chainConfig = options.config;
    this.isQuery = options.isQuery ?? false;
    this.sender = options.sender ?? createIdentity();
    this.senderAddress = options.senderAddress ?? "";
    this.tx =
      options.tx ??
      createTxView(
        encodeMessage(
          TxRequestSchema,
          create(TxRequestSchema, {
            payload: { chainId: "chain1", txId: "tx1" },
            sender: { signer: this.sender.member },
          }),
        ),
      );
    this.accessControl = options.accessControl ?? fakeAccessControl({ config: options.config });
    this.ledger = options.ledger ?? fakeLedger([]);
  }

  get(contract: string, key: BinaryString): Uint8Array | undefined {
    const name = `${contract}/${key}`;
    const written = this.writes.get(name);
    if (written !== undefined) return written.length === 0 ? undefined : written;
    const value = this.#state.get(name);
    this.reads.set(name, value ?? emptyBytes);
    return value;
  }

  peek(contract: string, key: BinaryString): Uint8Array | undefined {
    const value = this.writes.get(`${contract}/${key}`) ?? this.#state.get(`${contract}/${key}`);
    return value === undefined || value.length === 0 ? undefined : value;
  }

  put(contract: string, key: BinaryString, value: Uint8Array): void {
    this.writes.set(`${contract}/${key}`, value);
  }

  delete(contract: string, key: BinaryString): void {
    this.put(contract, key, emptyBytes);
  }

  range(contract: string, start: BinaryString, limit: BinaryString): StateCursor {
    const prefix = `${contract}/`;
    const merged = new Map([...this.#state, ...this.writes]);
    const rows = [...merged]
      .filter(([name, value]) => name.startsWith(prefix) && value.length > 0)
      .map(([name, value]) => ({ key: name.slice(prefix.length), value }))
      .filter(({ key }) => key >= start && key < limit)
      .sort((a, b) => (a.key < b.key ? -1 : 1));
    const iterator = rows.values();
    return {
      next: () => {
        const row = iterator.next().value;
        if (row !== undefined && !this.writes.has(prefix + row.key)) this.reads.set(prefix + row.key, row.value);
        return row;
      },
      close: () => undefined,
    };
  }

  history(): HistoryCursor {
    return { next: () => undefined, close: () => undefined };
  }

  findContract(nameOrAddress: string): Contract | undefined {
    const bytes = this.peek("CONTRACT_MANAGE", `Contract:${nameOrAddress}`);
    return bytes === undefined ? undefined : decodeMessage(ContractSchema, bytes);
  }

  findBytecode(name: string): Uint8Array | undefined {
    return this.peek("CONTRACT_MANAGE", `ContractByteCode:${name}`);
  }

  /** Runs the test's callee; its writes are dropped when it fails. */
  call(request: ContractCallRequest): CallOutcome {
    const before = new Map(this.writes);
    const outcome = this.#options.onCall?.(request, this) ?? okOutcome();
    if (outcome.code !== 0) this.writes = before;
    return outcome;
  }

  callInstalled(
    contract: Contract,
    bytecode: Uint8Array,
    method: "init_contract" | "upgrade",
    parameters: Parameters,
  ): CallOutcome {
    return this.#options.onCallInstalled?.(contract, bytecode, method, parameters) ?? okOutcome();
  }

  log(): void {}
}

/** A callee's success. */
export function okOutcome(parts: Partial<CallOutcome> = {}): CallOutcome {
  return {
    status: TxStatusCode.SUCCESS,
    code: 0,
    result: emptyBytes,
    message: "OK",
    gasUsed: 0n,
    events: [],
    ...parts,
  };
}

/** A callee's failure. */
export function failedOutcome(message: string, status: TxStatusCode = TxStatusCode.CONTRACT_FAIL): CallOutcome {
  return { status, code: 1, result: emptyBytes, message, gasUsed: 0n, events: [] };
}
