import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { sdkErrors } from "@yanta/sdk";
import { serviceErrors } from "./errors.ts";
import { refusalOf } from "./problem-of.ts";

const failed = (message: string) =>
  sdkErrors.create("SDK_CONTRACT_FAILED", { txId: "t", contract: "directory", method: "m", message });

describe("problems", () => {
  it("of the contract have its code, field and words", () => {
    const { status, problem } = refusalOf(failed("contract message:DIR_STATE takeRequest: ACTIVE")) ?? {};
    assert.equal(status, 422);
    assert.deepEqual([problem?.code, problem?.field, problem?.detail], ["DIR_STATE", "takeRequest", "ACTIVE"]);
    assert.match(problem?.zh.message ?? "", /\p{Script=Han}/u);
  });

  it("of an import list its cells, each with words", () => {
    const cells = '[{"row":2,"field":"items[0].name","code":"DIR_MISSING"}]';
    const { problem } = refusalOf(failed(`contract message:DIR_IMPORT entries: ${cells}`)) ?? {};
    assert.deepEqual(
      problem?.findings.map(({ row, field, code }) => [row, field, code]),
      [[2, "items[0].name", "DIR_MISSING"]],
    );
    assert.notEqual(problem?.findings[0]?.en.advice, "");
  });

  it("of a contract that says something else are told as they are; what nobody foresaw is none", () => {
    assert.equal(refusalOf(failed("out of gas"))?.problem.code, "SDK_CONTRACT_FAILED");
    assert.equal(refusalOf(serviceErrors.create("DIRECTORY_SERVICE_SESSION"))?.status, 401);
    assert.equal(refusalOf(new Error("database password is x")), undefined);
  });
});
