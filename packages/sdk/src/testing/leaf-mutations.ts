import type { DescField, DescMessage, Message } from "@bufbuild/protobuf";
import { reflect, type ReflectMessage } from "@bufbuild/protobuf/reflect";

/** One change of one scalar field somewhere in a message. */
export interface LeafMutation {
  /** Dotted, list items by index, e.g. `block.txs.0.payload.txId`. */
  readonly path: string;
  /** Changes the field. */
  apply(): void;
  /** Gives it its value back. */
  undo(): void;
}

/** A mutation for each scalar field, set or not, of a message and of all messages in it; maps are left out. */
export function leafMutations(schema: DescMessage, message: Message, prefix = ""): readonly LeafMutation[] {
  return inside(reflect(schema, message), prefix);
}

function inside(parent: ReflectMessage, prefix: string): readonly LeafMutation[] {
  return parent.fields.flatMap((field): readonly LeafMutation[] => {
    const path = `${prefix}${field.localName}`;
    switch (field.fieldKind) {
      case "message":
        return parent.isSet(field) ? inside(parent.get(field), `${path}.`) : [];
      case "list": {
        if (field.listKind !== "message") return [];
        const items = [...parent.get(field)] as ReflectMessage[];
        return items.flatMap((item, index) => inside(item, `${path}.${index}.`));
      }
      case "map":
        return [];
      default: {
        const before: unknown = parent.get(field);
        return [
          {
            path,
            apply: () => parent.set(field, otherValue(field, before)),
            undo: () => parent.set(field, before),
          },
        ];
      }
    }
  });
}

function otherValue(field: DescField, value: unknown): unknown {
  if (value instanceof Uint8Array) return value.length === 0 ? Uint8Array.of(1) : value.map((byte) => byte ^ 1);
  switch (typeof value) {
    case "string":
      return `${value}x`;
    case "bigint":
      return value + 1n;
    case "boolean":
      return !value;
    default:
      return field.enum === undefined
        ? Number(value) + 1
        : field.enum.values.find(({ number }) => number !== value)?.number;
  }
}
