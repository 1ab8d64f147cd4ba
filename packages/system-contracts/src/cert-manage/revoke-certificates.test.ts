import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { bytesToHex, bytesToUtf8, emptyBytes, utf8ToBytes } from "@yanta/bytes";
import { encodePem, issueCrl, parseCertificate, parseCrl, parsePrivateKey } from "@yanta/crypto";
import { createCertContext } from "../testing/cert-context.ts";
import { refusalOf, runMethod, textOf } from "../testing/run-method.ts";
import { rootKeyPem, rootPem, userPem } from "../testing/test-identities.ts";

function crlOf(org: number, times: { thisUpdate?: bigint } = {}) {
  const issuer = parseCertificate(rootPem(org));
  const serialHex = parseCertificate(userPem(org, "client1")).serialHex;
  const thisUpdate = times.thisUpdate ?? 1_796_000_000n;
  const revoked = [{ serialHex, revokedAt: thisUpdate }];
  return issueCrl({
    issuer,
    signingKey: parsePrivateKey(rootKeyPem(org)),
    thisUpdate,
    nextUpdate: thisUpdate + 86_400n,
    revoked,
  });
}

const keyOf = (org: number) => `c_${bytesToHex(parseCertificate(rootPem(org)).subjectKeyId ?? emptyBytes)}`;
const revoke = (text: string, context = createCertContext()) =>
  runMethod(context, "CERT_MANAGE.CERTS_REVOKE", { cert_crl: text });

describe("CERTS_REVOKE", () => {
  it("stores each list under its authority and announces the text as sent", () => {
    const context = createCertContext();
    const text = crlOf(1).pem + crlOf(2).pem;
    const outcome = revoke(text, context);
    assert.equal(textOf(outcome), `${keyOf(1)},${keyOf(2)}`);
    assert.equal(
      bytesToUtf8(context.writes.get("CERT_MANAGE/CERT_CRL") ?? emptyBytes),
      JSON.stringify([keyOf(1), keyOf(2)]),
    );
    const stored = bytesToUtf8(context.writes.get(`CERT_MANAGE/${keyOf(1)}`) ?? emptyBytes);
    assert.match(stored, /^-----BEGIN crl-----\n/);
    assert.equal(parseCrl(stored).revokedSerialsHex.size, 1);
    assert.deepEqual(
      outcome.events.map((event) => [event.topic, event.eventData]),
      [["20", [text]]],
    );
  });

  it("replaces the list of the same authority", () => {
    const state = new Map([
      ["CERT_MANAGE/CERT_CRL", utf8ToBytes(JSON.stringify([keyOf(1)]))],
      [`CERT_MANAGE/${keyOf(1)}`, utf8ToBytes("old")],
    ]);
    const context = createCertContext({ state });
    assert.equal(textOf(revoke(crlOf(1).pem, context)), keyOf(1));
    assert.equal(bytesToUtf8(context.writes.get("CERT_MANAGE/CERT_CRL") ?? emptyBytes), JSON.stringify([keyOf(1)]));
    assert.match(bytesToUtf8(context.writes.get(`CERT_MANAGE/${keyOf(1)}`) ?? emptyBytes), /^-----BEGIN crl/);
  });

  it("refuses nothing, no list, strangers' lists and forged ones", () => {
    assert.equal(
      refusalOf(runMethod(createCertContext(), "CERT_MANAGE.CERTS_REVOKE")),
      "certManage cert revocation params err,cert_cerl is empty",
    );
    assert.equal(refusalOf(revoke("")), "empty CRL");
    assert.match(refusalOf(revoke(encodePem("X509 CRL", Uint8Array.of(0x30, 0)))), /^invalid CRL: .*\n\[3000\]$/);
    const why = `CRL [AKI: ${keyOf(5).slice(2)}] is not signed by ac trusted CA`;
    assert.equal(
      refusalOf(revoke(crlOf(5).pem)),
      `invalid CRL: \n\t[verification against trusted root certs: ${why}], \n\t[verification against trusted intermediate certs: ${why}]`,
    );
    const forged = Uint8Array.from(crlOf(1).der);
    forged[forged.length - 1] = (forged.at(-1) ?? 0) ^ 1;
    assert.match(refusalOf(revoke(encodePem("X509 CRL", forged))), /is not signed by CA it claims/);
  });

  it("writes nothing when one of several lists is bad", () => {
    const context = createCertContext();
    assert.match(refusalOf(revoke(crlOf(1).pem + crlOf(5).pem, context)), /^invalid CRL/);
    assert.equal(context.writes.size, 0);
  });
});
