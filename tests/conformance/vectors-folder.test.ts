import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { test } from "node:test";
import { knownFailures } from "./check-cases.ts";
import { hasCheck, vectorKinds } from "./vector-kinds.ts";
import { isShippedFolder, listVectorFiles, readVectorJson } from "./vectors-folder.ts";

for (const file of listVectorFiles().filter((each) => !hasCheck(each))) {
  test(`no check for ${file}`, { skip: isShippedFolder ? false : "unknown vector file" }, () =>
    assert.fail(`write a check for ${file}`),
  );
}

test("every vector kind names a test file", () => {
  for (const file of Object.values(vectorKinds)) assert.ok(existsSync(new URL(file, import.meta.url)), file);
});

test("every known failure names a case", { skip: isShippedFolder ? false : "another folder" }, () => {
  for (const id of knownFailures.keys()) {
    const [file = "", index = ""] = id.split(/[# ]/);
    assert.ok(readVectorJson(file)?.objects("cases")[Number(index)] !== undefined, id);
  }
});
