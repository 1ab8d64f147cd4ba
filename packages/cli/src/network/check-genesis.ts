import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { bytesToHex } from "@yanta/bytes";
import { createGenesis, scanBlockInfo, verifyChainConfig } from "@yanta/protocol";
import { cliErrors } from "../errors.ts";

/** What the reader of a chain trusts its first block by; `served` = nothing but the node. */
export type TrustedGenesis =
  | { readonly kind: "file"; readonly path: string; readonly hash: string }
  | { readonly kind: "hash"; readonly hash: string }
  | { readonly kind: "served" };

export interface GenesisOptions {
  /** A chain configuration, ChainMaker's bc1.yml. */
  readonly genesis?: string;
  /** Hash of the genesis block in hex. */
  readonly genesisHash?: string;
  /** Folder of engine bindings: the bc1.yml beside it is taken when neither of the others is given. */
  readonly bindings?: string;
}

/** What to compare the genesis block with. Errors: CLI_ARGUMENT; those of `loadChainConfig`. */
export async function trustedGenesis(options: GenesisOptions): Promise<TrustedGenesis> {
  const { genesis, genesisHash, bindings } = options;
  if (genesisHash !== undefined) {
    if (!/^[0-9a-fA-F]{64}$/.test(genesisHash))
      throw cliErrors.create("CLI_ARGUMENT", {
        name: "--genesis-hash",
        reason: { en: "is no hash of 64 hexadecimal digits", zh: "不是 64 位十六进制哈希" },
      });
    return { kind: "hash", hash: genesisHash.toLowerCase() };
  }
  const beside = bindings === undefined ? undefined : join(dirname(resolve(bindings)), "bc1.yml");
  const path = genesis ?? (beside !== undefined && existsSync(beside) ? beside : undefined);
  return path === undefined ? { kind: "served" } : { kind: "file", path: resolve(path), hash: await hashOf(path) };
}

/** Compares a chain's first block, M(BlockInfo), whose hash was verified; returns its hash. Errors: CLI_GENESIS_OTHER. */
export function checkGenesis(trusted: TrustedGenesis, blockInfoBytes: Uint8Array): string {
  const found = bytesToHex(scanBlockInfo(blockInfoBytes).header.blockHash);
  if (trusted.kind !== "served" && found !== trusted.hash)
    throw cliErrors.create("CLI_GENESIS_OTHER", {
      found,
      wanted: trusted.hash,
      source: trusted.kind === "file" ? trusted.path : "--genesis-hash",
    });
  return found;
}

/** The hash of the block that a chain configuration makes. */
async function hashOf(path: string): Promise<string> {
  const { loadChainConfig } = await import("@yanta/node");
  const { config } = loadChainConfig(resolve(path), process.cwd());
  const reason = verifyChainConfig(config);
  if (reason !== undefined) throw cliErrors.create("CLI_ARGUMENT", { name: path, reason });
  return bytesToHex(createGenesis(config).blockHash);
}
