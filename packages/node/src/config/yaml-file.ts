import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { nodeErrors } from "../errors.ts";

/**
 * A YAML mapping with its keys in lower case, those without a value left out: so ChainMaker reads keys.
 * Spec: config.md §1.
 */
export type YamlMapping = Readonly<Record<string, unknown>>;

/** Reads a YAML file whose top is a mapping. Aliases are bounded by the parser, so a small file stays small. */
export function readYamlFile(path: string): YamlMapping {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    throw nodeErrors.create("NODE_CONFIG_NOT_FOUND", { path }, error);
  }
  let value: unknown;
  try {
    value = parse(text, { maxAliasCount: 100 });
  } catch (error) {
    throw nodeErrors.create(
      "NODE_CONFIG_SYNTAX",
      { path, reason: error instanceof Error ? firstLine(error.message) : "unreadable" },
      error,
    );
  }
  if (!isMapping(value))
    throw nodeErrors.create("NODE_CONFIG_SYNTAX", { path, reason: "the top of the file is no mapping" });
  return lowerCaseKeys(value);
}

export function isMapping(value: unknown): value is YamlMapping {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function lowerCaseKeys(mapping: YamlMapping): YamlMapping {
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

const firstLine = (text: string): string => text.split("\n", 1)[0] ?? text;
