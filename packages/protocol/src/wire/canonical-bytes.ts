import type { DescMessage } from "@bufbuild/protobuf";
import { protocolErrors } from "../errors.ts";
import { messageDepthMax, messageFieldsMax, messageSizeBytesMax } from "../limits.ts";
import { canonicalize } from "./canonicalize.ts";
import { isCanonical } from "./is-canonical.ts";
import { messageTable } from "./message-table.ts";

/**
 * Bytes of a message in ChainMaker's one form: the given array itself when it already has that form, else a new one.
 * Without `fieldsMax`, for blocks, only bytes of another form are bounded in fields: looking at good ones costs by the byte, and
 * whatever a block was built of must be readable again.
 *
 * Errors: PROTOCOL_BYTES_MALFORMED, PROTOCOL_BYTES_TOO_LARGE, PROTOCOL_FIELDS_TOO_MANY.
 * Spec: protobuf.md "Encoding rules".
 */
export function canonicalBytes(schema: DescMessage, bytes: Uint8Array, fieldsMax?: number): Uint8Array {
  if (bytes.length > messageSizeBytesMax) {
    throw protocolErrors.create("PROTOCOL_BYTES_TOO_LARGE", {
      message: schema.typeName,
      sizeBytes: bytes.length,
      sizeBytesMax: messageSizeBytesMax,
    });
  }
  const table = messageTable(schema);
  const budget = { fieldsLeft: fieldsMax ?? Infinity, depthLeft: messageDepthMax };
  if (isCanonical(table, bytes, 0, bytes.length, budget)) return bytes;
  return canonicalize(table, bytes, { fieldsMax: fieldsMax ?? messageFieldsMax });
}
