import { bytesToHex, concatBytes, hexToBytes } from "@yanta/bytes";
import { keccak256 } from "@yanta/crypto";
import { transactionBytesMax } from "./limits.ts";
import { decodeRlp, encodeRlp, numberToRlp, type RlpValue } from "./rlp.ts";
import type { DecodedTransaction, EthereumTransaction } from "./transaction.ts";

/** First byte of an unsigned transaction; Ethereum has no transaction type of this number. */
const unsignedType = 0x7e;

/** What an impersonated address does. Addresses are 40 lower-case hex digits. */
export interface UnsignedTransaction {
  readonly from: string;
  readonly chainId: bigint;
  readonly nonce: bigint;
  readonly gasLimit: bigint;
  /** Undefined for a creation. */
  readonly to: string | undefined;
  readonly data: Uint8Array;
}

/** Whether bytes claim to be an unsigned transaction. */
export function isUnsignedTransaction(raw: Uint8Array): boolean {
  return raw[0] === unsignedType;
}

/**
 * The bytes under which a development chain carries a transaction without a signature:
 * `0x7e ‖ rlp([from, chainId, nonce, gasLimit, to, data])`. Spec: docs/adr/0011.
 */
export function encodeUnsignedTransaction({
  from,
  chainId,
  nonce,
  gasLimit,
  to,
  data,
}: UnsignedTransaction): Uint8Array {
  const list = encodeRlp([
    addressBytes(from),
    numberToRlp(chainId),
    numberToRlp(nonce),
    numberToRlp(gasLimit),
    to === undefined ? new Uint8Array(0) : addressBytes(to),
    data,
  ]);
  return concatBytes(Uint8Array.of(unsignedType), list);
}

/** The transaction in such bytes, with an empty signature; everything but one exact encoding is refused. Only a development chain may run it. */
export function decodeUnsignedTransaction(raw: Uint8Array): DecodedTransaction {
  if (raw.length > transactionBytesMax) return { kind: "refused", text: "oversized data" };
  const fields = isUnsignedTransaction(raw) ? readFields(decodeRlp(raw.subarray(1))) : undefined;
  if (fields === undefined) return { kind: "refused", text: "rlp: the bytes are no unsigned transaction" };
  const transaction: EthereumTransaction = {
    ...fields,
    type: 2,
    gasPrice: 0n,
    priorityFee: 0n,
    value: 0n,
    accessList: [],
    signature: { v: 0n, r: 0n, s: 0n, yParity: 0 },
    hash: keccak256(raw),
  };
  return { kind: "transaction", transaction };
}

const uint64Max = 2n ** 64n - 1n;

function readFields(value: RlpValue | undefined): UnsignedTransaction | undefined {
  if (!Array.isArray(value) || value.length !== 6) return undefined;
  const [from, chainId, nonce, gasLimit, to, data] = value as readonly RlpValue[];
  const numbers = [chainId, nonce, gasLimit].map(readNumber);
  const [chain, count, gas] = numbers;
  if (chain === undefined || count === undefined || gas === undefined || count >= uint64Max || gas > uint64Max)
    return undefined;
  if (!(from instanceof Uint8Array) || from.length !== 20 || !(data instanceof Uint8Array)) return undefined;
  if (!(to instanceof Uint8Array) || (to.length !== 0 && to.length !== 20)) return undefined;
  return {
    from: bytesToHex(from),
    chainId: chain,
    nonce: count,
    gasLimit: gas,
    to: to.length === 0 ? undefined : bytesToHex(to),
    data,
  };
}

/** Up to 32 bytes without leading zeros. */
function readNumber(value: RlpValue | undefined): bigint | undefined {
  if (!(value instanceof Uint8Array) || value.length > 32 || value[0] === 0) return undefined;
  return value.length === 0 ? 0n : BigInt(`0x${bytesToHex(value)}`);
}

function addressBytes(address: string): Uint8Array {
  const bytes = hexToBytes(address);
  if (bytes?.length !== 20) throw new RangeError("an address has 40 hex digits");
  return bytes;
}
