import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { create } from "@bufbuild/protobuf";
import { bytesToHex, utf8ToBytes } from "@yanta/bytes";
import { createTxView, encodeMessage, MemberType, PayloadSchema, TxRequestSchema, TxType, type ChainConfig } from "@yanta/protocol";
import {
  accessControl,
  admin,
  certificateHash,
  client,
  commonNode,
  consensusNode,
  endorse,
  light,
  now,
  org,
  person,
  readTestFile,
  signedTx,
  type Person,
  type TestState,
  type TxOptions,
} from "../test/test-network.ts";
import type { AccessControl } from "./interface.ts";

const allFailed = "authentication failed, [refine endorsements failed, all endorsers have failed verification]";
const typeFailed = `[verifyTxTypePrincipal]authentication error: ${allFailed}`;

function verify(control: AccessControl, resource: string, options?: TxOptions, time = now): string | undefined {
  return control.verifyTransaction(signedTx(resource, options), time)?.message;
}

function withPolicy(resourceName: string, rule: string, orgList: string[] = [], roleList: string[] = []): (config: ChainConfig) => void {
  return (config) => {
    config.resourcePolicies.push({ $typeName: "config.ResourcePolicy", resourceName, policy: { $typeName: "accesscontrol.Policy", rule, orgList, roleList } });
  };
}

function version(text: string): (config: ChainConfig) => void {
  return (config) => {
    config.version = text;
  };
}

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
    const subscribe = (sender: Person) => verify(control, "SUBSCRIBE_MANAGE-SUBSCRIBE_BLOCK", { sender, txType: TxType.SUBSCRIBE });
    for (const sender of [client(1), admin(1), light(1)]) assert.equal(subscribe(sender), undefined);
    assert.equal(subscribe(consensusNode(1)), "[verifyTxTypePrincipal]authentication error: authentication fail: signers do not meet the requirement (SUBSCRIBE)");
    assert.equal(verify(control, "ARCHIVE_MANAGE-ARCHIVE_BLOCK", { sender: admin(1), txType: TxType.ARCHIVE }), undefined);
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
    for (const options of [...refused, {}, ...refused]) assert.equal(verify(control, "fact-save", options), Object.keys(options).length === 0 ? undefined : typeFailed);
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
    assert.match(verify(control, "fact-save", { sender: undefined }) ?? "", /^\[verifyTxTypePrincipal\]authentication error: fail to construct authentication principal for INVOKE_CONTRACT : /);
    const bare = createTxView(encodeMessage(TxRequestSchema, create(TxRequestSchema, { payload: create(PayloadSchema, { chainId: "chain1" }), sender: { signature: Uint8Array.of(1) } })));
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
    const text = "[verifySenderPrincipal]authentication error: authentication fail: [PUBKEY_MANAGE-PUBKEY_ADD] is forbidden to access";
    assert.equal(verify(control, "PUBKEY_MANAGE-PUBKEY_ADD", { sender: admin(1) }), text);
    assert.equal(verify(control, "PUBKEY_MANAGE-PUBKEY_ADD", { sender: admin(1), txType: TxType.QUERY_CONTRACT }), undefined);
  });
  it("does not look at customised policies", () => {
    const control = accessControl(withPolicy("CHAIN_CONFIG-ALTER_ADDR_TYPE", "ANY"));
    assert.match(verify(control, "CHAIN_CONFIG-ALTER_ADDR_TYPE", { sender: admin(1) }) ?? "", /^\[verifySenderPrincipal\].* is forbidden to access$/);
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
    assert.equal(verify(control, freeze, { endorsers: [admin(1), admin(2), admin(5), admin(2), person(1, "user/expired")] }), tooFew(2));
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
    assert.equal(verify(control, resource, { sender: admin(1), parameters: { org_id: org(2) } }), `${prefix}authentication fail: target [${org(2)}] does not belong to the signer`);
    for (const parameters of [{}, { org_id: "" }, { other: org(1) }]) {
      assert.equal(verify(control, resource, { sender: admin(1), parameters }), `${prefix}verification rule is [SELF], but org_id is not set in the parameter`);
    }
  });
  it("passes when nothing is asked, without a look at endorsers", () => {
    assert.equal(verify(control, "fact-save", { forgers: [admin(1)] }), undefined);
  });
  it("customised policies guard user contracts and take the place of defaults", () => {
    const guarded = accessControl(withPolicy("fact-save", "2", [org(1), org(2)], ["client"]));
    const prefix = "[verifyEndorsementsPrincipal]authentication error for fact-save: authentication fail: not enough participants support this action: ";
    assert.equal(verify(guarded, "fact-save", { endorsers: [client(2)] }), undefined);
    assert.equal(verify(guarded, "fact-save", { endorsers: [client(3)] }), `${prefix}2 valid endorsements required, 1 valid endorsements received`);
    assert.equal(verify(guarded, "fact-save", { endorsers: [admin(2)] }), `${prefix}2 valid endorsements required, 1 valid endorsements received`);
    assert.equal(verify(guarded, "fact-find", {}), undefined);
    assert.equal(verify(accessControl(withPolicy(freeze, "ANY", [], ["CLIENT"])), freeze), undefined);
    assert.match(verify(accessControl(withPolicy(freeze, "FORBIDDEN")), freeze, { endorsers: [1, 2, 3, 4].map(admin) }) ?? "", /is forbidden to access$/);
  });
  it("ignores customised policies that may not be", () => {
    assert.equal(verify(accessControl(withPolicy("INVOKE_CONTRACT", "FORBIDDEN")), "fact-save"), undefined);
    assert.equal(verify(accessControl(withPolicy("fact-save", "ANY", ["nobody"])), "fact-save"), undefined);
    assert.equal(verify(accessControl(withPolicy("fact-save", "SOMETIMES")), "fact-save"), undefined);
  });
  it("takes no more than a bounded number of endorsements", () => {
    const many = Array.from({ length: 1024 }, () => admin(1));
    assert.equal(verify(control, freeze, { endorsers: many }), `[verifyEndorsementsPrincipal]authentication error for ${freeze}: ${allFailed}`);
  });
});

