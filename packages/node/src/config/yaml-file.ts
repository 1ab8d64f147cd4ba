import { readFileSync } from "node:fs";
import { isMapping, lowerCaseKeys, type Values } from "@yanta/protocol";
import { parse } from "yaml";
import { nodeErrors } from "../errors.ts";

/** A YAML mapping with its keys in lower case, those without a value left out. */
export type YamlMapping = Values;

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

const firstLine = (text: string): string => text.split("\n", 1)[0] ?? text;
