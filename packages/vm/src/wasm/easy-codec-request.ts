import { bytesToUtf8 } from "@yanta/bytes";

/** Items that a decoder takes, and bytes of a key. Spec: vm.md §1. */
const itemsMax = 128;
const keyBytesMax = 64;
/** Inputs up to this size hold no item. */
const emptyBytesMax = 20;
const headerBytes = 16;
/** "cmecv1.0" */
const magic = [0x63, 0x6d, 0x65, 0x63, 0x76, 0x31, 0x2e, 0x30];
const itemTypes = { int32: 0, string: 1, bytes: 2 } as const;
/** Numbers kept for each item: key type, key's place and length, value type, value's place and length. */
const stride = 6;
/** Texts up to this length are put together here; TextDecoder takes 0.2 µs for a call, a longer concatenation more. */
const shortTextBytes = 16;

/**
 * A request of a contract, read where it lies in the contract's memory: items are looked up by key without decoding the others.
 * Same reading as `decodeEasyCodec` of protocol, which makes objects of all items and takes ten times as long.
 * Malformed bytes hold the items before the fault. Good until the contract runs again.
 *
 * Spec: vm.md §1.
 */
export class EasyCodecRequest {
  readonly #bytes: Uint8Array;
  readonly #places: number[] = [];

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    if (bytes.length > emptyBytesMax) this.#scan();
  }

  /** Number of items. */
  get count(): number {
    return this.#places.length / stride;
  }

  /** A user item's text; undefined when it is missing or of another type. */
  getString(key: string): string | undefined {
    const place = this.#find(key, 1, itemTypes.string);
    return place < 0 ? undefined : this.#text(place);
  }

  /** Whether there is a system item of this name, of any type. */
  hasSystemItem(key: string): boolean {
    for (let place = 0; place < this.#places.length; place += stride)
      if (this.#places[place] === 0 && this.#isKey(place, key)) return true;
    return false;
  }

  /** A system item's text. */
  getSystemString(key: string): string | undefined {
    const place = this.#find(key, 0, itemTypes.string);
    return place < 0 ? undefined : this.#text(place);
  }

  /** A user item's signed number. */
  getInt32(key: string): number | undefined {
    const place = this.#find(key, 1, itemTypes.int32);
    return place < 0 ? undefined : this.#readUint32(this.#places[place + 4] as number) | 0;
  }

  /** A copy of the bytes behind a user item's text, which need not be UTF-8. */
  getStringBytes(key: string): Uint8Array | undefined {
    return this.#copy(this.#find(key, 1, itemTypes.string));
  }

  /** A copy of a user item's bytes. */
  getBytes(key: string): Uint8Array | undefined {
    return this.#copy(this.#find(key, 1, itemTypes.bytes));
  }

  hasSystemInt32(key: string): boolean {
    return this.#find(key, 0, itemTypes.int32) >= 0;
  }

  /** The text of the item at a position, undefined when it is of another type. */
  getStringAt(index: number): string | undefined {
    const place = index * stride;
    return this.#places[place + 3] === itemTypes.string ? this.#text(place) : undefined;
  }

  #copy(place: number): Uint8Array | undefined {
    if (place < 0) return undefined;
    const start = this.#places[place + 4] as number;
    return this.#bytes.slice(start, start + (this.#places[place + 5] as number));
  }

  /** First item with this key and key type; -1 when missing or of another type. */
  #find(key: string, keyType: number, type: number): number {
    for (let place = 0; place < this.#places.length; place += stride) {
      if (this.#places[place] === keyType && this.#isKey(place, key))
        return this.#places[place + 3] === type ? place : -1;
    }
    return -1;
  }

  #isKey(place: number, key: string): boolean {
    if (this.#places[place + 2] !== key.length) return false;
    const start = this.#places[place + 1] as number;
    for (let i = 0; i < key.length; i++) if (this.#bytes[start + i] !== key.charCodeAt(i)) return false;
    return true;
  }

  #text(place: number): string {
    const start = this.#places[place + 4] as number;
    const end = start + (this.#places[place + 5] as number);
    if (end - start > shortTextBytes) return bytesToUtf8(this.#bytes.subarray(start, end));
    let text = "";
    for (let i = start; i < end; i++) {
      const byte = this.#bytes[i] as number;
      if (byte >= 0x80) return bytesToUtf8(this.#bytes.subarray(start, end));
      text += String.fromCharCode(byte);
    }
    return text;
  }

  #scan(): void {
    const { length } = this.#bytes;
    let position = this.#skipHeader();
    if (position < 0) return;
    const count = this.#readUint32(position);
    position += 4;
    if (count > itemsMax) return;
    for (let i = 0; i < count; i++) {
      if (position + 8 > length) return;
      const keyType = this.#readUint32(position) === 0 ? 0 : 1;
      const keyLength = this.#readUint32(position + 4);
      const keyStart = position + 8;
      if (keyLength > keyBytesMax || keyStart + keyLength + 8 > length) return;
      const type = this.#readUint32(keyStart + keyLength);
      const valueLength = this.#readUint32(keyStart + keyLength + 4);
      const valueStart = keyStart + keyLength + 8;
      if (
        valueStart + valueLength > length ||
        type > itemTypes.bytes ||
        (type === itemTypes.int32 && valueLength !== 4)
      )
        return;
      this.#places.push(keyType, keyStart, keyLength, type, valueStart, valueLength);
      position = valueStart + valueLength;
    }
  }

  /** Where the count stands, behind the 16-byte header if there is one; -1 for a broken header. */
  #skipHeader(): number {
    for (let i = 0; i < 4; i++) if (this.#bytes[i] !== magic[i]) return 0;
    for (let i = 4; i < 8; i++) if (this.#bytes[i] !== magic[i]) return -1;
    for (let i = 8; i < headerBytes; i++) if (this.#bytes[i] !== 0xff) return -1;
    return headerBytes;
  }

  #readUint32(position: number): number {
    const bytes = this.#bytes;
    return (
      (((bytes[position] as number) |
        ((bytes[position + 1] as number) << 8) |
        ((bytes[position + 2] as number) << 16)) >>>
        0) +
      (bytes[position + 3] as number) * 0x1000000
    );
  }
}
