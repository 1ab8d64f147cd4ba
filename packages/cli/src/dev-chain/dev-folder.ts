import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { cliErrors } from "../errors.ts";
import { chainConfigYaml, nodeConfigYaml, sdkConfigYaml, type DevChainFacts } from "./config-files.ts";
import { writeOrganization } from "./identities.ts";

/** Layout of the folder that `yanta up` makes; raised when a file in it changes its meaning. */
const formatVersion = 1;
const markerFile = "dev-chain.json";

const orgIds: readonly string[] = [1, 2, 3, 4].map((n) => `wx-org${n}.chainmaker.org`);

export interface DevFolder {
  readonly folder: string;
  readonly nodeConfigFile: string;
  readonly sdkConfigFile: string;
  readonly isNew: boolean;
}

export interface DevFolderOptions {
  readonly folder: string;
  readonly host: string;
  readonly port: number;
  readonly unixSeconds: bigint;
}

/**
 * Makes the folder of a dev chain, or takes an existing one as it is. A new folder is put together beside its
 * place and renamed into it, so that a crash leaves none that is half made.
 *
 * Errors: CLI_FOLDER_UNWRITABLE, CLI_FOLDER_FOREIGN, CLI_FOLDER_NEWER, CLI_FOLDER_DAMAGED.
 */
export function openDevFolder(options: DevFolderOptions): DevFolder {
  const folder = resolve(options.folder);
  const isNew = isVacant(folder);
  if (isNew) createDevFolder(folder, options);
  else checkDevFolder(folder);
  return {
    folder,
    nodeConfigFile: join(folder, "chainmaker.yml"),
    sdkConfigFile: join(folder, "sdk_config.yml"),
    isNew,
  };
}

function isVacant(folder: string): boolean {
  if (!existsSync(folder)) return true;
  try {
    return readdirSync(folder).length === 0;
  } catch (error) {
    throw unwritable(folder, error);
  }
}

function createDevFolder(folder: string, options: DevFolderOptions): void {
  const building = join(dirname(folder), `.${basename(folder)}.${process.pid}.new`);
  try {
    mkdirSync(building, { recursive: true });
    const nodeIds = orgIds.map((orgId) =>
      writeOrganization(join(building, "crypto-config", orgId), orgId, options.unixSeconds),
    );
    const facts: DevChainFacts = { folder, orgIds, nodeId: nodeIds[0] ?? "", host: options.host, port: options.port };
    writeFileSync(join(building, "bc1.yml"), chainConfigYaml(facts));
    writeFileSync(join(building, "chainmaker.yml"), nodeConfigYaml(facts));
    writeFileSync(join(building, "KEYS-ARE-FOR-DEVELOPMENT-ONLY.txt"), developmentOnly);
    writeFileSync(
      join(building, markerFile),
      `${JSON.stringify({ format: formatVersion, madeBy: "yanta up", orgIds })}\n`,
    );
    if (existsSync(folder)) rmSync(folder, { recursive: true });
    renameSync(building, folder);
  } catch (error) {
    rmSync(building, { recursive: true, force: true });
    throw unwritable(folder, error);
  }
}

function checkDevFolder(folder: string): void {
  const marker = join(folder, markerFile);
  if (!existsSync(marker)) throw cliErrors.create("CLI_FOLDER_FOREIGN", { path: folder });
  let format: unknown;
  try {
    format = (JSON.parse(readFileSync(marker, "utf8")) as { format?: unknown }).format;
  } catch (error) {
    throw cliErrors.create("CLI_FOLDER_DAMAGED", { path: folder, reason: `${markerFile} cannot be read` }, error);
  }
  if (typeof format !== "number")
    throw cliErrors.create("CLI_FOLDER_DAMAGED", { path: folder, reason: `${markerFile} names no format` });
  if (format > formatVersion)
    throw cliErrors.create("CLI_FOLDER_NEWER", { path: folder, found: format, known: formatVersion });
  for (const name of ["bc1.yml", "chainmaker.yml", "crypto-config"]) {
    if (!existsSync(join(folder, name)))
      throw cliErrors.create("CLI_FOLDER_DAMAGED", { path: folder, reason: `${name} is missing` });
  }
}

/**
 * Writes an SDK configuration for each organisation, anew at every start: they hold absolute paths and the port in use.
 *
 * Errors: CLI_FOLDER_UNWRITABLE.
 */
export function writeSdkConfigs(
  { folder }: DevFolder,
  endpoint: { readonly host: string; readonly port: number },
): void {
  const facts: DevChainFacts = { folder, orgIds, nodeId: "", ...endpoint };
  try {
    mkdirSync(join(folder, "sdk"), { recursive: true });
    orgIds.forEach((orgId, index) => {
      const yaml = sdkConfigYaml(facts, orgId);
      writeFileSync(join(folder, "sdk", `${orgId}.yml`), yaml);
      if (index === 0) writeFileSync(join(folder, "sdk_config.yml"), yaml);
    });
  } catch (error) {
    throw unwritable(folder, error);
  }
}

function unwritable(folder: string, error: unknown): Error {
  return cliErrors.create(
    "CLI_FOLDER_UNWRITABLE",
    { path: folder, reason: error instanceof Error ? error.message : String(error) },
    error,
  );
}

const developmentOnly = `The keys in this folder were made by \`yanta up\` for a development chain on this machine.
They lie here unencrypted. Never use them, or this chain, for anything that matters.

本目录中的密钥由 \`yanta up\` 为本机开发链生成，未加密保存。
切勿将这些密钥或这条链用于任何正式用途。
`;
