/** Kinds of keys and values. Spec: vm.md §1. */
const systemKey: u32 = 0;
const userKey: u32 = 1;
const int32Value: u32 = 0;
const stringValue: u32 = 1;
const bytesValue: u32 = 2;

/** Builds EasyCodec items, without header, in the order given. */
export class ItemWriter {
  private buffer: ArrayBuffer = new ArrayBuffer(192);
  private count: u32 = 0;
  /** Bytes so far. */
  length: i32 = 4;

  /** Where the bytes are; good until the next item is added. */
  get pointer(): usize {
    const pointer = changetype<usize>(this.buffer);
    store<u32>(pointer, this.count);
    return pointer;
  }

  int32(key: string, value: i32): void {
    this.number(userKey, key, value);
  }

  text(key: string, value: string): void {
    this.string(userKey, key, value);
  }

  bytes(key: string, value: Uint8Array): void {
    this.raw(key, value.dataStart, value.length);
  }

  raw(key: string, pointer: usize, length: i32): void {
    const target = this.item(userKey, key, bytesValue, length);
    memory.copy(target, pointer, length);
  }

  systemInt32(key: string, value: i32): void {
    this.number(systemKey, key, value);
  }

  systemText(key: string, value: string): void {
    this.string(systemKey, key, value);
  }

  private number(keyType: u32, key: string, value: i32): void {
    store<i32>(this.item(keyType, key, int32Value, 4), value);
  }

  private string(keyType: u32, key: string, value: string): void {
    const target = this.item(keyType, key, stringValue, String.UTF8.byteLength(value));
    String.UTF8.encodeUnsafe(changetype<usize>(value), value.length, target);
  }

  /** Writes all but the value and returns where the value goes. */
  private item(keyType: u32, key: string, valueType: u32, valueLength: i32): usize {
    const keyLength = String.UTF8.byteLength(key);
    let at = this.grow(16 + keyLength + valueLength);
    store<u32>(at, keyType);
    store<u32>(at, keyLength, 4);
    String.UTF8.encodeUnsafe(changetype<usize>(key), key.length, at + 8);
    at += 8 + keyLength;
    store<u32>(at, valueType);
    store<u32>(at, valueLength, 4);
    this.count++;
    return at + 8;
  }

  /** Room for more bytes; returns where they start. */
  private grow(count: i32): usize {
    const start = this.length;
    const needed = start + count;
    if (needed > this.buffer.byteLength) {
      const next = new ArrayBuffer(max(needed, this.buffer.byteLength * 2));
      memory.copy(changetype<usize>(next), changetype<usize>(this.buffer), start);
      this.buffer = next;
    }
    this.length = needed;
    return changetype<usize>(this.buffer) + start;
  }
}

/** A value within bytes that somebody else keeps. */
export class Item {
  constructor(
    public pointer: usize,
    public length: u32,
  ) {}

  toBytes(): Uint8Array {
    const bytes = new Uint8Array(this.length);
    memory.copy(bytes.dataStart, this.pointer, this.length);
    return bytes;
  }

  toText(): string {
    return String.UTF8.decodeUnsafe(this.pointer, this.length);
  }

  toInt32(): i32 {
    return this.length == 4 ? load<i32>(this.pointer) : 0;
  }
}

/** The value of a key in EasyCodec bytes without header; null when it is missing. */
export function findItem(start: usize, length: u32, key: string): Item | null {
  if (length < 4) return null;
  const name = String.UTF8.encode(key);
  const end = <u32>start + length;
  let at = <u32>start + 4;
  for (let rest = load<u32>(start); rest > 0 && at + 8 <= end; rest--) {
    const keyLength = load<u32>(at, 4);
    const keyStart = at + 8;
    if (keyLength > end - keyStart || end - keyStart - keyLength < 8) return null;
    const valueLength = load<u32>(keyStart + keyLength, 4);
    const valueStart = keyStart + keyLength + 8;
    if (valueLength > end - valueStart) return null;
    if (keyLength == name.byteLength && memory.compare(keyStart, changetype<usize>(name), keyLength) == 0)
      return new Item(valueStart, valueLength);
    at = valueStart + valueLength;
  }
  return null;
}

/** The keys of EasyCodec bytes without header. */
export function listKeys(start: usize, length: u32): string[] {
  const keys: string[] = [];
  if (length < 4) return keys;
  const end = <u32>start + length;
  let at = <u32>start + 4;
  for (let rest = load<u32>(start); rest > 0 && at + 8 <= end; rest--) {
    const keyLength = load<u32>(at, 4);
    if (keyLength > end - at - 8 || end - at - 8 - keyLength < 8) return keys;
    keys.push(String.UTF8.decodeUnsafe(at + 8, keyLength));
    at += 16 + keyLength + load<u32>(at + 8 + keyLength, 4);
  }
  return keys;
}
