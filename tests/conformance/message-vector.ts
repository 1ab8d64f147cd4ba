import assert from "node:assert/strict";
import { type DescMessage, fromJson, type JsonValue, type MessageShape } from "@bufbuild/protobuf";
import { bytesToHex } from "@yanta/bytes";
import * as protocol from "@yanta/protocol";
import { decodeMessage, encodeMessage } from "@yanta/protocol";

/** Checks that bytes decode and encode to themselves; returns the message. */
export function checkRoundTrip<Schema extends DescMessage>(schema: Schema, bytes: Uint8Array): MessageShape<Schema> {
  const message = decodeMessage(schema, bytes);
  assert.equal(bytesToHex(encodeMessage(schema, message)), bytesToHex(bytes));
  return message;
}

/** Checks that bytes are the encoding of a message given as Go's JSON view. */
export function checkJsonView(schema: DescMessage, view: unknown, bytes: Uint8Array): void {
  assert.equal(bytesToHex(encodeMessage(schema, fromJson(schema, view as JsonValue))), bytesToHex(bytes));
  checkRoundTrip(schema, bytes);
}

/** The schema of a message by its full name, e.g. `common.TxResponse`. */
export function schemaNamed(typeName: string): DescMessage {
  const exported: readonly unknown[] = Object.values(protocol).flatMap((value: unknown) =>
    typeof value === "object" && value !== null && !("kind" in value) ? [value, ...Object.values(value)] : [value],
  );
  const found = exported.filter(isSchema).find((schema) => schema.typeName === typeName);
  assert.ok(found !== undefined, `no message ${typeName}`);
  return found;
}

function isSchema(value: unknown): value is DescMessage {
  return (
    typeof value === "object" && value !== null && "kind" in value && value.kind === "message" && "typeName" in value
  );
}
