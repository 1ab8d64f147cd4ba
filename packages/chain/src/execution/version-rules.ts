/** Block versions from which a rule of execution holds. Spec: ledger.md §3. Chains below 2030200 are not executed. */
export const versionRules = {
  /** Contract look-ups see the transaction's own writes. */
  contractLookupSeesOwnWrites: 2_030_300,
  /** A read that hits the transaction's own write set is not recorded. */
  ownWritesAreNotRead: 2_030_500,
} as const;
