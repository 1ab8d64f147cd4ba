import { create } from "@bufbuild/protobuf";
import type { Chain, CommittedTx, Subscription, TxRefusal } from "@yanta/chain";
import { ChainConfigSchema, ResultSchema, TxResponseSchema, TxStatusCode, type TxView } from "@yanta/protocol";

/** A chain that answers what a test tells it; only what the rpc methods use. */
export interface FakeChain extends Chain {
  readonly admitted: string[];
  refuseWith: TxRefusal | undefined;
  poolRefusal: TxRefusal | undefined;
  commit(txId: string, height: bigint): void;
  subscription: (tx: TxView, signal: AbortSignal) => Subscription;
}

export function createFakeChain(chainId: string): FakeChain {
  const waiting = new Map<string, (committed: CommittedTx) => void>();
  const unused = (): never => {
    throw new Error("not used by the rpc methods");
  };
  const fake: FakeChain = {
    chainId,
    config: create(ChainConfigSchema, { chainId }),
    get accessControl() {
      return unused();
    },
    ledger: { lastHeight: 7n, archivedHeight: 0n } as Chain["ledger"],
    pool: {
      status: () => ({
        configCapacity: 10,
        commonCapacity: 20,
        configQueued: 1,
        configPending: 2,
        commonQueued: 3,
        commonPending: 4,
      }),
      txIds: (types, stages) => [...types, ...stages],
      find: () => undefined,
    },
    isDevChain: false,
    onRevert: unused,
    admitted: [],
    refuseWith: undefined,
    poolRefusal: undefined,
    validate: () => fake.refuseWith,
    admit: (tx) => {
      if (fake.poolRefusal === undefined) fake.admitted.push(tx.txId);
      return fake.poolRefusal;
    },
    waitForCommit: (txId, signal) =>
      new Promise((resolve, reject) => {
        waiting.set(txId, resolve);
        signal.addEventListener("abort", () => reject(signal.reason), { once: true });
      }),
    commit: (txId, height) =>
      waiting.get(txId)?.({
        height,
        index: 0,
        blockTimestamp: 5n,
        result: create(ResultSchema, { code: TxStatusCode.SUCCESS, contractResult: { result: Uint8Array.of(1, 2) } }),
      }),
    query: (tx) =>
      create(TxResponseSchema, { message: "SUCCESS", txId: tx.txId, contractResult: { result: Uint8Array.of(9) } }),
    simulate: unused,
    traceMessage: unused,
    trace: unused,
    archive: (tx) => Promise.resolve(create(TxResponseSchema, { message: "SUCCESS", txId: tx.txId })),
    subscription: unused,
    subscribe: (tx, signal) => fake.subscription(tx, signal),
    onAdmit: unused,
    onBlock: unused,
  };
  return fake;
}
