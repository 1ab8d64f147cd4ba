import { create } from "@bufbuild/protobuf";
import { checkPolicyUpdate } from "@yanta/identity";
import {
  ChainConfigSchema,
  decodeMessage,
  encodeMessage,
  messageToCompactText,
  PolicySchema,
  ResourcePolicySchema,
  type ChainConfig,
  type Policy,
  type ResourcePolicy,
} from "@yanta/protocol";
import type { NativeMethod } from "../interface.ts";
import { succeed } from "../outcome.ts";
import { sortedUserParameters } from "../parameters.ts";
import { refusalTexts } from "../refusal-texts.ts";
import { readConfig, type ConfigChange } from "./config-state.ts";

/** PERMISSION_ADD: each parameter is a resource name with its M(Policy); names must be new. Spec: access.md §7. */
export const addPermissions: ConfigChange = (config, parameters) => {
  const entries = sortedUserParameters(parameters);
  let unreadable: string | undefined;
  for (const [resourceName, bytes] of entries) {
    if (findEntry(config, resourceName) !== undefined) return `permission resource_name[${resourceName}] is exist`;
    const policy = readPolicy(bytes);
    if (policy === undefined) {
      unreadable = policyUnreadable;
      continue;
    }
    const entry = create(ResourcePolicySchema, { resourceName, policy });
    if (isRestricted(config, entry)) {
      return `add resource policy failed this resourcePolicy is restricted CheckPrincipleValidity err resourcePolicy[${messageToCompactText(ResourcePolicySchema, entry)}]`;
    }
    config.resourcePolicies.push(entry);
  }
  return unreadable ?? refuseNothing(entries);
};

/** PERMISSION_UPDATE: replaces policies of known names. */
export const updatePermissions: ConfigChange = (config, parameters) => {
  const entries = sortedUserParameters(parameters);
  let unreadable: string | undefined;
  for (const [resourceName, bytes] of entries) {
    const known = findEntry(config, resourceName);
    if (known === undefined) return nameUnknown(resourceName);
    const policy = readPolicy(bytes);
    if (policy === undefined) {
      unreadable = policyUnreadable;
      continue;
    }
    const entry = create(ResourcePolicySchema, { resourceName, policy });
    if (isRestricted(config, entry)) {
      return `update resource policy this resourcePolicy is restricted. CheckPrincipleValidity err resourcePolicy ${messageToCompactText(ResourcePolicySchema, entry)}`;
    }
    known.policy = policy;
  }
  return unreadable ?? refuseNothing(entries);
};

/** PERMISSION_DELETE: the named resources fall back to their default policies. */
export const deletePermissions: ConfigChange = (config, parameters) => {
  const entries = sortedUserParameters(parameters);
  for (const [resourceName] of entries) {
    if (findEntry(config, resourceName) === undefined) return nameUnknown(resourceName);
    const deletion = create(ResourcePolicySchema, { resourceName, policy: { rule: "DELETE" } });
    if (isRestricted(config, deletion)) {
      return `delete resource policy this resourcePolicy is restricted, CheckPrincipleValidity err resourcePolicy ${messageToCompactText(ResourcePolicySchema, deletion)}`;
    }
    config.resourcePolicies = config.resourcePolicies.filter((entry) => entry.resourceName !== resourceName);
  }
  return refuseNothing(entries);
};

/**
 * PERMISSION_LIST: M(ChainConfig) that holds only resource_policies, in stored order. ChainMaker's order is that of a
 * Go map, so no client can rely on it.
 */
export const listPermissions: NativeMethod = (context) => {
  const { resourcePolicies } = readConfig(context);
  return succeed(encodeMessage(ChainConfigSchema, create(ChainConfigSchema, { resourcePolicies })));
};

const policyUnreadable = "policy Unmarshal err:unexpected EOF";

function findEntry(config: ChainConfig, resourceName: string): ResourcePolicy | undefined {
  return config.resourcePolicies.find((entry) => entry.resourceName === resourceName);
}

function nameUnknown(resourceName: string): string {
  return `permission resource name does not exist resource_name[${resourceName}]`;
}

function readPolicy(bytes: Uint8Array): Policy | undefined {
  try {
    return decodeMessage(PolicySchema, bytes);
  } catch {
    return undefined;
  }
}

function isRestricted(config: ChainConfig, entry: ResourcePolicy): boolean {
  return checkPolicyUpdate(entry, new Set(config.trustRoots.map((root) => root.orgId))) !== undefined;
}

function refuseNothing(entries: readonly unknown[]): string | undefined {
  return entries.length === 0 ? refusalTexts.params : undefined;
}
