import { bytesToHex, concatBytes, hexToBytes, bytesToBinaryString } from "@yanta/bytes";
import { keccak256 } from "@yanta/crypto";
import { recoveredSendersMax, transactionBytesMax } from "./limits.ts";
import { recoverAddress } from "./recover-address.ts";
import { decodeRlp, encodeRlp, numberToRlp, type RlpValue } from "./rlp.ts";

export interface AccessListEntry {
  /** 40 lower-case hex digits. */
  readonly address: string;
  /** 32 bytes each. */
  readonly storageKeys: readonly Uint8Array[];
}

/** A signed Ethereum transaction whose signature holds. Addresses are 40 lower-case hex digits. */
export interface EthereumTransaction {
  /** 0 legacy with EIP-155, 1 EIP-2930, 2 EIP-1559. */
  readonly type: 0 | 1 | 2;
  readonly chainId: bigint;
  readonly nonce: bigint;
  /** Of types 0 and 1; for type 2 the fee cap. */
  readonly gasPrice: bigint;
  /** Of type 2 only, else equal to `gasPrice`. */
  readonly priorityFee: bigint;
  readonly gasLimit: bigint;
  /** Undefined for a creation. */
  readonly to: string | undefined;
  readonly value: bigint;
  readonly data: Uint8Array;
  readonly accessList: readonly AccessListEntry[];
  readonly signature: { readonly v: bigint; readonly r: bigint; readonly s: bigint; readonly yParity: 0 | 1 };
  /** Keccak-256 of the signed bytes: the transaction's name. */
  readonly hash: Uint8Array;
  /** Address of the key that signed. */
  readonly from: string;
}

export type DecodedTransaction =
  | { readonly kind: "transaction"; readonly transaction: EthereumTransaction }
  /** `text` says what is wrong, in go-ethereum's words where it has some. */
  | { readonly kind: "refused"; readonly text: string };

/**
 * Decodes a signed transaction and recovers its sender. Untrusted bytes: everything but one exact encoding is refused.
 * Spec: EIP-155, EIP-2, EIP-2718, EIP-2930, EIP-1559.
 */
export function decodeTransaction(raw: Uint8Array): DecodedTransaction {
  if (raw.length > transactionBytesMax) return refuse("oversized data");
  const type = raw[0] ?? 0;
  const unsigned = type >= 0xc0 ? decodeLegacy(raw) : type === 1 || type === 2 ? decodeTyped(raw, type) : undefined;
  if (unsigned === undefined) return refuse("transaction type not supported");
  if (typeof unsigned === "string") return refuse(unsigned);
  const { signingBytes, ...fields } = unsigned;
  const hash = keccak256(raw);
  const from = senderOf(hash, signingBytes, fields.signature);
  if (from === undefined) return refuse("invalid sender");
  return { kind: "transaction", transaction: { ...fields, hash, from } };
}

type Unsigned = Omit<EthereumTransaction, "hash" | "from"> & { readonly signingBytes: Uint8Array };

const malformed = "rlp: the bytes are no transaction";
const uint64Max = 2n ** 64n - 1n;

const refuse = (text: string): DecodedTransaction => ({ kind: "refused", text });

function decodeLegacy(raw: Uint8Array): Unsigned | string {
  const fields = flatFields(decodeRlp(raw), 9);
  if (fields === undefined) return malformed;
  const numbers = [0, 1, 2, 4, 6, 7, 8].map((at) => readNumber(fields[at]));
  const [nonce, gasPrice, gasLimit, value, v, r, s] = numbers;
  const to = readTo(fields[3]);
  if ([nonce, gasPrice, gasLimit, value, v, r, s].includes(undefined) || to === "malformed") return malformed;
  const signed = v as bigint;
  if (signed < 35n) return "only replay-protected (EIP-155) transactions allowed over RPC";
  const chainId = (signed - 35n) / 2n;
  const signingBytes = encodeRlp([...fields.slice(0, 6), numberToRlp(chainId), new Uint8Array(0), new Uint8Array(0)]);
  return checkRanges({
    type: 0,
    chainId,
    nonce: nonce as bigint,
    gasPrice: gasPrice as bigint,
    priorityFee: gasPrice as bigint,
    gasLimit: gasLimit as bigint,
    to,
    value: value as bigint,
    data: fields[5] as Uint8Array,
    accessList: [],
    signature: { v: signed, r: r as bigint, s: s as bigint, yParity: (signed - 35n) % 2n === 0n ? 0 : 1 },
    signingBytes,
  });
}