describe("stored members", () => {
  const hash = certificateHash(client(1));
  const state: TestState = { [hash.hex]: client(1).pem, [bytesToHex(utf8ToBytes("alice"))]: admin(2).pem, [bytesToHex(utf8ToBytes("broken"))]: "text" };
  const control = accessControl(undefined, state);
  const as = (memberType: MemberType, memberInfo: Uint8Array): TxOptions["senderOptions"] => ({ memberType, memberInfo });

  it("CERT_HASH and ALIAS stand for the stored certificate", () => {
    for (let i = 0; i < 2; i++) {
      assert.equal(verify(control, "fact-save", { senderOptions: as(MemberType.CERT_HASH, hash.raw) ?? {} }), undefined);
      assert.equal(verify(control, "fact-save", { sender: admin(2), senderOptions: as(MemberType.ALIAS, utf8ToBytes("alice")) ?? {} }), undefined);
    }
  });
  it("a name of someone else, of nothing or of garbage is refused", () => {
    assert.equal(verify(control, "fact-save", { sender: client(2), senderOptions: as(MemberType.CERT_HASH, hash.raw) ?? {} }), typeFailed);
    assert.equal(verify(control, "fact-save", { senderOptions: as(MemberType.ALIAS, utf8ToBytes("bob")) ?? {} }), typeFailed);
    assert.equal(verify(control, "fact-save", { senderOptions: as(MemberType.ALIAS, utf8ToBytes("broken")) ?? {} }), typeFailed);
  });
  it("resolveMember keeps the member as it was sent", () => {
    const member = endorse(admin(2), utf8ToBytes(""), { memberType: MemberType.ALIAS, memberInfo: utf8ToBytes("alice") }).signer;
    assert.ok(member !== undefined);
    const resolved = control.resolveMember(member, now);
    assert.equal(resolved.kind, "identity");
    assert.equal(resolved.kind === "identity" && resolved.identity.member, member);
    assert.equal(resolved.kind === "identity" && resolved.identity.role, "ADMIN");
  });
});

