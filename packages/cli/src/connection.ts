import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { createCertificateSigner, loadClient, loadClients, type Client, type Signer } from "@yanta/sdk";
import { cliErrors } from "./errors.ts";

/** Options of every command that talks to a node. */
export interface ConnectionOptions {
  readonly sdkConfig?: string;
  readonly adminOrgIds?: string;
  readonly adminCrtFilePaths?: string;
  readonly adminKeyFilePaths?: string;
}

/** Folder that `yanta up` makes. */
export const defaultFolder = ".yanta";

/** Folder that `yanta up --nodes` makes. */
export const defaultNetworkFolder = ".yanta-network";

/** Where the SDK configuration is looked for when none is named. */
export const defaultSdkConfig = join(defaultFolder, "sdk_config.yml");

/** Where it is looked for next: in a folder of a network only, that is the chain. */
const networkSdkConfig = join(defaultNetworkFolder, "sdk_config.yml");

/** The client of `--sdk-config`, or of the chain in this folder. */
export function connect(options: ConnectionOptions): Client {
  const path = sdkConfigPath(options);
  if (!existsSync(path)) throw cliErrors.create("CLI_NO_SDK_CONFIG", { path });
  return loadClient(path);
}

/** The same at each node that the configuration lists. */
export function connectToAll(options: ConnectionOptions): readonly Client[] {
  const path = sdkConfigPath(options);
  if (!existsSync(path)) throw cliErrors.create("CLI_NO_SDK_CONFIG", { path });
  return loadClients(path);
}

function sdkConfigPath(options: ConnectionOptions): string {
  return resolve(options.sdkConfig ?? (process.env["YANTA_SDK_CONFIG"] || foundSdkConfig()));
}

function foundSdkConfig(): string {
  return !existsSync(defaultSdkConfig) && existsSync(networkSdkConfig) ? networkSdkConfig : defaultSdkConfig;
}

/**
 * The admins who endorse: named as cmc's flags name them, else every `user/admin1` of the crypto-config
 * folder beside the SDK configuration (a dev chain has all of them).
 */
export function loadAdmins(options: ConnectionOptions): readonly Signer[] {
  const orgIds = list(options.adminOrgIds);
  const certificates = list(options.adminCrtFilePaths);
  const keys = list(options.adminKeyFilePaths);
  if (orgIds.length > 0 || certificates.length > 0 || keys.length > 0) {
    if (orgIds.length !== certificates.length || orgIds.length !== keys.length) {
      throw cliErrors.create("CLI_ARGUMENT", {
        name: "--admin-org-ids",
        reason: { en: "the three --admin lists must be of the same length", zh: "三个 --admin 列表的长度必须相同" },
      });
    }
    return orgIds.map((orgId, index) => loadSigner(orgId, certificates[index] ?? "", keys[index] ?? ""));
  }
  return devChainAdmins(join(dirname(sdkConfigPath(options)), "crypto-config"));
}

function devChainAdmins(folder: string): readonly Signer[] {
  const orgIds = existsSync(folder) ? readdirSync(folder).sort() : [];
  const admins = orgIds
    .map((orgId) => ({ orgId, base: join(folder, orgId, "user/admin1/admin1") }))
    .filter(({ base }) => existsSync(`${base}.sign.key`))
    .map(({ orgId, base }) => loadSigner(orgId, `${base}.sign.crt`, `${base}.sign.key`));
  if (admins.length === 0) throw cliErrors.create("CLI_NO_ADMINS", { path: folder });
  return admins;
}

function loadSigner(orgId: string, certificateFile: string, keyFile: string): Signer {
  try {
    return createCertificateSigner({
      orgId,
      certificatePem: readFileSync(certificateFile, "utf8"),
      privateKeyPem: readFileSync(keyFile, "utf8"),
    });
  } catch (error) {
    throw cliErrors.create(
      "CLI_ARGUMENT",
      { name: `${certificateFile}, ${keyFile}`, reason: error instanceof Error ? error.message : "cannot be read" },
      error,
    );
  }
}

const list = (text: string | undefined): readonly string[] =>
  text === undefined || text === "" ? [] : text.split(",");
