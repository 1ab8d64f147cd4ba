import { bytesToUtf8, concatBytes, emptyBytes, utf8ToBytes } from "@yanta/bytes";
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
 * and its words stand at hashed slots. Old compilers write the length before the words, new ones after them; ChainMaker 2.3.7
 * knows the first order only, later ones the second.
 *
 * Spec: vm.md §5.6; docs/spec-notes.md.
 */
export class CrossRuntimeParameters {
  #values = new Map<string, Uint8Array>();
  #isCollecting = false;
  #begin = 0n;
  #lastKey = "";
  /** Twice the length plus one of a text whose words follow; 0 when none does. */
  #lengthAhead = 0n;
  /** Words that came before their length, or after it. */
  #words: Uint8Array = emptyBytes;

  /** Takes a write to storage if it belongs to such a call; "too long" ends the call. */
  take(slot: bigint, value: bigint): "taken" | "not taken" | "too long" {
    const text = value > uint64Max ? untilZero(value) : emptyBytes;
    if (isMark(text)) {
      this.#isCollecting = true;
      this.#begin = BigInt.asIntN(64, slot);
      this.#values.set(beginMark, utf8ToBytes("start"));
      return "taken";
    }
    if (!this.#isCollecting) return "not taken";
    if (slot > int64Max) return this.#takeWord(text);
    const place = slot - this.#begin;
    const whole = value > int64Max ? text : this.#textOfLength(value);
    if (place === 1n) this.#values.set(methodKey, whole);
    else if (place % 2n === 0n) this.#lastKey = bytesToUtf8(whole);
    else this.#values.set(this.#lastKey, whole);
    return "taken";
  }

  /** What was collected, and its method; afterwards nothing is. Undefined when no collection was begun. */
  finish(): { readonly method: string; readonly parameters: ReadonlyMap<string, Uint8Array> } | undefined {
    if (!this.#isCollecting) return undefined;
    const parameters = this.#values;
    this.#values = new Map();
    this.#isCollecting = false;
    this.#begin = 0n;
    this.#lastKey = "";
    this.#lengthAhead = 0n;
    this.#words = emptyBytes;
    return { method: bytesToUtf8(parameters.get(methodKey) ?? emptyBytes), parameters };
  }

  /** A number in a variable: the length of the words before, or of those to come; else it is itself the text. */
  #textOfLength(value: bigint): Uint8Array {
    const words = this.#words;
    this.#words = emptyBytes;
    if (words.length > 0 && BigInt(words.length * 2 + 1) === value) return words;
    this.#lengthAhead = value;
    return utf8ToBytes(value.toString());
  }

  #takeWord(text: Uint8Array): "taken" | "too long" {
    if (this.#words.length >= collectedTextBytesMax) return "too long";
    this.#words = concatBytes(this.#words, text);
    if (this.#lengthAhead > 0n) {
      this.#values.set(this.#lastKey, this.#words);
      if (BigInt(this.#words.length * 2 + 1) === this.#lengthAhead) {
        this.#lengthAhead = 0n;
        this.#words = emptyBytes;
      }
    }
    return "taken";
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
