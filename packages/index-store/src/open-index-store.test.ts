import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { CodedError } from "@yanta/errors";
import { openIndexStore } from "./open-index-store.ts";
import { testIndexStore } from "./testing/index-store-compliance.ts";

const suiteFolder = mkdtempSync(join(tmpdir(), "yanta-index-"));
after(() => rmSync(suiteFolder, { recursive: true, force: true }));

testIndexStore("PGlite in a folder", (name) => openIndexStore({ location: suiteFolder, schema: name }));

test("an address without a server is told, without its password", async () => {
  const opening = openIndexStore({ location: "postgres://u:secret@127.0.0.1:1/none", schema: "test" });
  await assert.rejects(opening, (error: unknown) => {
    assert.ok(error instanceof CodedError);
    assert.equal(error.code, "INDEX_STORE_OPEN");
    assert.doesNotMatch(error.message, /secret/);
    return true;
  });
  await assert.rejects(openIndexStore({ location: "memory", schema: "a;b" }), RangeError);
});
