import { joinTexts } from "./join-texts";
import { Json } from "./json";
import { quoteJson } from "./json-writer";
import { Uint256 } from "./uint256";

/** A value as stored, sent and shown: bytes as they are, everything else as text in UTF-8. */
export function toBytes<T>(value: T): Uint8Array {
  if (isReference<T>()) {
    if (value instanceof Uint8Array) return value;
  }
  return Uint8Array.wrap(String.UTF8.encode(toText<T>(value)));
}

/** A value as text: numbers decimal, true or false, an array of texts as JSON. */
export function toText<T>(value: T): string {
  if (isString<T>()) return <string>value;
  if (isBoolean<T>()) return value ? "true" : "false";
  if (isInteger<T>()) return value.toString();
  if (value instanceof Uint256) return value.toString();
  if (value instanceof Uint8Array) return String.UTF8.decodeUnsafe(value.dataStart, value.length);
  if (isArray<T>()) {
    const parts = new Array<string>();
    // @ts-ignore: T is an array of texts here
    for (let i = 0; i < value.length; i++) parts.push(quoteJson(value[i]));
    return "[" + joinTexts(parts, ",") + "]";
  }
  ERROR("values are string, bool, integers up to 64 bits, Uint256, Uint8Array or string[]");
}

/** Reads what `toBytes` writes; `what` names it in the error. */
export function fromBytes<T>(bytes: Uint8Array, what: string): T {
  if (isReference<T>() && !isString<T>()) {
    if (idof<T>() == idof<Uint8Array>()) return changetype<T>(bytes);
  }
  return fromText<T>(String.UTF8.decodeUnsafe(bytes.dataStart, bytes.length), what);
}

/** Reads what `toText` writes. */
export function fromText<T>(text: string, what: string = "value"): T {
  if (isString<T>()) return changetype<T>(text);
  if (isBoolean<T>()) {
    assert(text == "true" || text == "false", what + " must be true or false");
    // @ts-ignore: T is a boolean here
    return text == "true";
  }
  if (isInteger<T>()) return parseInteger<T>(text, what);
  if (isReference<T>()) {
    if (idof<T>() == idof<Uint256>()) return changetype<T>(Uint256.parse(text, what));
    if (idof<T>() == idof<string[]>()) return changetype<T>(parseTexts(text, what));
  }
  ERROR("values are string, bool, integers up to 64 bits, Uint256, Uint8Array or string[]");
}

function parseInteger<T>(text: string, what: string): T {
  const isNegative = isSigned<T>() && text.startsWith("-");
  const limit: u64 = isNegative ? <u64>(-(<i64>(minValue<T>() + 1))) + 1 : <u64>maxValue<T>();
  let position: i32 = isNegative ? 1 : 0;
  let isGood = text.length > position && text.length <= position + 20;
  let value: u64 = 0;
  for (; isGood && position < text.length; position++) {
    const digit = <u64>(text.charCodeAt(position) - 0x30);
    // A value that is too large is found before it wraps around.
    isGood = digit < 10 && value <= (limit - digit) / 10;
    value = value * 10 + digit;
  }
  assert(isGood, what + " must be a whole number from " + minValue<T>().toString() + " to " + maxValue<T>().toString());
  return isNegative ? <T>(0 - value) : <T>value;
}

function minValue<T>(): T {
  if (!isSigned<T>()) return 0;
  return <T>((<i64>1) << (<i64>sizeof<T>() * 8 - 1));
}

function maxValue<T>(): T {
  return <T>~minValue<T>();
}

function parseTexts(text: string, what: string): string[] {
  const list = Json.parse(text, what);
  assert(list.isArray, what + " must be a JSON array of texts");
  const texts: string[] = [];
  for (let i = 0; i < list.length; i++) texts.push(list.at(i).asText(what));
  return texts;
}
