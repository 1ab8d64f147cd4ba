import type { NativeContract, NativeMethod } from "../interface.ts";
import { refuse, succeed } from "../outcome.ts";

/** Namespace and key of what MaxBFT keeps. */
const governanceKey = "government_contract";

/** GET_GOVERNANCE_CONTRACT: the stored bytes; there are none without MaxBFT. */
const getGovernanceContract: NativeMethod = (context) => {
  const bytes = context.ledger.getState(governanceKey, governanceKey);
  return bytes === undefined || bytes.length === 0 ? refuse("bytes is empty") : succeed(bytes);
};

/** GOVERNANCE. Spec: system-contracts.md §9. */
export function createGovernanceContract(): NativeContract {
  return { name: "GOVERNANCE", methods: new Map([["GET_GOVERNANCE_CONTRACT", getGovernanceContract]]) };
}
