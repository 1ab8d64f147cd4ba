import { ItemWriter } from "./easy-codec";
import { askBytes, callHost } from "./host";
import { joinTexts } from "./join-texts";
import { HistoryRows, Rows } from "./rows";
import { fromBytes, toBytes } from "./text";

/** The value at `key#field`, or at `key` for an empty field; empty when there is none. */
export function getState(key: string, field: string = ""): Uint8Array {
  return askBytes("GetState", place(key, field), place(key, field));
}

/** Stores a value; an empty one deletes. Keys and fields have letters, digits, dot, minus and underscore, at most 1,024. */
export function putState(key: string, field: string, value: Uint8Array): void {
  const items = place(key, field);
  items.bytes("value", value);
  callHost("PutState", items);
}

export function deleteState(key: string, field: string = ""): void {
  callHost("DeleteState", place(key, field));
}

function place(key: string, field: string): ItemWriter {
  const items = new ItemWriter();
  items.text("key", key);
  items.text("field", field);
  return items;
}

/** One value of the contract's state. */
export class StateValue<T> {
  constructor(private key: string) {}

  get exists(): bool {
    return getState(this.key).length > 0;
  }

  /** Ends the call when there is no value. */
  get(): T {
    const bytes = getState(this.key);
    assert(bytes.length > 0, "no " + this.key);
    return fromBytes<T>(bytes, this.key);
  }

  getOr(otherwise: T): T {
    const bytes = getState(this.key);
    return bytes.length == 0 ? otherwise : fromBytes<T>(bytes, this.key);
  }

  set(value: T): void {
    putState(this.key, "", toBytes<T>(value));
  }

  delete(): void {
    deleteState(this.key);
  }
}

/** Values by a text: stored at `name#field`. Two maps of a contract have different names. */
export class StateMap<T> {
  constructor(private name: string) {}

  has(field: string): bool {
    return getState(this.name, field).length > 0;
  }

  /** Ends the call when there is no value. */
  get(field: string): T {
    const bytes = getState(this.name, field);
    assert(bytes.length > 0, "no " + this.name + " " + field);
    return fromBytes<T>(bytes, this.name);
  }

  getOr(field: string, otherwise: T): T {
    const bytes = getState(this.name, field);
    return bytes.length == 0 ? otherwise : fromBytes<T>(bytes, this.name);
  }

  set(field: string, value: T): void {
    assert(field.length > 0, "an empty key of " + this.name);
    putState(this.name, field, toBytes<T>(value));
  }

  delete(field: string): void {
    deleteState(this.name, field);
  }

  /** All entries by field, in byte order. Iterating makes the chain run the transaction after those that do not. */
  entries(): Rows<T> {
    return Rows.ofMap<T>(this.name);
  }

  /** Entries whose field starts with a text. */
  entriesFrom(prefix: string): Rows<T> {
    return Rows.ofPrefix<T>(this.name, prefix);
  }

  /** What an entry was before, oldest first. */
  history(field: string): HistoryRows<T> {
    return new HistoryRows<T>(this.name, field);
  }
}

/**
 * A key or field out of any texts: letters, digits and minus stay, every other byte becomes `_` and two hex digits, parts are
 * joined by a dot. Different parts give different keys.
 */
export function stateKey(parts: string[]): string {
  const escaped: string[] = [];
  for (let i = 0; i < parts.length; i++) escaped.push(escapePart(parts[i]));
  return joinTexts(escaped, ".");
}

// @ts-ignore: decorator
@lazy
const hexDigits = "0123456789abcdef";

function escapePart(part: string): string {
  const bytes = Uint8Array.wrap(String.UTF8.encode(part));
  const letters = new Uint8Array(bytes.length * 3);
  let length = 0;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i];
    if (isPlain(byte)) letters[length++] = byte;
    else {
      letters[length++] = 0x5f;
      letters[length++] = <u8>hexDigits.charCodeAt(byte >> 4);
      letters[length++] = <u8>hexDigits.charCodeAt(byte & 15);
    }
  }
  return String.UTF8.decodeUnsafe(letters.dataStart, length);
}

function isPlain(byte: u8): bool {
  return (
    (byte >= 0x61 && byte <= 0x7a) || (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x30 && byte <= 0x39) || byte == 0x2d
  );
}
