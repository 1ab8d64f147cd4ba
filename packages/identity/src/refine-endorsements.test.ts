import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { create } from "@bufbuild/protobuf";
import { utf8ToBytes } from "@yanta/bytes";
import { EndorsementEntrySchema, type EndorsementEntry } from "@yanta/protocol";
import { failedEndorsementsMax } from "./limits.ts";
import type { MemberDirectory } from "./members.ts";
import { refineEndorsements } from "./refine-endorsements.ts";
import { accessControl, admin, client, endorse, now } from "./testing/test-network.ts";

/** Members by number: `memberInfo` is the number, a signature of one byte is good. Counts what would cost time. */
function scene() {
  const certificates = new Map<string, object>();
  const counts = { resolved: 0, verified: 0 };
  const resolve: MemberDirectory["resolve"] = ({ memberInfo }) => {
    counts.resolved++;
    const name = String(memberInfo);
    if (name === "0") return { kind: "refusal", refusal: { message: "unknown" } };
    const certificate = certificates.get(name) ?? {};
    certificates.set(name, certificate);
    const verify = (_message: Uint8Array, signature: Uint8Array): boolean => {
      counts.verified++;
      return signature.length === 1;
    };
    return { kind: "identity", identity: { orgId: name, role: "ADMIN", certificate, publicKey: { verify } } } as never;
  };
  const entry = (member: number, isGood: boolean): EndorsementEntry =>
    create(EndorsementEntrySchema, {
      signer: { memberInfo: Uint8Array.of(member) },
      signature: new Uint8Array(isGood ? 1 : 2),
    });
  const refine = (entries: readonly EndorsementEntry[]): string[] => {
    const members = { resolve } as unknown as MemberDirectory;
    return refineEndorsements({ members, entries, message: utf8ToBytes("m"), unixSeconds: now }).map(
      ({ orgId }) => orgId,
    );
  };
  return { counts, entry, refine };
}

describe("refineEndorsements", () => {
  it("does bounded work for forged, unknown and doubled endorsements", () => {
    const { counts, entry, refine } = scene();
    for (const bad of [entry(1, false), entry(0, true), entry(1, true)]) {
      Object.assign(counts, { resolved: 0, verified: 0 });
      const found = refine(Array.from({ length: 1024 }, () => bad));
      assert.ok(found.length <= 1);
      assert.ok(counts.resolved <= failedEndorsementsMax + 2, `${counts.resolved} resolved`);
      assert.ok(counts.verified <= failedEndorsementsMax, `${counts.verified} verified`);
    }
  });

  it("counts all good ones of an honest message, with bad ones among them", () => {
    const { entry, refine } = scene();
    const entries = Array.from({ length: 200 }, (_, index) => entry(1 + index, index % 2 === 1));
    assert.equal(refine(entries).length, 100);
    const some = [...Array.from({ length: failedEndorsementsMax - 1 }, () => entry(0, true)), entry(1, true)];
    assert.deepEqual(refine(some), ["1"]);
  });

  it("stops at the same endorsement everywhere", () => {
    const { entry, refine } = scene();
    const forged = Array.from({ length: failedEndorsementsMax }, () => entry(9, false));
    assert.deepEqual(refine([entry(1, true), ...forged, entry(2, true)]), ["1", "2"]);
    assert.deepEqual(refine([...forged, entry(1, true), entry(2, true)]), []);
  });
});

it("one certificate is one member, however its PEM text is written", () => {
  const control = accessControl();
  const { pem } = admin(1);
  const identities = ["", "\n", "more", "\n\n"].map((end) => {
    const { signer } = endorse(admin(1), utf8ToBytes("m"), { memberInfo: Uint8Array.of(...pem, ...utf8ToBytes(end)) });
    const resolved = signer && control.resolveMember(signer, now);
    assert.ok(resolved?.kind === "identity");
    assert.deepEqual(resolved.identity.member.memberInfo, signer?.memberInfo);
    return resolved.identity;
  });
  assert.equal(new Set(identities.map(({ certificate }) => certificate)).size, 1);
  const { signer } = endorse(client(1), utf8ToBytes("m"));
  const other = signer && control.resolveMember(signer, now);
  assert.ok(other?.kind === "identity" && other.identity.certificate !== identities[0]?.certificate);
});
