import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { create } from "@bufbuild/protobuf";
import { bytesToUtf8 } from "@yanta/bytes";
import {
  AddrType,
  ContractSchema,
  ContractStatus,
  decodeMessage,
  encodeMessage,
  RuntimeType,
  systemContractNames,
} from "@yanta/protocol";
import { FakeTxContext } from "../testing/fake-tx-context.ts";
import { refusalOf, runMethod, textOf } from "../testing/run-method.ts";
import { createTestConfig } from "../testing/test-config.ts";

const records = [
  { name: "T", version: "v1", runtimeType: RuntimeType.NATIVE, address: "11" },
  { name: "CONTRACT_MANAGE", version: "v1", runtimeType: RuntimeType.NATIVE, address: "22" },
  { name: "fact", version: "1.0", runtimeType: RuntimeType.GO, address: "33" },
  { name: "cold", version: "1.0", runtimeType: RuntimeType.EVM, address: "44", status: ContractStatus.FROZEN },
  { name: "gone", version: "1.0", runtimeType: RuntimeType.EVM, address: "55", status: ContractStatus.REVOKED },
];

function contextOf(addrType = AddrType.ETHEREUM): FakeTxContext {
  const config = createTestConfig();
  if (config.vm !== undefined) config.vm.addrType = addrType;
  const state = new Map<string, Uint8Array>();
  for (const record of records) {
    const bytes = encodeMessage(ContractSchema, create(ContractSchema, record));
    state
      .set(`CONTRACT_MANAGE/Contract:${record.name}`, bytes)
      .set(`CONTRACT_MANAGE/Contract:${record.address}`, bytes);
  }
  state.set("CONTRACT_MANAGE/ContractByteCode:fact", Uint8Array.of(1));
  return new FakeTxContext({ config, state });
}

const run = (method: string, parameters: Record<string, string> = {}, context = contextOf()) =>
  runMethod(context, `CONTRACT_MANAGE.${method}`, parameters);
const named = (name: string) => ({ CONTRACT_NAME: name });

describe("FREEZE, UNFREEZE and REVOKE_CONTRACT", () => {
  it("answer the record as Go's JSON and store it under name and address", () => {
    const context = contextOf();
    assert.equal(
      textOf(run("FREEZE_CONTRACT", named("fact"), context)),
      '{"name":"fact","version":"1.0","runtime_type":8,"status":1,"address":"33"}',
    );
    assert.deepEqual([...context.writes.keys()], ["CONTRACT_MANAGE/Contract:fact", "CONTRACT_MANAGE/Contract:33"]);
    assert.equal(
      textOf(run("UNFREEZE_CONTRACT", named("cold"))),
      '{"name":"cold","version":"1.0","runtime_type":5,"address":"44"}',
    );
    assert.equal(
      textOf(run("REVOKE_CONTRACT", named("cold"))),
      '{"name":"cold","version":"1.0","runtime_type":5,"status":2,"address":"44"}',
    );
  });

  it("ignore what one client sends besides the name", () => {
    const outcome = run("FREEZE_CONTRACT", {
      ...named("fact"),
      CONTRACT_VERSION: "None",
      CONTRACT_RUNTIME_TYPE: "None",
      CONTRACT_BYTECODE: "None",
    });
    assert.equal(outcome.code, 0);
  });

  it("refuse the wrong status, unknown names and system contracts", () => {
    const refusal = (method: string, name: string) => refusalOf(run(method, named(name)));
    assert.equal(
      refusal("FREEZE_CONTRACT", "cold"),
      "contract status invalid, contract[cold] expect status:NORMAL,actual status:FROZEN",
    );
    assert.equal(
      refusal("UNFREEZE_CONTRACT", "fact"),
      "contract status invalid, contract[fact] expect status:FROZEN,actual status:NORMAL",
    );
    assert.equal(refusal("REVOKE_CONTRACT", "gone"), "contract status invalid");
    assert.equal(refusal("FREEZE_CONTRACT", "CONTRACT_MANAGE"), "invalid contract name");
    assert.equal(refusal("REVOKE_CONTRACT", "T"), "invalid contract name");
    for (const method of ["FREEZE_CONTRACT", "UNFREEZE_CONTRACT", "REVOKE_CONTRACT"]) {
      assert.equal(refusal(method, "none"), "contract not exist");
      assert.equal(refusal(method, " "), "params is error, param[contract_name] not found");
    }
  });
});

