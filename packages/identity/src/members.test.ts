import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { bytesToHex, hexToBytes, utf8ToBytes } from "@yanta/bytes";
import { encodePem, parseCertificate } from "@yanta/crypto";
import { MemberType, type ChainConfig } from "@yanta/protocol";
import {
  accessControl,
  admin,
  certificateHash,
  client,
  endorse,
  now,
  org,
  person,
  readTestFile,
  verify,
  typeFailed,
  type Person,
  type TestState,
  type TxOptions,
} from "./testing/test-network.ts";

describe("stored members", () => {
  const hash = certificateHash(client(1));
  const state: TestState = {
    [hash.hex]: client(1).pem,
    [bytesToHex(utf8ToBytes("alice"))]: admin(2).pem,
    [bytesToHex(utf8ToBytes("broken"))]: "text",
  };
  const control = accessControl(undefined, state);
  const as = (memberType: MemberType, memberInfo: Uint8Array): TxOptions["senderOptions"] => ({
    memberType,
    memberInfo,
  });

  it("CERT_HASH and ALIAS stand for the stored certificate", () => {
    for (let i = 0; i < 2; i++) {
      assert.equal(
        verify(control, "fact-save", { senderOptions: as(MemberType.CERT_HASH, hash.raw) ?? {} }),
        undefined,
      );
      assert.equal(
        verify(control, "fact-save", {
          sender: admin(2),
          senderOptions: as(MemberType.ALIAS, utf8ToBytes("alice")) ?? {},
        }),
        undefined,
      );
    }
  });
  it("a name of someone else, of nothing or of garbage is refused", () => {
    assert.equal(
      verify(control, "fact-save", { sender: client(2), senderOptions: as(MemberType.CERT_HASH, hash.raw) ?? {} }),
      typeFailed,
    );
    assert.equal(
      verify(control, "fact-save", { senderOptions: as(MemberType.ALIAS, utf8ToBytes("bob")) ?? {} }),
      typeFailed,
    );
    assert.equal(
      verify(control, "fact-save", { senderOptions: as(MemberType.ALIAS, utf8ToBytes("broken")) ?? {} }),
      typeFailed,
    );
  });
  it("resolveMember keeps the member as it was sent", () => {
    const member = endorse(admin(2), utf8ToBytes(""), {
      memberType: MemberType.ALIAS,
      memberInfo: utf8ToBytes("alice"),
    }).signer;
    assert.ok(member !== undefined);
    const resolved = control.resolveMember(member, now);
    assert.equal(resolved.kind, "identity");
    assert.equal(resolved.kind === "identity" && resolved.identity.member, member);
    assert.equal(resolved.kind === "identity" && resolved.identity.role, "ADMIN");
  });
});

