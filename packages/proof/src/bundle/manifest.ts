import { bytesToHex, hexToBytes } from "@yanta/bytes";
import { proofErrors } from "../errors.ts";

/** Text at the start of a manifest that names the format. */
export const bundleFormat = "yanta-proof-bundle/1";

/** Where a transaction stands and in which files it lies. */
export interface ManifestTransaction {
  readonly height: bigint;
  readonly index: number;
  readonly path: readonly Uint8Array[];
  readonly file: string;
  readonly rwSet: string;
}

export interface ManifestBlock {
  readonly header: string;
  readonly certificate?: string;
  readonly block?: string;
}

/** `manifest.json`: what lies where. It proves nothing; what it says wrong fails in the verification. */
export interface Manifest {
  readonly chainId: string;
  /** What the bundle is about, e.g. `{"kind":"request","id":"R1"}`: for the application that made it. */
  readonly subject: Readonly<Record<string, string>>;
  readonly blocks: readonly ManifestBlock[];
  readonly configurations: readonly ManifestTransaction[];
  readonly transactions: readonly ManifestTransaction[];
  readonly bindings: readonly string[];
  readonly certificates: readonly string[];
  /** SHA-256 of each other file of the bundle, hex, by its name. */
  readonly files: Readonly<Record<string, string>>;
}

/** Heights as numbers in decimal digits, hashes in hex. */
export function encodeManifest(manifest: Manifest): string {
  const place = ({ height, index, path, file, rwSet }: ManifestTransaction): object => ({
    height: height.toString(),
    index,
    path: path.map(bytesToHex),
    file,
    rwSet,
  });
  const { chainId, subject, blocks, bindings, certificates, files } = manifest;
  const configurations = manifest.configurations.map(place);
  const transactions = manifest.transactions.map(place);
  const value = {
    format: bundleFormat,
    chainId,
    subject,
    blocks,
    configurations,
    transactions,
    bindings,
    certificates,
    files,
  };
  return `${JSON.stringify(value, undefined, 1)}\n`;
}

/** Reads a manifest from a stranger. Errors: PROOF_MALFORMED. */
export function parseManifest(text: string): Manifest {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw malformed("no JSON", error);
  }
  const fields = object(value, "it");
  if (fields["format"] !== bundleFormat) throw malformed(`its format is not ${bundleFormat}`);
  return {
    chainId: string(fields["chainId"], "chainId"),
    subject: texts(fields["subject"], "subject"),
    blocks: list(fields["blocks"], "blocks").map(readBlock),
    configurations: list(fields["configurations"], "configurations").map(readTransaction),
    transactions: list(fields["transactions"], "transactions").map(readTransaction),
    bindings: list(fields["bindings"], "bindings").map((each) => string(each, "bindings")),
    certificates: list(fields["certificates"], "certificates").map((each) => string(each, "certificates")),
    files: texts(fields["files"], "files"),
  };
}

function readBlock(value: unknown): ManifestBlock {
  const { header, certificate, block } = object(value, "blocks");
  return {
    header: string(header, "header"),
    ...(certificate === undefined ? {} : { certificate: string(certificate, "certificate") }),
    ...(block === undefined ? {} : { block: string(block, "block") }),
  };
}

function readTransaction(value: unknown): ManifestTransaction {
  const { height, index, path, file, rwSet } = object(value, "transactions");
  const digits = string(height, "height");
  if (!/^\d{1,19}$/.test(digits)) throw malformed("height is no number");
  if (typeof index !== "number" || !Number.isSafeInteger(index)) throw malformed("index is no number");
  return {
    height: BigInt(digits),
    index,
    path: list(path, "path").map((each) => hexToBytes(string(each, "path")) ?? fail("path is no hex")),
    file: string(file, "file"),
    rwSet: string(rwSet, "rwSet"),
  };
}

function texts(value: unknown, name: string): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(object(value, name)).map(([key, each]) => [key, string(each, name)]));
}

function object(value: unknown, name: string): Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw malformed(`${name} is no object`);
  return { ...value };
}

function list(value: unknown, name: string): readonly unknown[] {
  if (!Array.isArray(value)) throw malformed(`${name} is no list`);
  return value;
}

function string(value: unknown, name: string): string {
  if (typeof value !== "string") throw malformed(`${name} is no text`);
  return value;
}

function fail(reason: string): never {
  throw malformed(reason);
}

function malformed(reason: string, cause?: unknown): Error {
  return proofErrors.create("PROOF_MALFORMED", { part: "manifest.json", reason }, cause);
}
