import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { create } from "@bufbuild/protobuf";
import { bytesToUtf8, utf8ToBytes } from "@yanta/bytes";
import { ChainConfigSchema, ContractSchema, MemberFullSchema, TxStatusCode } from "@yanta/protocol";
import { createFakeChain, createFakeTxContext } from "../testing/fake-tx-context.ts";
import { checkEvent } from "./check-event.ts";
import { checkKeyField, joinKeyField } from "./check-key-field.ts";
import { checkCalleeParameters, checkParameters, parameterValueBytesMax } from "./check-parameters.ts";
import { injectCallParameters } from "./inject-call-parameters.ts";
import { utf8Length } from "./utf8-length.ts";

describe("state keys", () => {
  it("takes letters, digits, dot, underscore and hyphen", () => {
    assert.equal(checkKeyField("a.B_c-9", ""), undefined);
    assert.equal(checkKeyField("k".repeat(1024), "f".repeat(1024)), undefined);
    assert.equal(joinKeyField("k", ""), "k");
    assert.equal(joinKeyField("k", "f"), "k#f");
  });

  it("refuses with ChainMaker's texts", () => {
    assert.equal(checkKeyField("", ""), "key[] can only consist of numbers, dot, letters and underscores");
    assert.equal(checkKeyField("a#b", ""), "key[a#b] can only consist of numbers, dot, letters and underscores");
    assert.equal(checkKeyField("a\n", ""), "key[a\n] can only consist of numbers, dot, letters and underscores");
    assert.equal(checkKeyField("a", "塔"), "key field[塔] can only consist of numbers, dot, letters and underscores");
    const long = "k".repeat(1025);
    assert.equal(checkKeyField(long, ""), `key[${long}] too long`);
    assert.equal(checkKeyField("k", "塔".repeat(342)), `key field[${"塔".repeat(342)}] too long`);
  });

  it("counts bytes of UTF-8", () => {
    for (const text of ["", "a", "é", "塔", "🗼", "\ud800", "\ud800a", "a\udc00🗼"])
      assert.equal(utf8Length(text), utf8ToBytes(text).length, JSON.stringify(text));
  });
});

describe("events", () => {
  it("follows the limits", () => {
    assert.equal(checkEvent("t", ["d"]), undefined);
    assert.equal(
      checkEvent(
        "t".repeat(255),
        Array.from({ length: 16 }, () => "d".repeat(65_535)),
      ),
      undefined,
    );
    assert.equal(checkEvent("", ["d"]), "topic can not empty");
    assert.equal(checkEvent("塔".repeat(86), ["d"]), "topic too long,longer than 255");
    assert.equal(checkEvent("t", []), "event data can not empty");
    assert.equal(
      checkEvent(
        "t",
        Array.from({ length: 17 }, () => "d"),
      ),
      "too many event data",
    );
    assert.equal(checkEvent("t", ["d".repeat(65_536)]), "event data too long,longer than 65535");
  });

  it("refuses what would break out of a quoted SQL string", () => {
    const injection = "[emit event] contract event parameter error, exist sql injection";
    for (const good of ['{"a":1}', "it''s", "a\\'b", "a\\\\", "a;b--", '"'])
      assert.equal(checkEvent("t", [good]), undefined, good);
    for (const bad of ["it's", "'", "a\\", "'''", "\\\\'"]) assert.equal(checkEvent("t", ["x", bad]), injection, bad);
    assert.equal(checkEvent("t'", ["x"]), injection);
  });
});

describe("parameters", () => {
  const valueBytesMax = 10;

  it("refuses with ChainMaker's texts", () => {
    const many = new Map(Array.from({ length: 51 }, (_, i) => [`k${i}`, utf8ToBytes("v")]));
    assert.equal(checkParameters(many, valueBytesMax), "expect parameters length less than 50, but got 51");
    assert.equal(checkParameters(many, valueBytesMax, false), undefined);
    assert.equal(
      checkParameters(new Map([["k".repeat(1025), utf8ToBytes("v")]]), valueBytesMax),
      "expect key length less than 1024, but got 1025",
    );
    assert.equal(
      checkParameters(new Map([["a b", utf8ToBytes("v")]]), valueBytesMax),
      "expect key no special characters, but got key:[a b]. letter, number, dot and underline are allowed",
    );
    assert.equal(
      checkParameters(new Map([["k", new Uint8Array(11)]]), valueBytesMax),
      "expect value length less than 10, but got 11",
    );
    assert.equal(checkParameters(new Map([["k", new Uint8Array(10)]]), valueBytesMax), undefined);
  });

  it("names calls of contracts in the text", () => {
    assert.equal(
      checkCalleeParameters(new Map(), 51, valueBytesMax),
      "[call contract] expect less than 50 parameters, but got 51",
    );
    assert.equal(
      checkCalleeParameters(new Map([["a b", utf8ToBytes("v")]]), 1, valueBytesMax),
      "[call contract] param expect key no special characters, but got a b. letter, number, dot and underline are allowed",
    );
  });

  it("takes the value limit from the chain configuration, 10 MB otherwise", () => {
    assert.equal(parameterValueBytesMax(create(ChainConfigSchema, {})), 10 * 1024 * 1024);
    assert.equal(parameterValueBytesMax(create(ChainConfigSchema, { block: { txParameterSize: 3 } })), 3 * 1024 * 1024);
  });
});

describe("injected parameters", () => {
  const context = createFakeTxContext({ chain: createFakeChain([]), txId: "tx1" });
  const creator = create(MemberFullSchema, { orgId: "org2", role: "ADMIN", uid: "cc" });

  function inject(parameters: Map<string, Uint8Array>) {
    const injected = injectCallParameters(create(ContractSchema, { name: "c", creator }), context, parameters);
    assert.equal(injected.kind, "parameters");
    return injected.kind === "parameters"
      ? new Map([...injected.parameters].map(([key, value]) => [key, bytesToUtf8(value)]))
      : new Map();
  }

  it("adds sender, creator, transaction and block, over what the user sent", () => {
    const user = new Map([
      ["a", utf8ToBytes("1")],
      ["__sender_pk__", utf8ToBytes("forged")],
    ]);
    assert.deepEqual(
      inject(user),
      new Map([
        ["a", "1"],
        ["__sender_role__", "CLIENT"],
        ["__sender_org_id__", "wx-org1.chainmaker.org"],
        ["__sender_pk__", "bb".repeat(20)],
        ["__creator_org_id__", "org2"],
        ["__creator_role__", "ADMIN"],
        ["__creator_pk__", "cc"],
        ["__tx_id__", "tx1"],
        ["__block_height__", "7"],
        ["__tx_time_stamp__", "1700000000"],
      ]),
    );
    assert.equal(bytesToUtf8(user.get("__sender_pk__") ?? new Uint8Array(0)), "forged");
  });

  it("gives a calling contract the role CONTRACT", () => {
    assert.equal(inject(new Map([["CALL_TYPE", utf8ToBytes("CROSS")]])).get("__sender_role__"), "CONTRACT");
  });

  it("fails for a contract without creator", () => {
    const injected = injectCallParameters(create(ContractSchema, { name: "c" }), context, new Map());
    assert.deepEqual(injected.kind === "failed" && [injected.outcome.status, injected.outcome.message], [
      TxStatusCode.GET_CREATOR_FAILED,
      "creatorTmp is empty for contract:c",
    ]);
  });
});
