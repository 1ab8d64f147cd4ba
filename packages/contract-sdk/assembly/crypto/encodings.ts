// @ts-ignore: decorator
@lazy
const hexDigits = "0123456789abcdef";
// @ts-ignore: decorator
@lazy
const base58Digits = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

/** Bytes as small hex digits. */
export function bytesToHex(bytes: Uint8Array): string {
  const letters = new Uint8Array(bytes.length * 2);
  for (let i = 0; i < bytes.length; i++) {
    letters[2 * i] = <u8>hexDigits.charCodeAt(bytes[i] >> 4);
    letters[2 * i + 1] = <u8>hexDigits.charCodeAt(bytes[i] & 15);
  }
  return String.UTF8.decodeUnsafe(letters.dataStart, letters.length);
}

/** Bytes as base 58 with Bitcoin's alphabet. */
export function bytesToBase58(bytes: Uint8Array): string {
  let zeros = 0;
  while (zeros < bytes.length && bytes[zeros] == 0) zeros++;
  const digits: u8[] = [];
  for (let i = zeros; i < bytes.length; i++) {
    let carry: u32 = bytes[i];
    for (let j = 0; j < digits.length; j++) {
      carry += <u32>digits[j] << 8;
      digits[j] = <u8>(carry % 58);
      carry /= 58;
    }
    for (; carry > 0; carry /= 58) digits.push(<u8>(carry % 58));
  }
  let text = "1".repeat(zeros);
  for (let i = digits.length - 1; i >= 0; i--) text += base58Digits.charAt(digits[i]);
  return text;
}

/** Reads standard base 64 with its padding; `what` names it in the error. */
export function base64ToBytes(text: string, what: string = "value"): Uint8Array {
  const length = text.length;
  let padding = 0;
  if (text.endsWith("==")) padding = 2;
  else if (text.endsWith("=")) padding = 1;
  let isGood = length % 4 == 0;
  const bytes = new Uint8Array(isGood ? (length / 4) * 3 - padding : 0);
  let bits: u32 = 0;
  let written = 0;
  for (let i = 0; isGood && i < length - padding; i++) {
    const digit = base64Digit(text.charCodeAt(i));
    isGood = digit >= 0;
    bits = (bits << 6) | <u32>digit;
    // After the first letter of four there are no whole eight bits yet; after each other one there are.
    const rest = i & 3;
    if (rest > 0) bytes[written++] = <u8>(bits >> <u32>(6 - 2 * rest));
  }
  // Bits that no byte takes are zero, so that each value has one text.
  if (padding > 0 && isGood) isGood = (bits & (padding == 2 ? 15 : 3)) == 0;
  assert(isGood, what + " is no base64");
  return bytes;
}

function base64Digit(code: i32): i32 {
  if (code >= 0x41 && code <= 0x5a) return code - 0x41;
  if (code >= 0x61 && code <= 0x7a) return code - 0x61 + 26;
  if (code >= 0x30 && code <= 0x39) return code - 0x30 + 52;
  return code == 0x2b ? 62 : code == 0x2f ? 63 : -1;
}
