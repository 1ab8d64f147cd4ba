import type { CallParameters, MemberName, Playground, SendRequest, StateEntry } from "@yanta/playground";
import type { ReplayedChain } from "@yanta/playground/replay";
import type { LocalText } from "../local-text.ts";
import type { LabTransaction } from "./lab-transaction.ts";
import type { SeededChoice } from "./seeded-choice.ts";

export { answersTo, contractChanges, isInstalled, orgId } from "./lab-findings.ts";
export {
  argumentOf,
  bytesToText,
  callsOf,
  isSuccess,
  type LabTransaction,
  senderOf,
  signerToText,
} from "./lab-transaction.ts";
export { SeededChoice } from "./seeded-choice.ts";
export type { LocalText } from "../local-text.ts";

/** One step of how a lab's chain begins. Plain data: the server compares a log's first blocks with it. */
export type StartStep =
  | {
      readonly kind: "install";
      readonly name: string;
      /** A contract of the shelf; `source` when it is made for this lab. */
      readonly contract?: string;
      /** AssemblyScript, compiled where the lab starts. */
      readonly source?: string;
      /** `1.0` when absent. */
      readonly version?: string;
      /** Given to init_contract. */
      readonly parameters?: CallParameters;
    }
  | ({ readonly kind: "send"; readonly sender?: MemberName } & Pick<SendRequest, "contract" | "method" | "parameters">)
  | { readonly kind: "set-state"; readonly entries: readonly StateEntry[] };

/** What a learner works at: the chain, an editor and a console. Solutions have nothing else. */
export interface LabBench {
  readonly playground: Playground;
  /** The editor's files by name: `NAME.ts` is the contract NAME in AssemblyScript, `NAME.sol` in Solidity. */
  readonly editor: Map<string, string>;
  /** The address of a member by the name that the console uses, e.g. `client1@org2`. */
  addressOf(member: string): string;
  /** Runs a command of the console and returns what it prints. Errors: ACADEMY_COMMAND_INVALID, those of the playground. */
  run(command: string): Promise<readonly string[]>;
}

/** What a grader looks at: a chain that was executed again from its first block, and what the learner did on it. */
export interface Evidence<Parameters> {
  readonly parameters: Parameters;
  readonly chain: ReplayedChain;
  /** Transactions after the start, in order, failed ones too. */
  readonly txs: readonly LabTransaction[];
  /** The address of a member by the name that the console uses, e.g. `client1@org2`. */
  addressOf(member: string): string;
  /** What the lab's `probe` found out; empty without one. */
  readonly probed: Probed;
}

/** Findings of a probe by their names. */
export type Probed = Readonly<Record<string, string>>;

/**
 * One thing that has to be true at the end. It is about one thing only: when what it speaks of is missing, another assertion
 * says so, and this one holds. So each can be turned off and be missed.
 */
export interface LabAssertion<Parameters> {
  /** Kebab-case; names it in reports and tests. */
  readonly name: string;
  /** What has to be true, for the learner. */
  readonly says: LocalText;
  holds(evidence: Evidence<Parameters>): boolean;
}

/** A practical task on a chain of one's own. */
export interface Lab<Parameters> {
  readonly title: LocalText;
  /** Names, amounts and faults of one learner's instance. */
  parameters(choice: SeededChoice): Parameters;
  /** How the chain begins; `addressOf("client1@org2")` is a member's address. */
  start(parameters: Parameters, addressOf: (member: string) => string): readonly StartStep[];
  /** Files that are in the editor at first. */
  editor?(parameters: Parameters): Readonly<Record<string, string>>;
  /** What is to be done, in Markdown. */
  task(parameters: Parameters): LocalText;
  /** Shown one after the other, when asked. */
  hints(parameters: Parameters): readonly LocalText[];
  /**
   * Tries out what the learner made: goes on with the chain as it was handed in, on a copy. `choice` follows from the hash of the last
   * block, so nobody knows what will be tried before the work is done, and everybody can try the same again.
   */
  probe?(bench: LabBench, parameters: Parameters, choice: SeededChoice): Promise<Probed>;
  readonly assertions: readonly LabAssertion<Parameters>[];
  /** `wall` (when absent): block times are those of the attempt. `free`: the lab is about time, its clock may be moved. */
  readonly clock?: "wall" | "free";
}

/** Solves a lab with what a learner has. */
export type Solution<Parameters> = (bench: LabBench, parameters: Parameters) => Promise<void>;

/** A plausible mistake, and the one assertion that it does not satisfy. */
export interface WrongSolution<Parameters> {
  readonly name: string;
  readonly fails: string;
  readonly solve: Solution<Parameters>;
}

/** Checks types only. */
export function defineLab<Parameters>(lab: Lab<Parameters>): Lab<Parameters> {
  return lab;
}
