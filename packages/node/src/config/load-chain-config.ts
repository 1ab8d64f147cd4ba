import { create, ScalarType, type DescField, type DescMessage, type Message } from "@bufbuild/protobuf";
import { reflect } from "@bufbuild/protobuf/reflect";
import { ChainConfigSchema, type ChainConfig } from "@yanta/protocol";
import { nodeErrors } from "../errors.ts";
import { pathBaseOf, readReferencedFile, type PathBase } from "./resolve-path.ts";
import { isMapping, readYamlFile, type YamlMapping } from "./yaml-file.ts";

export interface LoadedChainConfig {
  /** As the file says it, file references replaced by contents; not verified yet. */
  readonly config: ChainConfig;
  /** Keys in the file that ChainConfig does not have, dotted. */
  readonly unknownKeys: readonly string[];
}

/**
 * Reads a chain configuration (bc1.yml). A section that is present becomes a message even when empty, a key
 * without a value stays absent; certificates are inlined byte for byte. Spec: config.md §1 "Loading".
 */
export function loadChainConfig(path: string, workingDirectory: string): LoadedChainConfig {
  const yaml = readYamlFile(path);
  const unknownKeys: string[] = [];
  const config = create(ChainConfigSchema);
  fill({ schema: ChainConfigSchema, message: config, yaml, prefix: "", path, unknownKeys });
  inlineFiles(config, pathBaseOf(path, workingDirectory));
  return { config, unknownKeys };
}

function inlineFiles(config: ChainConfig, base: PathBase): void {
  for (const trustRoot of config.trustRoots) {
    trustRoot.root = trustRoot.root.map((file) =>
      readReferencedFile(file, `trust_roots[${trustRoot.orgId}].root`, base),
    );
  }
  for (const member of config.trustMembers) {
    member.memberInfo = readReferencedFile(member.memberInfo, `trust_members[${member.orgId}].member_info`, base);
  }
}

interface Filling {
  readonly schema: DescMessage;
  readonly message: Message;
  readonly yaml: YamlMapping;
  readonly prefix: string;
  readonly path: string;
  readonly unknownKeys: string[];
}

function fill(filling: Filling): void {
  const { schema, message, yaml, prefix, unknownKeys } = filling;
  const target = reflect(schema, message);
  const fields = new Map(schema.fields.map((field) => [field.name, field]));
  for (const [name, value] of Object.entries(yaml)) {
    if (value === null || value === undefined) continue;
    const key = prefix + name;
    const field = fields.get(name);
    if (field === undefined) {
      unknownKeys.push(key);
      continue;
    }
    if (field.fieldKind === "list") {
      if (!Array.isArray(value)) throw valueError(filling, key, "must be a list");
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
  const { field, value, key } = filling;
  if (field.message !== undefined) {
    if (!isMapping(value)) throw valueError(filling, key, "must be a section with keys of its own");
    const message = create(field.message);
    fill({ ...filling, schema: field.message, message, yaml: value, prefix: `${key}.` });
    return reflect(field.message, message);
  }
  if (field.enum !== undefined) {
    const known = field.enum.values.find((each) => each.number === value || each.name === value);
    if (known === undefined)
      throw valueError(
        filling,
        key,
        `must be one of ${field.enum.values.map((each) => `${each.number} (${each.name})`).join(", ")}`,
      );
    return known.number;
  }
  switch (field.scalar) {
    case ScalarType.STRING:
      if (typeof value !== "string")
        throw valueError(filling, key, `must be a text; write it in quotes: "${String(value)}"`);
      return value;
    case ScalarType.BOOL:
      if (typeof value !== "boolean") throw valueError(filling, key, "must be true or false");
      return value;
    case ScalarType.FLOAT:
      if (typeof value !== "number") throw valueError(filling, key, "must be a number");
      return value;
    case ScalarType.UINT32:
      if (!isWholeNumber(value) || value > 0xffff_ffff)
        throw valueError(filling, key, "must be a whole number from 0 to 4294967295");
      return value;
    case ScalarType.UINT64:
      if (!isWholeNumber(value)) throw valueError(filling, key, "must be a whole number, 0 or more");
      return BigInt(value);
    default:
      throw valueError(filling, key, "cannot be set from a file");
  }
}

const isWholeNumber = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;

function valueError(filling: Filling, key: string, reason: string): Error {
  return nodeErrors.create("NODE_CONFIG_VALUE", { path: filling.path, key, reason });
}
