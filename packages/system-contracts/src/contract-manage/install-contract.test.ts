import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { create } from "@bufbuild/protobuf";
import { utf8ToBytes } from "@yanta/bytes";
import {
  AddrType,
  contractAddress,
  ContractEventSchema,
  ContractSchema,
  ContractStatus,
  decodeMessage,
  RuntimeType,
  TxStatusCode,
} from "@yanta/protocol";
import { failedOutcome, FakeTxContext, okOutcome, type FakeTxContextOptions } from "../testing/fake-tx-context.ts";
import { refusalOf, runMethod } from "../testing/run-method.ts";
import { createTestConfig } from "../testing/test-config.ts";
import { createIdentity, orgIdOf, userPem } from "../testing/test-identities.ts";

const code = Uint8Array.of(0, 0x61, 0x73, 0x6d);
const parameters = {
  CONTRACT_NAME: "fact",
  CONTRACT_VERSION: "1.0",
  CONTRACT_RUNTIME_TYPE: "WASMER",
  CONTRACT_BYTECODE: code,
  owner: "me",
};
const address = contractAddress("fact", AddrType.ETHEREUM, 2_030_600);

function contextOf(options: Partial<FakeTxContextOptions> = {}): FakeTxContext {
  return new FakeTxContext({ config: createTestConfig(), sender: createIdentity(1), ...options });
}

const install = (context: FakeTxContext, more: Readonly<Record<string, string | Uint8Array>> = {}) =>
  runMethod(context, "CONTRACT_MANAGE.INIT_CONTRACT", { ...parameters, ...more });

describe("INIT_CONTRACT", () => {
  it("writes the record twice and the code, runs init_contract with all parameters, and answers the record", () => {
    const event = create(ContractEventSchema, { topic: "born" });
    const calls: unknown[] = [];
    const context = contextOf({
      onCallInstalled: (contract, bytecode, method, given) => {
        calls.push([contract.name, bytecode, method, [...given.keys()]]);
        return okOutcome({ message: "Success", result: utf8ToBytes("mine"), events: [event], gasUsed: 12n });
      },
    });
    const outcome = install(context);
    const contract = decodeMessage(ContractSchema, outcome.result);
    assert.deepEqual(
      [contract.name, contract.version, contract.runtimeType, contract.status, contract.address, contract.index],
      ["fact", "1.0", RuntimeType.WASMER, ContractStatus.NORMAL, address, 1],
    );
    const { creator } = contract;
    assert.deepEqual(
      [creator?.orgId, creator?.role, creator?.memberId],
      [orgIdOf(1), "ADMIN", "admin1.sign.wx-org1.chainmaker.org"],
    );
    assert.deepEqual(creator?.memberInfo, utf8ToBytes(userPem(1, "admin1")));
    assert.equal(creator.uid, createIdentity(1).uid);
    assert.deepEqual([outcome.message, outcome.gasUsed, outcome.events], ["Success", 12n, [event]]);
    assert.deepEqual(calls, [["fact", code, "init_contract", Object.keys(parameters)]]);
    assert.deepEqual(
      [...context.writes],
      [
        ["CONTRACT_MANAGE/Contract:fact", outcome.result],
        [`CONTRACT_MANAGE/Contract:${address}`, outcome.result],
        ["CONTRACT_MANAGE/ContractByteCode:fact", code],
      ],
    );
    assert.deepEqual([...context.reads.keys()], ["CONTRACT_MANAGE/Contract:fact"]);
  });

  it("leaves the index out before 2030500", () => {
    const outcome = install(contextOf({ blockVersion: 2_030_200 }));
    assert.equal(decodeMessage(ContractSchema, outcome.result).index, 0);
  });

  it("stores ZXL addresses without their ZX and shows them with it", () => {
    const config = createTestConfig();
    if (config.vm !== undefined) config.vm.addrType = AddrType.ZXL;
    const context = contextOf({ config });
    const shown = decodeMessage(ContractSchema, install(context).result).address;
    assert.match(shown, /^ZX[0-9a-f]{40}$/);
    assert.ok(context.writes.has(`CONTRACT_MANAGE/Contract:${shown.slice(2)}`));
    const stored = context.writes.get("CONTRACT_MANAGE/Contract:fact");
    assert.equal(decodeMessage(ContractSchema, stored ?? new Uint8Array(0)).address, shown.slice(2));
  });

  it("keeps on EVM what the constructor returned", () => {
    const runtimeCode = Uint8Array.of(9, 9);
    const context = contextOf({ onCallInstalled: () => okOutcome({ result: runtimeCode }) });
    assert.equal(install(context, { CONTRACT_RUNTIME_TYPE: "EVM" }).code, 0);
    assert.deepEqual(context.writes.get("CONTRACT_MANAGE/ContractByteCode:fact"), runtimeCode);
  });

  it("refuses bad parameters", () => {
    const refusal = (more: Record<string, string>) => refusalOf(install(contextOf(), more));
    const empty = "params contractName/version/byteCode/runtimeType cannot be empty";
    for (const key of ["CONTRACT_NAME", "CONTRACT_VERSION", "CONTRACT_RUNTIME_TYPE", "CONTRACT_BYTECODE"])
      assert.equal(refusal({ [key]: " " }), empty);
    assert.equal(refusal({ CONTRACT_RUNTIME_TYPE: "RUST" }), "params runtimeType[RUST] is error");
    assert.equal(refusal({ CONTRACT_RUNTIME_TYPE: "INVALID" }), "params runtimeType[INVALID] is error");
    assert.equal(refusal({ CONTRACT_NAME: "a-b" }), "invalid contract name");
    assert.equal(refusal({ CONTRACT_RUNTIME_TYPE: "GO" }), "unknown runtime type, <nil>");
  });

  it("refuses a name that is taken", () => {
    const context = contextOf({ state: new Map([["CONTRACT_MANAGE/Contract:fact", Uint8Array.of(1)]]) });
    assert.equal(refusalOf(install(context)), "contract exist");
    assert.deepEqual([...context.reads.keys()], ["CONTRACT_MANAGE/Contract:fact"]);
  });

  it("refuses runtimes that the chain does not list, and packages that cannot be opened", () => {
    const config = createTestConfig();
    if (config.vm !== undefined) config.vm.supportList = ["EVM"];
    const refusal = (type: string) => refusalOf(install(contextOf({ config }), { CONTRACT_RUNTIME_TYPE: type }));
    assert.equal(refusal("WASMER"), 'contract initial fail, no such vm runtime "WASMER"');
    assert.equal(refusal("NATIVE"), 'contract initial fail, no such vm runtime "NATIVE"');
    assert.equal(refusal("JAVA"), 'contract initial fail, no such vm runtime "JAVA"');
    assert.equal(
      refusalOf(install(contextOf(), { CONTRACT_RUNTIME_TYPE: "DOCKER_GO" })),
      'contract initial fail, no such vm runtime "DOCKER_GO"',
    );
    assert.equal(install(contextOf({ config }), { CONTRACT_RUNTIME_TYPE: "EVM" }).code, 0);
  });

  it("fails when init_contract fails, on EVM with its bare message", () => {
    const broken = (type: string, outcome = failedOutcome("no luck")) =>
      refusalOf(install(contextOf({ onCallInstalled: () => outcome }), { CONTRACT_RUNTIME_TYPE: type }));
    assert.equal(broken("WASMER"), "contract initial fail, no luck");
    assert.equal(broken("EVM"), "no luck");
    assert.equal(
      broken("GASM", failedOutcome("late", TxStatusCode.CREATE_RUNTIME_INSTANCE_FAILED)),
      "contract initial fail, late",
    );
  });
});
