import { type DescField, type DescMessage, ScalarType } from "@bufbuild/protobuf";

/** What a field's value is on the wire. */
export type ValueKind =
  | "bool"
  | "uint32"
  | "int32"
  | "int64"
  | "float"
  | "double"
  | "text"
  | "bytes"
  | "message"
  | "map";

/** One field as the scanner sees it. */
export interface FieldRule {
  readonly number: number;
  readonly kind: ValueKind;
  /** Wire type of one value: 0 varint, 1 eight bytes, 2 length-delimited, 5 four bytes. */
  readonly wireType: number;
  readonly repeated: boolean;
  /** Repeated numbers in one length-delimited run. */
  readonly packed: boolean;
  /** Name of the oneof: its members are written even when zero, and the last one read wins. */
  readonly oneof: string | undefined;
  /** Table of a nested message; undefined for everything else. */
  readonly message: MessageTable | undefined;
}

/** A message type's fields by number, compiled once from its schema. */
export interface MessageTable {
  readonly typeName: string;
  readonly fields: readonly (FieldRule | undefined)[];
}

const tables = new WeakMap<DescMessage, MessageTable>();

/** The wire table of a schema. */
export function messageTable(schema: DescMessage): MessageTable {
  const known = tables.get(schema);
  if (known !== undefined) return known;
  const fields: (FieldRule | undefined)[] = [];
  const table: MessageTable = { typeName: schema.typeName, fields };
  tables.set(schema, table);
  for (const field of schema.fields) fields[field.number] = fieldRule(field);
  return table;
}

function fieldRule(field: DescField): FieldRule {
  const kind = valueKind(field);
  return {
    number: field.number,
    kind,
    wireType: wireTypeOf(kind),
    repeated: field.fieldKind === "list" || field.fieldKind === "map",
    packed: field.fieldKind === "list" && field.packed,
    oneof: field.oneof?.name,
    message: kind === "message" && field.message !== undefined ? messageTable(field.message) : undefined,
  };
}

function valueKind(field: DescField): ValueKind {
  if (field.fieldKind === "map") return "map";
  if (field.message !== undefined) return "message";
  if (field.enum !== undefined) return "int32";
  switch (field.scalar) {
    case ScalarType.BOOL:
      return "bool";
    case ScalarType.UINT32:
      return "uint32";
    case ScalarType.INT32:
      return "int32";
    case ScalarType.INT64:
    case ScalarType.UINT64:
      return "int64";
    case ScalarType.FLOAT:
      return "float";
    case ScalarType.DOUBLE:
      return "double";
    case ScalarType.STRING:
      return "text";
    case ScalarType.BYTES:
      return "bytes";
    default:
      throw new TypeError(`${field.toString()}: no ChainMaker message has such a field`);
  }
}

function wireTypeOf(kind: ValueKind): number {
  switch (kind) {
    case "bool":
    case "uint32":
    case "int32":
    case "int64":
      return 0;
    case "double":
      return 1;
    case "float":
      return 5;
    case "text":
    case "bytes":
    case "message":
    case "map":
      return 2;
  }
}
