import { findItem, ItemWriter } from "./easy-codec";
import { askBytes, askNumber } from "./host";
import { fromBytes } from "./text";

/**
 * Entries of a map, in the byte order of their fields:
 * `for (const rows = map.entries(); rows.next(); ) use(rows.field, rows.value);`
 */
export class Rows<T> {
  field: string = "";
  private bytes: Uint8Array = new Uint8Array(0);
  private handle: i32 = 0;

  constructor(private name: string) {}

  /** Keys from `name` up to `name-`: all of `name#…` and `name` itself, which is passed over. */
  static ofMap<T>(name: string): Rows<T> {
    const rows = new Rows<T>(name);
    const range = new ItemWriter();
    range.text("start_key", name);
    range.text("start_field", "");
    range.text("limit_key", name + "-");
    range.text("limit_field", "");
    rows.handle = askNumber("KvIterator", range);
    return rows;
  }

  static ofPrefix<T>(name: string, prefix: string): Rows<T> {
    if (prefix.length == 0) return Rows.ofMap<T>(name);
    const rows = new Rows<T>(name);
    const start = new ItemWriter();
    start.text("start_key", name);
    start.text("start_field", prefix);
    rows.handle = askNumber("KvPreIterator", start);
    return rows;
  }

  /** Moves to the next entry; false at the end. */
  next(): bool {
    while (askNumber("KvIteratorHasNext", cursor("rs_index", this.handle)) == 1) {
      const row = askBytes("KvIteratorNext", cursor("rs_index", this.handle), cursor("rs_index", this.handle));
      const field = findItem(row.dataStart, row.length, "field");
      const value = findItem(row.dataStart, row.length, "value");
      if (field == null || value == null || field.length == 0) continue;
      this.field = field.toText();
      this.bytes = value.toBytes();
      return true;
    }
    return false;
  }

  get value(): T {
    return fromBytes<T>(this.bytes, this.name);
  }

  /** Frees the cursor before the end of the call. */
  close(): void {
    askNumber("KvIteratorClose", cursor("rs_index", this.handle));
  }
}

/** What an entry was, oldest first. */
export class HistoryRows<T> {
  /** The running transaction's id: ChainMaker gives no other here. */
  txId: string = "";
  blockHeight: i32 = 0;
  /** Unix seconds. */
  timestamp: i64 = 0;
  isDelete: bool = false;
  private bytes: Uint8Array = new Uint8Array(0);
  private handle: i32 = 0;

  constructor(
    private key: string,
    field: string,
  ) {
    const start = new ItemWriter();
    start.text("start_key", key);
    start.text("start_field", field);
    this.handle = askNumber("HistoryKvIterator", start);
  }

  next(): bool {
    if (askNumber("HistoryKvIteratorHasNext", cursor("ks_index", this.handle)) != 1) return false;
    const row = askBytes("HistoryKvIteratorNext", cursor("ks_index", this.handle), cursor("ks_index", this.handle));
    const value = findItem(row.dataStart, row.length, "value");
    this.bytes = value == null ? new Uint8Array(0) : value.toBytes();
    const txId = findItem(row.dataStart, row.length, "txId");
    this.txId = txId == null ? "" : txId.toText();
    const blockHeight = findItem(row.dataStart, row.length, "blockHeight");
    this.blockHeight = blockHeight == null ? 0 : blockHeight.toInt32();
    const timestamp = findItem(row.dataStart, row.length, "timestamp");
    this.timestamp = timestamp == null ? 0 : I64.parseInt(timestamp.toText());
    const isDelete = findItem(row.dataStart, row.length, "isDelete");
    this.isDelete = isDelete != null && isDelete.toInt32() == 1;
    return true;
  }

  /** Ends the call for a deletion: look at `isDelete` first. */
  get value(): T {
    assert(!this.isDelete, "the entry was deleted");
    return fromBytes<T>(this.bytes, this.key);
  }

  close(): void {
    askNumber("HistoryKvIteratorClose", cursor("ks_index", this.handle));
  }
}

function cursor(name: string, handle: i32): ItemWriter {
  const items = new ItemWriter();
  items.int32(name, handle);
  return items;
}
