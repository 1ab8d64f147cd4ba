import { loadContract } from "@yanta/contract-testing";
import { create } from "@bufbuild/protobuf";
import { MemberSchema, TxStatusCode } from "@yanta/protocol";
import { createWasmVms } from "@yanta/vm";
import { createFakeChain, createFakeTxContext, type FakeChain, installFakeContract } from "@yanta/vm/testing";
import { createHash } from "node:crypto";
import type { Host, Ran, Sender } from "./city.ts";

const contract = "directory";

/**
 * The contract's module on a state in memory that can be forked: no signatures and no blocks, so that thousands of steps take
 * seconds. `start` is where time begins, Unix seconds.
 */
export async function openModelHost(start: bigint): Promise<ModelHost> {
  const vms = createWasmVms();
  const chain = createFakeChain(vms);
  const { bytecode } = await loadContract(import.meta.url);
  const installed = installFakeContract(chain, contract, bytecode);
  if (installed.creator !== undefined) installed.creator.orgId = orgOf(1);
  chain.state.set(contract, new Map());
  return new ModelHost(chain, start, 0);
}

const orgOf = (organization: number): string => `org${organization}.example`;

/** Forks share the bytes of what did not change. */
const texts = new WeakMap<Uint8Array, string>();

function textOf(value: Uint8Array): string {
  const known = texts.get(value) ?? Buffer.from(value).toString();
  texts.set(value, known);
  return known;
}

export class ModelHost implements Host {
  now: bigint;
  /** Called with each key that is written; an error that it returns fails the write. */
  refuseWrite: (key: string) => boolean = () => false;
  readonly #chain: FakeChain;
  #txCount: number;

  constructor(chain: FakeChain, now: bigint, txCount: number) {
    this.#chain = chain;
    this.now = now;
    this.#txCount = txCount;
  }

  /** Another host with the same state and time, which go their own ways. */
  fork(): ModelHost {
    const state = new Map([...this.#chain.state].map(([name, rows]) => [name, new Map(rows)]));
    return new ModelHost({ ...this.#chain, state }, this.now, this.#txCount);
  }

  /** The state by key, as texts, for comparisons. */
  rows(): ReadonlyMap<string, string> {
    return new Map([...(this.#chain.state.get(contract) ?? [])].map(([key, value]) => [key, textOf(value)]));
  }

  uidOf(name: string): string {
    return createHash("sha1").update(name).digest("hex");
  }

  orgOf = orgOf;

  install(sender: Sender, parameters: Readonly<Record<string, string>>) {
    return this.run(sender, "init_contract", parameters, false);
  }

  async run(
    sender: Sender,
    method: string,
    parameters: Readonly<Record<string, string>>,
    isQuery: boolean,
  ): Promise<Ran> {
    const txId = (++this.#txCount).toString(16).padStart(64, "0");
    const context = createFakeTxContext({ chain: this.#chain, txId, isQuery });
    const orgId = orgOf(sender.organization);
    context.tx.payload.timestamp = this.now;
    const member = create(MemberSchema, { orgId });
    Object.assign(context, {
      sender: { orgId, role: "CLIENT", memberId: sender.name, uid: this.uidOf(sender.name), member },
    });
    const { put } = context;
    Object.assign(context, {
      put: (name: string, key: never, value: Uint8Array) => {
        if (this.refuseWrite(key)) throw new Error("refused");
        put(name, key, value);
      },
    });
    const encoded = new Map(Object.entries(parameters).map(([name, value]) => [name, new TextEncoder().encode(value)]));
    const outcome = context.run(contract, method, encoded);
    const ok = outcome.status === TxStatusCode.SUCCESS && outcome.code === 0;
    if (ok && !isQuery) context.commit();
    return {
      ok,
      text: Buffer.from(outcome.result).toString(),
      message: outcome.message,
      gasUsed: outcome.gasUsed,
      events: ok ? outcome.events.map(({ topic, eventData }) => [topic, ...eventData]) : [],
    };
  }
}
