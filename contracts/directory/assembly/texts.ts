// Rules for single values. A fault is a code, empty for a good value, so that an import can collect them.
import { need } from "./refuse";
import { privateFault } from "./private-data";

/** A free text: not empty, not too long, no control characters, no personal data. */
export function textFault(value: string, lengthMax: i32): string {
  if (value.trim().length == 0) return "DIR_MISSING";
  if (value.length > lengthMax) return "DIR_LENGTH";
  for (let i = 0; i < value.length; i++) if (value.charCodeAt(i) < 0x20 && value.charAt(i) != "\n") return "DIR_FORMAT";
  return privateFault(value);
}

export function checkText(value: string, field: string, lengthMax: i32): void {
  const fault = textFault(value, lengthMax);
  need(fault == "", fault, field);
}

/** An identifier: letters, digits, hyphens, at most 64, none that looks like personal data. */
export function checkId(value: string, field: string): void {
  need(value.length > 0, "DIR_MISSING", field);
  need(value.length <= 64, "DIR_LENGTH", field);
  for (let i = 0; i < value.length; i++) {
    const code = value.charCodeAt(i);
    const isLetter = (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a);
    need(isLetter || (code >= 0x30 && code <= 0x39) || code == 0x2d, "DIR_FORMAT", field);
  }
  const fault = privateFault(value);
  need(fault == "", fault, field);
}

/** A SHA-256 or SM3 in small hex digits. */
export function checkHash(value: string, field: string): void {
  need(value.length == 64 && isHex(value), "DIR_FORMAT", field);
}

export function isHex(value: string): bool {
  for (let i = 0; i < value.length; i++) {
    const code = value.charCodeAt(i);
    if (!((code >= 0x30 && code <= 0x39) || (code >= 0x61 && code <= 0x66))) return false;
  }
  return value.length > 0;
}

export function isDigits(value: string): bool {
  for (let i = 0; i < value.length; i++) if (value.charCodeAt(i) < 0x30 || value.charCodeAt(i) > 0x39) return false;
  return value.length > 0;
}

/**
 * An entry's code (信息资源代码): category of six digits or more (类 1, 项 2, 目 3, 细目), a slash, a sequence number of 1 to 12 digits.
 * Spec: 政务信息资源目录编制指南(试行), 2017.
 */
export function isEntryCode(code: string): bool {
  const slash = code.indexOf("/");
  if (slash < 6 || slash > 20 || code.charAt(0) == "0") return false;
  const sequence = code.substring(slash + 1);
  return sequence.length <= 12 && isDigits(code.substring(0, slash)) && isDigits(sequence);
}

/** A unified social credit code (统一社会信用代码) with its check character. Spec: GB 32100-2015. */
export function isCreditCode(code: string): bool {
  if (code.length != 18) return false;
  let sum = 0;
  let weight = 1;
  for (let i = 0; i < 18; i++) {
    const value = creditValue(code.charCodeAt(i));
    if (value < 0) return false;
    sum += i == 17 ? value : value * weight;
    weight = (weight * 3) % 31;
  }
  return sum % 31 == 0;
}

/** Digits and capital letters without I, O, S, V and Z stand for 0 to 30; -1 for others. */
function creditValue(code: i32): i32 {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  if (code < 0x41 || code > 0x59 || code == 0x49 || code == 0x4f || code == 0x53 || code == 0x56) return -1;
  return code - 0x37 - i32(code > 0x49) - i32(code > 0x4f) - i32(code > 0x53) - i32(code > 0x56);
}
