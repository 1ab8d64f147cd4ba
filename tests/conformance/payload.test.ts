import assert from "node:assert/strict";
import { bytesToHex } from "@yanta/bytes";
import { hashBytes } from "@yanta/crypto";
import { PayloadSchema } from "@yanta/protocol";
import { checkCases } from "./check-cases.ts";
import { hashNamed } from "./hash-names.ts";
import { checkJsonView, checkRoundTrip } from "./message-vector.ts";

checkCases("payload.json", (vector) => {
  const bytes = vector.hex("bytes");
  checkJsonView(PayloadSchema, vector.value["payload"], bytes);
  assert.equal(checkRoundTrip(PayloadSchema, bytes).limit !== undefined, vector.boolean("limit_present"));
  const hashes = vector.object("hash");
  for (const name of hashes.names()) assert.equal(bytesToHex(hashBytes(hashNamed(name), bytes)), hashes.text(name));
});
