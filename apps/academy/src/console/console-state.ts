import type { Playground, SnapshotId, SolidityContract } from "@yanta/playground";

/** What can be installed. */
export type ConsoleContract =
  | { readonly kind: "wasm"; readonly bytecode: Uint8Array }
  | { readonly kind: "solidity"; readonly contract: SolidityContract };

/** What the console works on and remembers. */
export interface ConsoleState {
  readonly playground: Playground;
  /** Of the editor, compiled, or of the shelf. Errors: ACADEMY_CONTRACT_UNKNOWN, ACADEMY_SOURCE_BROKEN. */
  readonly readContract: (source: string) => Promise<ConsoleContract>;
  /** Interfaces of contracts in Solidity by the names under which they are installed. */
  readonly solidity: Map<string, SolidityContract>;
  /** Whether the editor has a source in Solidity for the contract: after a reload its interface is made from it again. */
  readonly hasSolidity: (name: string) => boolean;
  readonly snapshots: SnapshotId[];
  lastTxId: string | undefined;
}
