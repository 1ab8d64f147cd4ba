import assert from "node:assert/strict";
import { hexToBytes } from "@yanta/bytes";

/** Typed access to a JSON object of a vector file; a value of another type fails the case and names its place. */
export class Fields {
  readonly value: Readonly<Record<string, unknown>>;
  readonly place: string;

  constructor(value: unknown, place: string) {
    assert.ok(isRecord(value), `${place} is not an object`);
    this.value = value;
    this.place = place;
  }

  has(name: string): boolean {
    return this.value[name] !== undefined && this.value[name] !== null;
  }

  text(name: string): string {
    const value = this.value[name];
    assert.ok(typeof value === "string", `${this.place}.${name} is not a text`);
    return value;
  }

  /** Bytes written as hex. */
  hex(name: string): Uint8Array {
    return fromHex(this.text(name), `${this.place}.${name}`);
  }

  number(name: string): number {
    const value = this.value[name];
    assert.ok(typeof value === "number", `${this.place}.${name} is not a number`);
    return value;
  }

  /** An integer of any size. */
  integer(name: string): bigint {
    const value = this.value[name];
    assert.ok(typeof value === "number" || typeof value === "string", `${this.place}.${name} is not an integer`);
    return BigInt(value);
  }

  boolean(name: string): boolean {
    const value = this.value[name];
    assert.ok(typeof value === "boolean", `${this.place}.${name} is not true or false`);
    return value;
  }

  /** A list; null is Go's empty list. */
  list(name: string): readonly unknown[] {
    const value = this.value[name] ?? [];
    assert.ok(Array.isArray(value), `${this.place}.${name} is not a list`);
    return value;
  }

  /** A list of bytes in hex; null or an empty text for a missing one. */
  hexList(name: string): readonly (Uint8Array | undefined)[] {
    return this.list(name).map((item, index) =>
      item === null || item === "" ? undefined : fromHex(item, `${this.place}.${name}[${index}]`),
    );
  }

  object(name: string): Fields {
    return new Fields(this.value[name], `${this.place}.${name}`);
  }

  objects(name: string): readonly Fields[] {
    return this.list(name).map((item, index) => new Fields(item, `${this.place}.${name}[${index}]`));
  }

  names(): readonly string[] {
    return Object.keys(this.value);
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function fromHex(text: unknown, place: string): Uint8Array {
  assert.ok(typeof text === "string", `${place} is not a text`);
  const bytes = hexToBytes(text);
  assert.ok(bytes !== undefined, `${place} is not hex`);
  return bytes;
}
