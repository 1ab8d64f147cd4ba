import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { cliErrors } from "../errors.ts";
import { nodeConfigYaml } from "./config-files.ts";
import { developmentOnly, devFolderKind } from "./dev-folder.ts";
import { type CopiedChain, copyBlocks, type ForkSource } from "./fork-blocks.ts";
import { forkConfigYaml } from "./fork-config.ts";
import { writeOrganization } from "./identities.ts";

export interface ForkFolderOptions {
  readonly folder: string;
  readonly source: ForkSource;
  readonly host: string;
  readonly port: number;
  readonly unixSeconds: bigint;
}

/**
 * Makes the folder of a development chain that goes on from another chain's block: that chain's blocks, and keys of this machine for its
 * organisations. Put together beside its place and renamed into it.
 *
 * Errors: CLI_ARGUMENT when there is a folder already, CLI_FORK_UNFIT, those of `copyBlocks`.
 */
export async function makeForkFolder(options: ForkFolderOptions): Promise<void> {
  const { folder, source } = options;
  if (existsSync(folder) && readdirSync(folder).length > 0)
    throw cliErrors.create("CLI_ARGUMENT", {
      name: "--fork",
      reason: {
        en: `${folder} holds a chain already; name a new folder with --dir, or leave --fork out to go on with it`,
        zh: `${folder} 中已有链；请用 --dir 指定新目录，或去掉 --fork 以继续该链`,
      },
    });
  const building = join(dirname(folder), `.${basename(folder)}.${process.pid}.new`);
  try {
    mkdirSync(building, { recursive: true });
    const { chainId } = source.client;
    const copied = await copyBlocks(source, join(building, "data", chainId));
    writeFiles(building, copied, options);
    if (existsSync(folder)) rmSync(folder, { recursive: true });
    renameSync(building, folder);
  } catch (error) {
    rmSync(building, { recursive: true, force: true });
    throw error;
  }
}

/** Organisations become folders. */
const orgPattern = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}$/;

function writeFiles(building: string, { chainId, height, config }: CopiedChain, options: ForkFolderOptions): void {
  const { folder, host, port, unixSeconds } = options;
  const orgIds = config.trustRoots.map(({ orgId }) => orgId);
  const unfit =
    config.authType.toLowerCase() !== "permissionedwithcert" && config.authType.toLowerCase() !== "identity"
      ? `its identity mode is ${config.authType}`
      : orgIds.find((orgId) => !orgPattern.test(orgId));
  if (unfit !== undefined) throw cliErrors.create("CLI_FORK_UNFIT", { chainId, reason: unfit });
  const cryptoConfig = join(building, "crypto-config");
  const [nodeId = ""] = orgIds.map((orgId) => writeOrganization(join(cryptoConfig, orgId), orgId, unixSeconds));
  const rootName = (index: number): string => `forked${index}.crt`;
  for (const { orgId, root } of config.trustRoots)
    for (const [index, pem] of root.entries()) writeFileSync(join(cryptoConfig, orgId, "ca", rootName(index)), pem);
  const memberName = (index: number): string => `forked-member${index}.crt`;
  for (const [index, { memberInfo }] of config.trustMembers.entries())
    writeFileSync(join(cryptoConfig, memberName(index)), memberInfo);
  const yaml = forkConfigYaml({
    config,
    nodeId,
    rootPath: (orgId, index) => `./crypto-config/${orgId}/ca/${rootName(index)}`,
    memberPath: (index) => `./crypto-config/${memberName(index)}`,
  });
  writeFileSync(join(building, "bc1.yml"), yaml);
  writeFileSync(join(building, "chainmaker.yml"), nodeConfigYaml({ folder, orgIds, nodeId, host, port, chainId }));
  writeFileSync(join(building, "KEYS-ARE-FOR-DEVELOPMENT-ONLY.txt"), developmentOnly);
  const { formatVersion, marker } = devFolderKind;
  const facts = { format: formatVersion, madeBy: "yanta up --fork", orgIds, chainId, forkHeight: Number(height) };
  writeFileSync(join(building, marker), `${JSON.stringify(facts)}\n`);
}
