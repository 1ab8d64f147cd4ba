import { bytesToHex, bytesToUint64Be, textToBinaryString, utf8ToBytes } from "@yanta/bytes";
import type { ChainConfig } from "@yanta/protocol";
import type { LedgerReader } from "@yanta/storage";

/** The one parameter of a payload that carries a signed Ethereum transaction. Spec: docs/adr/0009. */
export const ethereumParameter = "__ethereum_transaction__";

/** Namespace of the nonces of Ethereum addresses. No contract can have this name. */
export const ethereumAccounts = "ethereum-accounts";

/** Key of `consensus.ext_config` that says which Ethereum addresses may act. */
const sendersKey = "ethereum_senders";

/** Which Ethereum addresses may act on a chain. */
export type EthereumSenders =
  | { readonly kind: "none" }
  | { readonly kind: "any" }
  | { readonly kind: "listed"; readonly addresses: ReadonlySet<string> };

/**
 * Reads it from the chain's configuration, which all nodes share: `any`, or addresses with commas between. Without the
 * entry nobody may, and transactions that carry the parameter are ordinary ones.
 */
export function ethereumSenders(config: ChainConfig): EthereumSenders {
  const value = config.consensus?.extConfig.find(({ key }) => key === sendersKey)?.value.trim() ?? "";
  if (value === "") return { kind: "none" };
  if (value === "any") return { kind: "any" };
  const addresses = value.split(",").map((address) => address.trim().toLowerCase().replace(/^0x/, ""));
  return { kind: "listed", addresses: new Set(addresses) };
}

/** What EVM contracts of a chain see as CHAINID: its id's bytes as one number. Spec: vm.md §5.2. */
export function ethereumChainId(chainId: string): bigint {
  return BigInt(`0x${bytesToHex(utf8ToBytes(chainId))}`);
}

/** The number of an address's next transaction. Addresses are 40 lower-case hex digits. */
export function ethereumNonce(ledger: LedgerReader, address: string, height?: bigint): bigint {
  const key = textToBinaryString(address);
  const bytes =
    height === undefined ? ledger.getState(ethereumAccounts, key) : ledger.getStateAt(ethereumAccounts, key, height);
  return bytes === undefined || bytes.length !== 8 ? 0n : bytesToUint64Be(bytes);
}
