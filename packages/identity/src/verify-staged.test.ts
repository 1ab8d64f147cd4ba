import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { create } from "@bufbuild/protobuf";
import { utf8ToBytes } from "@yanta/bytes";
import { createTxView, encodeMessage, MemberType, PayloadSchema, TxRequestSchema, TxType } from "@yanta/protocol";
import {
  accessControl,
  admin,
  certificateHash,
  client,
  commonNode,
  consensusNode,
  light,
  now,
  org,
  person,
  signedTx,
  withPolicy,
  verify,
  allFailed,
  typeFailed,
  type Person,
  type TxOptions,
} from "./testing/test-network.ts";

describe("stage 1: transaction type (2030300 and later)", () => {
  const control = accessControl();
  it("lets every role invoke and query, by PEM or DER", () => {
    for (const sender of [client(1), admin(2), light(3), consensusNode(4), commonNode(1)]) {
      assert.equal(verify(control, "fact-save", { sender }), undefined);
      assert.equal(verify(control, "fact-find", { sender, txType: TxType.QUERY_CONTRACT }), undefined);
    }
    assert.equal(verify(control, "fact-save", { senderOptions: { memberInfo: client(1).certificate.der } }), undefined);
  });
  it("lets clients, administrators and light users subscribe, administrators archive", () => {
    const subscribe = (sender: Person) =>
      verify(control, "SUBSCRIBE_MANAGE-SUBSCRIBE_BLOCK", { sender, txType: TxType.SUBSCRIBE });
    for (const sender of [client(1), admin(1), light(1)]) assert.equal(subscribe(sender), undefined);
    assert.equal(
      subscribe(consensusNode(1)),
      "[verifyTxTypePrincipal]authentication error: authentication fail: signers do not meet the requirement (SUBSCRIBE)",
    );
    assert.equal(
      verify(control, "ARCHIVE_MANAGE-ARCHIVE_BLOCK", { sender: admin(1), txType: TxType.ARCHIVE }),
      undefined,
    );
    assert.equal(
      verify(control, "ARCHIVE_MANAGE-ARCHIVE_BLOCK", { txType: TxType.ARCHIVE }),
      "[verifyTxTypePrincipal]authentication error: authentication fail: signers do not meet the requirement (ARCHIVE)",
    );
  });
  it("refuses a type without a policy", () => {
    assert.equal(
      verify(control, "fact-save", { txType: 9 as TxType }),
      "[verifyTxTypePrincipal]authentication error: authentication failed, [look up access policy failed, did not configure access policy for resource 9]",
    );
  });
  it("refuses wrong signature, unknown authority, expired certificate, foreign organisation, wrong and empty claims", () => {
    const refused: readonly TxOptions[] = [
      { senderOptions: { isForged: true } },
      { sender: person(1, "user/unknown") },
      { sender: person(1, "user/expired") },
      { sender: client(5) },
      { senderOptions: { orgId: org(2) } },
      { senderOptions: { orgId: "" } },
      { senderOptions: { memberInfo: utf8ToBytes("not a certificate") } },
      { senderOptions: { memberInfo: new Uint8Array(0) } },
      { senderOptions: { memberInfo: new Uint8Array(100_000) } },
      { senderOptions: { memberType: MemberType.PUBLIC_KEY } },
      { senderOptions: { memberType: MemberType.CERT_HASH, memberInfo: certificateHash(client(1)).raw } },
      { senderOptions: { memberType: 99 as MemberType } },
    ];
    // Twice: the answer must not depend on what is remembered.
    for (const options of [...refused, {}, ...refused])
      assert.equal(verify(control, "fact-save", options), Object.keys(options).length === 0 ? undefined : typeFailed);
  });
  it("judges certificates at the time given, in any order of times", () => {
    const expired = { sender: person(1, "user/expired") };
    const inItsTime = 1_740_000_000n;
    assert.equal(verify(control, "fact-save", {}, now), undefined);
    assert.equal(verify(control, "fact-save", {}, 4_000_000_000n), typeFailed);
    assert.equal(verify(control, "fact-save", {}, 1_000_000_000n), typeFailed);
    assert.equal(verify(control, "fact-save", {}, now), undefined);
    // Its authority is younger than that certificate, so there is no time for it.
    assert.equal(verify(control, "fact-save", expired, inItsTime), typeFailed);
  });
  it("answers a request without sender or signer", () => {
    assert.match(
      verify(control, "fact-save", { sender: undefined }) ?? "",
      /^\[verifyTxTypePrincipal\]authentication error: fail to construct authentication principal for INVOKE_CONTRACT : /,
    );
    const bare = createTxView(
      encodeMessage(
        TxRequestSchema,
        create(TxRequestSchema, {
          payload: create(PayloadSchema, { chainId: "chain1" }),
          sender: { signature: Uint8Array.of(1) },
        }),
      ),
    );
    assert.equal(control.verifyTransaction(bare, now)?.message, typeFailed);
  });
  it("needs organisations", () => {
    const none = accessControl((config) => {
      config.trustRoots = [];
    });
    assert.equal(none.orgCount, 0);
    assert.equal(
      verify(none, "fact-save"),
      "[verifyTxTypePrincipal]authentication error: authentication failed: empty organization list or trusted node list on this chain",
    );
  });
});

