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

/** `--rpc-url` over YANTA_RPC_URL over what the chain's folder says over the default port of this machine. */
export function nodeUrl({ rpcUrl, sdkConfig }: NodeUrlOptions): string {
  const given = rpcUrl ?? process.env["YANTA_RPC_URL"];
  if (given !== undefined && given !== "") return given;
  const config = resolve(sdkConfig ?? (process.env["YANTA_SDK_CONFIG"] || defaultSdkConfig));
  for (const folder of [dirname(config), dirname(dirname(config))]) {
    const file = join(folder, urlFile);
    if (existsSync(file)) return readFileSync(file, "utf8").trim();
  }
  return defaultUrl;
}

/** Keeps a development chain's address for `nodeUrl`. */
export function writeNodeUrl(folder: string, url: string): void {
  writeFileSync(join(folder, urlFile), `${url}\n`);
}
