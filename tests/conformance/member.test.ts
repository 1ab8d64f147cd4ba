import assert from "node:assert/strict";
import { create } from "@bufbuild/protobuf";
import { bytesToHex } from "@yanta/bytes";
import { hashBytes, parseCertificate } from "@yanta/crypto";
import { encodeMessage, MemberFullSchema, MemberSchema, MemberType } from "@yanta/protocol";
import { checkCases } from "./check-cases.ts";
import { hashNamed } from "./hash-names.ts";
import { checkJsonView, checkRoundTrip } from "./message-vector.ts";

checkCases("member.json", (vector) => {
  const kind = vector.text("kind");
  if (kind === "MemberFull") return checkJsonView(MemberFullSchema, vector.value["value"], vector.hex("bytes"));
  const member = checkRoundTrip(MemberSchema, vector.hex("bytes"));
  assert.equal(bytesToHex(member.memberInfo), vector.text("member_info"));
  if (kind === "cert_hash") {
    assert.equal(member.memberType, MemberType.CERT_HASH);
    assert.equal(
      bytesToHex(hashBytes(hashNamed(vector.text("hash")), parseCertificate(vector.text("cert_pem")).der)),
      vector.text("member_info"),
    );
    return;
  }
  assert.equal(MemberType[member.memberType], kind);
  const built = create(MemberSchema, {
    orgId: vector.text("org_id"),
    memberType: vector.number("member_type"),
    memberInfo: vector.hex("member_info"),
  });
  assert.equal(bytesToHex(encodeMessage(MemberSchema, built)), vector.text("bytes"));
});
