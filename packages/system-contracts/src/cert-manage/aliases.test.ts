import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { create } from "@bufbuild/protobuf";
import { bytesToHex, bytesToUtf8, utf8ToBytes } from "@yanta/bytes";
import {
  AliasInfoSchema,
  AliasInfosSchema,
  createTxView,
  decodeMessage,
  encodeMessage,
  MemberSchema,
  MemberType,
  TxRequestSchema,
} from "@yanta/protocol";
import { createCertContext } from "../testing/cert-context.ts";
import type { FakeTxContext } from "../testing/fake-tx-context.ts";
import { refusalOf, runMethod, textOf } from "../testing/run-method.ts";
import { createIdentity, userPem } from "../testing/test-identities.ts";

const pem = userPem(1, "admin1");
const other = userPem(1, "client1").trim();
const hexAlias = bytesToHex(utf8ToBytes("me"));

function aliasOf(context: FakeTxContext) {
  return decodeMessage(AliasInfoSchema, context.writes.get("CERT_MANAGE/cert_alias#me") ?? new Uint8Array(0));
}

/** A state after the given writes. */
function after(context: FakeTxContext, sender = createIdentity(1)): FakeTxContext {
  return createCertContext({ sender, state: context.writes });
}

function withAlias(): FakeTxContext {
  const context = createCertContext();
  assert.equal(textOf(runMethod(context, "CERT_MANAGE.CERT_ALIAS_ADD", { alias: " me " })), "ok");
  return context;
}

describe("CERT_ALIAS_ADD", () => {
  it("names the sender's certificate", () => {
    const context = withAlias();
    const alias = aliasOf(context);
    assert.equal(alias.alias, "me");
    assert.deepEqual(
      [alias.nowCert?.cert, alias.nowCert?.blockHeight, alias.hisCerts.length],
      [utf8ToBytes(pem), 7n, 1],
    );
    assert.match(alias.nowCert?.hash ?? "", /^[0-9a-f]{64}$/);
    assert.deepEqual(context.writes.get(`CERT_MANAGE/${hexAlias}`), utf8ToBytes(pem));
    assert.equal(bytesToUtf8(context.writes.get("CERT_MANAGE/cert_alias#all") ?? new Uint8Array(0)), "me");
  });

  it("refuses bad names, names taken and senders without their certificate", () => {
    const refusal = (alias: string, context = createCertContext()) =>
      refusalOf(runMethod(context, "CERT_MANAGE.CERT_ALIAS_ADD", { alias }));
    assert.equal(refusal(" "), "add alias failed, alias name is nil");
    assert.equal(refusal("_a"), "add alias failed, alias name[_a] must match ^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,63}$");
    assert.equal(refusal("me", after(withAlias())), "add alias failed, alias[me] already exist");
    const sender = { ...createIdentity(1), member: create(MemberSchema, { memberType: MemberType.ALIAS }) };
    assert.equal(refusal("me", createCertContext({ sender })), "add alias failed, MemberType must be MemberType_CERT ");
  });
});

