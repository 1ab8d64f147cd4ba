import { type ChainConfig, ChainConfigSchema, messageFromValues } from "@yanta/protocol";
import { nodeErrors } from "../errors.ts";
import { pathBaseOf, readReferencedFile, type PathBase } from "./resolve-path.ts";
import { readYamlFile } from "./yaml-file.ts";

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
  const refuse = (key: string, reason: string): Error => nodeErrors.create("NODE_CONFIG_VALUE", { path, key, reason });
  const { message: config, unknownKeys } = messageFromValues(ChainConfigSchema, readYamlFile(path), refuse);
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
