// CMEVI, ChainMaker's standard for evidence (CM-CS-221221-Evidence), with CMBC.
import {
  blockHeight,
  Json,
  JsonWriter,
  senderAddress,
  stateKey,
  StateMap,
  txId,
  txTimestamp,
  Event3,
} from "@yanta/contract-sdk";

const evidenced = new Event3<string, string, string>("Evidence", "id", "hash", "metadata");

/** Records as JSON by id. */
const records = new StateMap<string>("evidence");
/** Ids by hash. */
const ids = new StateMap<string>("hash");
/** Who recorded an id: only that address may change it. */
const owners = new StateMap<string>("owner");

const batchMax = 100;

/**
 * Standards that the contract keeps to.
 * @query
 */
export function Standards(): string[] {
  return ["CMBC", "CMEVI"];
}

/** @query */
export function SupportStandard(standardName: string): bool {
  return Standards().includes(standardName);
}

/** Records a hash under an id; both are new. `metadata` is JSON with hashType, hashAlgorithm (sha256 or sm3) and so on. */
export function Evidence(id: string, hash: string, metadata: string): string {
  add(id, hash, metadata);
  return id;
}

/** Records several: a JSON array of {id, hash, metadata}. Returns their ids. */
export function EvidenceBatch(evidences: string): string[] {
  const list = Json.parse(evidences, "evidences");
  assert(list.isArray && list.length > 0, "CMEVI: evidences must be a JSON array with content");
  assert(list.length <= batchMax, "CMEVI: more than 100 evidences");
  const added: string[] = [];
  for (let i = 0; i < list.length; i++) {
    const id = list.at(i).textOf("id");
    add(id, list.at(i).textOf("hash"), metadataOf(list.at(i)));
    added.push(id);
  }
  return added;
}

/** Another hash and metadata for an id. Only who recorded it may; what was before stays in the history. */
export function UpdateEvidence(id: string, hash: string, metadata: string): string {
  assert(records.has(stateKey([id])), "CMEVI: no evidence with id " + id);
  assert(owners.get(stateKey([id])) == senderAddress(), "CMEVI: only who recorded " + id + " may update it");
  const before = Json.parse(records.get(stateKey([id]))).textOf("hash");
  if (before != hash) {
    ids.delete(stateKey([before]));
    takeHash(hash, id);
  }
  write(id, hash, metadata);
  return id;
}

/** @query */
export function ExistsOfHash(hash: string): bool {
  return ids.has(stateKey([hash]));
}

/** @query */
export function ExistsOfId(id: string): bool {
  return records.has(stateKey([id]));
}

/**
 * The record of a hash: {id, hash, txId, blockHeight, timestamp, metadata}.
 * @query
 */
export function FindByHash(hash: string): string {
  assert(ExistsOfHash(hash), "CMEVI: no evidence with hash " + hash);
  return FindById(ids.get(stateKey([hash])));
}

/** @query */
export function FindById(id: string): string {
  assert(ExistsOfId(id), "CMEVI: no evidence with id " + id);
  return records.get(stateKey([id]));
}

/**
 * All records that an id had, oldest first.
 * @query
 */
export function FindHisById(id: string): string {
  const found: string[] = [];
  for (const rows = records.history(stateKey([id])); rows.next(); ) if (!rows.isDelete) found.push(rows.value);
  return "[" + found.join(",") + "]";
}

function add(id: string, hash: string, metadata: string): void {
  assert(id.length > 0, "CMEVI: id is empty");
  assert(!ExistsOfId(id), "CMEVI: id " + id + " exists");
  owners.set(stateKey([id]), senderAddress());
  takeHash(hash, id);
  write(id, hash, metadata);
}

function takeHash(hash: string, id: string): void {
  assert(hash.length > 0, "CMEVI: hash is empty");
  assert(!ExistsOfHash(hash), "CMEVI: hash " + hash + " exists");
  ids.set(stateKey([hash]), id);
}

function write(id: string, hash: string, metadata: string): void {
  checkMetadata(metadata);
  const record = new JsonWriter()
    .text("id", id)
    .text("hash", hash)
    .text("txId", txId())
    .value<u64>("blockHeight", blockHeight())
    .text("timestamp", txTimestamp().toString())
    .text("metadata", metadata);
  records.set(stateKey([id]), record.toString());
  evidenced.emit(id, hash, metadata);
}

function checkMetadata(metadata: string): void {
  const parsed = Json.parse(metadata, "metadata");
  assert(parsed.isObject, "CMEVI: metadata must be a JSON object");
  const algorithm = parsed.textOf("hashAlgorithm");
  assert(
    algorithm == "" || algorithm == "sha256" || algorithm == "sm3",
    "CMEVI: hashAlgorithm must be sha256 or sm3",
  );
}

/** Metadata of a batch's element: JSON itself, or a text that holds JSON. */
function metadataOf(element: Json): string {
  const metadata = element.get("metadata");
  if (metadata == null) return "{}";
  return metadata.isText ? metadata.asText() : metadata.compact();
}
