import { type BinaryString, textToBinaryString } from "@yanta/bytes";
import type { Parameters } from "../interface.ts";

const userKey = 1;
const bytesValue = 2;
/** Count in front; then for each item four numbers beside key and value. */
const numberBytes = 4;

/**
 * Parameters on their way into a contract's memory: EasyCodec items of type bytes, keys in byte-wise order, without header.
 * Same bytes as `encodeEasyCodecParameters` of protocol, but written where they are wanted, and keys of any length pass,
 * as in ChainMaker.
 *
 * Spec: vm.md §1, §2.2.
 */
export class CallParameters {
  readonly #items: (readonly [key: BinaryString, value: Uint8Array])[];
  readonly length: number;

  constructor(parameters: Parameters, contextPointer: Uint8Array) {
    const items: [BinaryString, Uint8Array][] = [[contextPointerKey, contextPointer]];
    for (const [key, value] of parameters) if (key !== contextPointerKey) items.push([textToBinaryString(key), value]);
    items.sort(byKey);
    let length = numberBytes;
    for (const [key, value] of items) length += 4 * numberBytes + key.length + value.length;
    this.#items = items;
    this.length = length;
  }

  /** Writes all into `target`, which has exactly `length` bytes. */
  writeTo(target: Uint8Array): void {
    let position = writeUint32(target, 0, this.#items.length);
    for (const [key, value] of this.#items) {
      position = writeUint32(target, position, userKey);
      position = writeUint32(target, position, key.length);
      for (let i = 0; i < key.length; i++) target[position++] = key.charCodeAt(i);
      position = writeUint32(target, position, bytesValue);
      position = writeUint32(target, position, value.length);
      target.set(value, position);
      position += value.length;
    }
  }
}

const contextPointerKey = "__context_ptr__";

/** Without destructuring, which would run an iterator for each side of each comparison. */
function byKey(a: readonly [BinaryString, Uint8Array], b: readonly [BinaryString, Uint8Array]): number {
  return a[0] < b[0] ? -1 : 1;
}

function writeUint32(target: Uint8Array, position: number, value: number): number {
  target[position] = value;
  target[position + 1] = value >>> 8;
  target[position + 2] = value >>> 16;
  target[position + 3] = value >>> 24;
  return position + numberBytes;
}
