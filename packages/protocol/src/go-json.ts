import type { DescField, DescMessage, MessageShape } from "@bufbuild/protobuf";
import { reflect, type ReflectMessage } from "@bufbuild/protobuf/reflect";
import { bytesToBase64 } from "@yanta/bytes";

/**
 * Go's encoding/json view of a generated struct: snake_case names in order of declaration, enums and 64-bit numbers as
 * numbers, bytes as base64, zero values left out, `<`, `>` and `&` escaped. GET_CONTRACT_INFO answers a Contract so.
 * Messages with maps or floats are a type error.
 *
 * Spec: vector contract.json.
 */
export function messageToGoJson<Schema extends DescMessage>(schema: Schema, message: MessageShape<Schema>): string {
  return writeMessage(reflect(schema, message));
}

/** Text as Go's encoding/json writes it, with its quotes. */
export function textToGoJson(text: string): string {
  return JSON.stringify(text.toWellFormed()).replace(/[<>&\u2028\u2029]|\\[bf]/g, (match) => {
    const code = match === "\\b" ? 8 : match === "\\f" ? 12 : match.charCodeAt(0);
    return `\\u${code.toString(16).padStart(4, "0")}`;
  });
}

function writeMessage(message: ReflectMessage): string {
  const members: string[] = [];
  for (const field of message.fields)
    if (message.isSet(field)) members.push(`"${field.name}":${writeField(message, field)}`);
  return `{${members.join(",")}}`;
}

function writeField(message: ReflectMessage, field: DescField): string {
  if (field.fieldKind === "map") throw new TypeError(`${field.toString()}: maps are not written`);
  if (field.fieldKind === "list")
    return `[${[...message.get(field)].map((value) => writeValue(field, value)).join(",")}]`;
  return writeValue(field, message.get(field));
}

function writeValue(field: DescField, value: unknown): string {
  if (typeof value === "string") return textToGoJson(value);
  if (value instanceof Uint8Array) return `"${bytesToBase64(value)}"`;
  if (typeof value === "bigint" || typeof value === "boolean") return String(value);
  if (typeof value === "number" && Number.isInteger(value)) return String(value);
  if (typeof value === "object" && value !== null && "desc" in value) return writeMessage(value as ReflectMessage);
  throw new TypeError(`${field.toString()}: values of this kind are not written`);
}
