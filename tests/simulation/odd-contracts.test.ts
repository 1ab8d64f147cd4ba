import assert from "node:assert/strict";
import { before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { bytesToUtf8, utf8ToBytes } from "@yanta/bytes";
import { type CallResult, type ContractChain, loadContract, openContractChain } from "@yanta/contract-testing";
import { encodeEasyCodec } from "@yanta/protocol";
import { buildScript, requestItems, type ScriptStep } from "@yanta/vm/testing";

/** Contracts that use the host in unusual ways, on the real executor: codes and texts are ChainMaker's (vm.md §2.3, §8.3). */

/** Where the host writes its answers. */
const at = 3 * 65_536;
const memoryEnd = 4 * 65_536;

const step = (method: string, values: Parameters<typeof requestItems>[0]): ScriptStep => ({
  method,
  body: requestItems(values),
});
const put = (key: string, value: string, field = ""): ScriptStep =>
  step("PutState", { key, field, value: utf8ToBytes(value) });
const remove = (key: string, field = ""): ScriptStep => step("DeleteState", { key, field });
const open = (start: string, limit: string, pointer = at): ScriptStep =>
  step("KvIterator", { start_key: start, start_field: "", limit_key: limit, limit_field: "", value_ptr: pointer });
const hasNext = (handle: number, pointer: number): ScriptStep =>
  step("KvIteratorHasNext", { rs_index: handle, value_ptr: pointer });
const rowAt = (handle: number, pointer: number): ScriptStep[] => [
  step("KvIteratorNextLen", { rs_index: handle, value_ptr: pointer }),
  step("KvIteratorNext", { rs_index: handle, value_ptr: pointer + 4 }),
];
const next = (handle: number, pointer: number): ScriptStep[] => [
  hasNext(handle, pointer),
  ...rowAt(handle, pointer + 4),
];
const callStep = (contract: string, method: string, pointer = at, parameters: Record<string, string> = {}) =>
  step("CallContractLen", {
    value_ptr: pointer,
    contract_name: contract,
    method,
    param: encodeEasyCodec(requestItems(parameters)),
  });
const event = (topic: string, ...data: string[]): ScriptStep =>
  step("EmitEvent", { topic, ...Object.fromEntries(data.map((text, index) => [`d${index}`, text])) });
const say = (text: string): ScriptStep => ({ method: "SuccessResult", body: utf8ToBytes(text) });
/** Answers memory from `at` on. */
const answer = (length: number): ScriptStep => ({ method: "SuccessResult", body: { pointer: at, length } });

let chain: ContractChain;
let count = 0;

async function install(steps: readonly ScriptStep[], name = `odd${count++}`) {
  return chain.install(name, { bytecode: buildScript(steps), runtime: "WASMER" });
}
async function run(...steps: readonly ScriptStep[]): Promise<CallResult> {
  return (await install(steps)).invoke("run");
}
/** The message of a run that fails. */
async function failure(...steps: readonly ScriptStep[]): Promise<string> {
  const { ok, status, message } = await run(...steps);
  assert.deepEqual([ok, status], [false, "CONTRACT_FAIL"]);
  return message;
}
/** Words of an answer, at places counted from its beginning. */
const words = ({ bytes }: CallResult, ...places: readonly number[]): number[] =>
  places.map((place) => new DataView(bytes.buffer, bytes.byteOffset).getUint32(place, true));
/** Key, field and value of a row whose length stands at `place`. */
function rowOf({ bytes }: CallResult, place: number): string {
  const size = new DataView(bytes.buffer, bytes.byteOffset).getUint32(place, true);
  const text = Buffer.from(bytes.subarray(place + 4, place + 4 + size)).toString("latin1");
  // Behind each name: the value's type and its length, four bytes each.
  return [...text.matchAll(/(?:key|field|value)[^]{4}([^]{4})/g)]
    .map((found) => {
      const from = found.index + found[0].length;
      return text.slice(from, from + (found[1] ?? "").charCodeAt(0));
    })
    .join(",");
}

before(async () => {
  chain = await openContractChain();
  await install([put("k", "v"), event("t", "x"), say("hi")], "callee");
  await install([hasNext(1, at)], "thief");
});

test("iterators inside iterators go their own ways, over what was there when they were opened", async () => {
  const result = await run(
    put("a", "1"),
    put("b", "2"),
    open("a", "z"),
    ...next(1, at + 8),
    open("a", "z", at + 4),
    put("c", "3"),
    remove("b"),
    ...next(2, at + 100),
    ...next(2, at + 200),
    hasNext(2, at + 300),
    ...next(1, at + 400),
    hasNext(1, at + 500),
    answer(600),
  );
  assert.equal(result.message, "");
  assert.deepEqual(words(result, 0, 4, 8, 100, 200, 300, 400, 500), [1, 2, 1, 1, 1, 0, 1, 0]);
  assert.deepEqual(
    [12, 104, 204, 404].map((place) => rowOf(result, place)),
    ["a,,1", "a,,1", "b,,2", "b,,2"],
  );
});

test("ranges without width have no rows, and deletions of the same transaction are rows without value", async () => {
  for (const [start, limit] of [
    ["a", "a"],
    ["c", "a"],
  ] as const)
    assert.deepEqual(words(await run(put("a", "1"), open(start, limit), hasNext(1, at + 4), answer(8)), 0, 4), [1, 0]);
  const deleted = await run(put("a", "1"), remove("a"), open("a", "z"), ...next(1, at + 4), answer(100));
  assert.deepEqual([words(deleted, 4), rowOf(deleted, 8)], [[1], "a,,"]);
  const fields = await run(
    put("a", "1", "f"),
    put("a", "2", "g"),
    put("af", "3"),
    step("KvPreIterator", { start_key: "a", start_field: "f", value_ptr: at }),
    ...next(1, at + 4),
    hasNext(1, at + 200),
    answer(204),
  );
  assert.deepEqual([rowOf(fields, 8), words(fields, 200)], ["a,f,1", [0]]);
});

test("an iterator may be left open, closed twice and asked afterwards, but gives a row only where it stands on one", async () => {
  assert.equal((await run(put("a", "1"), open("a", "z"), ...next(1, at + 4))).ok, true);
  const closed = await run(
    put("a", "1"),
    open("a", "z"),
    step("KvIteratorClose", { rs_index: 1, value_ptr: at + 4 }),
    step("KvIteratorClose", { rs_index: 1, value_ptr: at + 8 }),
    hasNext(1, at + 12),
    answer(16),
  );
  assert.deepEqual(words(closed, 0, 4, 8, 12), [1, 1, 1, 0]);
  const noRow = "error message: [kv iterator next] iterator next data error, no row";
  assert.equal(await failure(put("a", "1"), open("a", "z"), ...rowAt(1, at + 4)), noRow);
  const empty = "error message: key[] can only consist of numbers, dot, letters and underscores";
  assert.equal(await failure(open("", "z")), empty);
  assert.equal(await failure(open("a", "")), empty);
});

test("an iterator goes on behind a call, and its handle means nothing to the callee", async () => {
  const result = await run(
    put("a", "1"),
    put("b", "2"),
    open("a", "z"),
    ...next(1, at + 8),
    callStep("callee", "run", at + 100),
    ...next(1, at + 200),
    answer(300),
  );
  assert.deepEqual([rowOf(result, 12), words(result, 100), rowOf(result, 204)], ["a,,1", [2], "b,,2"]);
  assert.deepEqual(result.events, [{ contract: "callee", topic: "t", data: ["x"] }]);
  assert.equal(
    await failure(put("a", "1"), open("a", "z"), callStep("thief", "run", at + 4)),
    "error message: [call contract] execute error code: CONTRACT_FAIL, msg: error message: [kv iterator has next] can not found rs_index[1]",
  );
});

test("the history of a key that was deleted and written again tells each change", async () => {
  const code = (...steps: ScriptStep[]) => ({ bytecode: buildScript(steps), runtime: "WASMER" }) as const;
  const contract = await chain.install("past", code(put("k", "1")));
  await contract.invoke("run");
  const versions = [code(remove("k")), code(put("k", "2"))];
  for (const [index, each] of versions.entries()) {
    await chain.upgrade("past", each, { version: `2.${index}` });
    await contract.invoke("run");
  }
  const step3 = (pointer: number): ScriptStep[] => [
    step("HistoryKvIteratorHasNext", { ks_index: 1, value_ptr: pointer }),
    step("HistoryKvIteratorNextLen", { ks_index: 1, value_ptr: pointer + 4 }),
    step("HistoryKvIteratorNext", { ks_index: 1, value_ptr: pointer + 8 }),
  ];
  const opened = step("HistoryKvIterator", { start_key: "k", start_field: "", value_ptr: at });
  const places = [0, 1, 2].map((index) => 100 + 300 * index);
  const look = code(opened, ...places.flatMap((place) => step3(at + place)), answer(1000));
  await chain.upgrade("past", look, { version: "3" });
  const result = await contract.query("run");
  const changes = places.map((place) => {
    const text = Buffer.from(result.bytes.subarray(place + 8, place + 300)).toString("latin1");
    const isDelete = text.charCodeAt(text.indexOf("isDelete") + 16);
    const size = text.charCodeAt(text.indexOf("value") + 9);
    const from = text.indexOf("value") + 13;
    return [text.slice(from, from + size), isDelete];
  });
  assert.deepEqual(changes, [
    ["1", 0],
    ["", 1],
    ["2", 0],
  ]);
});

test("keys, values and results at their limits", async () => {
  const letters = (key: string) =>
    `error message: key[${key}] can only consist of numbers, dot, letters and underscores`;
  for (const key of ["", "a#b", "a/b", "é"]) assert.equal(await failure(put(key, "1")), letters(key));
  assert.equal((await run(put("k".repeat(1024), "1", "f".repeat(1024)))).ok, true);
  const long = "k".repeat(1025);
  assert.equal(await failure(put(long, "1")), `error message: key[${long}] too long`);
  assert.equal(await failure(put("k", "1", long)), `error message: key field[${long}] too long`);
  const length = step("GetStateLen", { key: "a", field: "", value_ptr: at });
  assert.deepEqual(words(await run(put("a", "1"), put("a", ""), length, answer(4)), 0), [0]);
  const whole = await run({ method: "SuccessResult", body: { pointer: 0, length: memoryEnd } });
  assert.equal(whole.bytes.length, memoryEnd);
  assert.equal(
    await failure({ method: "SuccessResult", body: { pointer: 0, length: memoryEnd + 1 } }),
    `runtime error: slice bounds out of range [:${memoryEnd + 1}] with capacity ${memoryEnd}`,
  );
});

test("events at their limits", async () => {
  const refusal = async (...each: Parameters<typeof event>) => failure(event(...each));
  const good = await run(event("t".repeat(255), "x".repeat(65_535), ...Array<string>(15).fill("")));
  assert.equal(good.events[0]?.data.length, 16);
  assert.equal(await refusal("t"), "error message: event data can not empty");
  assert.equal(await refusal("", "x"), "error message: topic can not empty");
  assert.equal(await refusal("t", ...Array<string>(17).fill("x")), "error message: too many event data");
  assert.equal(await refusal("t".repeat(256), "x"), "error message: topic too long,longer than 255");
  assert.equal(await refusal("t", "x".repeat(65_536)), "error message: event data too long,longer than 65535");
  const injection = "error message: [emit event] contract event parameter error, exist sql injection";
  assert.equal(await refusal("t", "it's"), injection);
});

test("calls to itself, to nobody and to system contracts", async () => {
  const itself = `odd${count}`;
  const deep = await failure(callStep(itself, "run"));
  assert.match(deep, /CONTRACT_TOO_DEEP_FAILED, msg: CallContract too depth 6$/);
  const failed = "error message: [call contract] ";
  assert.equal(
    await failure(callStep("nobody", "run")),
    `${failed}failed to get contract by [nobody], err: contract not exist`,
  );
  assert.equal(await failure(callStep("", "run")), `${failed}contract_name is null`);
  assert.equal(await failure(callStep("callee", "")), `${failed}method is null`);
  const config = await run(callStep("CHAIN_CONFIG", "GET_CHAIN_CONFIG"), answer(4));
  assert.ok((words(config, 0)[0] ?? 0) > 1000, "a chain's configuration");
  assert.equal(
    await failure(callStep("CHAIN_QUERY", "NOPE")),
    `${failed}execute error code: CONTRACT_FAIL, msg: the method does not found`,
  );
  assert.equal(
    await failure(callStep("CONTRACT_MANAGE", "FREEZE_CONTRACT", at, { CONTRACT_NAME: "callee" })),
    `${failed}execute error code: CONTRACT_FAIL, msg: the tx has no right to call contract \`CONTRACT_MANAGE:FREEZE_CONTRACT\``,
  );
});

test("a query writes, iterates and emits, and nothing of it stays", async () => {
  const contract = await install([put("a", "1"), event("t", "x"), open("a", "z"), ...next(1, at + 4), answer(100)]);
  const result = await contract.query("run");
  assert.deepEqual([rowOf(result, 8), result.events.length], ["a,,1", 1]);
  assert.equal(contract.state("a"), undefined);
});

test("answers that were not asked for are empty, and errors stay", async () => {
  const get = step("GetState", { key: "a", field: "", value_ptr: at });
  assert.deepEqual(words(await run(put("a", "1"), get, answer(4)), 0), [0]);
  const unasked = { value_ptr: at, contract_name: "callee", method: "run", param: encodeEasyCodec([]) };
  assert.deepEqual(words(await run(step("CallContract", unasked), answer(4)), 0), [0]);
  const error = (text: string): ScriptStep => ({ method: "ErrorResult", body: utf8ToBytes(text) });
  const late = await run(error("no"), say("yes"));
  assert.deepEqual([late.ok, late.message, bytesToUtf8(late.bytes)], [false, "contract message:no", ""]);
  const early = await run(say("yes"), error("no"));
  assert.deepEqual([early.ok, early.message, bytesToUtf8(early.bytes)], [false, "contract message:no", "yes"]);
  assert.match(await failure(step("GetStateLen", { key: "a", field: "", value_ptr: -4 })), /out of range \[-4:\]$/);
});

test("nobody but CONTRACT_MANAGE calls init_contract and upgrade", async () => {
  const token = await chain.install(
    "token",
    await loadContract(fileURLToPath(new URL("../../contracts/cmdfa/", import.meta.url))),
    {
      parameters: { name: "Token", symbol: "TOK", totalSupply: "5" },
    },
  );
  const stranger = chain.member(3, "client", "mallory");
  for (const method of ["init_contract", "upgrade"]) {
    const text = `contract[token], method[${method}] is not allowed to be called, it's the retention method`;
    const parameters = { name: "Mine", symbol: "MINE", totalSupply: "9" };
    const taken = await token.invoke(method, parameters, { sender: stranger });
    assert.deepEqual([taken.ok, taken.status, taken.message], [false, "CONTRACT_INVOKE_METHOD_FAILED", text]);
    assert.equal(
      await failure(callStep("token", method)),
      `error message: [call contract] execute error code: CONTRACT_INVOKE_METHOD_FAILED, msg: ${text}`,
    );
  }
  assert.equal((await token.query("Name")).text, "Token");
});
