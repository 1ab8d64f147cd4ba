import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, it } from "node:test";
import { bytesToUtf8 } from "@yanta/bytes";
import { installContract, invokeContract, queryContract } from "@yanta/sdk";
import { startRunningChain, type RunningChain } from "../support/running-chain.ts";

/** ChainMaker's contracts of each WebAssembly runtime, unmodified, on a node of its own, through its public door. */

let chain: RunningChain;

before(async () => {
  chain = await startRunningChain();
  for (const [name, runtime, file] of [
    ["go", "GASM", "go-fact-2.0.0"],
    ["cpp", "WXVM", "cpp-func-verify-1.0.0"],
    // cpp-func-verify calls a contract of this name, whatever it is.
    ["contract01", "GASM", "go-fact-2.0.0"],
  ] as const) {
    await installContract(chain.client, {
      name,
      version: "1.0",
      runtime,
      bytecode: readFileSync(new URL(`../../third_party/chainmaker-contracts/${file}.wasm`, import.meta.url)),
      endorsers: chain.admins,
    });
  }
});
after(() => chain.stop());

const fact = { file_hash: "h1", file_name: "name", time: "1700000000" };

async function invoke(contract: string, method: string, parameters: Readonly<Record<string, string>> = {}) {
  const { result, events, blockHeight } = await invokeContract(chain.client, { contract, method, parameters });
  return { text: bytesToUtf8(result), events, blockHeight };
}

async function query(contract: string, method: string, parameters: Readonly<Record<string, string>> = {}) {
  return bytesToUtf8((await queryContract(chain.client, { contract, method, parameters })).result);
}

describe("a TinyGo contract (GASM)", () => {
  it("saves and finds", async () => {
    assert.equal((await invoke("go", "save", fact)).text, "ok");
    assert.equal(
      await query("go", "find_by_file_hash", fact),
      '{"file_hash":"h1","file_name":"name","time":"1700000000"}',
    );
  });

  it("counts, and iterates over what is committed", async () => {
    for (const count of ["1", "2"]) assert.equal((await invoke("go", "increase")).text, count);
    assert.equal(await query("go", "query"), "2");
    await invoke("go", "test_put_state");
    assert.equal((await invoke("go", "test_kv_iterator")).text, "15");
  });

  it("fails with ChainMaker's text", async () => {
    await assert.rejects(invoke("go", "nope"), /exported func of name nope not found/);
  });
});

describe("a C++ contract (WXVM)", () => {
  it("saves, emits and finds", async () => {
    const { text, events } = await invoke("cpp", "save", { ...fact, tx_id: "7" });
    assert.equal(text, "7 name h1");
    assert.deepEqual(
      events.map(({ topic, contractName, eventData }) => [topic, contractName, eventData]),
      [["topic_vx", "cpp", ["h1", "name"]]],
    );
    assert.equal(await query("cpp", "find_by_file_hash", fact), "7 name h1");
  });

  it("fails with ChainMaker's text", async () => {
    await assert.rejects(invoke("cpp", "nope"), /_nope not found/);
  });
});

describe("contracts that call each other", () => {
  it("TinyGo calls C++: state of both is written, the callee's events arrive", async () => {
    const { text, events } = await invoke("go", "functional_verify", { contract_name: "cpp" });
    assert.equal(text, "ok");
    assert.deepEqual(
      events.map(({ topic, contractName }) => [topic, contractName]),
      [["topic_vx", "cpp"]],
    );
    assert.equal(await query("cpp", "find_by_file_hash", { file_hash: "staticVal2" }), " staticVal3 staticVal2");
  });

  it("TinyGo calls Rust", async () => {
    assert.equal((await invoke("go", "functional_verify", { contract_name: "fact" })).text, "ok");
    assert.match(await query("fact", "find_by_file_hash", { file_hash: "staticVal2" }), /"file_name":"staticVal3"/);
  });

  it("C++ calls TinyGo", async () => {
    await invoke("cpp", "functional_verify");
    assert.match(await query("contract01", "find_by_file_hash", { file_hash: "test" }), /"file_hash":"test"/);
  });

  it("and many at once in one block, with the same results for all", async () => {
    const calls = Array.from({ length: 12 }, (_, i) => {
      const hash = `many${i}`;
      if (i % 3 === 0) return invoke("go", "save", { ...fact, file_hash: hash });
      if (i % 3 === 1) return invoke("cpp", "save", { ...fact, file_hash: hash });
      return invoke("go", "functional_verify", { contract_name: i % 2 === 0 ? "cpp" : "fact" });
    });
    for (const { text } of await Promise.all(calls)) assert.ok(text === "ok" || text.includes(" name many"), text);
  });
});