describe("resolveMember", () => {
  const control = accessControl();
  const resolve = (who: Person, options: Parameters<typeof endorse>[2] = {}, on = control): string | readonly string[] => {
    const { signer } = endorse(who, utf8ToBytes(""), options);
    assert.ok(signer !== undefined);
    const resolved = on.resolveMember(signer, now);
    return resolved.kind === "refusal" ? resolved.refusal.message : [resolved.identity.orgId, resolved.identity.role, resolved.identity.memberId, resolved.identity.uid];
  };
  it("tells organisation, role, id and uid", () => {
    const skid = client(1).certificate.subjectKeyId;
    assert.deepEqual(resolve(client(1)), [org(1), "CLIENT", "client1.sign.wx-org1.chainmaker.org", bytesToHex(skid ?? new Uint8Array(0))]);
  });
  it("says why not", () => {
    assert.equal(resolve(client(1), { memberType: MemberType.PUBLIC_KEY }), "new member failed: the member type does not match");
    assert.equal(resolve(client(1), { memberType: MemberType.ALIAS }), "new member failed, the provided certificate ID is not registered");
    assert.equal(resolve(client(1), { memberInfo: Uint8Array.of(1) }), "new member failed: new member failed: new cert member failed, invalid certificate");
    assert.equal(
      resolve(client(2), { orgId: org(1) }),
      "new member failed: new member failed: setup cert member failed, organization information in certificate and in input parameter do not match " +
        `[certificate: ${org(2)}, parameter: ${org(1)}]`,
    );
    assert.equal(resolve(client(1), { orgId: "" }), `authentication failed, signer does not belong to the organization it claims [claim: , root cert: ${org(1)}]`);
    assert.equal(resolve(client(5)), "new member failed: no orgnization found");
    assert.match(String(resolve(person(1, "user/unknown"))), /^new member failed: not ac valid certificate from trusted CAs: x509: certificate signed by unknown authority/);
    assert.match(String(resolve(person(1, "user/expired"))), /^new member failed: not ac valid certificate from trusted CAs: x509: certificate has expired or is not yet valid/);
  });
  it("binds a member to its own organisation's roots", () => {
    // Organisation 1 shows organisation 2's root: its members chain to a trusted root no more, organisation 2's chain to another's.
    const swapped = accessControl((config) => {
      const [first, second] = config.trustRoots;
      assert.ok(first !== undefined && second !== undefined);
      [first.root, second.root] = [second.root, first.root];
    });
    assert.equal(
      resolve(client(1), {}, swapped),
      `new member failed: authentication failed, signer does not belong to the organization it claims [claim: ${org(1)}]`,
    );
  });
});

describe("trusted members", () => {
  const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
  const trust = (who: Person, orgId: string, role: string) => (config: ChainConfig) => {
    config.trustMembers.push({ $typeName: "config.TrustMemberConfig", memberInfo: decode(who.pem), orgId, role, nodeId: "" });
  };
  const outsider = client(5);
  it("are accepted with the configured organisation and role, whoever issued them and whenever", () => {
    const control = accessControl(trust(outsider, "partner", "admin"));
    assert.equal(verify(control, "CONTRACT_MANAGE-INIT_CONTRACT", { sender: outsider, senderOptions: { orgId: "partner" } }, 9_000_000_000n), undefined);
    assert.equal(verify(control, "fact-save", { sender: outsider }), typeFailed);
  });
  it("must be shown exactly as configured", () => {
    const control = accessControl(trust(outsider, "partner", "admin"));
    assert.equal(verify(control, "fact-save", { sender: outsider, senderOptions: { orgId: "partner", memberInfo: outsider.certificate.der } }), typeFailed);
  });
  it("are not asked about revocation, except at the TLS door", () => {
    const hash = certificateHash(outsider).hex;
    const control = accessControl(trust(outsider, org(5), "client"), { CERT_FREEZE: `["freeze_${hash}"]`, [`freeze_${hash}`]: outsider.pem });
    assert.equal(verify(control, "fact-save", { sender: outsider }), undefined);
    assert.equal(control.verifyTlsPeer(outsider.certificate, now)?.message, "certificate is frozen");
  });
});

