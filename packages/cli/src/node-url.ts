import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { defaultSdkConfig, type ConnectionOptions } from "./connection.ts";

/** Options of commands that ask the node by JSON-RPC. */
export interface NodeUrlOptions extends ConnectionOptions {
  readonly rpcUrl?: string;
}

/** Where `yanta up` says at which address its JSON-RPC listens, beside sdk_config.yml: other clients' files may hold no such key. */
const urlFile = "json_rpc_url.txt";

/** The port that nodes have by default. */
const defaultUrl = "http://127.0.0.1:8545";

/** `--rpc-url` over YANTA_RPC_URL over what the chain's folder says; undefined when none of them does. */
export function knownNodeUrl({ rpcUrl, sdkConfig }: NodeUrlOptions): string | undefined {
  const given = rpcUrl ?? process.env["YANTA_RPC_URL"];
  if (given !== undefined && given !== "") return given;
  const config = resolve(sdkConfig ?? (process.env["YANTA_SDK_CONFIG"] || defaultSdkConfig));
  // Those of the other organisations lie one folder deeper.
  const file = [dirname(config), dirname(dirname(config))].map((folder) => join(folder, urlFile)).find(existsSync);
  return file === undefined ? undefined : readFileSync(file, "utf8").trim();
}

/** The same, or the default port of this machine. */
export function nodeUrl(options: NodeUrlOptions): string {
  return knownNodeUrl(options) ?? defaultUrl;
}

/** Keeps a development chain's address for `nodeUrl`. */
export function writeNodeUrl(folder: string, url: string): void {
  writeFileSync(join(folder, urlFile), `${url}\n`);
}
