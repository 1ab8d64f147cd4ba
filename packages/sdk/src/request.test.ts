import assert from "node:assert/strict";
import { test } from "node:test";
import { fromBinary } from "@bufbuild/protobuf";
import { bytesToHex, bytesToUtf8, utf8ToBytes } from "@yanta/bytes";
import { parseCertificate } from "@yanta/crypto";
import { createTxView, MemberType, PayloadSchema, TxType, type EndorsementEntry } from "@yanta/protocol";
import { sendAndWait } from "./actions/invoke-contract.ts";
import { createPayload, payloadToBytes } from "./payload.ts";
import { signRequest } from "./request.ts";
import { endorse, withMember, type Signer } from "./signer.ts";
import { fakeClient, orgIdOf, testSigner } from "./testing/fake-client.ts";

const options = { txType: TxType.INVOKE_CONTRACT, contract: "CONTRACT_MANAGE", method: "INIT_CONTRACT" };

function verifies(entry: EndorsementEntry | undefined, payloadBytes: Uint8Array): boolean {
  if (entry?.signer === undefined) return false;
  const certificate = parseCertificate(bytesToUtf8(entry.signer.memberInfo));
  return certificate.publicKey.verify(payloadBytes, entry.signature, certificate.signatureHash);
}

test("a payload is signed elsewhere by each administrator and sent with the joined endorsements", async () => {
  const payloadBytes = payloadToBytes(createPayload(fakeClient(), options));

  // On the machines of the administrators: they have the bytes and their key only.
  const endorsers = await Promise.all([1, 2, 3].map((org) => endorse(testSigner(org, "admin1"), payloadBytes)));
  const payer = await endorse(testSigner(4, "client1"), payloadBytes);

  // Back at the sender, whose key may itself be far away.
  const { member, sign } = testSigner(1, "client1");
  const far: Signer = { member, sign: async (bytes) => sign(bytes) };
  const request = await signRequest(fromBinary(PayloadSchema, payloadBytes), { signer: far, endorsers, payer });

  const tx = createTxView(request.bytes);
  assert.equal(bytesToHex(tx.payloadBytes), bytesToHex(payloadBytes), "what was signed is what is sent");
  assert.deepEqual(
    [tx.sender, ...tx.endorsers, tx.payer].map((entry) => [entry?.signer?.orgId, verifies(entry, payloadBytes)]),
    [1, 1, 2, 3, 4].map((org) => [orgIdOf(org), true]),
  );
  assert.equal(request.txId, tx.txId);

  const sent: string[] = [];
  await sendAndWait(
    fakeClient({ answer: ({ payload }, method) => (sent.push(`${method} ${payload?.txId}`), {}) }),
    request,
  );
  assert.deepEqual(sent, [`SendRequestSync ${request.txId}`]);
});

test("a signature over other bytes does not verify", async () => {
  const payload = createPayload(fakeClient(), options);
  const entry = await endorse(testSigner(1, "admin1"), payloadToBytes(payload));
  assert.equal(verifies(entry, payloadToBytes({ ...payload, method: "UPGRADE_CONTRACT" })), false);
});

test("a member known by hash or alias signs with the same key", async () => {
  const signer = testSigner(1, "client1");
  const short = withMember(signer, MemberType.CERT_HASH, Uint8Array.of(1, 2));
  const payloadBytes = utf8ToBytes("payload");
  const entry = await endorse(short, payloadBytes);
  assert.deepEqual([entry.signer?.memberType, entry.signer?.orgId], [MemberType.CERT_HASH, orgIdOf(1)]);
  assert.deepEqual(entry.signer?.memberInfo, Uint8Array.of(1, 2));
  assert.ok(verifies({ ...entry, signer: signer.member }, payloadBytes));
});
