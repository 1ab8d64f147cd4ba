import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { openMadeFolder, unwritable, type FolderKind } from "../made-folder.ts";
import {
  chainConfigYaml,
  chainIdDefault,
  nodeConfigYaml,
  sdkConfigYaml,
  type DevChainFacts,
  type Endpoint,
} from "./config-files.ts";
import { writeOrganization } from "./identities.ts";

export const devFolderKind: FolderKind = {
  marker: "dev-chain.json",
  formatVersion: 1,
  parts: ["bc1.yml", "chainmaker.yml", "crypto-config"],
};

const orgIds: readonly string[] = [1, 2, 3, 4].map((n) => `wx-org${n}.chainmaker.org`);

export interface DevFolder {
  readonly folder: string;
  readonly nodeConfigFile: string;
  readonly sdkConfigFile: string;
  readonly isNew: boolean;
  readonly chainId: string;
  readonly orgIds: readonly string[];
  /** Last block of another chain from which this one goes on. */
  readonly forkHeight: bigint | undefined;
}

export interface DevFolderOptions {
  readonly folder: string;
  readonly host: string;
  readonly port: number;
  readonly unixSeconds: bigint;
}

/**
 * Makes the folder of a dev chain, or takes an existing one as it is.
 *
 * Errors: those of `openMadeFolder`.
 */
export function openDevFolder(options: DevFolderOptions): DevFolder {
  const folder = resolve(options.folder);
  const { isNew, facts } = openMadeFolder(folder, devFolderKind, (building) =>
    buildDevFolder(building, folder, options),
  );
  return {
    folder,
    nodeConfigFile: join(folder, "chainmaker.yml"),
    sdkConfigFile: join(folder, "sdk_config.yml"),
    isNew,
    chainId: typeof facts["chainId"] === "string" ? facts["chainId"] : chainIdDefault,
    orgIds: Array.isArray(facts["orgIds"]) ? facts["orgIds"].map(String) : orgIds,
    forkHeight: typeof facts["forkHeight"] === "number" ? BigInt(facts["forkHeight"]) : undefined,
  };
}

function buildDevFolder(building: string, folder: string, { host, port, unixSeconds }: DevFolderOptions) {
  const nodeIds = orgIds.map((orgId) => writeOrganization(join(building, "crypto-config", orgId), orgId, unixSeconds));
  const facts: DevChainFacts = { folder, orgIds, nodeId: nodeIds[0] ?? "", host, port };
  writeFileSync(join(building, "bc1.yml"), chainConfigYaml(facts));
  writeFileSync(join(building, "chainmaker.yml"), nodeConfigYaml(facts));
  writeFileSync(join(building, "KEYS-ARE-FOR-DEVELOPMENT-ONLY.txt"), developmentOnly);
  return { madeBy: "yanta up", orgIds };
}

/**
 * Writes an SDK configuration for each organisation, anew at every start: they hold absolute paths and the ports in use.
 *
 * Errors: CLI_FOLDER_UNWRITABLE.
 */
export function writeSdkConfigs(
  folder: string,
  endpoints: readonly Endpoint[],
  orgs = orgIds,
  chainId = chainIdDefault,
): void {
  try {
    mkdirSync(join(folder, "sdk"), { recursive: true });
    orgs.forEach((orgId, index) => {
      const yaml = sdkConfigYaml({ folder, orgIds: orgs, chainId, endpoints }, orgId);
      writeFileSync(join(folder, "sdk", `${orgId}.yml`), yaml);
      if (index === 0) writeFileSync(join(folder, "sdk_config.yml"), yaml);
    });
  } catch (error) {
    throw unwritable(folder, error);
  }
}

export const developmentOnly = `The keys in this folder were made by \`yanta up\` for a development chain on this machine.
They lie here unencrypted. Never use them, or this chain, for anything that matters.

本目录中的密钥由 \`yanta up\` 为本机开发链生成，未加密保存。
切勿将这些密钥或这条链用于任何正式用途。
`;