describe("revocation and freezing", () => {
  const crl = readTestFile(`${org(1)}/client3.crl`);
  const authority = bytesToHex(client(1).certificate.authorityKeyId ?? new Uint8Array(0));
  const revoked: TestState = { CERT_CRL: `["c_${authority}"]`, [`c_${authority}`]: crl };
  const hash = certificateHash(client(1)).hex;
  const frozen: TestState = { CERT_FREEZE: `["freeze_${hash}"]`, [`freeze_${hash}`]: client(1).pem };

  it("a revoked certificate is refused, others of its authority are not", () => {
    const control = accessControl(undefined, revoked);
    assert.equal(verify(control, "fact-save", { sender: person(1, "user/client3") }), typeFailed);
    assert.equal(verify(control, "fact-save"), undefined);
    assert.equal(control.verifyTlsPeer(person(1, "user/client3").certificate, now)?.message, "certificate is revoked");
  });
  it("a list that no trusted root signed counts for nothing", () => {
    const control = accessControl((config) => {
      config.trustRoots.shift();
    }, revoked);
    assert.equal(verify(control, "fact-save", { sender: client(2) }), undefined);
  });
  it("a frozen certificate is refused, also under another spelling", () => {
    const control = accessControl(undefined, frozen);
    assert.equal(verify(control, "fact-save"), typeFailed);
    assert.equal(verify(control, "fact-save", { senderOptions: { memberInfo: client(1).certificate.der } }), typeFailed);
    assert.equal(verify(control, "fact-save", { sender: admin(1) }), undefined);
    assert.equal(control.verifyTlsPeer(client(1).certificate, now)?.message, "certificate is frozen");
  });
  it("an endorsement by a frozen administrator is dropped", () => {
    const of2 = certificateHash(admin(2)).hex;
    const control = accessControl(undefined, { CERT_FREEZE: `["freeze_${of2}"]`, [`freeze_${of2}`]: admin(2).pem });
    assert.match(verify(control, "CONTRACT_MANAGE-FREEZE_CONTRACT", { endorsers: [1, 2, 3].map(admin) }) ?? "", /3 valid endorsements required, 2 valid endorsements received$/);
  });
  it("empty and null lists are none", () => {
    for (const list of ["", "null", "[]"]) assert.equal(verify(accessControl(undefined, { CERT_FREEZE: list, CERT_CRL: list }), "fact-save"), undefined);
  });
  it("an index that does not match the state stops", () => {
    for (const state of [{ CERT_FREEZE: `["freeze_00"]` }, { CERT_CRL: "{}" }, { CERT_CRL: "[1]" }, { CERT_FREEZE: "[" }, { CERT_FREEZE: `["a"]`, a: "text" }]) {
      assert.throws(() => accessControl(undefined, state), { code: "IDENTITY_STATE_BROKEN" });
    }
  });
});

describe("createAccessControl", () => {
  it("refuses other modes and configurations without usable roots", () => {
    const config = (change: (config: ChainConfig) => void, code: string): void => assert.throws(() => accessControl(change), { code });
    for (const authType of ["public", "permissionedWithKey"]) config((c) => void (c.authType = authType), "IDENTITY_AUTH_TYPE_UNSUPPORTED");
    for (const authType of ["", "Identity", "PERMISSIONEDWITHCERT"]) assert.equal(accessControl((c) => void (c.authType = authType)).orgCount, 4);
    config((c) => void c.trustRoots[0]?.root.push("no certificate"), "IDENTITY_CONFIG_INVALID");
    config((c) => void c.trustRoots[0]?.root.push(new TextDecoder().decode(client(1).pem)), "IDENTITY_CONFIG_INVALID");
    config((c) => void c.trustMembers.push({ $typeName: "config.TrustMemberConfig", memberInfo: "x", orgId: "", role: "", nodeId: "" }), "IDENTITY_CONFIG_INVALID");
    config((c) => void (c.version = "latest"), "PROTOCOL_BLOCK_VERSION_UNREADABLE");
  });
});

