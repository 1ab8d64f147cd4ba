import { type DescEnum, type DescField, type DescMessage, type MessageShape, ScalarType } from "@bufbuild/protobuf";
import { reflect, type ReflectMessage } from "@bufbuild/protobuf/reflect";
import { utf8ToBytes } from "@yanta/bytes";
import { float32ToGoText } from "./float32-text.ts";

/**
 * gogo's compact text form: `name:value ` for each set field in the order of declaration, nested messages as
 * `name:<… > `, repeated fields one entry each, enums by name. Messages with maps have no one form and are a type error.
 *
 * Spec: config.md §3 "Compact text form"; vector genesis/genesis_wxorg_v2.3.0.txt.
 */
export function messageToCompactText<Schema extends DescMessage>(
  schema: Schema,
  message: MessageShape<Schema>,
): string {
  return writeMessage(reflect(schema, message));
}

function writeMessage(message: ReflectMessage): string {
  let out = "";
  for (const field of message.fields) {
    if (!message.isSet(field)) continue;
    for (const value of fieldValues(message, field)) {
      out += isReflectMessage(value)
        ? `${field.name}:<${writeMessage(value)}> `
        : `${field.name}:${writeScalar(field, value)} `;
    }
  }
  return out;
}

function fieldValues(message: ReflectMessage, field: DescField): readonly unknown[] {
  if (field.fieldKind === "map") throw new TypeError(`${field.toString()}: maps have no order`);
  if (field.fieldKind === "list") return [...message.get(field)];
  return [message.get(field)];
}

function isReflectMessage(value: unknown): value is ReflectMessage {
  return typeof value === "object" && value !== null && "desc" in value;
}

function writeScalar(field: DescField, value: unknown): string {
  if (field.enum !== undefined) return enumText(field.enum, Number(value));
  if (typeof value === "string") return quote(utf8ToBytes(value));
  if (value instanceof Uint8Array) return quote(value);
  if (typeof value === "number" && field.scalar === ScalarType.FLOAT) return float32ToGoText(value);
  return String(value);
}

function enumText(schema: DescEnum, value: number): string {
  return schema.value[value]?.name ?? String(value);
}

/** Double quotes around the bytes; what is not printable ASCII as three octal digits. */
function quote(bytes: Uint8Array): string {
  let out = "";
  for (const byte of bytes) {
    const known = escapes.get(byte);
    if (known !== undefined) out += known;
    else out += byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : `\\${byte.toString(8).padStart(3, "0")}`;
  }
  return `"${out}"`;
}

const escapes = new Map([
  [0x0a, "\\n"],
  [0x0d, "\\r"],
  [0x09, "\\t"],
  [0x22, '\\"'],
  [0x5c, "\\\\"],
]);
