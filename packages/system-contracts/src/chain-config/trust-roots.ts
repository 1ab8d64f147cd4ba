import { create } from "@bufbuild/protobuf";
import { blockVersions, TrustRootConfigSchema, type ChainConfig } from "@yanta/protocol";
import type { TxContext } from "@yanta/vm";
import { isAnyBlank, isBlank, parameterText } from "../parameters.ts";
import { refusalTexts } from "../refusal-texts.ts";
import { isCertificateMode, isKeyMode, isPublicMode } from "./auth-mode.ts";
import type { ConfigChange } from "./config-state.ts";

/** TRUST_ROOT_ADD: a new organisation with its roots, or more roots of a known one. `root` holds PEMs joined by commas. */
export const addTrustRoot: ConfigChange = (config, parameters) => {
  const orgId = parameterText(parameters, "org_id");
  const roots = parameterText(parameters, "root");
  if (isAnyBlank(orgId, roots))
    return `${refusalTexts.params}, add trust root cert require param [org_id, root] not found`;
  const known = config.trustRoots.filter((entry) => entry.orgId === orgId);
  for (const entry of known) entry.root.push(...roots.split(","));
  if (known.length === 0) config.trustRoots.push(create(TrustRootConfigSchema, { orgId, root: roots.split(",") }));
  return undefined;
};

/** TRUST_ROOT_UPDATE: replaces the roots of an organisation that has no consensus nodes. */
export const updateTrustRoot: ConfigChange = (config, parameters, context) => {
  const orgId = parameterText(parameters, "org_id");
  const roots = parameterText(parameters, "root");
  if (isAnyBlank(orgId, roots))
    return `${refusalTexts.params}, add trust root cert require param [org_id, root]  not found`;
  if (hasGuardedNodes(config, context, orgId)) {
    const gap = context.blockVersion >= blockVersions.v2030300 ? "" : " ";
    return `update trust root cert failed,${gap}you must delete all consensus nodes under the organization first`;
  }
  const entry = config.trustRoots.find((root) => root.orgId === orgId);
  if (entry === undefined) return `${refusalTexts.params} can not found orgId[${orgId}]`;
  entry.root = roots.split(",");
  return undefined;
};

/** TRUST_ROOT_DELETE: removes an organisation without consensus nodes; in public mode one administrator's key. */
export const deleteTrustRoot: ConfigChange = (config, parameters, context) => {
  const orgId = parameterText(parameters, "org_id");
  if (isBlank(orgId)) return "delete trust root cert failed, require param [org_id], but not found";
  const index = config.trustRoots.findIndex((entry) => entry.orgId === orgId);
  if (index < 0) return `delete trust root cert failed, param [${orgId}] not found from TrustRoot`;
  if (isPublicMode(config)) return deleteAdminKey(config, index, parameterText(parameters, "root"));
  config.trustRoots.splice(index, 1);
  if (hasGuardedNodes(config, context, orgId)) {
    const verb = context.blockVersion >= blockVersions.v2030300 ? "delete" : "update";
    return `${verb} trust root cert failed, you must delete all consensus nodes under the organization first`;
  }
  return undefined;
};

function deleteAdminKey(config: ChainConfig, orgIndex: number, key: string): string | undefined {
  if (isBlank(key)) return "delete trust root failed, require param [root], but not found";
  const keys = config.trustRoots[orgIndex]?.root ?? [];
  const index = keys.indexOf(key);
  if (index < 0) return `delete trust root failed, root not found, root: ${key}`;
  keys.splice(index, 1);
  return keys.length === 0 ? "delete trust root failed, can't delete all TrustRoot" : undefined;
}

/** Whether the organisation has consensus nodes in a mode in which its roots vouch for them. */
function hasGuardedNodes(config: ChainConfig, context: TxContext, orgId: string): boolean {
  const isGuarded = isCertificateMode(config) || (isKeyMode(config) && context.blockVersion >= blockVersions.v2030300);
  return isGuarded && (config.consensus?.nodes ?? []).some((node) => node.orgId === orgId);
}
