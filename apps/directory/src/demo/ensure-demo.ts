import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { listContracts, loadClient } from "@yanta/sdk";
import { DemoPeople } from "./demo-people.ts";
import { demoErrors } from "./errors.ts";
import { loadCity } from "./load-city.ts";
import { loadRequests } from "./load-requests.ts";

/** Requests of the small demonstration: three of each kind. */
const requests = 54;

export interface DemoOptions {
  /** Folder of a development chain that runs. */
  readonly folder: string;
  readonly contract: string;
  readonly note: (words: { readonly en: string; readonly zh: string }) => void;
}

/**
 * Loads the small city where its contract is not installed yet. Errors: DIRECTORY_DEMO_INCOMPLETE. Keys of its people stay in
 * `directory/people` of the chain's folder.
 */
export async function ensureDemo({ folder, contract, note }: DemoOptions): Promise<void> {
  const loadedMark = join(folder, "directory", "demo-is-loaded");
  if (await isInstalled(folder, contract)) {
    const isBegun = existsSync(join(folder, "directory", "issuer.key"));
    if (isBegun && !existsSync(loadedMark)) throw demoErrors.create("DIRECTORY_DEMO_INCOMPLETE", { folder });
    return;
  }
  mkdirSync(join(folder, "directory"), { recursive: true });
  writeFileSync(join(folder, "directory", "KEYS-ARE-FOR-DEVELOPMENT-ONLY.txt"), developmentOnly);
  note({ en: "loading the demonstration city", zh: "正在载入示例城市" });
  const people = new DemoPeople(folder, organizations(folder));
  try {
    const loaded = await loadCity({ people, contract, seed: 1, size: {}, onProgress: () => undefined });
    await loadRequests(loaded, requests, () => undefined);
  } finally {
    people.close();
  }
  writeFileSync(loadedMark, "");
  note({
    en: `keys of its people: ${join(folder, "directory", "people")}`,
    zh: `示例人员的密钥：${join(folder, "directory", "people")}`,
  });
}

async function isInstalled(folder: string, contract: string): Promise<boolean> {
  const client = loadClient(join(folder, "sdk_config.yml"));
  try {
    return (await listContracts(client)).some(({ name }) => name === contract);
  } finally {
    client.transport.close();
  }
}

/** The organisations of a development chain whose CAs are there. */
export function organizations(folder: string): readonly string[] {
  const config = join(folder, "crypto-config");
  return readdirSync(config)
    .filter((orgId) => existsSync(join(config, orgId, "ca", "ca.key")))
    .toSorted();
}

const developmentOnly = `The people of the demonstration are made up, their keys lie here unencrypted. Never use them for anything that matters.

示例人员均为虚构，其密钥未加密保存。切勿用于任何正式用途。
`;
