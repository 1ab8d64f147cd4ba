import assert from "node:assert/strict";
import { it } from "node:test";
import { create } from "@bufbuild/protobuf";
import { bytesToHex, utf8ToBytes } from "@yanta/bytes";
import { hashBytes, parseCertificate } from "@yanta/crypto";
import { CertInfosSchema, decodeMessage, MemberSchema, MemberType } from "@yanta/protocol";
import { createCertContext } from "../testing/cert-context.ts";
import { refusalOf, runMethod, textOf } from "../testing/run-method.ts";
import { createIdentity, userPem } from "../testing/test-identities.ts";

const pem = userPem(1, "admin1");
const hash = bytesToHex(hashBytes("SHA256", parseCertificate(pem).der));

it("CERT_ADD stores the sender's certificate as sent under its hash", () => {
  const context = createCertContext();
  assert.equal(textOf(runMethod(context, "CERT_MANAGE.CERT_ADD", { cert_hashes: "ignored" })), hash);
  assert.deepEqual([...context.writes], [[`CERT_MANAGE/${hash}`, utf8ToBytes(pem)]]);
  assert.equal(context.reads.size, 0);
});

it("CERT_ADD refuses a sender that is only a hash", () => {
  const identity = createIdentity(1);
  const sender = {
    ...identity,
    member: create(MemberSchema, { memberType: MemberType.CERT_HASH, memberInfo: Uint8Array.of(1) }),
  };
  assert.equal(refusalOf(runMethod(createCertContext({ sender }), "CERT_MANAGE.CERT_ADD")), "invalid certificate");
});

it("CERTS_DELETE removes all or nothing and announces it", () => {
  const context = createCertContext({ state: new Map([[`CERT_MANAGE/${hash}`, utf8ToBytes(pem)]]) });
  const outcome = runMethod(context, "CERT_MANAGE.CERTS_DELETE", { cert_hashes: hash });
  assert.equal(textOf(outcome), "Success");
  assert.equal(context.writes.get(`CERT_MANAGE/${hash}`)?.length, 0);
  assert.deepEqual(
    outcome.events.map((event) => [event.topic, event.contractName, event.contractVersion, event.eventData]),
    [["17", "CERT_MANAGE", "2030600", [hash]]],
  );
  assert.equal(
    refusalOf(runMethod(context, "CERT_MANAGE.CERTS_DELETE", { cert_hashes: "00" })),
    "certManage delete the certHash failed, certHash[00], err: certHash is not exist",
  );
  assert.equal(
    refusalOf(runMethod(context, "CERT_MANAGE.CERTS_DELETE")),
    "params is error, delete cert require param [cert_hashes] not found",
  );
});

it("CERTS_DELETE takes nothing but certificates away", () => {
  for (const key of ["CERT_FREEZE", `freeze_${hash}`, "CERT_CRL", "c_00", "cert_alias#me", "6d65"]) {
    const context = createCertContext({ state: new Map([[`CERT_MANAGE/${key}`, utf8ToBytes("x")]]) });
    assert.equal(
      refusalOf(runMethod(context, "CERT_MANAGE.CERTS_DELETE", { cert_hashes: key })),
      `certManage delete the certHash failed, certHash[${key}], err: certHash is not exist`,
    );
    assert.equal(context.writes.size, 0);
  }
});

it("lists of more than ten thousand entries are refused before they are looked up", () => {
  for (const [method, key] of [
    ["CERTS_QUERY", "cert_hashes"],
    ["CERTS_ALIAS_QUERY", "aliases"],
    ["CERTS_UNFREEZE", "cert_hashes"],
  ] as const) {
    const context = createCertContext({ state: new Map([["CERT_MANAGE/CERT_FREEZE", utf8ToBytes('["freeze_00"]')]]) });
    const refusal = refusalOf(runMethod(context, `CERT_MANAGE.${method}`, { [key]: "a,".repeat(10_000) }));
    assert.equal(refusal, `params is error, param [${key}] has more than 10000 entries`);
    assert.ok(context.reads.size <= 1, method);
  }
  const most = runMethod(createCertContext(), "CERT_MANAGE.CERTS_QUERY", { cert_hashes: `${"a,".repeat(9_999)}a` });
  assert.equal(decodeMessage(CertInfosSchema, most.result).certInfos.length, 10_000);
});

it("CERTS_QUERY answers an entry for every hash asked", () => {
  const context = createCertContext({ state: new Map([[`CERT_MANAGE/${hash}`, utf8ToBytes(pem)]]) });
  const { certInfos } = decodeMessage(
    CertInfosSchema,
    runMethod(context, "CERT_MANAGE.CERTS_QUERY", { cert_hashes: `00,${hash}` }).result,
  );
  assert.deepEqual(
    certInfos.map((info) => [info.hash, info.cert.length]),
    [
      ["00", 0],
      [hash, pem.length],
    ],
  );
  assert.equal(
    refusalOf(runMethod(context, "CERT_MANAGE.CERTS_QUERY")),
    "params is error, query cert require param [cert_hashes] not found",
  );
});
