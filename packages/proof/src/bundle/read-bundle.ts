import { bytesToHex, bytesToUtf8 } from "@yanta/bytes";
import { hashBytes } from "@yanta/crypto";
import { CodedError } from "@yanta/errors";
import { unzipSync } from "fflate";
import { proofErrors } from "../errors.ts";
import type { BlockProof, ChainProof, TransactionProof } from "../interface.ts";
import {
  bundleBytesMax,
  bundleFileBytesMax,
  bundleFilesMax,
  bundleUnpackedBytesMax,
  manifestBytesMax,
} from "../limits.ts";
import { type Manifest, type ManifestBlock, type ManifestTransaction, parseManifest } from "./manifest.ts";

/** A bundle taken apart; nothing of it is verified. */
export interface ReadBundle {
  readonly manifest: Manifest;
  readonly proof: ChainProof;
  /** Texts for readers by file name: what the maker of the bundle says. */
  readonly texts: ReadonlyMap<string, string>;
}

const manifestName = "manifest.json";
/** Folders of proofs; what lies in none is a text. */
const namePattern = /^(?:(?:blocks|configurations|transactions|bindings|certificates)\/)?[a-z0-9][a-z0-9.-]{0,99}$/;

/**
 * Takes a bundle of a stranger apart: each file once, of a known kind of name, none larger than it says, each with the hash that the manifest gives, and none
 * besides. Errors: PROOF_TOO_LARGE, PROOF_BUNDLE_UNREADABLE, PROOF_FILE_CHANGED, PROOF_MALFORMED.
 */
export function readBundle(bytes: Uint8Array): ReadBundle {
  const files = unpack(bytes);
  const manifestFile = files.get(manifestName);
  if (manifestFile === undefined) throw unreadable(`it has no ${manifestName}`);
  if (manifestFile.length > manifestBytesMax) throw tooLarge(manifestName, manifestBytesMax);
  const manifest = parseManifest(bytesToUtf8(manifestFile));
  files.delete(manifestName);
  checkHashes(files, manifest);
  const used = new Set<string>();
  const take = (name: string): Uint8Array => {
    const found = files.get(name);
    if (found === undefined) throw proofErrors.create("PROOF_FILE_CHANGED", { name });
    // One file for many transactions would be work without end.
    if (used.has(name))
      throw proofErrors.create("PROOF_MALFORMED", { part: manifestName, reason: `it names ${name} twice` });
    used.add(name);
    return found;
  };
  const proof: ChainProof = {
    blocks: manifest.blocks.map((block) => readBlock(block, take)),
    configurations: manifest.configurations.map((each) => readTransaction(each, take)),
    transactions: manifest.transactions.map((each) => readTransaction(each, take)),
    bindings: manifest.bindings.map((name) => bytesToUtf8(take(name))),
    certificates: manifest.certificates.map((name) => bytesToUtf8(take(name))),
  };
  const texts = new Map([...files].flatMap(([name, file]) => (used.has(name) ? [] : [[name, bytesToUtf8(file)]])));
  return { manifest, proof, texts };
}

function readBlock({ header, certificate, block }: ManifestBlock, take: (name: string) => Uint8Array): BlockProof {
  const headerBytes = take(header);
  if (certificate === undefined || block === undefined) return { headerBytes };
  return { headerBytes, commit: { certificate: take(certificate), blockBytes: take(block) } };
}

function readTransaction(
  { height, index, path, file, rwSet }: ManifestTransaction,
  take: (name: string) => Uint8Array,
): TransactionProof {
  return { height, index, path, transactionBytes: take(file), rwSetBytes: take(rwSet) };
}

/** Sizes are looked at before anything is unpacked: a file gets the room that its entry names, and no more. */
function unpack(bytes: Uint8Array): Map<string, Uint8Array> {
  if (bytes.length > bundleBytesMax) throw tooLarge("the bundle", bundleBytesMax);
  const sizes = new Map<string, number>();
  let total = 0;
  let unpacked: Record<string, Uint8Array>;
  try {
    unpacked = unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        if (!namePattern.test(name)) throw unreadable("a file in it has a name that no bundle has");
        if (sizes.has(name)) throw unreadable(`two files in it have the name ${name}`);
        if (originalSize > bundleFileBytesMax) throw tooLarge(name, bundleFileBytesMax);
        sizes.set(name, originalSize);
        total += originalSize;
        if (sizes.size > bundleFilesMax) throw tooLarge("the number of files", bundleFilesMax);
        if (total > bundleUnpackedBytesMax) throw tooLarge("the unpacked bundle", bundleUnpackedBytesMax);
        return true;
      },
    });
  } catch (error) {
    if (error instanceof CodedError) throw error;
    throw unreadable("it is no zip file, or it was cut off", error);
  }
  const files = new Map(Object.entries(unpacked));
  for (const [name, size] of sizes)
    if (files.get(name)?.length !== size) throw unreadable(`${name} has another size than it says`);
  return files;
}

function checkHashes(files: ReadonlyMap<string, Uint8Array>, manifest: Manifest): void {
  const named = new Map(Object.entries(manifest.files));
  for (const name of new Set([...files.keys(), ...named.keys()])) {
    const file = files.get(name);
    if (file === undefined || bytesToHex(hashBytes("SHA256", file)) !== named.get(name))
      throw proofErrors.create("PROOF_FILE_CHANGED", { name });
  }
}

function tooLarge(what: string, max: number): Error {
  return proofErrors.create("PROOF_TOO_LARGE", { what, max });
}

function unreadable(reason: string, cause?: unknown): Error {
  return proofErrors.create("PROOF_BUNDLE_UNREADABLE", { reason }, cause);
}
