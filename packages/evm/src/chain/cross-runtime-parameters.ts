import { bytesToUtf8, emptyBytes, utf8ToBytes } from "@yanta/bytes";
import { collectedTextBytesMax } from "../limits.ts";

const beginMark = "CrossVMCall";
const methodKey = "CrossVmCallMethod";
const int64Max = 0x7fff_ffff_ffff_ffffn;
const uint64Max = 0xffff_ffff_ffff_ffffn;

/**
 * Parameters that a Solidity contract collects for a contract of another runtime: it writes strings into storage variables
 * that stand in order, first the mark `CrossVMCall`, then the method, then keys and values by turns. From the mark until the
 * next call, nothing that it writes reaches its state.
 *
 * A string of up to 31 bytes is one word, ended by a zero byte. Of a longer one the variable holds twice the length plus one,
 * and its words follow at hashed slots.
 *
 * Spec: vm.md §5.6; docs/spec-notes.md.
 */
export class CrossRuntimeParameters {
  #values = new Map<string, Uint8Array>();
  #isCollecting = false;
  #begin = 0n;
  #longLength = 0;
  #lastKey = "";

  get isCollecting(): boolean {
    return this.#isCollecting;
  }

  /** Takes a write to storage if it belongs to such a call. Errors: a text when ChainMaker would end the call. */
  take(slot: bigint, value: bigint): { readonly isTaken: boolean; readonly fault?: string } {
    const text = value > uint64Max ? untilZero(value) : emptyBytes;
    if (isMark(text)) {
      this.#isCollecting = true;
      this.#begin = BigInt.asIntN(64, slot);
      this.#values.set(beginMark, utf8ToBytes("start"));
      return { isTaken: true };
    }
    if (!this.#isCollecting) return { isTaken: false };
    const place = BigInt.asIntN(64, slot) - this.#begin;
    if (place === 1n && value > int64Max) this.#values.set(methodKey, text);
    else if (slot > int64Max) return this.#takeFragment(text);
    else if (place % 2n === 0n) this.#lastKey = bytesToUtf8(text);
    else this.#values.set(this.#lastKey, value <= int64Max ? utf8ToBytes(value.toString()) : text);
    return { isTaken: true };
  }

  /** What was collected, and its method; afterwards nothing is. Undefined when no collection was begun. */
  finish(): { readonly method: string; readonly parameters: ReadonlyMap<string, Uint8Array> } | undefined {
    if (!this.#isCollecting) return undefined;
    const parameters = this.#values;
    this.#values = new Map();
    this.#isCollecting = false;
    this.#begin = 0n;
    this.#forgetLongText();
    return { method: bytesToUtf8(parameters.get(methodKey) ?? emptyBytes), parameters };
  }

  #takeFragment(text: Uint8Array): { readonly isTaken: boolean; readonly fault?: string } {
    const before = this.#values.get(this.#lastKey) ?? emptyBytes;
    let value = text;
    if (this.#longLength === 0) {
      const digits = bytesToUtf8(before);
      if (!/^\d{1,19}$/.test(digits)) return { isTaken: true, fault: "parse cross vm param length failed" };
      this.#longLength = Number(digits);
    } else {
      if (before.length >= collectedTextBytesMax) return { isTaken: true, fault: "parse cross vm param length failed" };
      value = new Uint8Array(before.length + text.length);
      value.set(before);
      value.set(text, before.length);
    }
    this.#values.set(this.#lastKey, value);
    if (value.length * 2 + 1 === this.#longLength) this.#forgetLongText();
    return { isTaken: true };
  }

  #forgetLongText(): void {
    this.#longLength = 0;
    this.#lastKey = "";
  }
}

function isMark(text: Uint8Array): boolean {
  return text.length === beginMark.length && bytesToUtf8(text) === beginMark;
}

/** The number's big-endian bytes without leading zeros, up to the first zero byte. */
function untilZero(value: bigint): Uint8Array {
  const digits = value.toString(16);
  const whole = digits.length % 2 === 0 ? digits : `0${digits}`;
  const bytes: number[] = [];
  for (let i = 0; i < whole.length; i += 2) {
    const byte = Number.parseInt(whole.slice(i, i + 2), 16);
    if (byte === 0) break;
    bytes.push(byte);
  }
  return Uint8Array.from(bytes);
}