describe("stage 2: sender (2030300 and later)", () => {
  it("forbids what this mode does not have, for INVOKE only", () => {
    const control = accessControl();
    const text =
      "[verifySenderPrincipal]authentication error: authentication fail: [PUBKEY_MANAGE-PUBKEY_ADD] is forbidden to access";
    assert.equal(verify(control, "PUBKEY_MANAGE-PUBKEY_ADD", { sender: admin(1) }), text);
    assert.equal(
      verify(control, "PUBKEY_MANAGE-PUBKEY_ADD", { sender: admin(1), txType: TxType.QUERY_CONTRACT }),
      undefined,
    );
  });
  it("does not look at customised policies", () => {
    const control = accessControl(withPolicy("CHAIN_CONFIG-ALTER_ADDR_TYPE", "ANY"));
    assert.match(
      verify(control, "CHAIN_CONFIG-ALTER_ADDR_TYPE", { sender: admin(1) }) ?? "",
      /^\[verifySenderPrincipal\].* is forbidden to access$/,
    );
  });
});

describe("stage 3: endorsements (2030300 and later)", () => {
  const control = accessControl();
  const freeze = "CONTRACT_MANAGE-FREEZE_CONTRACT";
  const tooFew = (received: number): string =>
    `[verifyEndorsementsPrincipal]authentication error for ${freeze}: authentication fail: not enough participants support this action: ` +
    `3 valid endorsements required, ${received} valid endorsements received`;

  it("takes a majority of organisations' administrators", () => {
    assert.equal(verify(control, freeze, { endorsers: [admin(1), admin(2), admin(3)] }), undefined);
    assert.equal(verify(control, freeze, { endorsers: [admin(1), admin(2)] }), tooFew(2));
    assert.equal(verify(control, freeze), tooFew(0));
  });
  it("adds the sender to the endorsers", () => {
    assert.equal(verify(control, freeze, { sender: admin(3), endorsers: [admin(1), admin(2)] }), undefined);
  });
  it("drops forged, foreign, expired and repeated endorsements", () => {
    assert.equal(verify(control, freeze, { endorsers: [admin(1), admin(2)], forgers: [admin(3)] }), tooFew(2));
    assert.equal(
      verify(control, freeze, { endorsers: [admin(1), admin(2), admin(5), admin(2), person(1, "user/expired")] }),
      tooFew(2),
    );
  });
  it("does not count other roles", () => {
    assert.equal(verify(control, freeze, { endorsers: [admin(1), admin(2), client(3), consensusNode(4)] }), tooFew(2));
  });
  it("lets one administrator install a contract", () => {
    assert.equal(verify(control, "CONTRACT_MANAGE-INIT_CONTRACT", { endorsers: [admin(4)] }), undefined);
    assert.equal(
      verify(control, "CONTRACT_MANAGE-INIT_CONTRACT"),
      "[verifyEndorsementsPrincipal]authentication error for CONTRACT_MANAGE-INIT_CONTRACT: authentication fail: " +
        "signers do not meet the requirement (CONTRACT_MANAGE-INIT_CONTRACT)",
    );
  });
  it("SELF: needs org_id and that organisation's administrator", () => {
    const resource = "CHAIN_CONFIG-TRUST_ROOT_UPDATE";
    const prefix = `[verifyEndorsementsPrincipal]authentication error for ${resource}: `;
    assert.equal(verify(control, resource, { sender: admin(2), parameters: { org_id: org(2), root: "x" } }), undefined);
    assert.equal(verify(control, resource, { endorsers: [admin(2)], parameters: { org_id: org(2) } }), undefined);
    assert.equal(
      verify(control, resource, { sender: admin(1), parameters: { org_id: org(2) } }),
      `${prefix}authentication fail: target [${org(2)}] does not belong to the signer`,
    );
    for (const parameters of [{}, { org_id: "" }, { other: org(1) }]) {
      assert.equal(
        verify(control, resource, { sender: admin(1), parameters }),
        `${prefix}verification rule is [SELF], but org_id is not set in the parameter`,
      );
    }
  });
  it("passes when nothing is asked, without a look at endorsers", () => {
    assert.equal(verify(control, "fact-save", { forgers: [admin(1)] }), undefined);
  });
  it("customised policies guard user contracts and take the place of defaults", () => {
    const guarded = accessControl(withPolicy("fact-save", "2", [org(1), org(2)], ["client"]));
    const prefix =
      "[verifyEndorsementsPrincipal]authentication error for fact-save: authentication fail: not enough participants support this action: ";
    assert.equal(verify(guarded, "fact-save", { endorsers: [client(2)] }), undefined);
    assert.equal(
      verify(guarded, "fact-save", { endorsers: [client(3)] }),
      `${prefix}2 valid endorsements required, 1 valid endorsements received`,
    );
    assert.equal(
      verify(guarded, "fact-save", { endorsers: [admin(2)] }),
      `${prefix}2 valid endorsements required, 1 valid endorsements received`,
    );
    assert.equal(verify(guarded, "fact-find", {}), undefined);
    assert.equal(verify(accessControl(withPolicy(freeze, "ANY", [], ["CLIENT"])), freeze), undefined);
    assert.match(
      verify(accessControl(withPolicy(freeze, "FORBIDDEN")), freeze, { endorsers: [1, 2, 3, 4].map(admin) }) ?? "",
      /is forbidden to access$/,
    );
  });
  it("ignores customised policies that may not be", () => {
    assert.equal(verify(accessControl(withPolicy("INVOKE_CONTRACT", "FORBIDDEN")), "fact-save"), undefined);
    assert.equal(verify(accessControl(withPolicy("fact-save", "ANY", ["nobody"])), "fact-save"), undefined);
    assert.equal(verify(accessControl(withPolicy("fact-save", "SOMETIMES")), "fact-save"), undefined);
  });
  it("takes no more than a bounded number of endorsements", () => {
    const many = Array.from({ length: 1024 }, () => admin(1));
    assert.equal(
      verify(control, freeze, { endorsers: many }),
      `[verifyEndorsementsPrincipal]authentication error for ${freeze}: ${allFailed}`,
    );
  });
});

