import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import fc from "fast-check";
import { openContractChain, type ContractChain, type InstalledContract } from "./contract-chain.ts";
import { compileSource } from "./testing/compile-source.ts";

const source = `
import {
  blockHeight, callContract, CallParameters, callerAddress, creatorOrgId, Event1, Json, JsonWriter, log, senderAddress,
  senderOrgId, senderRole, senderUid, stateKey, StateMap, StateValue, txId, txTimestamp, Uint256,
} from "@yanta/contract-sdk";

const seen = new Event1<u32>("seen", "number");
const counter = new StateValue<u64>("counter");
const entries = new StateMap<string>("entry");
const others = new StateMap<string>("entry2");

export function integers(a: i8, b: u8, c: i16, d: u16, e: i32, f: u32, g: i64, h: u64): string {
  return [a.toString(), b.toString(), c.toString(), d.toString(), e.toString(), f.toString(), g.toString(), h.toString()].join(" ");
}
export function echo(text: string, flag: bool, bytes: Uint8Array, list: string[], big: Uint256 = Uint256.from(7)): string {
  return text + " " + flag.toString() + " " + bytes.length.toString() + " " + list.join("/") + " " + big.toString();
}
export function same(bytes: Uint8Array): Uint8Array { return bytes; }
export function texts(list: string[]): string[] { return list; }

function deep(depth: i32): i32 {
  if (depth == 0) throw new Error("deep 塔");
  let sum = 0;
  for (let i = 0; i < 3; i++) sum += deep(depth - 1);
  return sum;
}
export function fail_deep(depth: i32): i32 {
  counter.set(99);
  const result = deep(depth);
  counter.set(100);
  return result;
}
export function out_of_range(index: i32): i32 { return [1, 2, 3][index]; }
export function through_function(value: i32): i32 {
  const check = (each: i32, index: i32, all: i32[]): i32 => { if (each > 1) throw new Error("too large"); return each; };
  return [value].map<i32>(check)[0];
}
export function bad_key(key: string): void { entries.set(key, "x"); entries.set("fine", "y"); }
export function count(): u64 { const next = counter.getOr(0) + 1; counter.set(next); return next; }

export function put(key: string, value: string): string { entries.set(key, value); others.set(key, "other"); seen.emit(value.length); return "put"; }
export function remove(key: string): void { entries.delete(key); }
/** @query */
export function list(prefix: string): string[] {
  const found: string[] = [];
  for (const rows = entries.entriesFrom(prefix); rows.next(); ) found.push(rows.field + "=" + rows.value);
  return found;
}
/** @query */
export function past(key: string): string[] {
  const found: string[] = [];
  for (const rows = entries.history(key); rows.next(); )
    found.push(rows.blockHeight.toString() + (rows.isDelete ? " deleted" : " " + rows.value));
  return found;
}
/** @query */
export function key_of(parts: string[]): string { return stateKey(parts); }
/** @query */
export function who(): string {
  return [senderOrgId(), senderRole(), senderUid(), senderAddress(), creatorOrgId(), callerAddress(), txId(), txTimestamp().toString(), blockHeight().toString()].join(" ");
}
export function call(contract: string, method: string, key: string, value: string): Uint8Array {
  return callContract(contract, method, new CallParameters().add<string>("key", key).add<string>("value", value));
}
export function say(text: string): void { log(text); }
/** @query */
export function compact(json: string): string { return Json.parse(json).compact(); }
/** @query */
export function requote(json: string): string { return new JsonWriter().text("t", Json.parse(json).asText()).toString(); }
/** @query */
export function arithmetic(a: Uint256, b: Uint256, operation: string): string {
  if (operation == "+") return (a + b).toString();
  if (operation == "-") return (a - b).toString();
  if (operation == "*") return (a * b).toString();
  return [a < b, a <= b, a == b, a != b, a >= b, a > b].toString();
}
`;

