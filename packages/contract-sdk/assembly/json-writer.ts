import { joinTexts } from "./join-texts";
import { toText } from "./text";

/** Builds a JSON object member by member. */
export class JsonWriter {
  private parts: string[] = [];

  text(key: string, value: string): JsonWriter {
    return this.raw(key, quoteJson(value));
  }

  /** A number, or true and false. */
  value<T>(key: string, value: T): JsonWriter {
    return this.raw(key, toText<T>(value));
  }

  /** A value that is JSON already. */
  raw(key: string, json: string): JsonWriter {
    this.parts.push(quoteJson(key) + ":" + json);
    return this;
  }

  toString(): string {
    return "{" + joinTexts(this.parts, ",") + "}";
  }
}

// @ts-ignore: decorator
@lazy
const hexDigits = "0123456789abcdef";

/** A text as a JSON string. */
export function quoteJson(text: string): string {
  const parts: string[] = ['"'];
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code >= 0x20 && code != 0x22 && code != 0x5c) continue;
    parts.push(text.substring(start, i));
    if (code >= 0x20) parts.push("\\" + text.charAt(i));
    else parts.push("\\u00" + hexDigits.charAt(code >> 4) + hexDigits.charAt(code & 15));
    start = i + 1;
  }
  parts.push(text.substring(start));
  parts.push('"');
  return joinTexts(parts, "");
}
