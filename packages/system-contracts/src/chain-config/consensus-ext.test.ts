import assert from "node:assert/strict";
import { it } from "node:test";
import { create } from "@bufbuild/protobuf";
import { ConfigKeyValueSchema, type ChainConfig } from "@yanta/protocol";
import { configOf, createConfigContext } from "../testing/config-context.ts";
import { refusalOf, runMethod } from "../testing/run-method.ts";

const withPairs = (config: ChainConfig): void =>
  void config.consensus?.extConfig.push(
    create(ConfigKeyValueSchema, { key: "a", value: "1" }),
    create(ConfigKeyValueSchema, { key: "b", value: "2" }),
  );
const pairsOf = (config: ChainConfig) => config.consensus?.extConfig.map(({ key, value }) => `${key}=${value}`);
const run = (method: string, parameters: Record<string, string>, prepare?: (config: ChainConfig) => void) =>
  runMethod(createConfigContext(prepare), `CHAIN_CONFIG.CONSENSUS_EXT_${method}`, parameters);

it("CONSENSUS_EXT_ADD appends sorted pairs, without the caller's", () => {
  assert.deepEqual(pairsOf(configOf(run("ADD", { d: "4", c: "3", __cross_caller__: "x" }, withPairs))), [
    "a=1",
    "b=2",
    "c=3",
    "d=4",
  ]);
  assert.equal(refusalOf(run("ADD", { a: "1" }, withPairs)), "ext_config key[a] is exist");
  assert.equal(refusalOf(run("ADD", {})), "params is error");
});

it("CONSENSUS_EXT_UPDATE changes known keys and passes over others", () => {
  assert.deepEqual(pairsOf(configOf(run("UPDATE", { b: "9", x: "0" }, withPairs))), ["a=1", "b=9"]);
  assert.equal(refusalOf(run("UPDATE", { x: "0" }, withPairs)), "params is error");
});

it("CONSENSUS_EXT_DELETE removes known keys", () => {
  assert.deepEqual(pairsOf(configOf(run("DELETE", { a: "", x: "" }, withPairs))), ["b=2"]);
  assert.equal(refusalOf(run("DELETE", { x: "" }, withPairs)), "params is error");
  assert.equal(refusalOf(run("DELETE", { x: "" })), "ext_config is empty");
});
