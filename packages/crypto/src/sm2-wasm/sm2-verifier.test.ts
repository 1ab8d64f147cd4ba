import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { createSm2SumHasX } from "../keys/sm2.ts";
import { Sm2Point, sm2Parameters } from "../keys/sm2-curve.ts";
import { sm2TablesMax, sm2UsesBeforeTable } from "../limits.ts";
import { createSm2Key, Sm2Verifier } from "./sm2-verifier.ts";

const { n } = sm2Parameters;
const { BASE } = Sm2Point;
const verifier = new Sm2Verifier();
const scalar = fc.oneof(
  fc.bigInt({ min: 1n, max: n - 1n }),
  fc.bigInt({ min: 1n, max: 600n }),
  fc.bigInt({ min: 1n, max: 600n }).map((small) => n - small),
  fc.integer({ min: 0, max: 255 }).map((bit) => 2n ** BigInt(bit)),
);

/** The x of s·G + t·d·G by scalars alone; undefined for infinity. */
function expectedX(s: bigint, t: bigint, d: bigint): bigint | undefined {
  const sum = (s + t * d) % n;
  return sum === 0n ? undefined : BASE.multiplyUnsafe(sum).toAffine().x;
}

function check(s: bigint, t: bigint, d: bigint, uses: number): void {
  const key = createSm2Key(BASE.multiplyUnsafe(d).toAffine());
  const x = expectedX(s, t, d);
  for (let use = 0; use < uses; use++) {
    assert.equal(verifier.sumHasX(s, t, key, x === undefined ? [0n, 1n] : [1n, x]), x !== undefined, `${s} ${t} ${d}`);
    assert.equal(verifier.sumHasX(s, t, key, [((x ?? 0n) + 1n) % sm2Parameters.p]), false);
  }
}

describe("Sm2Verifier", () => {
  it("comes to the same sums as scalars do, with few multiples and with the table", () => {
    fc.assert(
      fc.property(scalar, scalar, scalar, (s, t, d) => check(s, t, d, 1)),
      { seed: 31, numRuns: 300 },
    );
    fc.assert(
      fc.property(scalar, scalar, scalar, (s, t, d) => check(s, t, d, sm2UsesBeforeTable)),
      { seed: 32, numRuns: 40 },
    );
  });

  it("adds points that are equal, opposite or infinity", () => {
    const small = [1n, 2n, 3n, 16n, 17n, 128n, 129n, n - 1n, n - 2n, n - 16n];
    for (const d of [1n, 2n, n - 1n]) for (const s of small) for (const t of small) check(s, t, d, 1);
    for (const s of small) check(s, n - s, 1n, sm2UsesBeforeTable);
  });

  it("answers as the JavaScript does", () => {
    fc.assert(
      fc.property(scalar, scalar, scalar, fc.boolean(), (s, t, d, isRight) => {
        const point = BASE.multiplyUnsafe(d);
        const candidates = [isRight ? (expectedX(s, t, d) ?? 0n) : s];
        assert.equal(
          verifier.sumHasX(s, t, createSm2Key(point.toAffine()), candidates),
          createSm2SumHasX(point)(s, t, candidates),
        );
      }),
      { seed: 33, numRuns: 40 },
    );
  });

  it("stays right when more keys are in use than have tables", () => {
    const keys = Array.from({ length: sm2TablesMax + 2 }, (_, index) => BigInt(index + 1));
    const used = keys.map((d) => ({ d, key: createSm2Key(BASE.multiplyUnsafe(d).toAffine()) }));
    const x = expectedX(5n, 7n, 1n) ?? 0n;
    const [first] = used;
    assert.ok(first !== undefined);
    for (const { key } of used) for (let use = 0; use < sm2UsesBeforeTable; use++) verifier.sumHasX(5n, 7n, key, []);
    for (let use = 0; use < sm2UsesBeforeTable + 1; use++) assert.ok(verifier.sumHasX(5n, 7n, first.key, [x]));
  });
});