describe("contract calls (2030300 and later)", () => {
  const control = accessControl();
  const cross = (options: TxOptions, method = "FREEZE_CONTRACT", contract = "CONTRACT_MANAGE"): string | undefined =>
    control.verifyCrossCall(signedTx("fact-save", options), contract, method, now)?.message;
  it("are judged by the callee's policies with the caller's endorsements", () => {
    assert.equal(cross({ endorsers: [admin(1), admin(2), admin(3)] }), undefined);
    assert.match(cross({}) ?? "", /^\[verifyEndorsementsPrincipal\]authentication error for CONTRACT_MANAGE-FREEZE_CONTRACT: .*3 valid endorsements required, 0 valid endorsements received$/);
    assert.match(cross({}, "PUBKEY_ADD", "PUBKEY_MANAGE") ?? "", /^\[verifySenderPrincipal\]authentication error: .* is forbidden to access$/);
    assert.equal(cross({}, "GET_BLOCK_BY_HEIGHT", "CHAIN_QUERY"), undefined);
  });
  it("do not count forged endorsements, which admission has not looked at", () => {
    assert.match(cross({ forgers: [admin(1), admin(2), admin(3)] }) ?? "", /0 valid endorsements received$/);
  });
  it("take the sender's signature as checked", () => {
    assert.equal(cross({ senderOptions: { isForged: true } }, "GET_BLOCK_BY_HEIGHT", "CHAIN_QUERY"), undefined);
  });
});

describe("payer", () => {
  const payer = (options: TxOptions) => accessControl().verifyPayer(signedTx("fact-save", options), now)?.message;
  it("is a matter of admission from 2030300 on", () => {
    assert.equal(payer({}), undefined);
    assert.equal(payer({ payer: client(2) }), undefined);
    assert.equal(payer({ payer: client(2), payerOptions: { isForged: true } }), "invalid payer endorsement");
    assert.equal(payer({ payer: client(5) }), "invalid payer endorsement");
    assert.equal(verify(accessControl(), "fact-save", { payer: client(2), payerOptions: { isForged: true } }), undefined);
  });
  it("is judged with the transaction before, for INVOKE", () => {
    const control = accessControl(version("2030200"));
    const forged: TxOptions = { payer: client(2), payerOptions: { isForged: true } };
    assert.equal(verify(control, "fact-save", { payer: client(2) }), undefined);
    assert.equal(verify(control, "fact-save", forged), "invalid payer endorsement");
    assert.equal(verify(control, "fact-save", { ...forged, txType: TxType.QUERY_CONTRACT }), undefined);
  });
});

describe("rules before 2030300", () => {
  for (const text of ["2030200", "v2.2.0_alpha"]) {
    const control = accessControl(version(text));
    it(`${text}: light users may do what the exceptional table opens to them`, () => {
      assert.equal(verify(control, "fact-save", { sender: light(1) }), "authentication error: authentication fail: signers do not meet the requirement (INVOKE_CONTRACT)");
      assert.equal(verify(control, "CERT_MANAGE-CERT_ADD", { sender: light(1) }), undefined);
      assert.equal(verify(control, "CHAIN_QUERY-GET_BLOCK_BY_HEIGHT", { sender: light(1), txType: TxType.QUERY_CONTRACT }), undefined);
      assert.equal(verify(control, "PUBKEY_MANAGE-PUBKEY_ADD"), "authentication error: authentication fail: [PUBKEY_MANAGE-PUBKEY_ADD] is forbidden to access");
    });
    it(`${text}: the sender is not added to endorsers`, () => {
      const init = "CONTRACT_MANAGE-INIT_CONTRACT";
      assert.equal(verify(control, init, { endorsers: [1, 2, 3].map(admin) }), undefined);
      assert.equal(
        verify(control, init, { sender: admin(3), endorsers: [admin(1), admin(2)] }),
        `authentication error for ${init}: authentication fail: not enough participants support this action: 3 valid endorsements required, 2 valid endorsements received`,
      );
      assert.equal(verify(control, init, { forgers: [admin(1)] }), `authentication error for ${init}: ${allFailed}`);
    });
    it(`${text}: bad senders, SELF and the quirk of SELF without parameters`, () => {
      const resource = "CHAIN_CONFIG-TRUST_ROOT_UPDATE";
      assert.equal(verify(control, "fact-save", { senderOptions: { isForged: true } }), `authentication error: ${allFailed}`);
      assert.equal(verify(control, resource, { sender: admin(2), parameters: { org_id: org(2) } }), undefined);
      assert.equal(verify(control, resource, { sender: admin(2), parameters: { x: "y" } }), "verification rule is [SELF], but org_id is not set in the parameter");
      assert.equal(verify(control, resource, { sender: client(2) }), undefined);
    });
  }
  it("a customised policy stands for the sender's, too, from 221 on", () => {
    const guard = withPolicy("fact-save", "2", [], ["CLIENT"]);
    const both = (text: string) => accessControl((config) => (guard(config), version(text)(config)));
    assert.match(verify(both("2030200"), "fact-save", { endorsers: [client(1), client(2)] }) ?? "", /^authentication error: .*2 valid endorsements required, 1 valid endorsements received$/);
    assert.equal(verify(both("220"), "fact-save", { endorsers: [client(1), client(2)] }), undefined);
  });
  it("a contract's call is judged by the callee from 221 on, by itself before", () => {
    const tx = signedTx("fact-save");
    assert.match(accessControl(version("2030200")).verifyCrossCall(tx, "CONTRACT_MANAGE", "FREEZE_CONTRACT", now)?.message ?? "", /^authentication error for fact-save: /);
    assert.equal(accessControl(version("220")).verifyCrossCall(tx, "CONTRACT_MANAGE", "FREEZE_CONTRACT", now), undefined);
  });
});

