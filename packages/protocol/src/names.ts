/** Whether a text can name a chain. Spec: ledger.md §6.5; vector ids.json. */
export function isChainId(text: string): boolean {
  return /^[a-zA-Z0-9_]{1,30}$/.test(text);
}

/** Whether a text can name a contract. Spec: ledger.md §6.5; vector ids.json. */
export function isContractName(text: string): boolean {
  return /^[a-zA-Z0-9_]{1,128}$/.test(text);
}

/** Whether a text can be a contract's version. Spec: ledger.md §6.5. */
export function isContractVersion(text: string): boolean {
  return /^[a-zA-Z0-9_.-]{1,64}$/.test(text);
}

/** Whether a text is an EVM address, with or without 0x. Spec: ledger.md §6.5; vector ids.json. */
export function isEvmAddress(text: string): boolean {
  return /^(0x)?[0-9a-fA-F]{40}$/.test(text);
}