describe("resolveMember", () => {
  const control = accessControl();
  const resolve = (
    who: Person,
    options: Parameters<typeof endorse>[2] = {},
    on = control,
  ): string | readonly string[] => {
    const { signer } = endorse(who, utf8ToBytes(""), options);
    assert.ok(signer !== undefined);
    const resolved = on.resolveMember(signer, now);
    return resolved.kind === "refusal"
      ? resolved.refusal.message
      : [resolved.identity.orgId, resolved.identity.role, resolved.identity.memberId, resolved.identity.uid];
  };
  it("tells organisation, role, id and uid", () => {
    const skid = client(1).certificate.subjectKeyId;
    assert.deepEqual(resolve(client(1)), [
      org(1),
      "CLIENT",
      "client1.sign.wx-org1.chainmaker.org",
      bytesToHex(skid ?? new Uint8Array(0)),
    ]);
  });
  it("says why not", () => {
    assert.equal(
      resolve(client(1), { memberType: MemberType.PUBLIC_KEY }),
      "new member failed: the member type does not match",
    );
    assert.equal(
      resolve(client(1), { memberType: MemberType.ALIAS }),
      "new member failed, the provided certificate ID is not registered",
    );
    assert.equal(
      resolve(client(1), { memberInfo: Uint8Array.of(1) }),
      "new member failed: new member failed: new cert member failed, invalid certificate",
    );
    assert.equal(
      resolve(client(2), { orgId: org(1) }),
      "new member failed: new member failed: setup cert member failed, organization information in certificate and in input parameter do not match " +
        `[certificate: ${org(2)}, parameter: ${org(1)}]`,
    );
    assert.equal(
      resolve(client(1), { orgId: "" }),
      `authentication failed, signer does not belong to the organization it claims [claim: , root cert: ${org(1)}]`,
    );
    assert.equal(resolve(client(5)), "new member failed: no orgnization found");
    assert.match(
      String(resolve(person(1, "user/unknown"))),
      /^new member failed: not ac valid certificate from trusted CAs: x509: certificate signed by unknown authority/,
    );
    assert.match(
      String(resolve(person(1, "user/expired"))),
      /^new member failed: not ac valid certificate from trusted CAs: x509: certificate has expired or is not yet valid/,
    );
  });
  it("reads the first block of a PEM text and no other", () => {
    const { pem } = client(1);
    const key = utf8ToBytes(encodePem("EC PARAMETERS", Uint8Array.of(0x30, 0)));
    assert.deepEqual(resolve(client(1), { memberInfo: Uint8Array.of(...pem, ...client(2).pem) }), resolve(client(1)));
    for (const memberInfo of [Uint8Array.of(...key, ...pem), utf8ToBytes(encodePem("CERTIFICATE", pem))])
      assert.equal(
        resolve(client(1), { memberInfo }),
        "new member failed: new member failed: new cert member failed, invalid certificate",
      );
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
    config.trustMembers.push({
      $typeName: "config.TrustMemberConfig",
      memberInfo: decode(who.pem),
      orgId,
      role,
      nodeId: "",
    });
  };
  const outsider = client(5);
  it("are accepted with the configured organisation and role, whoever issued them and whenever", () => {
    const control = accessControl(trust(outsider, "partner", "admin"));
    assert.equal(
      verify(
        control,
        "CONTRACT_MANAGE-INIT_CONTRACT",
        { sender: outsider, senderOptions: { orgId: "partner" } },
        9_000_000_000n,
      ),
      undefined,
    );
    assert.equal(verify(control, "fact-save", { sender: outsider }), typeFailed);
  });
  it("must be shown exactly as configured", () => {
    const control = accessControl(trust(outsider, "partner", "admin"));
    assert.equal(
      verify(control, "fact-save", {
        sender: outsider,
        senderOptions: { orgId: "partner", memberInfo: outsider.certificate.der },
      }),
      typeFailed,
    );
  });
  it("are not asked about revocation, except at the TLS door", () => {
    const hash = certificateHash(outsider).hex;
    const control = accessControl(trust(outsider, org(5), "client"), {
      CERT_FREEZE: `["freeze_${hash}"]`,
      [`freeze_${hash}`]: outsider.pem,
    });
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
    assert.equal(
      verify(control, "fact-save", { senderOptions: { memberInfo: client(1).certificate.der } }),
      typeFailed,
    );
    assert.equal(verify(control, "fact-save", { sender: admin(1) }), undefined);
    assert.equal(control.verifyTlsPeer(client(1).certificate, now)?.message, "certificate is frozen");
  });
  it("a frozen certificate is refused with the other signature of its CA that anybody can make", () => {
    const control = accessControl(undefined, frozen);
    const twin = parseCertificate(withComplementSignature(client(1).certificate.der));
    assert.ok(twin.isIssuedBy(parseCertificate(readTestFile(`${org(1)}/ca/ca.crt`))));
    assert.notDeepEqual(twin.der, client(1).certificate.der);
    assert.equal(control.verifyTlsPeer(twin, now)?.message, "certificate is frozen");
  });
  it("an endorsement by a frozen administrator is dropped", () => {
    const of2 = certificateHash(admin(2)).hex;
    const control = accessControl(undefined, { CERT_FREEZE: `["freeze_${of2}"]`, [`freeze_${of2}`]: admin(2).pem });
    assert.match(
      verify(control, "CONTRACT_MANAGE-FREEZE_CONTRACT", { endorsers: [1, 2, 3].map(admin) }) ?? "",
      /3 valid endorsements required, 2 valid endorsements received$/,
    );
  });
  it("empty and null lists are none", () => {
    for (const list of ["", "null", "[]"])
      assert.equal(verify(accessControl(undefined, { CERT_FREEZE: list, CERT_CRL: list }), "fact-save"), undefined);
  });
  it("an index that does not match the state stops", () => {
    for (const state of [
      { CERT_FREEZE: `["freeze_00"]` },
      { CERT_CRL: "{}" },
      { CERT_CRL: "[1]" },
      { CERT_FREEZE: "[" },
      { CERT_FREEZE: `["a"]`, a: "text" },
    ]) {
      assert.throws(() => accessControl(undefined, state), { code: "IDENTITY_STATE_BROKEN" });
    }
  });
});

/** Order of the P-256 group. */
const groupOrder = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

/** The same certificate with its CA's ECDSA signature (r, s) replaced by (r, n - s), which verifies as well. */
function withComplementSignature(der: Uint8Array): Uint8Array {
  // 30 82 …, tbs: 30 82 …, algorithm: 30 len …, bit string: 03 len 00, signature: 30 len, r: 02 len …, s: 02 len ….
  const tbsEnd = 8 + new DataView(der.buffer, der.byteOffset).getUint16(6);
  const bitString = tbsEnd + 2 + (der[tbsEnd + 1] ?? 0);
  const r = der.subarray(bitString + 5, bitString + 7 + (der[bitString + 6] ?? 0));
  const s = BigInt(`0x${bytesToHex(der.subarray(bitString + 5 + r.length + 2))}`);
  const complement = hexToBytes((groupOrder - s).toString(16).padStart(64, "0")) ?? new Uint8Array();
  const value = (complement[0] ?? 0) >= 0x80 ? [0, ...complement] : [...complement];
  const signature = [...r, 0x02, value.length, ...value];
  const body = [...der.subarray(4, bitString), 0x03, signature.length + 3, 0, 0x30, signature.length, ...signature];
  return Uint8Array.of(0x30, 0x82, body.length >> 8, body.length & 0xff, ...body);
}