describe("verifyEndorsement", () => {
  const message = utf8ToBytes("block hash");
  it("knows consensus nodes by CONSENSUS", () => {
    for (const text of ["2030600", "2030200", "220"]) {
      const control = accessControl(version(text));
      const check = (who: Person, isForged = false) => control.verifyEndorsement("CONSENSUS", message, endorse(who, message, { isForged }), now)?.message;
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
    const check = (who: Person, resource = "CONTRACT_MANAGE-FREEZE_CONTRACT") => control.verifyEndorsement(resource, message, endorse(who, message), now)?.message;
    assert.equal(check(admin(1)), undefined);
    assert.equal(check(client(1)), "authentication fail: signers do not meet the requirement (CONTRACT_MANAGE-FREEZE_CONTRACT)");
    assert.equal(
      accessControl(withPolicy("a-b", "FORBIDDEN")).verifyEndorsement("a-b", message, endorse(admin(1), message), now)?.message,
      "authentication fail: [a-b] is forbidden to access",
    );
  });
});

describe("multi-sign", () => {
  const payload = utf8ToBytes("the request's payload");
  const resource = "CONTRACT_MANAGE-FREEZE_CONTRACT";
  const control = accessControl();
  const votes = (...people: readonly Person[]) => people.map((who) => endorse(who, payload));
  const judge = (agree: readonly Person[], reject: readonly Person[], name = resource, on = control) =>
    on.judgeMultiSign(name, payload, votes(...agree), votes(...reject), now);

  it("needs a policy that is not SELF", () => {
    assert.equal(control.checkMultiSignResource(resource), undefined);
    assert.equal(control.checkMultiSignResource("fact-save")?.message, "this resource[fact-save] doesn't support to online multi sign");
    assert.equal(
      control.checkMultiSignResource("CHAIN_CONFIG-NODE_ID_UPDATE")?.message,
      "this resource[CHAIN_CONFIG-NODE_ID_UPDATE] is the self rule and doesn't support to online multi sign",
    );
  });
  it("passes with enough agreement", () => {
    assert.equal(judge([], []), "processing");
    assert.equal(judge([admin(1), admin(2)], []), "processing");
    assert.equal(judge([admin(1), admin(2), admin(3)], [admin(4)]), "passed");
  });
  it("is refused by the same policy, or by half of the organisations' number", () => {
    assert.equal(judge([admin(4)], [admin(1)]), "processing");
    assert.equal(judge([admin(4)], [admin(1), admin(2)]), "refused");
    assert.equal(judge([admin(4)], [client(1), client(2)]), "refused");
    assert.equal(judge([], [admin(1), admin(2), admin(3)]), "refused");
    assert.equal(judge([], [client(1), client(2), client(3)]), "processing");
    assert.equal(judge([], [admin(1)], "CONTRACT_MANAGE-INIT_CONTRACT"), "refused");
  });
  it("does not count votes whose signature is another's", () => {
    const forged = [1, 2, 3].map((number) => endorse(admin(number), payload, { isForged: true }));
    assert.equal(control.judgeMultiSign(resource, payload, forged, [], now), "processing");
  });
  it("has nothing to judge without a policy", () => {
    assert.equal(judge([admin(1)], [], "fact-save"), "processing");
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
    assert.match(control.verifyTlsPeer(person(1, "user/expired", "tls").certificate, now)?.message ?? "", /has expired or is not yet valid/);
  });
});
