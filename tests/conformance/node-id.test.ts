import assert from "node:assert/strict";
import { nodeIdFromPublicKey, parseCertificate, parsePublicKey } from "@yanta/crypto";
import { isNodeId } from "@yanta/protocol";
import { checkCases } from "./check-cases.ts";

checkCases("node_id.json", (vector) => {
  const publicKey = vector.has("tls_cert_pem")
    ? parseCertificate(vector.text("tls_cert_pem")).publicKey
    : parsePublicKey(vector.text("public_key_pem"));
  assert.equal(nodeIdFromPublicKey(publicKey), vector.text("node_id"));
  assert.ok(isNodeId(vector.text("node_id")));
});
