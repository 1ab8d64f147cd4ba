import { Event4, Json, stateKey, StateMap } from "@yanta/contract-sdk";
import { choiceOf } from "./entry-content";

/** Fields that a grant covers changed or went away, `*` the entry itself: the consumer must confirm. One event for each grant. */
const fieldChanged = new Event4<string, i32, string, string[]>("fieldChanged", "entry", "version", "request", "fields");

/** Grants that are not at their end, with their fields: `grant#<entry>.<request>`. */
const grants = new StateMap<string[]>("grant");

export function markGrant(entry: string, request: string, fields: string[]): void {
  grants.set(stateKey([entry, request]), fields);
}

export function dropGrant(entry: string, request: string): void {
  grants.delete(stateKey([entry, request]));
}

/** Tells every consumer whose fields are not what they were. */
export function announceChange(entry: string, before: string, after: string, version: i32): void {
  const changed = changedFields(Json.parse(before), Json.parse(after));
  for (const rows = grants.entriesFrom(stateKey([entry, ""])); rows.next(); ) {
    const touched = touchedFields(changed, rows.value);
    if (touched.length > 0) fieldChanged.emit(entry, version, rows.field.substring(stateKey([entry, ""]).length), touched);
  }
}

/** Tells every consumer that the entry is published no longer. */
export function announceEnd(entry: string): void {
  for (const rows = grants.entriesFrom(stateKey([entry, ""])); rows.next(); )
    fieldChanged.emit(entry, 0, rows.field.substring(stateKey([entry, ""]).length), ["*"]);
}

/** Of the fields that changed those that a grant covers, and `*` when the entry itself did. */
export function touchedFields(changed: string[], granted: string[]): string[] {
  const touched: string[] = [];
  for (let i = 0; i < changed.length; i++)
    if (changed[i] == "*" || granted.includes(changed[i])) touched.push(changed[i]);
  return touched;
}

/** Names of items that changed or went away between two contents; `*` when sharing, format or update cycle did. */
export function changedFields(before: Json, after: Json): string[] {
  const changed: string[] = [];
  const isSame =
    choiceOf(before, "format") == choiceOf(after, "format") &&
    choiceOf(before, "cycle") == choiceOf(after, "cycle") &&
    before.get("sharing")!.compact() == after.get("sharing")!.compact();
  if (!isSame) changed.push("*");
  const items = before.get("items")!;
  for (let i = 0; i < items.length; i++) {
    const next = itemOf(after, items.at(i).textOf("name"));
    if (next == null || next.compact() != items.at(i).compact()) changed.push(items.at(i).textOf("name"));
  }
  return changed;
}

/** An item by its name; null when there is none. */
export function itemOf(content: Json, name: string): Json | null {
  const items = content.get("items")!;
  for (let i = 0; i < items.length; i++) if (items.at(i).textOf("name") == name) return items.at(i);
  return null;
}
