import { AddrType } from "@yanta/protocol";

/** `ZX` and 40 characters on ZXL chains, 40 hex digits with or without 0x on others. Spec: system-contracts.md §8. */
const evmAddressFormat = /^(0x)?[0-9a-fA-F]{40}$/;

/** A gas account's address in lower case (a `ZX` stays, a 0x too); undefined when it is none of this chain's form. */
export function lowerCaseAddress(text: string, addrType: AddrType): string | undefined {
  if (addrType === AddrType.ZXL)
    return text.length === 42 && text.startsWith("ZX") ? `ZX${text.slice(2).toLowerCase()}` : undefined;
  return evmAddressFormat.test(text) ? text.toLowerCase() : undefined;
}
