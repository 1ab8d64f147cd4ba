import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, it } from "node:test";
import { DeliveryStore, type KeptDelivery } from "./delivery-store.ts";

const folder = mkdtempSync(join(tmpdir(), "yanta-delivery-store-"));
after(() => rmSync(folder, { recursive: true, force: true }));

const kept: KeptDelivery = {
  id: "D-1",
  request: "R1",
  member: "ab",
  purpose: "用途",
  fields: ["a"],
  uses: 1,
  hash: "cd",
  size: 3,
  at: 1,
};

it("keeps deliveries over a restart, readable by their owner only, until they are removed", () => {
  new DeliveryStore(folder).keep(kept, Uint8Array.of(1, 2, 3));
  const store = new DeliveryStore(folder);
  assert.deepEqual(store.find("D-1"), kept);
  assert.deepEqual(new Uint8Array(store.body("D-1")), Uint8Array.of(1, 2, 3));
  assert.equal(store.find("D-2"), undefined);
  assert.equal(statSync(join(folder, "D-1.body")).mode & 0o077, 0);
  assert.equal(statSync(join(folder, "D-1.json")).mode & 0o077, 0);
  // A crash may leave half a file under another name.
  writeFileSync(join(folder, "D-3.json.new"), '{"id":');
  assert.deepEqual(store.list(), [kept]);
  store.remove("D-1");
  assert.deepEqual(store.list(), []);
  assert.deepEqual(readdirSync(folder), ["D-3.json.new"]);
});
