import assert from "node:assert/strict";
import { test } from "node:test";
import { CodedError } from "./coded-error.ts";
import { defineErrors } from "./error-table.ts";

const storageErrors = defineErrors("storage", {
  STORAGE_DISK_FULL: {
    en: { message: "The disk of {folder} is full.", advice: "Free some space." },
    zh: { message: "{folder} 所在磁盘已满。", advice: "请清理空间。" },
    retryable: true,
  },
});

test("create makes the error of a code", () => {
  const cause = new Error("ENOSPC");
  const error = storageErrors.create("STORAGE_DISK_FULL", { folder: "data" }, cause);
  assert.ok(error instanceof CodedError);
  assert.equal(error.code, "STORAGE_DISK_FULL");
  assert.deepEqual(error.details, { folder: "data" });
  assert.equal(error.cause, cause);
  assert.equal(storageErrors.packageName, "storage");
});
