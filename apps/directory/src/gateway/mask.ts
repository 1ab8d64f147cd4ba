/** How much of a field's values stays readable. */
export interface Mask {
  readonly field: string;
  /** Letters at the beginning and at the end that stay. */
  readonly keepStart: number;
  readonly keepEnd: number;
}

/** A value of a source. */
export type FieldValue = string | number | boolean | null;

export type SourceRecord = Readonly<Record<string, FieldValue>>;

/** Every other letter becomes `*`. A value so short that nothing would be hidden is hidden whole. */
export function maskValue(value: FieldValue, { keepStart, keepEnd }: Mask): FieldValue {
  if (value === null) return null;
  const letters = [...String(value)];
  const hidden = letters.length - keepStart - keepEnd;
  if (hidden <= 0) return "*".repeat(letters.length);
  return [...letters.slice(0, keepStart), "*".repeat(hidden), ...letters.slice(letters.length - keepEnd)].join("");
}

/**
 * The granted fields of records, masked, in the order that was asked for; the first field that a record lacks when one does. Nothing else of the source goes
 * through.
 */
export function selectFields(
  records: readonly SourceRecord[],
  fields: readonly string[],
  masks: readonly Mask[],
):
  | { readonly kind: "records"; readonly records: readonly SourceRecord[] }
  | { readonly kind: "missing"; readonly field: string } {
  const maskOf = new Map(masks.map((mask) => [mask.field, mask]));
  const selected: SourceRecord[] = [];
  for (const record of records) {
    const one: [string, FieldValue][] = [];
    for (const field of fields) {
      const value = Object.hasOwn(record, field) ? record[field] : undefined;
      if (value === undefined) return { kind: "missing", field };
      const mask = maskOf.get(field);
      one.push([field, mask === undefined ? value : maskValue(value, mask)]);
    }
    selected.push(Object.fromEntries(one));
  }
  return { kind: "records", records: selected };
}