describe("contract library", () => {
  let chain: ContractChain;
  let contract: InstalledContract;
  before(async () => {
    chain = await openContractChain();
    contract = await chain.install("sample", await compileSource(source));
  });
  const failure = async (method: string, parameters: Record<string, string>): Promise<string> => {
    const result = await contract.invoke(method, parameters);
    assert.equal(result.ok, false);
    return result.message;
  };

  it("reads integers to their limits, and nothing beyond", async () => {
    const highest = { a: "127", b: "255", c: "32767", d: "65535", e: "2147483647", f: "4294967295" };
    const high = { ...highest, g: "9223372036854775807", h: "18446744073709551615" };
    assert.equal((await contract.invoke("integers", high)).text, Object.values(high).join(" "));
    const low = { a: "-128", b: "0", c: "-32768", d: "0", e: "-2147483648", f: "0", g: "-9223372036854775808", h: "0" };
    assert.equal((await contract.invoke("integers", low)).text, Object.values(low).join(" "));
    for (const [name, value] of Object.entries(high))
      assert.match(
        await failure("integers", { ...high, [name]: String(BigInt(value) + 1n) }),
        /must be a whole number/,
      );
    for (const [name, value] of Object.entries(low))
      assert.match(await failure("integers", { ...low, [name]: String(BigInt(value) - 1n) }), /must be a whole number/);
    for (const text of ["", "-", "+1", "1 ", "0x1", "1e2", "１"])
      assert.match(
        await failure("integers", { ...high, g: text }),
        /parameter 'g' must be a whole number from -9223372036854775808 to 9223372036854775807/,
      );
  });

  it("reads the other types", async () => {
    const parameters = {
      text: "塔",
      flag: "true",
      bytes: new Uint8Array([0, 255]),
      list: '["a","\\u5854\\n"]',
      big: "12",
    };
    assert.equal((await contract.invoke("echo", parameters)).text, "塔 true 2 a/塔\n 12");
    const { big: _big, ...without } = parameters;
    assert.equal((await contract.invoke("echo", without)).text, "塔 true 2 a/塔\n 7");
    assert.equal(
      await failure("echo", { text: "", flag: "yes" }),
      "contract message:parameter 'flag' must be true or false",
    );
    assert.deepEqual(
      (await contract.invoke("same", { bytes: new Uint8Array([1, 0, 255]) })).bytes,
      new Uint8Array([1, 0, 255]),
    );
    assert.equal(
      (await contract.invoke("texts", { list: '["\\"", "\\\\", "\\u0001"]' })).text,
      '["\\"","\\\\","\\u0001"]',
    );
    for (const list of ["{}", "1", "[1]", "[", '["a"', '["a",]', "", '["\\x"]', '["\\u12"]'])
      assert.match(await failure("texts", { list }), /^contract message:parameter 'list' /);
  });

  it("ends a call with the message of an error, from any depth, and drops its writes", async () => {
    assert.equal(await failure("fail_deep", { depth: "6" }), "contract message:deep 塔");
    assert.equal(contract.state("counter"), undefined);
    assert.equal(await failure("out_of_range", { index: "3" }), "contract message:Index out of range");
    assert.equal((await contract.invoke("out_of_range", { index: "2" })).text, "3");
    assert.equal(await failure("through_function", { value: "2" }), "contract message:too large");
    assert.equal((await contract.invoke("through_function", { value: "1" })).text, "1");
    const refused = await failure("bad_key", { key: "a b" });
    assert.equal(refused, "error message: key field[a b] can only consist of numbers, dot, letters and underscores");
    assert.equal(contract.state("entry", "fine"), undefined);
  });

  it("starts each call anew", async () => {
    for (const expected of ["1", "2", "3"]) assert.equal((await contract.invoke("count")).text, expected);
  });

  it("walks over a map, and over what an entry was", async () => {
    const heights: bigint[] = [];
    for (const [key, value] of [
      ["b", "1"],
      ["a.1", "2"],
      ["b", "3"],
    ] as const) {
      const sent = await contract.invoke("put", { key, value });
      assert.deepEqual(sent.events, [{ contract: "sample", topic: "seen", data: [String(value.length)] }]);
      heights.push(sent.blockHeight);
    }
    assert.equal((await contract.query("list", { prefix: "" })).text, '["a.1=2","b=3"]');
    assert.equal((await contract.query("list", { prefix: "a" })).text, '["a.1=2"]');
    const removed = await contract.invoke("remove", { key: "b" });
    assert.deepEqual(JSON.parse((await contract.query("past", { key: "b" })).text), [
      `${heights[0]} 1`,
      `${heights[2]} 3`,
      `${removed.blockHeight} deleted`,
    ]);
    assert.equal((await contract.query("list", { prefix: "" })).text, '["a.1=2"]');
  });

  it("knows who calls, when and where", async () => {
    const sender = chain.member(3, "client", "li");
    chain.clock.advance(60);
    const result = await chain.invoke("sample", "who", {}, { sender });
    const uid = Buffer.from(sender.certificate.subjectKeyId ?? []).toString("hex");
    const expected = ["org3.example", "CLIENT", uid, chain.addressOf(sender), "org1.example", "", result.txId];
    assert.equal(result.text, [...expected, chain.clock.unixSeconds(), result.blockHeight].join(" "));
  });

  it("calls other contracts: results, events and failures", async () => {
    const second = await chain.install("second", await compileSource(source));
    const sent = await contract.invoke("call", { contract: "second", method: "put", key: "k", value: "four" });
    assert.equal(sent.text, "put", sent.message);
    assert.deepEqual(sent.events, [{ contract: "second", topic: "seen", data: ["4"] }]);
    assert.equal(Buffer.from(second.state("entry", "k") ?? []).toString(), "four");
    const failed = await contract.invoke("call", { contract: "second", method: "bad_key", key: "#", value: "" });
    assert.match(
      failed.message,
      /^error message: \[call contract\] execute error code: CONTRACT_FAIL, msg: error message: key field\[#\]/,
    );
    assert.match(
      await failure("call", { contract: "none", method: "put", key: "", value: "" }),
      /failed to get contract by \[none\]/,
    );
  });

  it("logs", async () => {
    await contract.invoke("say", { text: "hello 塔" });
    assert.deepEqual(chain.logs.at(-1), { contract: "sample", text: "hello 塔" });
  });

  it("computes with 256 bits as BigInt does", async () => {
    const limit = 2n ** 256n;
    const number = fc.oneof(
      fc.bigInt(0n, limit - 1n),
      fc.bigInt(0n, 2n ** 130n),
      fc.constantFrom(0n, 1n, limit - 1n, 2n ** 128n, 2n ** 32n),
    );
    const compute = async (a: bigint, b: bigint, operation: string) =>
      (await contract.query("arithmetic", { a: String(a), b: String(b), operation })).text;
    await fc.assert(
      fc.asyncProperty(number, number, async (a, b) => {
        assert.equal(await compute(a, b, "+"), a + b < limit ? String(a + b) : "");
        assert.equal(await compute(a, b, "-"), a >= b ? String(a - b) : "");
        assert.equal(await compute(a, b, "*"), a * b < limit ? String(a * b) : "");
        assert.equal(await compute(a, b, "?"), [a < b, a <= b, a === b, a !== b, a >= b, a > b].join());
      }),
      { numRuns: 60 },
    );
    for (const a of [String(limit), "", "-1", "9".repeat(79)])
      assert.match(
        (await contract.query("arithmetic", { a, b: "1", operation: "+" })).message,
        /parameter 'a' must be a whole number from 0 to 2\^256-1/,
      );
  });

  it("reads JSON as JSON.parse does", async () => {
    await fc.assert(
      fc.asyncProperty(fc.json({ maxDepth: 4 }), fc.integer({ min: 0, max: 2 }), async (json, indent) => {
        const spaced = JSON.stringify(JSON.parse(json), undefined, indent);
        assert.equal((await contract.query("compact", { json: spaced })).text, JSON.stringify(JSON.parse(json)));
      }),
      { numRuns: 60 },
    );
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "binary" }), async (text) => {
        const { t } = JSON.parse((await contract.query("requote", { json: JSON.stringify(text) })).text);
        assert.equal(t, text.toWellFormed());
      }),
      { numRuns: 60 },
    );
    for (const json of [
      "",
      "{",
      '{"a"}',
      '{"a":1,}',
      "[1 2]",
      "01",
      "1.",
      "-",
      "tru",
      '"\n"',
      "[".repeat(65) + "]".repeat(65),
      "1 1",
      "'a'",
    ])
      assert.match((await contract.query("compact", { json })).message, /is no JSON at character/, json);
  });

  it("makes different keys of different parts", async () => {
    const keyOf = async (parts: string[]) => (await contract.query("key_of", { parts: JSON.stringify(parts) })).text;
    assert.equal(await keyOf(["did:cm:A_b", "塔"]), "did_3acm_3aA_5fb._e5_a1_94");
    assert.notEqual(await keyOf(["a.b"]), await keyOf(["a", "b"]));
  });
});
