/** Block versions from which a rule of the EVM runtime holds. Spec: vm.md §5, ledger.md §3. */
export const versionRules = {
  /** Loaded slots are no longer written under the contract's address; addresses are padded to 20 bytes. */
  readsAreNotWritten: 2_030_201,
  /** CREATE2's first salt byte is the runtime only when a name follows; BLAKE2 works. */
  saltNeedsName: 2_030_300,
  /** Failures are named `failed to execute evm contract, …`. */
  namedFailures: 2_030_400,
  /** A call of a missing contract fails with its own text. */
  missingContractNamed: 2_030_500,
  /** Calls need call data. */
  callDataNeeded: 2_030_501,
} as const;
