/** Texts that several system contracts share. Spec: system-contracts.md §1. */
export const refusalTexts = {
  contractNotFound: "the contractName is not exist",
  methodNotFound: "the method does not found",
  paramsEmpty: "the params is empty",
  outOfRange: "out of range",
  params: "params is error",
  contractInternalError: "contract internal error",
} as const;
