import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { create } from "@bufbuild/protobuf";
import { utf8ToBytes } from "@yanta/bytes";
import { createTxView, encodeMessage, MemberType, TxRequestSchema, TxType } from "@yanta/protocol";
import { client, person, signedTx, type TxOptions } from "./testing/test-network.ts";
import { checkSenderKeyUsage, checkTxHeader } from "./tx-header.ts";

describe("checkTxHeader", () => {
  const check = (payload: TxOptions["payload"], txType = TxType.INVOKE_CONTRACT): string | undefined =>
    checkTxHeader(signedTx("fact-save", { txType, payload: payload ?? {} }), "chain1")?.message;

  it("accepts what a client sends", () => {
    assert.equal(check({}), undefined);
    assert.equal(check({ txId: "x" }), undefined);
    assert.equal(check({ txId: "交易-1.~" }), undefined);
    assert.equal(check({ timestamp: 10n, expirationTime: 11n }), undefined);
  });
  it("needs a payload", () => {
    const tx = createTxView(encodeMessage(TxRequestSchema, create(TxRequestSchema, {})));
    assert.equal(checkTxHeader(tx, "chain1")?.message, "verify tx header failed, tx header is nil");
  });
  it("names the chain it wants", () => {
    assert.equal(
      check({ chainId: "chain2" }),
      "verify tx header failed, chain id [chain2] is incorrect, wanted [chain1]",
    );
  });
  it("limits the id's length in bytes", () => {
    const text = "verify tx header failed, tx id length is incorrect, wanted 64";
    assert.equal(check({ txId: "a".repeat(64) }), undefined);
    assert.equal(check({ txId: "a".repeat(65) }), text);
    assert.equal(check({ txId: "链".repeat(22) }), text);
    assert.equal(check({ txId: "a".repeat(65) }, TxType.QUERY_CONTRACT), text);
  });
  it("wants an id without white space for INVOKE only", () => {
    const text = "verify tx header failed, check tx id failed, only [a-zA-Z0-9_] are allowed, your TxId is:";
    for (const txId of ["", "a b", "a\tb", "a\n"]) {
      assert.equal(check({ txId }), text + txId);
      assert.equal(check({ txId }, TxType.QUERY_CONTRACT), undefined);
    }
  });
  it("compares expiration with the timestamp, not with the clock", () => {
    assert.equal(
      check({ timestamp: 10n, expirationTime: 10n }),
      "verify tx header failed, tx timestamp 10 should be before expiration time 10",
    );
    assert.equal(
      check({ timestamp: 10n, expirationTime: -1n }),
      "verify tx header failed, tx timestamp 10 should be before expiration time -1",
    );
    assert.equal(check({ timestamp: 1n, expirationTime: 2n }), undefined);
  });
});

describe("checkSenderKeyUsage", () => {
  const check = (options: TxOptions): string | undefined =>
    checkSenderKeyUsage(signedTx("fact-save", options))?.message;
  it("accepts a signing certificate", () => {
    assert.equal(check({}), undefined);
  });
  it("refuses a TLS certificate", () => {
    assert.equal(check({ sender: person(1, "user/client1", "tls") }), "tls certificate is misused for tx sign");
  });
  it("refuses a certificate that may not sign", () => {
    const ca = { ...client(1), pem: utf8ToBytes("x") };
    assert.equal(check({ sender: ca }), "failed to decode sign cert, rest not nil");
  });
  it("refuses anything after the certificate, and DER", () => {
    const { pem, certificate } = client(1);
    assert.equal(
      check({ senderOptions: { memberInfo: Uint8Array.of(...pem, 65) } }),
      "failed to decode sign cert, rest not nil",
    );
    for (const second of [pem, client(2).pem]) {
      const memberInfo = Uint8Array.of(...pem, ...second);
      assert.equal(check({ senderOptions: { memberInfo } }), "failed to decode sign cert, rest not nil");
    }
    assert.equal(check({ senderOptions: { memberInfo: certificate.der } }), "failed to decode sign cert, rest not nil");
  });
  it("looks at certificates only", () => {
    assert.equal(
      check({ senderOptions: { memberType: MemberType.CERT_HASH, memberInfo: Uint8Array.of(1) } }),
      undefined,
    );
    assert.equal(check({ sender: undefined }), undefined);
  });
});