describe("contract calls (2030300 and later)", () => {
  const control = accessControl();
  const cross = (options: TxOptions, method = "FREEZE_CONTRACT", contract = "CONTRACT_MANAGE"): string | undefined =>
    control.verifyCrossCall(signedTx("fact-save", options), contract, method, now)?.message;
  it("are judged by the callee's policies with the caller's endorsements", () => {
    assert.equal(cross({ endorsers: [admin(1), admin(2), admin(3)] }), undefined);
    assert.match(
      cross({}) ?? "",
      /^\[verifyEndorsementsPrincipal\]authentication error for CONTRACT_MANAGE-FREEZE_CONTRACT: .*3 valid endorsements required, 0 valid endorsements received$/,
    );
    assert.match(
      cross({}, "PUBKEY_ADD", "PUBKEY_MANAGE") ?? "",
      /^\[verifySenderPrincipal\]authentication error: .* is forbidden to access$/,
    );
    assert.equal(cross({}, "GET_BLOCK_BY_HEIGHT", "CHAIN_QUERY"), undefined);
  });
  it("do not count forged endorsements, which admission has not looked at", () => {
    assert.match(cross({ forgers: [admin(1), admin(2), admin(3)] }) ?? "", /0 valid endorsements received$/);
  });
  it("take the sender's signature as checked", () => {
    assert.equal(cross({ senderOptions: { isForged: true } }, "GET_BLOCK_BY_HEIGHT", "CHAIN_QUERY"), undefined);
  });
});
