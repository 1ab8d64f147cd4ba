import { blockHeight, Event2, JsonWriter, StateMap, txId } from "@yanta/contract-sdk";

/** Told to subscribers of the topic. */
const factSaved = new Event2<string, string>("topic_vx", "file_hash", "file_name");

/** Facts as JSON by the hash of their file. */
const facts = new StateMap<string>("fact");

/** Records that a file existed. A hash can be recorded once. */
export function save(file_hash: string, file_name: string, time: u64): void {
  assert(file_hash.length > 0, "file_hash is empty");
  assert(!facts.has(file_hash), "a fact with this file_hash exists");
  const fact = new JsonWriter()
    .text("file_hash", file_hash)
    .text("file_name", file_name)
    .value<u64>("time", time)
    .text("tx_id", txId())
    .value<u64>("block_height", blockHeight());
  facts.set(file_hash, fact.toString());
  factSaved.emit(file_hash, file_name);
}

/**
 * The fact of a file.
 * @query
 */
export function find_by_file_hash(file_hash: string): string {
  return facts.get(file_hash);
}
