import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { parseCommand } from "./parse-command.ts";

const none = { sender: undefined, endorsers: [], sequence: undefined };
const orgs = [1, 2, 3, 4].map((n) => ({ name: "admin1", orgId: `wx-org${n}.chainmaker.org` }));

describe("the console's commands", () => {
  it("are calls with parameters, a sender, endorsers and a sequence", () => {
    assert.deepEqual(parseCommand("send fact save file_hash=ab file_name='a b=\"c\".pdf' time=1"), {
      kind: "send",
      contract: "fact",
      method: "save",
      parameters: { file_hash: "ab", file_name: 'a b="c".pdf', time: "1" },
      ...none,
    });
    const call = { kind: "send", contract: "C", method: "M", parameters: { a: "" } };
    assert.deepEqual(parseCommand("send C M a= as admin1@org2 with admins sequence 3"), {
      ...call,
      sender: orgs[1],
      endorsers: orgs,
      sequence: 3n,
    });
    assert.deepEqual(parseCommand("send C M a= with admin1@org1,admin1@wx-org4.chainmaker.org"), {
      ...call,
      ...none,
      endorsers: [orgs[0], orgs[3]],
    });
    assert.deepEqual(parseCommand("query C M"), { ...call, kind: "query", parameters: {}, ...none });
  });

  it("install, look, go back and move the clock", () => {
    const install = { kind: "install", name: "a", version: "1.0", source: "a", parameters: {} };
    assert.deepEqual(parseCommand("install a 1.0"), install);
    assert.deepEqual(parseCommand("upgrade a 2.0 from b x=1"), {
      ...install,
      kind: "upgrade",
      version: "2.0",
      source: "b",
      parameters: { x: "1" },
    });
    assert.deepEqual(parseCommand(" block  7 "), { kind: "block", height: 7n });
    assert.deepEqual(parseCommand("state fact"), { kind: "state", contract: "fact", prefix: "" });
    assert.deepEqual(parseCommand("revert 2"), { kind: "revert", snapshot: 2 });
    assert.deepEqual(parseCommand("time +60"), { kind: "time", seconds: 60n });
    assert.deepEqual(parseCommand("time"), { kind: "time", seconds: 0n });
  });

  it("are refused with a reason when they cannot be read", () => {
    const empty = [
      "",
      "  ",
      "fly",
      "send",
      "send C",
      "block",
      "block x",
      "block -1",
      "block 9999999999999999",
      "tip 1",
    ];
    const calls = ["=1", "a=1 a=2", "a=1 b", "'a", "as", "as nobody", "as client1@", "with", "sequence x"];
    const refused = [...empty, ...calls.map((rest) => `send C M ${rest}`), "install a", "revert"];
    refused.push(`send C M a=${"x".repeat(30_000)}`);
    for (const text of refused) assert.throws(() => parseCommand(text), { code: "ACADEMY_COMMAND_INVALID" }, text);
    const { parameters } = parseCommand("send C M __proto__=1") as { readonly parameters: object };
    assert.deepEqual(Object.getOwnPropertyNames(parameters), ["__proto__"]);
  });
});
