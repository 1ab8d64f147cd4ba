import {
  create,
  type DescField,
  type DescMessage,
  type Message,
  type MessageShape,
  ScalarType,
} from "@bufbuild/protobuf";
import { reflect } from "@bufbuild/protobuf/reflect";

/** A mapping of a configuration file, parsed. */
export type Values = Readonly<Record<string, unknown>>;

export interface FilledMessage<Desc extends DescMessage> {
  readonly message: MessageShape<Desc>;
  /** Keys that the message does not have, dotted. */
  readonly unknownKeys: readonly string[];
}

/**
 * A message from a configuration file's values by the names of its fields. A section that is present becomes a message even when empty, a key without a value stays
 * absent. `refuse` makes the error of a value that does not fit, from its dotted key and the reason. Spec: config.md §1 "Loading".
 */
export function messageFromValues<Desc extends DescMessage>(
  schema: Desc,
  values: Values,
  refuse: (key: string, reason: string) => Error,
): FilledMessage<Desc> {
  const unknownKeys: string[] = [];
  const message = create(schema);
  fill({ schema, message, values, prefix: "", unknownKeys, refuse });
  return { message, unknownKeys };
}

export function isMapping(value: unknown): value is Values {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The same with all keys in lower case, those without a value left out: so ChainMaker reads keys. Spec: config.md §1. */
export function lowerCaseKeys(mapping: Values): Values {
  return Object.fromEntries(
    Object.entries(mapping)
      .filter(([, value]) => value !== null)
      .map(([key, value]) => [key.toLowerCase(), lowerCaseInside(value)]),
  );
}

function lowerCaseInside(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(lowerCaseInside);
  return isMapping(value) ? lowerCaseKeys(value) : value;
}

interface Filling {
  readonly schema: DescMessage;
  readonly message: Message;
  readonly values: Values;
  readonly prefix: string;
  readonly unknownKeys: string[];
  readonly refuse: (key: string, reason: string) => Error;
}

function fill(filling: Filling): void {
  const { schema, message, values, prefix, unknownKeys, refuse } = filling;
  const target = reflect(schema, message);
  const fields = new Map(schema.fields.map((field) => [field.name, field]));
  for (const [name, value] of Object.entries(values)) {
    if (value === null || value === undefined) continue;
    const key = prefix + name;
    const field = fields.get(name);
    if (field === undefined) {
      unknownKeys.push(key);
      continue;
    }
    if (field.fieldKind === "list") {
      if (!Array.isArray(value)) throw refuse(key, "must be a list");
      const list = target.get(field);
      value.forEach((item: unknown, index) => {
        if (item !== null) list.add(toFieldValue({ ...filling, key: `${key}[${index}]`, field, value: item }));
      });
    } else {
      target.set(field, toFieldValue({ ...filling, key, field, value }));
    }
  }
}

interface FieldFilling extends Filling {
  readonly key: string;
  readonly field: DescField;
  readonly value: unknown;
}

function toFieldValue(filling: FieldFilling): ReturnType<typeof reflect> | string | number | bigint | boolean {
  const { field, value, key, refuse } = filling;
  if (field.message !== undefined) {
    if (!isMapping(value)) throw refuse(key, "must be a section with keys of its own");
    const message = create(field.message);
    fill({ ...filling, schema: field.message, message, values: value, prefix: `${key}.` });
    return reflect(field.message, message);
  }
  if (field.enum !== undefined) {
    const known = field.enum.values.find((each) => each.number === value || each.name === value);
    if (known !== undefined) return known.number;
    throw refuse(key, `must be one of ${field.enum.values.map((each) => `${each.number} (${each.name})`).join(", ")}`);
  }
  switch (field.scalar) {
    case ScalarType.STRING:
      if (typeof value !== "string") throw refuse(key, `must be a text; write it in quotes: "${String(value)}"`);
      return value;
    case ScalarType.BOOL:
      if (typeof value !== "boolean") throw refuse(key, "must be true or false");
      return value;
    case ScalarType.FLOAT:
      if (typeof value !== "number") throw refuse(key, "must be a number");
      return value;
    case ScalarType.UINT32:
      if (!isWholeNumber(value) || value > 0xffff_ffff)
        throw refuse(key, "must be a whole number from 0 to 4294967295");
      return value;
    case ScalarType.UINT64:
      if (!isWholeNumber(value)) throw refuse(key, "must be a whole number, 0 or more");
      return BigInt(value);
    default:
      throw refuse(key, "cannot be set from a file");
  }
}

const isWholeNumber = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;
