import assert from "node:assert/strict";
import { test } from "node:test";
import { connectionsMax, reservedFileCount } from "../limits.ts";
import { connectionLimit } from "./connection-limit.ts";

test("a small limit of open files leaves room for the node's own", () => {
  assert.equal(connectionLimit(1024), 1024 - reservedFileCount);
  assert.equal(connectionLimit(10), 1);
  assert.equal(connectionLimit(1_000_000), connectionsMax);
});

test("the system's own limit is read", () => {
  const limit = connectionLimit();
  assert.ok(limit >= 1 && limit <= connectionsMax);
});
