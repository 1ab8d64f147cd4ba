import { openMemoryLedger, type Ledger } from "@yanta/storage";
import { createSystemContracts } from "@yanta/system-contracts";
import type { Vm } from "@yanta/vm";
import type { ChainConfig, TxView } from "@yanta/protocol";
import type { ChainClock } from "../core-options.ts";
import { type ChainOptions, type OpenChain, openChain } from "../open-chain.ts";
import { createScriptVm } from "./script-vm.ts";
import { testChainConfig, testNow, testSigner } from "./test-network.ts";

/** A clock that stands still until told. */
export class TestClock implements ChainClock {
  seconds = testNow;
  ms = 0;

  unixSeconds(): bigint {
    return this.seconds;
  }

  monotonicMs(): number {
    return this.ms;
  }
}

export interface TestChainOptions extends Partial<Omit<ChainOptions, "ledger" | "genesis">> {
  readonly ledger?: Ledger;
  readonly config?: ChainConfig;
  readonly vms?: readonly Vm[];
}

export interface TestChain extends OpenChain {
  readonly ledger: Ledger;
  readonly clock: TestClock;
  /** Faults of the node's own code so far. */
  readonly faults: unknown[];
  /** Validates and admits; a refusal fails the test. */
  send(...txs: readonly TxView[]): void;
  /** Builds and commits one block of what waits. */
  makeBlock(): Promise<void>;
}

/** A four-organisation chain in memory with the script runtime. */
export async function openTestChain(options: TestChainOptions = {}): Promise<TestChain> {
  const { ledger = openMemoryLedger({ chainId: "chain1" }), config = testChainConfig(), ...rest } = options;
  const clock = new TestClock();
  const faults: unknown[] = [];
  const opened = await openChain({
    vms: [createScriptVm()],
    systemContracts: createSystemContracts({
      nodes: { listNodes: () => [], listChainIds: () => ["chain1"] },
      blockVersionMax: 2_030_700,
      unarchivedBlockCount: 10n,
    }),
    signer: testSigner(),
    clock,
    hooks: { onFault: (_subject, error) => void faults.push(error) },
    ...rest,
    ledger,
    genesis: config,
  });
  const { chain, producer } = opened;
  return {
    ...opened,
    ledger,
    clock,
    faults,
    send: (...txs) => {
      for (const tx of txs) {
        const refusal = chain.validate(tx) ?? chain.admit(tx);
        if (refusal !== undefined) throw new Error(refusal.message);
      }
    },
    makeBlock: async () => {
      const proposal = producer.propose(clock.seconds);
      if (proposal === undefined) throw new Error("nothing to propose");
      await producer.commit(proposal);
    },
  };
}
