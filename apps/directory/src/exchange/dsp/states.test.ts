import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Request } from "../../api/request.ts";
import { negotiationState, negotiationSteps, transferState, transferSteps } from "./states.ts";

type State = Request["state"];

/** Steps of the contract: from, to. Spec: contracts/directory/assembly/request-steps.ts and requests.ts. */
const review: readonly State[] = ["COMPLIANCE", "PROVIDER_REVIEW"];
const granted: readonly State[] = ["GRANTED", "ACTIVE", "SUSPENDED"];
const steps: readonly (readonly [State, State])[] = [
  ["SUBMITTED", "COMPLIANCE"],
  ["COMPLIANCE", "PROVIDER_REVIEW"],
  ["COMPLIANCE", "APPROVED"],
  ...review.flatMap((from) => [[from, "RETURNED"] as const, [from, "REJECTED"] as const]),
  ["RETURNED", "SUBMITTED"],
  ["PROVIDER_REVIEW", "APPROVED"],
  ["APPROVED", "APPROVED"],
  ["APPROVED", "AGREED"],
  ["AGREED", "GRANTED"],
  ["GRANTED", "ACTIVE"],
  ["ACTIVE", "SUSPENDED"],
  ["SUSPENDED", "ACTIVE"],
  ...granted.flatMap((from) => [[from, "REVOKED"] as const, [from, "EXPIRED"] as const]),
  ["ACTIVE", "COMPLETED"],
  ["SUSPENDED", "COMPLETED"],
  ["REJECTED", "DISPUTE"],
  ["DISPUTE", "MEDIATED"],
  ["MEDIATED", "PROVIDER_REVIEW"],
  ...(["SUBMITTED", "COMPLIANCE", "PROVIDER_REVIEW", "RETURNED", "APPROVED", "AGREED", "DISPUTE"] as const).map(
    (from) => [from, "WITHDRAWN"] as const,
  ),
];

/** States on the shortest way that a protocol allows, both ends included; undefined when there is none. */
function wayOf<Name extends string>(allowed: Readonly<Record<Name, readonly Name[]>>, from: Name, to: Name) {
  const ways: Name[][] = [[from]];
  for (const way of ways) {
    const last = way.at(-1) ?? from;
    if (last === to) return way;
    if (way.length < 4) ways.push(...allowed[last].map((next) => [...way, next]));
  }
  return undefined;
}

describe("a request in the words of the Dataspace Protocol", () => {
  it("never makes a step that the protocol does not know, whatever the contract does", () => {
    const passed = new Set<string>();
    // Every state of the contract, with and without a refusal before it.
    const seen = new Set(["SUBMITTED false"]);
    for (const place of seen) {
      const [from = "", rejected = ""] = place.split(" ");
      for (const [, to] of steps.filter(([start]) => start === from)) {
        const before = negotiationState(from as State, rejected === "true");
        const isRejected = rejected === "true" || to === "REJECTED";
        const after = negotiationState(to, isRejected);
        const way = wayOf(negotiationSteps, before, after);
        assert.ok(way, `${from} to ${to}: ${before} to ${after}`);
        for (const between of way.slice(1, -1)) passed.add(`${from} ${to} ${between}`);
        const [was, is] = [transferState(from as State, rejected === "true"), transferState(to, isRejected)];
        if (was !== undefined && is !== undefined) {
          const transfer = wayOf(transferSteps, was, is);
          assert.ok(transfer, `${from} to ${to}: ${was} to ${is}`);
          for (const between of transfer.slice(1, -1)) passed.add(`${from} ${to} ${between}`);
        } else assert.ok(was === undefined, `${from} to ${to}: the transfer is gone`);
        seen.add(`${to} ${isRejected}`);
      }
    }
    // Sixteen states; three of them are after a refusal only.
    assert.equal(seen.size, 29, [...seen].join());
    // In these transactions both sides' words are there already.
    assert.deepEqual([...passed].toSorted(), ["AGREED GRANTED VERIFIED", "SUSPENDED COMPLETED STARTED"]);
  });
});
