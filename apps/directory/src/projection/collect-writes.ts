import type { IndexedBlock, IndexedTx } from "@yanta/index-store";
import * as to from "./records-to-rows.ts";
import type { DirectoryRecord, Place } from "./records-to-rows.ts";
import type { RowBatch } from "./row-batch.ts";
import { parseStateKey, type StateKey } from "./state-key.ts";

/** Notes the rows that blocks write: the contract's write sets hold every record whole, so nothing is guessed. */
export function collectWrites(contract: string, blocks: readonly IndexedBlock[], batch: RowBatch): void {
  for (const { height, unixSeconds, txs } of blocks) {
    for (const tx of txs) {
      const place = { height, unixSeconds, tx: tx.txId };
      for (const { contractName, key, value } of tx.writes)
        if (contractName === contract) collectWrite(batch, { key: parseStateKey(key), value, place });
      collectChanges(contract, tx, place, batch);
    }
  }
}

interface Write {
  readonly key: StateKey;
  /** Empty: the row was deleted. */
  readonly value: Uint8Array;
  readonly place: Place;
}

function collectWrite(batch: RowBatch, { key: { map, parts }, value, place }: Write): void {
  const [first = "", second = ""] = parts;
  const record = (): DirectoryRecord => JSON.parse(textOf(value)) as DirectoryRecord;
  switch (map) {
    case "department":
      return batch.put("departments", to.departmentRow(record()));
    case "member":
      return batch.put("members", to.memberRow(record()));
    case "duty":
      return batch.put("duties", record());
    case "entry":
      return batch.put("entries", to.entryRow(record()));
    case "content":
      return batch.put("contents", to.contentRow(record(), Number(second), place));
    case "request":
      return batch.put("requests", to.requestRow(record()));
    case "grant":
      if (value.length === 0) return batch.remove("grants", { entry: first, request: second });
      return batch.put("grants", { entry: first, request: second, fields: record() });
    case "receipt":
      return batch.put("receipts", to.receiptRow(record()));
    case "correction":
      return batch.put("corrections", to.correctionRow(record()));
    case "rule":
      return batch.put("rules", to.ruleRow(record()));
    case "calendar":
      return batch.put("calendars", { year: Number(first), days: textOf(value) });
    case "issuer":
      return batch.put("issuers", { org: first, key: textOf(value) });
    case "audit":
      return batch.put("audits", to.auditRow(record(), place));
    default:
    // child, due, open, provided and setting repeat what the records say.
  }
}

/** What is no UTF-8, as half a character in a hostile text, must not stop the index. */
function textOf(value: Uint8Array): string {
  return new TextDecoder().decode(value);
}

/** Consumers who were told of a change: event fieldChanged(entry, version, request, fields). */
function collectChanges(contract: string, { events }: IndexedTx, { height, tx }: Place, batch: RowBatch): void {
  for (const event of events) {
    if (event.contract !== contract || event.topic !== "fieldChanged") continue;
    const [entry = "", version = "", request = "", fields = "[]"] = event.data;
    const row = {
      entry,
      version: Number(version),
      request,
      fields: JSON.parse(fields) as unknown,
      height: Number(height),
      tx,
    };
    batch.put("changes", row);
  }
}