describe("CERT_ALIAS_UPDATE", () => {
  it("changes the certificate and keeps ten entries of history", () => {
    let context = withAlias();
    for (let i = 0; i < 11; i++) {
      context = after(context);
      const outcome = runMethod(context, "CERT_MANAGE.CERT_ALIAS_UPDATE", {
        alias: "me",
        cert: i % 2 === 0 ? other : pem.trim(),
      });
      assert.equal(textOf(outcome), "ok");
      assert.deepEqual(
        outcome.events.map((event) => [event.topic, event.eventData]),
        [["21", ["me"]]],
      );
    }
    assert.equal(aliasOf(context).hisCerts.length, 10);
    assert.deepEqual(aliasOf(context).nowCert?.cert, utf8ToBytes(other));
    assert.deepEqual(context.writes.get(`CERT_MANAGE/${hexAlias}`), utf8ToBytes(other));
  });

  it("refuses what is missing, unknown, the same or another organisation's", () => {
    const refusal = (parameters: Record<string, string>, context = after(withAlias())) =>
      refusalOf(runMethod(context, "CERT_MANAGE.CERT_ALIAS_UPDATE", parameters));
    assert.equal(refusal({ alias: "me" }), "update alias failed, alias name or cert is nil");
    assert.equal(
      refusal({ alias: "-", cert: other }),
      "update alias failed, alias name[-] must match ^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,63}$",
    );
    assert.equal(refusal({ alias: "you", cert: other }), "update alias fail, alias[you] not exist");
    assert.equal(
      refusal({ alias: "me", cert: "x" }),
      "update alias fail, params[cert] format error, err:decode pem failed, invalid certificate",
    );
    const org2 = userPem(2, "client1");
    assert.equal(
      refusal({ alias: "me", cert: org2 }),
      "update alias fail, you can't change to other organization[wx-org2.chainmaker.org] cert. ",
    );
    const byOrg2 = after(withAlias(), createIdentity(2));
    assert.equal(
      refusal({ alias: "me", cert: org2 }, byOrg2),
      "update alias fail, you can't change other organization[wx-org2.chainmaker.org] cert. ",
    );
    const updated = after(withAlias());
    runMethod(updated, "CERT_MANAGE.CERT_ALIAS_UPDATE", { alias: "me", cert: other });
    assert.equal(
      refusal({ alias: "me", cert: other }, after(updated)),
      "update alias fail, alias[me] is already the cert",
    );
  });

  it("goes by the first endorser when there is one", () => {
    const request = create(TxRequestSchema, {
      payload: { txId: "t" },
      endorsers: [{ signer: createIdentity(1).member }],
    });
    const tx = createTxView(encodeMessage(TxRequestSchema, request));
    const context = createCertContext({ sender: createIdentity(2), tx, state: withAlias().writes });
    assert.equal(textOf(runMethod(context, "CERT_MANAGE.CERT_ALIAS_UPDATE", { alias: "me", cert: other })), "ok");
  });
});

describe("CERTS_ALIAS_DELETE and _QUERY", () => {
  it("a deleted alias stays with its history and may be added again", () => {
    const deleted = after(withAlias());
    const outcome = runMethod(deleted, "CERT_MANAGE.CERTS_ALIAS_DELETE", { aliases: "me" });
    assert.equal(textOf(outcome), "ok");
    assert.deepEqual(
      outcome.events.map((event) => [event.topic, event.eventData]),
      [["22", ["me"]]],
    );
    assert.equal(deleted.writes.get(`CERT_MANAGE/${hexAlias}`)?.length, 0);
    const { aliasInfos } = decodeMessage(
      AliasInfosSchema,
      runMethod(after(deleted), "CERT_MANAGE.CERTS_ALIAS_QUERY", { aliases: "me" }).result,
    );
    assert.deepEqual(
      aliasInfos.map((info) => [info.alias, info.nowCert?.cert.length, info.hisCerts.length]),
      [["me", 0, 2]],
    );
    const again = after(deleted);
    assert.equal(textOf(runMethod(again, "CERT_MANAGE.CERT_ALIAS_ADD", { alias: "me" })), "ok");
    assert.equal(aliasOf(again).hisCerts.length, 3);
  });

  it("refuse unknown and missing names", () => {
    const refusal = (method: string, aliases: string, context = createCertContext()) =>
      refusalOf(runMethod(context, `CERT_MANAGE.${method}`, { aliases }));
    assert.equal(refusal("CERTS_ALIAS_DELETE", " "), "delete alias failed, alias name is nil");
    assert.equal(refusal("CERTS_ALIAS_DELETE", "me"), "delete alias fail, alias[me] not exist");
    assert.equal(
      refusal("CERTS_ALIAS_DELETE", "me", after(withAlias(), createIdentity(2))),
      "delete alias fail, you can't delete other organization[wx-org1.chainmaker.org] cert. ",
    );
    assert.equal(refusal("CERTS_ALIAS_QUERY", ""), "query alias failed, alias name is nil");
    assert.equal(
      refusal("CERTS_ALIAS_QUERY", "me"),
      "query alias failed, not found alias[me], you should add alias first",
    );
    assert.equal(
      refusal("CERTS_ALIAS_QUERY", "me, you"),
      "query alias failed, not found alias[me], you should add alias first",
    );
    assert.equal(
      refusal("CERTS_ALIAS_QUERY", "a b"),
      "key[a b] can only consist of numbers, dot, letters and underscores",
    );
    assert.equal(refusal("CERTS_ALIAS_QUERY", ",a"), "params[alias] is empty");
  });
});
