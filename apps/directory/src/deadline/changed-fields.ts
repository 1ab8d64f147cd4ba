import type { Content } from "../api/entry.ts";

/** The parts of a content that a change is seen in. */
type Seen = Pick<Content, "format" | "cycle" | "sharing" | "items">;

/** Names of items that changed or went away between two contents, `*` when sharing, format or update cycle did: as the contract says. */
export function changedFields(before: Seen, after: Seen): readonly string[] {
  const isSame =
    before.format === after.format && before.cycle === after.cycle && isEqual(before.sharing, after.sharing);
  const next = new Map(after.items.map((item) => [item.name, item]));
  const items = before.items.filter((item) => !isEqual(item, next.get(item.name))).map(({ name }) => name);
  return isSame ? items : ["*", ...items];
}

/** Of the fields that changed those that a grant covers, and `*` when the entry itself did. */
export function touchedFields(changed: readonly string[], granted: readonly string[]): readonly string[] {
  return changed.filter((field) => field === "*" || granted.includes(field));
}

/** As texts: the contract counts another order of members as a change, too. */
function isEqual(left: object, right: object | undefined): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}
