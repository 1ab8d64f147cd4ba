import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { bytesToHex, bytesToUtf8, utf8ToBytes } from "@yanta/bytes";
import { hashBytes, parseCertificate } from "@yanta/crypto";
import { readCertificate } from "@yanta/identity";
import { createCertContext } from "../testing/cert-context.ts";
import { refusalOf, runMethod, textOf } from "../testing/run-method.ts";
import { rootPem, userPem } from "../testing/test-identities.ts";

const client1 = userPem(1, "client1");
const client2 = userPem(2, "client1");
const hashOf = (pem: string) => bytesToHex(hashBytes("SHA256", parseCertificate(pem).der));
const hash1 = hashOf(client1);
const hash2 = hashOf(client2);
const frozen = new Map([
  ["CERT_MANAGE/CERT_FREEZE", utf8ToBytes(JSON.stringify([`freeze_${hash1}`, `freeze_${hash2}`]))],
  [`CERT_MANAGE/freeze_${hash1}`, utf8ToBytes(client1)],
  [`CERT_MANAGE/freeze_${hash2}`, utf8ToBytes(client2)],
]);
const listOf = (context: { writes: ReadonlyMap<string, Uint8Array> }) =>
  bytesToUtf8(context.writes.get("CERT_MANAGE/CERT_FREEZE") ?? new Uint8Array(0));

describe("CERTS_FREEZE", () => {
  it("stores each certificate, extends the list and announces the PEMs", () => {
    const context = createCertContext();
    const outcome = runMethod(context, "CERT_MANAGE.CERTS_FREEZE", { certs: `${client1},${client2}` });
    assert.equal(textOf(outcome), `${hash1},${hash2}`);
    assert.equal(listOf(context), `["freeze_${hash1}","freeze_${hash2}"]`);
    assert.deepEqual(context.writes.get(`CERT_MANAGE/freeze_${hash2}`), utf8ToBytes(client2));
    assert.deepEqual(
      outcome.events.map((event) => [event.topic, event.eventData]),
      [["18", [`${client1},${client2}`]]],
    );
    const expected = [
      "CERT_MANAGE/CERT_FREEZE",
      "CHAIN_CONFIG/CHAIN_CONFIG",
      `CERT_MANAGE/freeze_${hash1}`,
      `CERT_MANAGE/freeze_${hash2}`,
    ];
    assert.deepEqual([...context.reads.keys()], expected);
  });

  it("refuses CAs, strangers, what is no certificate, and what is frozen", () => {
    const refusal = (certs: string, state = new Map<string, Uint8Array>()) =>
      refusalOf(runMethod(createCertContext({ state }), "CERT_MANAGE.CERTS_FREEZE", { certs }));
    assert.equal(refusal(""), "params is error, freeze cert require param [certs] not found");
    assert.equal(refusal(rootPem(1)), "can not freeze/unfreeze root certificate");
    assert.match(refusal(userPem(5, "client1")), /^x509: certificate signed by unknown authority/);
    assert.equal(refusal("x"), "decode pem failed, invalid certificate");
    assert.match(
      refusal("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"),
      /^x509 parse cert failed, /,
    );
    assert.equal(refusal(client1, frozen), `the certHashKey is exist certHashKey[freeze_${hash1}]`);
  });
});

describe("CERTS_FREEZE of a text that access control would not read again", () => {
  const texts = {
    "looks like DER": `0\n${client1}`,
    "too long": `${"-".repeat(70_000)}\n${client1}`,
    "no certificate first": client1.replace("\nMII", "\nMIIAAAA") + client1,
  };
  for (const [what, certs] of Object.entries(texts)) {
    it(`is refused: ${what}`, () => {
      const context = createCertContext();
      assert.match(refusalOf(runMethod(context, "CERT_MANAGE.CERTS_FREEZE", { certs })), /^x509 parse cert failed, /);
      assert.equal(context.writes.size, 0);
    });
  }
});

it("CERTS_FREEZE takes the first block whatever its label and whatever follows, as access control does", () => {
  const labelled = client1.replaceAll("CERTIFICATE", "X509 CERT");
  for (const certs of [labelled, labelled + client2, `${client1}-----BEGIN damaged`]) {
    const context = createCertContext();
    assert.equal(textOf(runMethod(context, "CERT_MANAGE.CERTS_FREEZE", { certs })), hash1);
    assert.equal(listOf(context), `["freeze_${hash1}"]`);
    const stored = readCertificate(context.writes.get(`CERT_MANAGE/freeze_${hash1}`) ?? new Uint8Array());
    assert.equal(stored?.pem, client1);
  }
});

describe("CERTS_UNFREEZE", () => {
  it("takes certificates or hashes and passes over what is not frozen", () => {
    const byCert = createCertContext({ state: frozen });
    const outcome = runMethod(byCert, "CERT_MANAGE.CERTS_UNFREEZE", { certs: client1 });
    assert.equal(textOf(outcome), "Success");
    assert.equal(listOf(byCert), `["freeze_${hash2}"]`);
    assert.equal(byCert.writes.get(`CERT_MANAGE/freeze_${hash1}`)?.length, 0);
    assert.deepEqual(
      outcome.events.map((event) => [event.topic, event.eventData]),
      [["19", [client1, ""]]],
    );
    const byHash = createCertContext({ state: frozen });
    assert.equal(
      textOf(runMethod(byHash, "CERT_MANAGE.CERTS_UNFREEZE", { cert_hashes: `00,${hash2},${hash1}` })),
      "Success",
    );
    assert.equal(listOf(byHash), "[]");
  });

  it("refuses when there is nothing to do", () => {
    const refusal = (parameters: Record<string, string>, state = frozen) =>
      refusalOf(runMethod(createCertContext({ state }), "CERT_MANAGE.CERTS_UNFREEZE", parameters));
    assert.equal(refusal({ certs: client1 }, new Map()), "no cert need to unfreeze");
    assert.equal(refusal({}), "params is error, unfreeze cert require param [certs or cert_hashes] not found");
    assert.equal(refusal({ cert_hashes: "00" }), "params is error");
    assert.equal(refusal({ certs: rootPem(1) }), "can not freeze/unfreeze root certificate");
  });
});
