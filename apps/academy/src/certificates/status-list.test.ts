import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { CodedError } from "@yanta/errors";
import { gzipSync } from "fflate";
import { createCohortSigner } from "./cohort-signer.ts";
import type { StatusList } from "./credential.ts";
import { checkStatus, signStatusList } from "./status-list.ts";
import { madeAt, makeCohort } from "./testing/made-cohort.ts";

const { key, cohort, awardOf } = makeCohort();
const revoked = [0, 7, 8, 131_071, 200_000];
const list = await signStatusList({ cohort, count: 200_001, revoked, asOf: madeAt }, key);
const sign = await createCohortSigner(cohort, key, madeAt);

function codeOf(index: number, change: Partial<StatusList> = {}): string {
  try {
    checkStatus(sign(awardOf(index)), { ...list, ...change });
    return "good";
  } catch (error) {
    return error instanceof CodedError ? error.code : String(error);
  }
}

function withBits(bytes: Uint8Array): Partial<StatusList> {
  const encodedList = `u${Buffer.from(bytes).toString("base64url")}`;
  return { credentialSubject: { ...list.credentialSubject, encodedList } };
}

describe("a status list", () => {
  it("says who is revoked", () => {
    for (const index of [0, 1, 6, 7, 8, 9, 131_070, 131_071, 131_072, 199_999, 200_000]) {
      assert.equal(codeOf(index), revoked.includes(index) ? "ACADEMY_CERTIFICATE_REVOKED" : "good", String(index));
    }
  });

  it("is refused when it is another's, too short, or made to fill memory", () => {
    const foreign = "ACADEMY_CERTIFICATE_STATUS_FOREIGN";
    assert.equal(codeOf(1, { id: "https://academy.example/cohorts/other/status" }), foreign);
    assert.equal(codeOf(1, { issuer: makeCohort().cohort.issuer.did }), foreign);
    assert.equal(codeOf(200_100), foreign);
    assert.equal(codeOf(1, withBits(gzipSync(new Uint8Array(100)))), foreign);
    assert.equal(codeOf(1, withBits(gzipSync(new Uint8Array(2_000_000)))), foreign);
    assert.equal(codeOf(1, withBits(new Uint8Array(40))), foreign);
    // Says a small size and unpacks to a large one.
    const bomb = gzipSync(new Uint8Array(2_000_000));
    new DataView(bomb.buffer, bomb.byteOffset).setUint32(bomb.length - 4, 16_384, true);
    assert.equal(codeOf(1, withBits(bomb)), foreign);
  });
});
