/** Texts that several system contracts share. Spec: system-contracts.md §1. */
export const refusalTexts = {
  contractNotFound: "the contractName is not exist",
  methodNotFound: "the method does not found",
  outOfRange: "out of range",
  params: "params is error",
} as const;
