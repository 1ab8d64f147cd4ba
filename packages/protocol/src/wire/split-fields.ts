import { protocolErrors } from "../errors.ts";

/** One length-delimited field of a message. */
export interface DelimitedField {
  readonly number: number;
  /** Position of its tag. */
  readonly start: number;
  /** Position of its content. */
  readonly contentStart: number;
  readonly end: number;
}

/**
 * The fields of a message that has only length-delimited fields with numbers below 16, in canonical form (checked before).
 * Transaction, TxRequest, Block and BlockInfo are such messages. Errors: PROTOCOL_FIELDS_TOO_MANY.
 */
export function splitFields(bytes: Uint8Array, fieldsMax = Infinity): DelimitedField[] {
  const fields: DelimitedField[] = [];
  let position = 0;
  while (position < bytes.length) {
    const start = position;
    const number = (bytes[position++] ?? 0) >>> 3;
    let length = 0;
    let shift = 0;
    for (;;) {
      const byte = bytes[position++] ?? 0;
      length |= (byte & 0x7f) << shift;
      if (byte < 0x80) break;
      shift += 7;
    }
    if (fields.length >= fieldsMax)
      throw protocolErrors.create("PROTOCOL_FIELDS_TOO_MANY", { message: "common.BlockInfo", fieldsMax });
    fields.push({ number, start, contentStart: position, end: position + length });
    position += length;
  }
  return fields;
}
