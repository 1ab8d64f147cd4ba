import { namedPolicies } from "./named-policies.ts";
import type { Policy } from "./policy.ts";
import from0 from "./tables/policies-from-0.json" with { type: "json" };
import from221 from "./tables/policies-from-221.json" with { type: "json" };
import from2030300 from "./tables/policies-from-2030300.json" with { type: "json" };

/** The identity modes' columns of the tables. Only `cert` is in use yet. */
export type PolicyColumn = "cert" | "pwk" | "publicTbft" | "publicDpos";

/** ChainMaker's default policies of one mode and one family of block versions, by resource name. */
export interface PolicyTable {
  readonly blockVersionFrom: number;
  readonly blockVersionTo: number;
  /** M: messages between nodes (CONSENSUS, P2P). */
  readonly message: ReadonlyMap<string, Policy>;
  /** T: transaction types. */
  readonly txType: ReadonlyMap<string, Policy>;
  /** S: what the sender alone must be. */
  readonly sender: ReadonlyMap<string, Policy>;
  /** E: endorsements; before 2030300 also transaction types and messages. */
  readonly endorsement: ReadonlyMap<string, Policy>;
  /** X: before 2030300, the sender's policy that takes the place of the transaction type's. */
  readonly exceptional: ReadonlyMap<string, Policy>;
}

interface TableFile {
  readonly source: string;
  readonly blockVersionFrom: number;
  readonly blockVersionTo: number;
  readonly columns: readonly string[];
  /** Resource name, then one cell a column: `K:Name`, several joined by ` + ` (the last of a kind holds), or empty. */
  readonly rows: readonly (readonly string[])[];
}

/** The tables as data, newest rules first. Spec: access.md §8, §9. */
export const policyTableFiles: readonly TableFile[] = [from2030300, from221, from0];

/** The default policies for a mode at a block version. */
export function createPolicyTable(column: PolicyColumn, blockVersion: number): PolicyTable {
  const file = policyTableFiles.find(
    (candidate) => blockVersion >= candidate.blockVersionFrom && blockVersion <= candidate.blockVersionTo,
  );
  if (file === undefined) throw new RangeError(`no policy table for block version ${blockVersion}`);
  const kinds: Readonly<Record<string, Map<string, Policy>>> = {
    M: new Map(),
    T: new Map(),
    S: new Map(),
    E: new Map(),
    X: new Map(),
  };
  const columnIndex = file.columns.indexOf(column);
  for (const row of file.rows) {
    const [resource, cell] = [row[0], row[columnIndex]];
    if (resource === undefined || cell === undefined)
      throw new RangeError(`row without a ${column} cell in ${file.source}`);
    if (cell === "") continue;
    for (const entry of cell.split(" + ")) {
      const [kind, name] = [entry.slice(0, 1), entry.slice(2)];
      const policy = namedPolicies.get(name);
      const policies = kinds[kind];
      if (policy === undefined || policies === undefined)
        throw new RangeError(`unknown policy ${entry} in ${file.source}`);
      policies.set(resource, policy);
    }
  }
  return {
    blockVersionFrom: file.blockVersionFrom,
    blockVersionTo: file.blockVersionTo,
    message: kinds["M"] ?? new Map(),
    txType: kinds["T"] ?? new Map(),
    sender: kinds["S"] ?? new Map(),
    endorsement: kinds["E"] ?? new Map(),
    exceptional: kinds["X"] ?? new Map(),
  };
}
