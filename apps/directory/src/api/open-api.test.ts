import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { endpoints } from "./endpoints.ts";
import { createOpenApi } from "./open-api.ts";

describe("OpenAPI document", () => {
  const text = JSON.stringify(createOpenApi());
  const document = JSON.parse(text) as {
    paths: Record<string, Record<string, { operationId: string }>>;
    components: { schemas: Record<string, unknown> };
  };

  it("has every endpoint once", () => {
    const ids = Object.values(document.paths).flatMap((path) => Object.values(path).map((each) => each.operationId));
    assert.deepEqual(ids.toSorted(), Object.keys(endpoints).toSorted());
  });

  it("refers to schemas that are there, and leaves no local definition", () => {
    const names = [...text.matchAll(/#\/components\/schemas\/(\w+)/g)].map((match) => match[1] ?? "");
    assert.ok(names.length > 20);
    for (const name of names) assert.ok(document.components.schemas[name] !== undefined, name);
    assert.doesNotMatch(text, /\$defs/);
  });
});
