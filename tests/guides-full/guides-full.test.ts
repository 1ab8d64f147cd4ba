import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { dirname } from "node:path";
import { test } from "node:test";
import { setUpTool } from "../../tools/tests/set-up-tool.ts";
import { readGuide } from "../guides/read-guide.ts";
import { runGuide } from "../guides/run-guide.ts";

const python = setUpTool("python-client");
const java = setUpTool("java-client");

for (const name of ["coming-from-chainmaker-go", "operating", "writing-contracts"]) {
  test(`guide zh/${name} does what it says`, async () => {
    await runGuide(readGuide("zh", name));
  });
}

test("the Python program of the SDK guide runs", { skip: python.skip }, async () => {
  if (python.kind === "missing") return;
  await runGuide(readGuide("zh", "using-your-sdk"), { parts: ["python"], programs: [dirname(python.path)] });
});

test("the Java program of the SDK guide runs", { skip: java.skip }, async () => {
  if (java.kind === "missing") return;
  await runGuide(readGuide("en", "using-your-sdk"), {
    parts: ["java"],
    environment: { CHAINMAKER_JAVA: java.path },
  });
});

test("the Go program of the SDK guide is well formed", (t) => {
  const program = readGuide("en", "using-your-sdk").steps.find((step) => step.kind === "file" && step.part === "go");
  assert.ok(program?.kind === "file");
  const { error, status, stdout, stderr } = spawnSync("gofmt", { input: program.content, encoding: "utf8" });
  if (error !== undefined) return t.skip("Go is not installed; the client's module is not in the public proxy anyway");
  assert.equal(status, 0, stderr);
  assert.equal(stdout, program.content);
});
