import type { DerReader } from "../der/der-reader.ts";
import { derTags } from "../der/der-tags.ts";
import { directoryStringToText, readOid } from "../der/der-values.ts";
import { encodeElement, encodeOid, encodeSequence, encodeText } from "../der/der-writer.ts";
import type { DistinguishedName } from "../interface.ts";
import { nameOids } from "./x509-oids.ts";

/**
 * Reads the content of a Name. Values that are not texts and attributes we have no field for are skipped;
 * of several common names the last one counts, as in Go.
 */
export function readDistinguishedName(reader: DerReader): DistinguishedName {
  const values: Record<keyof typeof nameOids, string[]> = {
    country: [],
    province: [],
    locality: [],
    organization: [],
    organizationalUnit: [],
    commonName: [],
  };
  while (!reader.isAtEnd) {
    const set = reader.enter(derTags.set);
    while (!set.isAtEnd) {
      const attribute = set.enter();
      const oid = readOid(attribute);
      const value = directoryStringToText(attribute.read());
      attribute.end();
      const name = attributeNames.get(oid);
      if (name !== undefined && value !== undefined) values[name].push(value);
    }
  }
  return { ...values, commonName: values.commonName.at(-1) ?? "" };
}

/** Name in the order C, ST, L, O, OU, CN, one attribute a set; empty ones are left out. Spec: config.md §6. */
export function encodeDistinguishedName(name: Partial<DistinguishedName>): Uint8Array {
  const sets: Uint8Array[] = [];
  for (const attribute of Object.keys(nameOids) as (keyof typeof nameOids)[]) {
    const value = name[attribute] ?? [];
    for (const text of typeof value === "string" ? [value] : value) {
      if (text !== "")
        sets.push(encodeElement(derTags.set, encodeSequence(encodeOid(nameOids[attribute]), encodeText(text))));
    }
  }
  return encodeSequence(...sets);
}

const attributeNames: ReadonlyMap<string, keyof typeof nameOids> = new Map(
  (Object.entries(nameOids) as [keyof typeof nameOids, string][]).map(([name, oid]) => [oid, name]),
);
