import { create } from "@bufbuild/protobuf";
import { utf8ToBytes } from "@yanta/bytes";
import { createScriptVm } from "@yanta/chain/testing";
import type { Vm } from "@yanta/vm";
import { AbciServer, type AbciServerOptions } from "../../packages/consensus/src/cometbft/abci/abci-server.ts";
import {
  CheckTxResponseSchema,
  ProcessProposalResponseSchema,
  ProposalStatus,
  type Request,
  type Response,
} from "../../packages/consensus/src/gen/cometbft/abci_pb.js";

/** What a byzantine proposer puts into its block. */
export const lies = [
  /** The right transactions, executed with other results, well signed. */
  "other-results",
  /** A block that was decided before. */
  "replay",
  /** Its block twice. */
  "two-blocks",
  "garbage",
  /** Nothing, although transactions wait. */
  "withhold",
] as const;
export type Lie = (typeof lies)[number];

/** A runtime of contracts that computes wrongly while it is told to. */
export interface LyingVm extends Vm {
  isLying: boolean;
}

/** The script runtime, whose `bump` leaves another value behind while it lies. */
export function createLyingVm(): LyingVm {
  const honest = createScriptVm();
  const vm: LyingVm = {
    ...honest,
    isLying: false,
    invoke: (call, context) => {
      const outcome = honest.invoke(call, context);
      if (vm.isLying && call.method === "bump") context.put(call.contract.name, "n", utf8ToBytes("666"));
      return outcome;
    },
  };
  return vm;
}

/**
 * Our side of a member that wants to harm the others: it proposes lies, one kind after the other, votes for them, and lets everything into its mempool,
 * from where its engine tells it to the others. What is decided it applies as everybody does.
 */
export class ByzantineSide {
  readonly vm = createLyingVm();
  /** How often each lie was proposed. */
  readonly told = new Map<Lie, number>(lies.map((lie) => [lie, 0]));
  #next = 0;
  #decided: readonly Uint8Array[] = [];

  /** For `createCometbftConsensus`. */
  readonly listen = (server: AbciServerOptions): AbciServer =>
    new AbciServer({ ...server, handle: (request) => this.#handle(request, server) });

  get hasToldAll(): boolean {
    return [...this.told.values()].every((count) => count > 0);
  }

  #handle(request: Request, { handle }: AbciServerOptions): Response | Promise<Response> {
    const { case: name, value } = request.value;
    if (name === "finalizeBlock" && value.txs.length > 0) this.#decided = value.txs;
    const lie = lies[this.#next % lies.length] ?? "garbage";
    // The proposal is executed within the call.
    this.vm.isLying = name === "prepareProposal" && lie === "other-results";
    const answer = handle(request);
    this.vm.isLying = false;
    return answer instanceof Promise ? answer : this.#alter(answer, lie);
  }

  #alter(answer: Response, lie: Lie): Response {
    const { case: name, value } = answer.value;
    switch (name) {
      case "prepareProposal": {
        const txs = this.#lieInstead(value.txs, lie);
        if (txs === undefined) return answer;
        this.told.set(lie, (this.told.get(lie) ?? 0) + 1);
        this.#next++;
        return { ...answer, value: { case: name, value: { ...value, txs: [...txs] } } };
      }
      case "processProposal": {
        const accepted = create(ProcessProposalResponseSchema, { status: ProposalStatus.ACCEPT });
        return { ...answer, value: { case: name, value: accepted } };
      }
      case "checkTx":
        return { ...answer, value: { case: name, value: create(CheckTxResponseSchema) } };
      default:
        return answer;
    }
  }

  /** Undefined when there is nothing to lie about. */
  #lieInstead(txs: readonly Uint8Array[], lie: Lie): readonly Uint8Array[] | undefined {
    const [block] = txs;
    if (block === undefined) return undefined;
    switch (lie) {
      case "other-results":
        return txs;
      case "replay":
        return this.#decided.length > 0 ? this.#decided : undefined;
      case "two-blocks":
        return [block, block.subarray(0, block.length - 1)];
      case "garbage":
        return [Uint8Array.of(9, 9, 9)];
      case "withhold":
        return [];
    }
  }
}
