import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { openContractChain } from "./contract-chain.ts";
import { loadModule } from "./load-contract.ts";
import { mergeCoverage } from "./reports.ts";

const folder = fileURLToPath(new URL("../../../third_party/chainmaker-contracts/", import.meta.url));
const fact = { file_hash: "h", file_name: "n", time: "1" };

describe("branch coverage of modules that others compiled", () => {
  let before: string | undefined;
  beforeEach(() => {
    before = process.env["YANTA_CONTRACT_COVERAGE"];
  });
  afterEach(() => {
    process.env["YANTA_CONTRACT_COVERAGE"] = before ?? "0";
  });

  for (const [name, file, runtime] of [
    ["Rust", "rust-fact-2.0.0.wasm", "WASMER"],
    ["TinyGo", "go-fact-2.0.0.wasm", "GASM"],
  ] as const)
    it(`${name}: the same results, and the ways taken`, async () => {
      const run = async (coverage: "0" | "1") => {
        process.env["YANTA_CONTRACT_COVERAGE"] = coverage;
        const chain = await openContractChain();
        const contract = await chain.install("c", loadModule(folder + file, runtime));
        const saved = await contract.invoke("save", fact);
        const found = await contract.query("find_by_file_hash", { file_hash: "h" });
        const missing = await contract.query("find_by_file_hash", { file_hash: "x" });
        const results = [saved, found, missing].map(({ ok, text, message, events }) => [ok, text, message, events]);
        return { results, report: mergeCoverage(chain.coverage) };
      };
      const plain = await run("0");
      const covered = await run("1");
      assert.deepEqual(covered.results, plain.results);
      assert.deepEqual(plain.report, []);
      const [report] = covered.report;
      assert.ok(report !== undefined && report.taken > 100 && report.taken < report.ways);
    });

  it("EVM: each JUMPI of the code that was made, by which way it went", async () => {
    // PUSH1 0 CALLDATALOAD PUSH1 8 JUMPI STOP STOP JUMPDEST STOP, behind what returns it; the last two bytes are data with a JUMPI in it.
    const runtime = "60003560085700005b006157";
    const init = `600c600c600039600c6000f3${runtime}`;
    const run = async (...calls: readonly string[]) => {
      const chain = await openContractChain();
      const contract = await chain.install("c", { bytecode: Buffer.from(init, "hex"), runtime: "EVM" });
      for (const data of calls) assert.ok((await contract.invoke(data.slice(0, 8), { data })).ok);
      return mergeCoverage(chain.coverage);
    };
    process.env["YANTA_CONTRACT_COVERAGE"] = "1";
    const [zero, one] = ["0".repeat(64), "1".padStart(64, "0")];
    const branch = { place: "byte 5", ways: 2 };
    assert.deepEqual(await run(zero), [{ contract: "c", ways: 2, taken: 1, open: [{ ...branch, taken: 1 }] }]);
    assert.deepEqual(await run(zero, one), [{ contract: "c", ways: 2, taken: 2, open: [] }]);
    assert.deepEqual(await run(), [{ contract: "c", ways: 2, taken: 0, open: [{ ...branch, taken: 0 }] }]);
    process.env["YANTA_CONTRACT_COVERAGE"] = "0";
    assert.deepEqual(await run(one), []);
  });
});
