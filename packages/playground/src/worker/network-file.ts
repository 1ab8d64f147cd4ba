import { bytesToUtf8, concatBytes, equalBytes, utf8ToBytes } from "@yanta/bytes";
import { hashBytes } from "@yanta/crypto";
import { overwrite, readUpTo, type SyncFile } from "@yanta/storage";
import { type Network, networkFormat, networkFromJson, networkToJson } from "./network.ts";

const checksumLength = 32;

/** What a file says: nothing yet, a network, one of a newer format, or bytes that are none. */
export type NetworkFile =
  | { readonly kind: "empty" }
  | { readonly kind: "network"; readonly network: Network }
  | { readonly kind: "newer"; readonly format: number }
  | { readonly kind: "broken" };

/** Writes a network: SHA-256 of the JSON, then the JSON. Durable on return. */
export function saveNetwork(file: SyncFile, network: Network): void {
  const json = utf8ToBytes(JSON.stringify(networkToJson(network)));
  overwrite(file, concatBytes(hashBytes("SHA256", json), json));
}

export function loadNetwork(file: SyncFile): NetworkFile {
  const bytes = readUpTo(file, 0, file.getSize());
  if (bytes.length === 0) return { kind: "empty" };
  const content = bytes.subarray(checksumLength);
  if (!equalBytes(hashBytes("SHA256", content), bytes.subarray(0, checksumLength))) return { kind: "broken" };
  const json: unknown = JSON.parse(bytesToUtf8(content));
  const { format } = json as { readonly format: number };
  if (format > networkFormat) return { kind: "newer", format };
  return format === networkFormat ? { kind: "network", network: networkFromJson(json) } : { kind: "broken" };
}