/** Types 1 and 2 differ in one field: the priority fee before the fee cap. */
function decodeTyped(raw: Uint8Array, type: 1 | 2): Unsigned | string {
  const shift = type - 1;
  const list = decodeRlp(raw.subarray(1));
  if (!Array.isArray(list) || list.length !== 11 + shift) return malformed;
  const values = list as readonly RlpValue[];
  const number = (at: number): bigint | undefined => readNumber(values[at]);
  const [chainId, nonce, priorityFee, gasPrice] = [number(0), number(1), number(2), number(2 + shift)];
  const [gasLimit, value] = [number(3 + shift), number(5 + shift)];
  const [parity, r, s] = [number(8 + shift), number(9 + shift), number(10 + shift)];
  const to = readTo(values[4 + shift]);
  const data = values[6 + shift];
  const accessList = readAccessList(values[7 + shift]);
  const numbers = [chainId, nonce, priorityFee, gasPrice, gasLimit, value, parity, r, s];
  if (numbers.includes(undefined) || to === "malformed" || !(data instanceof Uint8Array) || accessList === undefined)
    return malformed;
  if (parity !== 0n && parity !== 1n) return malformed;
  return checkRanges({
    type,
    chainId: chainId as bigint,
    nonce: nonce as bigint,
    gasPrice: gasPrice as bigint,
    priorityFee: priorityFee as bigint,
    gasLimit: gasLimit as bigint,
    to,
    value: value as bigint,
    data,
    accessList,
    signature: { v: parity, r: r as bigint, s: s as bigint, yParity: parity === 0n ? 0 : 1 },
    signingBytes: concatBytes(raw.subarray(0, 1), encodeRlp(values.slice(0, 8 + shift))),
  });
}

function checkRanges(unsigned: Unsigned): Unsigned | string {
  // EIP-2681: the last nonce cannot be used.
  if (unsigned.nonce >= uint64Max) return "nonce has max value";
  if (unsigned.gasLimit > uint64Max) return malformed;
  if (unsigned.priorityFee > unsigned.gasPrice) return "max priority fee per gas higher than max fee per gas";
  return unsigned;
}

function flatFields(value: RlpValue | undefined, count: number): readonly Uint8Array[] | undefined {
  if (!Array.isArray(value) || value.length !== count) return undefined;
  const fields = value as readonly RlpValue[];
  return fields.every((field): field is Uint8Array => field instanceof Uint8Array) ? fields : undefined;
}

/** Up to 32 bytes without leading zeros. */
function readNumber(value: RlpValue | undefined): bigint | undefined {
  if (!(value instanceof Uint8Array) || value.length > 32 || value[0] === 0) return undefined;
  return value.length === 0 ? 0n : BigInt(`0x${bytesToHex(value)}`);
}

/** 40 hex digits, undefined for none, or the word "malformed". */
function readTo(value: RlpValue | undefined): string | undefined {
  if (!(value instanceof Uint8Array)) return "malformed";
  if (value.length === 0) return undefined;
  return value.length === 20 ? bytesToHex(value) : "malformed";
}

function readAccessList(value: RlpValue | undefined): readonly AccessListEntry[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const entries: AccessListEntry[] = [];
  for (const entry of value as readonly RlpValue[]) {
    if (!Array.isArray(entry) || entry.length !== 2) return undefined;
    const [address, keys] = entry as readonly RlpValue[];
    if (!(address instanceof Uint8Array) || address.length !== 20 || !Array.isArray(keys)) return undefined;
    const storageKeys = keys as readonly RlpValue[];
    const areWords = storageKeys.every((key): key is Uint8Array => key instanceof Uint8Array && key.length === 32);
    if (!areWords) return undefined;
    entries.push({ address: bytesToHex(address), storageKeys });
  }
  return entries;
}

/** Senders by transaction hash: the gateway and the executor ask for the same one within moments. */
const recovered = new Map<string, string>();

function senderOf(
  hash: Uint8Array,
  signingBytes: Uint8Array,
  signature: EthereumTransaction["signature"],
): string | undefined {
  const key = bytesToBinaryString(hash);
  const known = recovered.get(key);
  if (known !== undefined) return known;
  const from = recoverAddress(keccak256(signingBytes), signature);
  if (from === undefined) return undefined;
  if (recovered.size >= recoveredSendersMax) recovered.clear();
  recovered.set(key, from);
  return from;
}

/** Address of the contract that a transaction of `from` creates. Spec: yellow paper §7. */
export function createdAddress(from: string, nonce: bigint): string {
  const sender = hexToBytes(from);
  if (sender?.length !== 20) throw new TypeError("an address has 40 hex digits");
  return bytesToHex(keccak256(encodeRlp([sender, numberToRlp(nonce)])).subarray(12));
}
