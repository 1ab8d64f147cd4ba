import { closeSync, existsSync, mkdirSync, openSync, readFileSync, readSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { bytesToHex, bytesToUtf8, utf8ToBytes } from "@yanta/bytes";
import type { SigningKey } from "@yanta/crypto";
import { type CertificateFile, readStatusList } from "./certificate-file.ts";
import { cohortOf, type CohortDefinition, readDefinition } from "./cohort-definition.ts";
import { createCohortSigner } from "./cohort-signer.ts";
import { CohortTree, leafOf } from "./cohort-tree.ts";
import { type Award, type Credential, credentialSchema, type StatusList } from "./credential.ts";
import { didOfKey } from "./did-key.ts";
import { certificateErrors } from "./errors.ts";
import { signStatusList } from "./status-list.ts";

/** Bytes that are gathered before they are written. */
const gatheredBytes = 1 << 20;

const names = {
  definition: "definition.json",
  /** One JSON a line. */
  credentials: "credentials.jsonl",
  /** Where each line begins: 8 bytes each, big-endian. */
  offsets: "offsets.bin",
  leaves: "leaves.bin",
  revoked: "revoked.json",
  status: "status.json",
} as const;

export interface CohortToIssue {
  readonly folder: string;
  readonly definition: CohortDefinition;
  readonly key: SigningKey;
  /** In the order of their index, which is given here. */
  readonly awards: Iterable<Omit<Award, "index">>;
  /** `2026-11-24T00:00:00Z` */
  readonly created: string;
}

/** Signs a cohort's certificates into a new folder; gives how many. Errors: ACADEMY_CERTIFICATE_FOLDER, ACADEMY_CERTIFICATE_UNREADABLE. */
export async function issueCohort({ folder, definition, key, awards, created }: CohortToIssue): Promise<number> {
  if (existsSync(join(folder, names.credentials))) throw folderError(folder, names.credentials);
  mkdirSync(folder, { recursive: true });
  const cohort = cohortOf(definition, didOfKey(key.publicKey));
  const sign = await createCohortSigner(cohort, key, created);
  const credentials = new GatheredFile(join(folder, names.credentials));
  const offsets = new GatheredFile(join(folder, names.offsets));
  const leaves = new GatheredFile(join(folder, names.leaves));
  let index = 0;
  for (const award of awards) {
    const credential = sign({ ...award, index });
    offsets.write(uint64(credentials.sizeBytes));
    credentials.write(utf8ToBytes(`${JSON.stringify(credential)}\n`));
    leaves.write(leafOf(credential));
    index++;
  }
  for (const file of [credentials, offsets, leaves]) file.close();
  if (index === 0) throw folderError(folder, "0");
  writeFileSync(join(folder, names.definition), `${JSON.stringify(definition, undefined, 1)}\n`);
  await writeStatus({ folder, key, revoked: [], asOf: created });
  return index;
}

/** Marks certificates as revoked, for good, and signs the list anew. Errors: ACADEMY_CERTIFICATE_FOLDER. */
export async function revokeCertificates(
  folder: string,
  change: { readonly key: SigningKey; readonly indexes: readonly number[]; readonly asOf: string },
): Promise<StatusList> {
  const { count } = openTree(folder);
  for (const index of change.indexes)
    if (!Number.isInteger(index) || index < 0 || index >= count) throw folderError(folder, String(index));
  const before = JSON.parse(read(folder, names.revoked).toString("utf8")) as readonly number[];
  const revoked = [...new Set([...before, ...change.indexes])].toSorted((a, b) => a - b);
  return writeStatus({ folder, key: change.key, revoked, asOf: change.asOf });
}

interface Status {
  readonly folder: string;
  readonly key: SigningKey;
  readonly revoked: readonly number[];
  readonly asOf: string;
}

async function writeStatus({ folder, key, revoked, asOf }: Status): Promise<StatusList> {
  const cohort = cohortOf(readDefinition(read(folder, names.definition).toString("utf8")), didOfKey(key.publicKey));
  const list = await signStatusList({ cohort, count: openTree(folder).count, revoked, asOf }, key);
  writeFileSync(join(folder, names.revoked), `${JSON.stringify(revoked)}\n`);
  writeFileSync(join(folder, names.status), `${JSON.stringify(list)}\n`);
  return list;
}

/** The tree of a folder's certificates. Errors: ACADEMY_CERTIFICATE_FOLDER. */
export function openTree(folder: string): CohortTree {
  return new CohortTree(read(folder, names.leaves));
}

/** The DID that signed a folder's certificates. */
export function readFolderIssuer(folder: string): string {
  return readStatusList(bytesToUtf8(read(folder, names.status))).issuer;
}

export function readFolderDefinition(folder: string): CohortDefinition {
  return readDefinition(bytesToUtf8(read(folder, names.definition)));
}

/** The certificate at an index with its place. Errors: ACADEMY_CERTIFICATE_FOLDER. */
export function readCertificate(folder: string, index: number, tree = openTree(folder)): Required<CertificateFile> {
  if (!Number.isInteger(index) || index < 0 || index >= tree.count) throw folderError(folder, String(index));
  const credential = credentialAt(folder, index);
  const path = tree.pathOf(index).map(bytesToHex);
  return { credential, place: { cohort: readFolderDefinition(folder).id, index, path } };
}

function credentialAt(folder: string, index: number): Credential {
  const [from, to] = [readUint64(folder, index), readUint64(folder, index + 1)];
  const file = openSync(join(folder, names.credentials), "r");
  try {
    const bytes = Buffer.alloc(Number((to ?? BigInt(4096) + (from ?? 0n)) - (from ?? 0n)));
    const length = readSync(file, bytes, 0, bytes.length, Number(from));
    return credentialSchema.parse(JSON.parse(bytes.subarray(0, length).toString("utf8")));
  } finally {
    closeSync(file);
  }
}

/** Undefined behind the end. */
function readUint64(folder: string, index: number): bigint | undefined {
  const file = openSync(join(folder, names.offsets), "r");
  try {
    const bytes = Buffer.alloc(8);
    return readSync(file, bytes, 0, 8, index * 8) === 8 ? bytes.readBigUInt64BE() : undefined;
  } finally {
    closeSync(file);
  }
}

function uint64(value: number): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(value));
  return bytes;
}

/** A new file that is written in large pieces. */
class GatheredFile {
  readonly #file: number;
  readonly #gathered = new Uint8Array(gatheredBytes);
  #length = 0;
  sizeBytes = 0;

  constructor(path: string) {
    this.#file = openSync(path, "wx");
  }

  /** Of at most `gatheredBytes`. */
  write(bytes: Uint8Array): void {
    if (this.#length + bytes.length > gatheredBytes) this.#flush();
    this.#gathered.set(bytes, this.#length);
    this.#length += bytes.length;
    this.sizeBytes += bytes.length;
  }

  close(): void {
    this.#flush();
    closeSync(this.#file);
  }

  #flush(): void {
    writeSync(this.#file, this.#gathered, 0, this.#length);
    this.#length = 0;
  }
}

function read(folder: string, name: string): Buffer {
  try {
    return readFileSync(join(folder, name));
  } catch (error) {
    throw folderError(folder, name, error);
  }
}

function folderError(folder: string, reason: string, cause?: unknown): Error {
  return certificateErrors.create("ACADEMY_CERTIFICATE_FOLDER", { folder, reason }, cause);
}
