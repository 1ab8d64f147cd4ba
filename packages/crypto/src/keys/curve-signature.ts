import { encodeSequence, encodeUnsignedInteger } from "../der/der-writer.ts";

/**
 * The canonical DER of an ECDSA or SM2 signature that Go's `asn1.Unmarshal` would accept; undefined when it would not,
 * or when r or s is negative, zero or longer than the curve.
 *
 * Go ignores bytes after the SEQUENCE and elements after s inside it; lengths and integers must be minimal.
 * OpenSSL takes canonical DER only, hence this step before it.
 * Spec: signature.json, "two zero bytes after the signature".
 */
export function normalizeCurveSignature(signature: Uint8Array, sizeBytes: number): Uint8Array | undefined {
  const body = readElement(signature, 0, 0x30);
  if (body === undefined) return undefined;
  const r = readElement(signature, body.start, 0x02, body.end);
  if (r === undefined) return undefined;
  const s = readElement(signature, r.end, 0x02, body.end);
  if (s === undefined) return undefined;
  if (!isPositiveInteger(signature, r, sizeBytes) || !isPositiveInteger(signature, s, sizeBytes)) return undefined;
  if (s.end === body.end && body.end === signature.length) return signature;
  return encodeSequence(
    encodeUnsignedInteger(signature.subarray(r.start, r.end)),
    encodeUnsignedInteger(signature.subarray(s.start, s.end)),
  );
}

/** Canonical DER of r and s in big-endian bytes. */
export function encodeCurveSignature(r: Uint8Array, s: Uint8Array): Uint8Array {
  return encodeSequence(encodeUnsignedInteger(r), encodeUnsignedInteger(s));
}

/** r and s of a canonical signature, without leading zeros. */
export function decodeCurveSignature(
  canonical: Uint8Array,
): { readonly r: Uint8Array; readonly s: Uint8Array } | undefined {
  const body = readElement(canonical, 0, 0x30);
  const r = body && readElement(canonical, body.start, 0x02, body.end);
  const s = body && r && readElement(canonical, r.end, 0x02, body.end);
  if (r === undefined || s === undefined) return undefined;
  return { r: trim(canonical.subarray(r.start, r.end)), s: trim(canonical.subarray(s.start, s.end)) };
}

interface Range {
  readonly start: number;
  readonly end: number;
}

/** Content range of an element with a minimal length below 65,536; no exceptions: this runs for every transaction. */
function readElement(bytes: Uint8Array, at: number, tag: number, limit: number = bytes.length): Range | undefined {
  if (at + 2 > limit || bytes[at] !== tag) return undefined;
  const first = bytes[at + 1] ?? 0;
  let start = at + 2;
  let length = first;
  if (first >= 0x80) {
    const count = first & 0x7f;
    if (count < 1 || count > 2 || start + count > limit) return undefined;
    length = count === 1 ? (bytes[start] ?? 0) : (bytes[start] ?? 0) * 256 + (bytes[start + 1] ?? 0);
    if (length < (count === 1 ? 0x80 : 0x100)) return undefined;
    start += count;
  }
  return start + length > limit ? undefined : { start, end: start + length };
}

function isPositiveInteger(bytes: Uint8Array, { start, end }: Range, sizeBytes: number): boolean {
  const first = bytes[start] ?? 0;
  if (start === end || first >= 0x80) return false;
  if (first !== 0) return end - start <= sizeBytes;
  return end - start > 1 && end - start <= sizeBytes + 1 && (bytes[start + 1] ?? 0) >= 0x80;
}

function trim(bytes: Uint8Array): Uint8Array {
  return bytes[0] === 0 ? bytes.subarray(1) : bytes;
}
