import assert from "node:assert/strict";
import { test } from "node:test";
import { create } from "@bufbuild/protobuf";
import { CodedError } from "@yanta/errors";
import { ContractResultSchema, TxStatusCode, TxType, type TxResponse } from "@yanta/protocol";
import { createPayload } from "../payload.ts";
import { signRequest } from "../request.ts";
import { fakeClient } from "../testing/fake-client.ts";
import { getChainConfig, listContracts } from "./chain-query.ts";
import { changeChainConfig } from "./change-chain-config.ts";
import { installContract } from "./manage-contract.ts";
import { getNodeVersion } from "./node-version.ts";
import { sendRequest } from "./send-request.ts";
import { subscribeBlocks } from "./subscribe.ts";

async function errorOf(action: Promise<unknown>): Promise<CodedError | undefined> {
  try {
    await action;
    return undefined;
  } catch (error) {
    if (error instanceof CodedError) return error;
    throw error;
  }
}

async function send(answer: Partial<TxResponse> | Uint8Array): Promise<CodedError | undefined> {
  const client = fakeClient({ answer: () => answer });
  const payload = createPayload(client, {
    txType: TxType.QUERY_CONTRACT,
    contract: "fact",
    method: "find",
    txId: "t1",
  });
  return errorOf(sendRequest(client, await signRequest(payload, { signer: client.signer })));
}

const result = (code: number, message: string) => create(ContractResultSchema, { code, message });

test("success is an answer", async () => {
  assert.equal(await send({}), undefined);
  assert.equal(await send({ contractResult: result(0, "fine") }), undefined);
});

test("a contract that failed, by either code, is SDK_CONTRACT_FAILED with its own words", async () => {
  for (const answer of [
    { code: TxStatusCode.CONTRACT_FAIL, contractResult: result(1, "no such key"), message: "outer" },
    { code: TxStatusCode.CONTRACT_FAIL, message: "no such key" },
    { contractResult: result(1, "no such key") },
  ]) {
    const error = await send(answer);
    assert.equal(error?.code, "SDK_CONTRACT_FAILED");
    assert.deepEqual(error.details, { txId: "t1", contract: "fact", method: "find", message: "no such key" });
  }
});

test("any other code is SDK_REFUSED with the node's code and words, also a code of a newer node", async () => {
  const timeout = await send({ code: TxStatusCode.TIMEOUT, message: "late" });
  assert.equal(timeout?.code, "SDK_REFUSED");
  assert.deepEqual(timeout.details, { txId: "t1", code: TxStatusCode.TIMEOUT, codeName: "TIMEOUT", message: "late" });
  assert.equal((await send({ code: 9999 as TxStatusCode, message: "x" }))?.details["codeName"], "9999");
  const inner = await send({
    code: TxStatusCode.INVALID_CONTRACT_PARAMETER_CONTRACT_NAME,
    contractResult: result(1, "inner"),
  });
  assert.deepEqual([inner?.code, inner?.details["message"]], ["SDK_REFUSED", "inner"]);
});

test("an answer that cannot be decoded is SDK_ANSWER_UNREADABLE in every action", async () => {
  const garbage = Uint8Array.of(0xff);
  assert.equal((await send(garbage))?.code, "SDK_ANSWER_UNREADABLE");
  const client = fakeClient({
    answer: () => ({ contractResult: create(ContractResultSchema, { result: garbage }) }),
    stream: () => [garbage],
  });
  const install = { name: "n", version: "1", runtime: "WASMER", bytecode: garbage, endorsers: [] };
  const actions = [
    getChainConfig(client),
    listContracts(client),
    installContract(client, install),
    changeChainConfig(client, { method: "BLOCK_UPDATE", parameters: {}, endorsers: [] }),
    getNodeVersion({ ...client.transport, unary: async () => garbage }),
    Array.fromAsync(subscribeBlocks(client)),
  ];
  for (const action of actions) assert.equal((await errorOf(action))?.code, "SDK_ANSWER_UNREADABLE");
});
