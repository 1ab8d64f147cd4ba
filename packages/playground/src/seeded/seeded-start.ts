import { p256 } from "@noble/curves/nist.js";
import { concatBytes, emptyBytes, utf8ToBytes } from "@yanta/bytes";
import { generatePrivateKey, hashBytes, type PrivateKey, type RandomBytes } from "@yanta/crypto";
import { createGenesis, verifyChainConfig } from "@yanta/protocol";
import type { PlaygroundMember } from "../interface.ts";
import { decodeChainFile, encodeChainFile } from "../replay/chain-file.ts";
import { createGenesisConfig, genesisHashOf } from "../worker/genesis-config.ts";
import { createNetwork, describeMembers, type Network, networkToJson } from "../worker/network.ts";

/** 2026-01-01, when the certificates of all seeded networks begin: no clock is asked, so the seed alone decides. */
const seededUnixSeconds = 1_767_225_600n;

/**
 * A chain whose organisations, keys and first block follow from a text, with that block only, as `openPlayground` takes it to
 * `load`. Tab and server come to the same bytes of the first block, so a server need not keep what it hands out. Whoever has the
 * seed has all private keys.
 *
 * With the log of such a chain, its blocks instead: so a server goes on where a tab ended. Errors: those of `decodeChainFile`.
 */
export function createSeededDump(seed: string, log?: Uint8Array): Uint8Array {
  const network = createSeededNetwork(seed);
  const blocks = log === undefined ? [createFirstBlock(network)] : decodeChainFile(log).blocks;
  return encodeChainFile({ network: networkToJson(network), blocks });
}

function createFirstBlock(network: Network): Uint8Array {
  const config = createGenesisConfig(network);
  verifyChainConfig(config);
  return createGenesis(config).blockInfoBytes;
}

/** The hash of that chain's first block, in hex: what `replayLog` takes. */
export function seededGenesisHash(seed: string): string {
  return genesisHashOf(createSeededNetwork(seed));
}

/** Members of that chain with their addresses. */
export function listSeededMembers(seed: string): readonly PlaygroundMember[] {
  return describeMembers(createSeededNetwork(seed));
}

function createSeededNetwork(seed: string): Network {
  const random = createSeededBytes(seed);
  return createNetwork(seededUnixSeconds, { random, generate: () => generateSeededKey(random) });
}

/** SHA-256 of the seed's digest and a counter, one digest after the other. */
function createSeededBytes(seed: string): RandomBytes {
  const key = hashBytes("SHA256", utf8ToBytes(`yanta/playground/seeded/1/${seed}`));
  let counter = 0;
  return (size) => {
    let bytes = emptyBytes;
    while (bytes.length < size) {
      const count = new Uint8Array(8);
      new DataView(count.buffer).setBigUint64(0, BigInt(counter++));
      bytes = concatBytes(bytes, hashBytes("SHA256", concatBytes(key, count)));
    }
    return bytes.slice(0, size);
  };
}

/** A key that signs without randomness (RFC 6979), so that its certificates are the same each time; the platform's do not. */
function generateSeededKey(random: RandomBytes): PrivateKey {
  let scalar = emptyBytes;
  const key = generatePrivateKey("ECDSA_P256", (size) => (scalar = random(size)));
  const sign: PrivateKey["sign"] = (message, hash) =>
    p256.sign(hashBytes(hash, message), scalar, { prehash: false, lowS: false, format: "der" });
  return { ...key, sign };
}
