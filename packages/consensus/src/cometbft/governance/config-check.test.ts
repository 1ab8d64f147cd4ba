import assert from "node:assert/strict";
import { test } from "node:test";
import { clone } from "@bufbuild/protobuf";
import { type ChainConfig, ChainConfigSchema } from "@yanta/protocol";
import { testEngineBinding, testEngineGenesis } from "../../testing/engine-node.ts";
import { bindingParameter } from "./config-bindings.ts";
import { createConfigCheck } from "./config-check.ts";
import { allValidators, validatorsOf, validatorUpdates } from "./validators.ts";

const { config: before } = testEngineGenesis(3);
const genesis = [1, 2, 3].map((org) => testEngineBinding(org));
const keys = new Map(genesis.map(({ nodeId, engineKey }) => [nodeId, engineKey]));
const fourth = testEngineBinding(4);
const check = createConfigCheck(genesis);

function changed(change: (consensus: NonNullable<ChainConfig["consensus"]>) => void): ChainConfig {
  const after = clone(ChainConfigSchema, before);
  if (after.consensus !== undefined) change(after.consensus);
  return after;
}

const pair = (binding = fourth, change = (value: string) => value) => {
  const { key, value } = bindingParameter(binding);
  return { $typeName: "config.ConfigKeyValue" as const, key, value: change(value) };
};
const node = { $typeName: "config.OrgConfig" as const, orgId: fourth.orgId, nodeId: [fourth.nodeId], address: [] };

test("a node without a binding is refused with a code, one with a binding on chain is good", () => {
  const unbound = changed(({ nodes }) => void nodes.push(node));
  assert.match(check(before, unbound) ?? "", /^CONSENSUS_BINDING_MISSING: .*Qm/);
  const bound = changed(({ nodes, extConfig }) => void (extConfig.push(pair()), nodes.push(node)));
  assert.equal(check(before, bound), undefined);
  assert.equal(
    check(
      before,
      changed(({ extConfig }) => void extConfig.push(pair())),
    ),
    undefined,
  );
});

test("a binding that does not hold is refused when it comes, and not judged again", () => {
  for (const spoil of [
    (value: string) => value.replace(fourth.orgId, genesis[0]?.orgId ?? ""),
    (value: string) => value.slice(1),
    () => "",
    () => bindingParameter(genesis[0] ?? fourth).value,
  ]) {
    const after = changed(({ extConfig }) => void extConfig.push(pair(fourth, spoil)));
    assert.match(check(before, after) ?? "", /^CONSENSUS_BINDING_INVALID/, String(spoil));
  }
  const bound = changed(({ extConfig }) => void extConfig.push(pair()));
  const withoutRoot = clone(ChainConfigSchema, bound);
  withoutRoot.trustRoots = withoutRoot.trustRoots.filter(({ orgId }) => orgId !== fourth.orgId);
  assert.equal(check(bound, withoutRoot), undefined);
});

test("a key that was rotated away cannot be brought back", () => {
  const [first] = genesis;
  assert.ok(first !== undefined);
  const rebound = (sequence: number, keySeed: number) => testEngineBinding(1, keySeed, sequence);
  const on = (config: ChainConfig, binding: typeof first | undefined) => {
    const after = clone(ChainConfigSchema, config);
    const { key } = bindingParameter(first);
    if (after.consensus === undefined) return after;
    after.consensus.extConfig = after.consensus.extConfig.filter((each) => each.key !== key);
    if (binding !== undefined) after.consensus.extConfig.push(pair(binding));
    return after;
  };
  const rotated = on(before, rebound(2, 50));
  assert.equal(check(before, rotated), undefined);
  assert.equal(check(before, on(before, first)), undefined, "the genesis' own, on chain");
  assert.equal(check(rotated, on(rotated, rebound(3, 51))), undefined);
  assert.equal(check(rotated, on(rotated, rebound(9, 50))), undefined, "renewed with the same keys");
  for (const [what, after] of [
    ["the genesis' key, by its own binding", on(rotated, first)],
    ["the genesis' key, by forgetting the later one", on(rotated, undefined)],
    ["another key with the same number", on(rotated, rebound(2, 51))],
  ] as const)
    assert.match(check(rotated, after) ?? "", /^CONSENSUS_BINDING_INVALID/, what);
  assert.match(check(before, on(before, rebound(1, 51))) ?? "", /^CONSENSUS_BINDING_INVALID.*number/);
});

test("two nodes cannot share a key", () => {
  const [first] = genesis;
  assert.ok(first !== undefined);
  const sharing = createConfigCheck([...genesis, { ...fourth, engineKey: first.engineKey }]);
  assert.match(
    sharing(
      before,
      changed(({ nodes }) => void nodes.push(node)),
    ) ?? "",
    /^CONSENSUS_BINDING_INVALID: .*same engine key/,
  );
});

test("the validators follow the configuration: who comes, who leaves, whose key changes", () => {
  const set = validatorsOf(before, keys);
  assert.deepEqual(
    allValidators(set).map(({ pubKey }) => pubKey?.sum.value),
    genesis.map(({ engineKey }) => engineKey),
  );
  const grown = changed(({ nodes, extConfig }) => void (extConfig.push(pair()), nodes.push(node)));
  const updates = (after: ChainConfig) =>
    validatorUpdates(set, validatorsOf(after, keys)).map(({ pubKey, power }) => [pubKey?.sum.value, power]);
  assert.deepEqual(updates(grown), [[fourth.engineKey, 1n]]);
  assert.deepEqual(updates(changed(({ nodes }) => void nodes.pop())), [[genesis[2]?.engineKey, 0n]]);
  const rotated = { ...(genesis[0] ?? fourth), engineKey: fourth.engineKey };
  assert.deepEqual(updates(changed(({ extConfig }) => void extConfig.push(pair(rotated)))), [
    [genesis[0]?.engineKey, 0n],
    [fourth.engineKey, 1n],
  ]);
  assert.deepEqual(updates(before), []);
});
