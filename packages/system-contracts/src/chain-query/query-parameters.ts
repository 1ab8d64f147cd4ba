import { emptyBytes, hexToBytes } from "@yanta/bytes";
import type { Parameters } from "@yanta/vm";
import { parseInteger, parseUint } from "../go-text.ts";
import { parameterText } from "../parameters.ts";

/** Parameters of a CHAIN_QUERY method, parsed. */
export interface QueryParameters {
  /** undefined = the latest (`-1`). */
  readonly height: bigint | undefined;
  readonly blockHash: Uint8Array;
  readonly txId: string;
  readonly withRwset: boolean;
  /** 0 = nothing is cut. */
  readonly truncateLength: number;
  readonly truncateModel: string;
}

export type QueryKey = "blockHeight" | "blockHash" | "txId";

export type ParsedQuery =
  | { readonly kind: "query"; readonly query: QueryParameters }
  | { readonly kind: "refused"; readonly message: string };

/**
 * Parses the parameters that are there and refuses when one of `required` is missing; others may be present.
 * `-1` and 2^64-1 both stand for the latest block. Spec: system-contracts.md §2.
 */
export function parseQuery(parameters: Parameters, ...required: readonly QueryKey[]): ParsedQuery {
  const heightText = parameterText(parameters, "blockHeight");
  let height: bigint | undefined;
  if (parameters.has("blockHeight") && heightText !== "-1") {
    const parsed = parseUint(heightText);
    if (parsed.kind === "error") return { kind: "refused", message: parsed.message };
    height = parsed.value === 0xffff_ffff_ffff_ffffn ? undefined : parsed.value;
  }
  const hashText = parameterText(parameters, "blockHash");
  const blockHash = hexToBytes(hashText);
  if (blockHash === undefined) return { kind: "refused", message: hexErrorText(hashText) };
  let truncateLength = 0;
  if (parameters.has("truncateValueLen")) {
    const parsed = parseInteger(parameterText(parameters, "truncateValueLen"));
    if (parsed.kind === "error") return { kind: "refused", message: parsed.message };
    truncateLength = parsed.value > 0n ? Number(parsed.value) : 0;
  }
  if (required.some((key) => !parameters.has(key))) {
    return { kind: "refused", message: `invalid params len, need [${required.join("|")}]` };
  }
  const rwsetText = parameterText(parameters, "withRWSet");
  const query: QueryParameters = {
    height,
    blockHash: blockHash ?? emptyBytes,
    txId: parameterText(parameters, "txId"),
    withRwset: rwsetText.toLowerCase() === "true" || rwsetText === "1",
    truncateLength,
    truncateModel: parameterText(parameters, "truncateModel"),
  };
  return { kind: "query", query };
}

/** The text of Go's encoding/hex for input that is not hex. */
function hexErrorText(text: string): string {
  const bad = [...text].find((character) => !/[0-9a-fA-F]/.test(character));
  if (bad === undefined) return "encoding/hex: odd length hex string";
  const code = (bad.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
  return `encoding/hex: invalid byte: U+${code} '${bad}'`;
}
