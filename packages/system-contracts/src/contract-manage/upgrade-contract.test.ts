import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { create } from "@bufbuild/protobuf";
import { bytesToUtf8 } from "@yanta/bytes";
import {
  ContractConfigSchema,
  ContractSchema,
  ContractStatus,
  decodeMessage,
  encodeMessage,
  RuntimeType,
  type Contract,
} from "@yanta/protocol";
import type { Parameters } from "@yanta/vm";
import { failedOutcome, FakeTxContext, okOutcome, type FakeTxContextOptions } from "../testing/fake-tx-context.ts";
import { refusalOf, runMethod } from "../testing/run-method.ts";
import { createTestConfig } from "../testing/test-config.ts";
import { createIdentity } from "../testing/test-identities.ts";

const code = Uint8Array.of(7);
const parameters = {
  CONTRACT_NAME: "fact",
  CONTRACT_VERSION: "2.0",
  CONTRACT_RUNTIME_TYPE: "GASM",
  CONTRACT_BYTECODE: code,
};

function contextOf(
  record: Partial<Pick<Contract, "status" | "index">> = {},
  options: Partial<FakeTxContextOptions> = {},
): FakeTxContext {
  const contract = create(ContractSchema, {
    name: "fact",
    version: "1.0",
    runtimeType: RuntimeType.WASMER,
    address: "ad",
    creator: { uid: createIdentity(1).uid.toUpperCase() },
    index: 1,
    ...record,
  });
  return new FakeTxContext({
    config: createTestConfig(),
    sender: createIdentity(1),
    state: new Map([["CONTRACT_MANAGE/Contract:fact", encodeMessage(ContractSchema, contract)]]),
    ...options,
  });
}

const upgrade = (context: FakeTxContext, more: Record<string, string> = {}) =>
  runMethod(context, "CONTRACT_MANAGE.UPGRADE_CONTRACT", { ...parameters, ...more });

describe("UPGRADE_CONTRACT", () => {
  it("changes version, runtime, index and code, and runs upgrade with the parameters that say so", () => {
    let given: Parameters = new Map();
    const context = contextOf(
      {},
      { onCallInstalled: (_contract, _code, method, all) => ((given = all), okOutcome({ message: method })) },
    );
    const outcome = upgrade(context);
    const contract = decodeMessage(ContractSchema, outcome.result);
    assert.deepEqual(
      [contract.version, contract.runtimeType, contract.index, contract.address],
      ["2.0", RuntimeType.GASM, 2, "ad"],
    );
    assert.equal(outcome.message, "upgrade");
    assert.deepEqual(
      [...context.writes.keys()],
      ["CONTRACT_MANAGE/Contract:fact", "CONTRACT_MANAGE/Contract:ad", "CONTRACT_MANAGE/ContractByteCode:fact"],
    );
    const text = (key: string) => bytesToUtf8(given.get(`__upgrade_contract_old_contract_${key}`) ?? new Uint8Array(0));
    assert.deepEqual([text("name"), text("version"), text("runtime_type")], ["fact", "2.0", "GASM"]);
  });

  it("lets a frozen contract through and leaves it frozen", () => {
    const contract = decodeMessage(ContractSchema, upgrade(contextOf({ status: ContractStatus.FROZEN })).result);
    assert.equal(contract.status, ContractStatus.FROZEN);
  });

  it("leaves the index alone before 2030500", () => {
    assert.equal(
      decodeMessage(ContractSchema, upgrade(contextOf({ index: 0 }, { blockVersion: 2_030_200 })).result).index,
      0,
    );
  });

  it("refuses unknown contracts, the same version, revoked ones and runtimes that are not there", () => {
    assert.equal(refusalOf(upgrade(contextOf(), { CONTRACT_NAME: "other" })), "contract not exist");
    assert.equal(refusalOf(upgrade(contextOf(), { CONTRACT_VERSION: "1.0" })), "contract version exist");
    assert.equal(refusalOf(upgrade(contextOf({ status: ContractStatus.REVOKED }))), "contract status invalid");
    assert.equal(refusalOf(upgrade(contextOf(), { CONTRACT_RUNTIME_TYPE: "GO" })), "unknown runtime type: GO");
    assert.equal(
      refusalOf(upgrade(contextOf(), { CONTRACT_RUNTIME_TYPE: "JAVA" })),
      'contract upgrade fail, no such vm runtime "JAVA"',
    );
  });

  it("may be the creator's alone", () => {
    const config = createTestConfig();
    config.contract = create(ContractConfigSchema, { onlyCreatorCanUpgrade: true });
    assert.equal(upgrade(contextOf({}, { config })).code, 0);
    assert.equal(
      refusalOf(upgrade(contextOf({}, { config, sender: createIdentity(2) }))),
      "only creators are allowed to upgrade contract",
    );
  });

  it("fails when upgrade fails", () => {
    assert.equal(
      refusalOf(upgrade(contextOf({}, { onCallInstalled: () => failedOutcome("no") }))),
      "contract upgrade fail, no",
    );
    const evm = contextOf({}, { onCallInstalled: () => failedOutcome("no") });
    assert.equal(refusalOf(upgrade(evm, { CONTRACT_RUNTIME_TYPE: "EVM" })), "contract upgrade fail, no");
  });
});
