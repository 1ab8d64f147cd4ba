import assert from "node:assert/strict";
import { test } from "node:test";
import { utf8ToBytes } from "@yanta/bytes";
import { districtOf } from "./district.ts";
import { parseStateKey } from "./state-key.ts";

const parse = (key: string) => parseStateKey(utf8ToBytes(key));

test("keys of the contract's state are read back into their parts", () => {
  assert.deepEqual(parse("entry#307003001_2f000001"), { map: "entry", parts: ["307003001/000001"] });
  assert.deepEqual(parse("content#1_2f2.000012"), { map: "content", parts: ["1/2", "000012"] });
  assert.deepEqual(parse("grant#_e5_8f_b7_5f.R-1"), { map: "grant", parts: ["号_", "R-1"] });
  assert.deepEqual(parse("alone"), { map: "alone", parts: [] });
});

test("districts are read from the names of offices below the city", () => {
  assert.equal(districtOf("雁城市民政局", 1), "市级");
  assert.equal(districtOf("雁城市雁塔区民政局", 2), "雁塔区");
  assert.equal(districtOf("雁城市蓝田县民政局", 2), "蓝田县");
  assert.equal(districtOf("高新管委会", 2), "其他");
});
