import { type BinaryString, textToBinaryString } from "@yanta/bytes";
import type { Parameters } from "../interface.ts";

const userKey = 1;
const bytesValue = 2;
/** Count in front; then for each item four numbers beside key and value. */
const numberBytes = 4;

type BytesItem = readonly [key: BinaryString, value: Uint8Array];

/**
 * EasyCodec items of type bytes on their way into a contract's memory, without header. Same bytes as `encodeEasyCodec` of protocol,
 * but written where they are wanted, and keys of any bytes and length pass, as in ChainMaker.
 *
 * Spec: vm.md §1.
 */
export class BytesItems {
  readonly #items: readonly BytesItem[];
  readonly length: number;

  constructor(items: readonly BytesItem[]) {
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

  toBytes(): Uint8Array {
    const bytes = new Uint8Array(this.length);
    this.writeTo(bytes);
    return bytes;
  }
}

const contextPointerKey = "__context_ptr__";

/** A call's parameters, keys in byte-wise order, with the number of the running call where the runtime has one. Spec: vm.md §2.2. */
export function parametersToItems(parameters: Parameters, contextPointer?: Uint8Array): BytesItems {
  const items: BytesItem[] = contextPointer === undefined ? [] : [[contextPointerKey, contextPointer]];
  for (const [key, value] of parameters)
    if (contextPointer === undefined || key !== contextPointerKey) items.push([textToBinaryString(key), value]);
  items.sort(byKey);
  return new BytesItems(items);
}

/** Without destructuring, which would run an iterator for each side of each comparison. */
function byKey(a: BytesItem, b: BytesItem): number {
  return a[0] < b[0] ? -1 : 1;
}

function writeUint32(target: Uint8Array, position: number, value: number): number {
  target[position] = value;
  target[position + 1] = value >>> 8;
  target[position + 2] = value >>> 16;
  target[position + 3] = value >>> 24;
  return position + numberBytes;
}