describe("queries", () => {
  it("GET_CONTRACT_INFO finds by name and address and shows GO as DOCKER_GO", () => {
    const json = '{"name":"fact","version":"1.0","runtime_type":6,"address":"33"}';
    assert.equal(textOf(run("GET_CONTRACT_INFO", named("fact"))), json);
    assert.equal(textOf(run("GET_CONTRACT_INFO", named("33"))), json);
    assert.equal(refusalOf(run("GET_CONTRACT_INFO", named("none"))), "contract not exist");
    assert.equal(
      refusalOf(run("GET_CONTRACT_INFO")),
      "params is error, param[contract_name] of get contract not found",
    );
  });

  it("GET_CONTRACT_LIST lists each contract once, in key order, and reads them all", () => {
    const context = contextOf();
    const list = JSON.parse(textOf(run("GET_CONTRACT_LIST", {}, context))) as { name: string; runtime_type: number }[];
    assert.deepEqual(
      list.map(({ name }) => name),
      ["T", "CONTRACT_MANAGE", "fact", "cold", "gone"],
    );
    assert.equal(list[2]?.runtime_type, 6);
    assert.equal(context.reads.size, 10);
  });
});

describe("access to system contracts", () => {
  it("is taken and granted by freezing", () => {
    const context = contextOf();
    assert.equal(textOf(run("REVOKE_CONTRACT_ACCESS", { NATIVE_CONTRACT_NAME: '["T"]' }, context)), "");
    assert.equal(textOf(run("GET_DISABLED_CONTRACT_LIST", {}, context)), '["T","cold"]');
    const verified = run("VERIFY_CONTRACT_ACCESS", { NATIVE_CONTRACT_NAME: "T" }, context);
    assert.equal(refusalOf(verified), "the contract is in the disabled contract list");
    assert.equal(bytesToUtf8(verified.result), "false");
    assert.equal(textOf(run("GRANT_CONTRACT_ACCESS", { NATIVE_CONTRACT_NAME: '["T","cold"]' }, context)), "");
    assert.equal(textOf(run("GET_DISABLED_CONTRACT_LIST", {}, context)), "null");
    assert.equal(textOf(run("VERIFY_CONTRACT_ACCESS", { NATIVE_CONTRACT_NAME: "T" }, context)), "true");
  });

  it("refuses CONTRACT_MANAGE, contracts in another status and what is no list", () => {
    const refusal = (method: string, list: string) => refusalOf(run(method, { NATIVE_CONTRACT_NAME: list }));
    assert.equal(refusal("GRANT_CONTRACT_ACCESS", '["CONTRACT_MANAGE"]'), "can't grant contract_manage");
    assert.equal(refusal("REVOKE_CONTRACT_ACCESS", '["CONTRACT_MANAGE"]'), "can't revoke contract_manage");
    assert.equal(
      refusal("GRANT_CONTRACT_ACCESS", '["T"]'),
      "contract status invalid, contract[T] expect status:FROZEN,actual status:NORMAL",
    );
    assert.equal(refusal("REVOKE_CONTRACT_ACCESS", ""), "unexpected end of JSON input");
    assert.match(refusal("REVOKE_CONTRACT_ACCESS", '{"a":1}'), /^json: cannot unmarshal/);
  });
});

it("INIT_NEW_NATIVE_CONTRACT writes a record with an address for every system contract", () => {
  const context = contextOf();
  const list = JSON.parse(textOf(run("INIT_NEW_NATIVE_CONTRACT", {}, context))) as { name: string; address: string }[];
  assert.deepEqual(
    list.map(({ name }) => name),
    systemContractNames,
  );
  assert.equal(context.writes.size, 2 * list.length);
  const chainConfig = decodeMessage(
    ContractSchema,
    context.writes.get("CONTRACT_MANAGE/Contract:CHAIN_CONFIG") ?? new Uint8Array(0),
  );
  assert.deepEqual(
    [chainConfig.version, chainConfig.runtimeType, chainConfig.address],
    ["v1", RuntimeType.NATIVE, "01d852a94fc19d5351e178cd6e87a78e482d5758"],
  );
});

it("GET_CONTRACT_BYTECODE has a name and no implementation", () => {
  assert.equal(refusalOf(run("GET_CONTRACT_BYTECODE", named("fact"))), "the method does not found");
});
