import assert from "node:assert/strict";
import { bytesToHex } from "@yanta/bytes";
import { parseCertificate } from "@yanta/crypto";
import { createTxView, EndorsementEntrySchema, encodeMessage, TxRequestSchema } from "@yanta/protocol";
import { checkCases } from "./check-cases.ts";
import { checkRoundTrip } from "./message-vector.ts";

checkCases("tx_request.json", (vector) => {
  const bytes = vector.hex("bytes");
  checkRoundTrip(TxRequestSchema, bytes);
  const view = createTxView(bytes);
  assert.equal(view.toRequestBytes(), bytes, "canonical bytes are kept");
  assert.equal(bytesToHex(view.payloadBytes), vector.text("payload_bytes"));
  assert.ok(view.sender !== undefined);
  assert.equal(bytesToHex(encodeMessage(EndorsementEntrySchema, view.sender)), vector.text("sender_bytes"));
  assert.equal(view.endorsers.length, vector.number("endorsers"));
  for (const { signer, signature } of [view.sender, ...view.endorsers]) {
    const certificate = parseCertificate(signer?.memberInfo ?? assert.fail("no signer"));
    assert.ok(certificate.publicKey.verify(view.payloadBytes, signature, certificate.signatureHash));
  }
});
