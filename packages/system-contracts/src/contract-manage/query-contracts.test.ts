import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { create } from "@bufbuild/protobuf";
import { ContractSchema, encodeMessage, RuntimeType } from "@yanta/protocol";
import { FakeTxContext } from "../testing/fake-tx-context.ts";
import { textOf, runMethod } from "../testing/run-method.ts";
import { createTestConfig } from "../testing/test-config.ts";
import { createIdentity } from "../testing/test-identities.ts";

const record = create(ContractSchema, {
  name: "fact",
  version: "1.0",
  runtimeType: RuntimeType.GO,
  address: "ad",
  index: 3,
});

function contextOf(): FakeTxContext {
  const state = new Map([["CONTRACT_MANAGE/Contract:fact", encodeMessage(ContractSchema, record)]]);
  return new FakeTxContext({ config: createTestConfig(), sender: createIdentity(1), state });
}

const shown = { name: "fact", version: "1.0", runtime_type: RuntimeType.DOCKER_GO, address: "ad" };

describe("queries about contracts", () => {
  it("show no member that the official Python client does not know", () => {
    const info = textOf(runMethod(contextOf(), "CONTRACT_MANAGE.GET_CONTRACT_INFO", { CONTRACT_NAME: "fact" }));
    assert.deepEqual(JSON.parse(info), shown);
    const list = textOf(runMethod(contextOf(), "CONTRACT_MANAGE.GET_CONTRACT_LIST"));
    assert.deepEqual(JSON.parse(list), [shown]);
  });
});
