import assert from "node:assert/strict";
import { test } from "node:test";
import { recentHashesMax } from "../limits.ts";
import { RecentHashes } from "./recent-hashes.ts";

test("tells what came since, as far as it is kept", () => {
  const hashes = new RecentHashes();
  hashes.add("a");
  const { end } = hashes;
  hashes.add("b");
  assert.deepEqual(hashes.since(end), ["b"]);
  assert.deepEqual(hashes.since(hashes.end), []);
  for (let i = 0; i < 3 * recentHashesMax; i++) hashes.add(`${i}`);
  const kept = hashes.since(0);
  assert.ok(kept.length >= recentHashesMax && kept.length < 2 * recentHashesMax);
  assert.equal(kept.at(-1), `${3 * recentHashesMax - 1}`);
});
