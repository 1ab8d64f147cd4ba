import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { utf8ToBytes } from "@yanta/bytes";
import { TxType, type ChainConfig } from "@yanta/protocol";
import {
  accessControl,
  admin,
  client,
  commonNode,
  consensusNode,
  endorse,
  now,
  person,
  signedTx,
  withPolicy,
  withVersion,
  verify,
  allFailed,
  type Person,
  type TxOptions,
} from "./testing/test-network.ts";

describe("createAccessControl", () => {
  it("refuses other modes and configurations without usable roots", () => {
    const config = (change: (config: ChainConfig) => void, code: string): void =>
      assert.throws(() => accessControl(change), { code });
    for (const authType of ["public", "permissionedWithKey"])
      config((c) => void (c.authType = authType), "IDENTITY_AUTH_TYPE_UNSUPPORTED");
    for (const authType of ["", "Identity", "PERMISSIONEDWITHCERT"])
      assert.equal(accessControl((c) => void (c.authType = authType)).orgCount, 4);
    config((c) => void c.trustRoots[0]?.root.push("no certificate"), "IDENTITY_CONFIG_INVALID");
    config((c) => void c.trustRoots[0]?.root.push(new TextDecoder().decode(client(1).pem)), "IDENTITY_CONFIG_INVALID");
    config(
      (c) =>
        void c.trustMembers.push({
          $typeName: "config.TrustMemberConfig",
          memberInfo: "x",
          orgId: "",
          role: "",
          nodeId: "",
        }),
      "IDENTITY_CONFIG_INVALID",
    );
    config((c) => void (c.version = "latest"), "PROTOCOL_BLOCK_VERSION_UNREADABLE");
  });
});

describe("payer", () => {
  const payer = (options: TxOptions) => accessControl().verifyPayer(signedTx("fact-save", options), now)?.message;
  it("is a matter of admission from 2030300 on", () => {
    assert.equal(payer({}), undefined);
    assert.equal(payer({ payer: client(2) }), undefined);
    assert.equal(payer({ payer: client(2), payerOptions: { isForged: true } }), "invalid payer endorsement");
    assert.equal(payer({ payer: client(5) }), "invalid payer endorsement");
    assert.equal(
      verify(accessControl(), "fact-save", { payer: client(2), payerOptions: { isForged: true } }),
      undefined,
    );
  });
  it("is judged with the transaction before, for INVOKE", () => {
    const control = accessControl(withVersion("2030200"));
    const forged: TxOptions = { payer: client(2), payerOptions: { isForged: true } };
    assert.equal(verify(control, "fact-save", { payer: client(2) }), undefined);
    assert.equal(verify(control, "fact-save", forged), "invalid payer endorsement");
    assert.equal(verify(control, "fact-save", { ...forged, txType: TxType.QUERY_CONTRACT }), undefined);
  });
});

describe("verifyEndorsement", () => {
  const message = utf8ToBytes("block hash");
  it("knows consensus nodes by CONSENSUS", () => {
    for (const text of ["2030600", "2030200", "220"]) {
      const control = accessControl(withVersion(text));
      const check = (who: Person, isForged = false) =>
        control.verifyEndorsement("CONSENSUS", message, endorse(who, message, { isForged }), now)?.message;
      assert.equal(check(consensusNode(2)), undefined);
      assert.equal(check(commonNode(2)), "authentication fail: signers do not meet the requirement (CONSENSUS)");
      assert.equal(check(consensusNode(2), true), allFailed);
      assert.equal(
        control.verifyEndorsement("NOTHING", message, endorse(client(1), message), now)?.message,
        "authentication failed, [look up access policy failed, did not configure access policy for resource NOTHING]",
      );
    }
  });
  it("takes one vote by a resource's lists", () => {
    const control = accessControl();
    const check = (who: Person, resource = "CONTRACT_MANAGE-FREEZE_CONTRACT") =>
      control.verifyEndorsement(resource, message, endorse(who, message), now)?.message;
    assert.equal(check(admin(1)), undefined);
    assert.equal(
      check(client(1)),
      "authentication fail: signers do not meet the requirement (CONTRACT_MANAGE-FREEZE_CONTRACT)",
    );
    assert.equal(
      accessControl(withPolicy("a-b", "FORBIDDEN")).verifyEndorsement("a-b", message, endorse(admin(1), message), now)
        ?.message,
      "authentication fail: [a-b] is forbidden to access",
    );
  });
});

describe("TLS door", () => {
  const control = accessControl();
  it("lets members in by their TLS certificates", () => {
    assert.equal(control.verifyTlsPeer(person(1, "user/client1", "tls").certificate, now), undefined);
    assert.equal(control.verifyTlsPeer(person(2, "node/consensus1", "tls").certificate, now), undefined);
  });
  it("keeps others out", () => {
    assert.equal(control.verifyTlsPeer(client(5).certificate, now)?.message, "new member failed: no orgnization found");
    assert.match(
      control.verifyTlsPeer(person(1, "user/expired", "tls").certificate, now)?.message ?? "",
      /has expired or is not yet valid/,
    );
  });
});
