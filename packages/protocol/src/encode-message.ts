import { type DescMessage, fromBinary, type MessageShape, toBinary } from "@bufbuild/protobuf";
import { protocolErrors } from "./errors.ts";
import { canonicalBytes } from "./wire/canonical-bytes.ts";

/**
 * M(message): the bytes that ChainMaker hashes, signs, stores and sends. Fields ascending, zero values left out, set
 * messages written even when empty, unknown fields dropped. Never hash a message that holds a map.
 *
 * Spec: ledger.md §1, protobuf.md "Encoding rules".
 */
export function encodeMessage<Schema extends DescMessage>(schema: Schema, message: MessageShape<Schema>): Uint8Array {
  return toBinary(schema, message, { writeUnknownFields: false });
}

/**
 * The message in untrusted bytes, as ChainMaker's decoder reads them: `encodeMessage` of it gives what ChainMaker would encode.
 * Text that is not UTF-8 is malformed.
 *
 * Errors: PROTOCOL_BYTES_MALFORMED, PROTOCOL_BYTES_TOO_LARGE, PROTOCOL_FIELDS_TOO_MANY.
 */
export function decodeMessage<Schema extends DescMessage>(schema: Schema, bytes: Uint8Array): MessageShape<Schema> {
  const canonical = canonicalBytes(schema, bytes);
  try {
    return fromBinary(schema, canonical, { readUnknownFields: false });
  } catch (cause) {
    throw protocolErrors.create(
      "PROTOCOL_BYTES_MALFORMED",
      { message: schema.typeName, reason: "it does not decode" },
      cause,
    );
  }
}
