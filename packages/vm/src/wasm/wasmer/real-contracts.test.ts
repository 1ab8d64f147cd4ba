import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { bytesToUtf8, utf8ToBytes } from "@yanta/bytes";
import { TxStatusCode } from "@yanta/protocol";
import {
  createFakeChain,
  createFakeTxContext,
  type FakeChain,
  installFakeContract,
} from "../../testing/fake-tx-context.ts";
import { readContract } from "../../testing/read-contract.ts";
import { createWasmerVm } from "./create-wasmer-vm.ts";

/** Runs one transaction and keeps its writes when it succeeded. */
function transact(
  chain: FakeChain,
  contract: string,
  method: string,
  parameters: Readonly<Record<string, string>> = {},
) {
  const context = createFakeTxContext({ chain });
  const outcome = context.run(
    contract,
    method,
    new Map(Object.entries(parameters).map(([key, value]) => [key, utf8ToBytes(value)])),
  );
  const writes = [...context.writes.keys()];
  if (outcome.status === TxStatusCode.SUCCESS) context.commit();
  return { ...outcome, text: bytesToUtf8(outcome.result), writes };
}

function chainWithContract(name: "rust-fact-2.0.0" | "rust-asset-2.0.0"): FakeChain {
  const chain = createFakeChain([createWasmerVm()]);
  installFakeContract(chain, "c", readContract(name));
  return chain;
}

describe("rust-fact", () => {
  const chain = chainWithContract("rust-fact-2.0.0");
  const fact = { file_hash: "h1", file_name: "塔.txt", time: "1700000000" };

  it("saves a fact as two writes, without an event or a result", () => {
    assert.equal(transact(chain, "c", "init_contract").code, 0);
    const saved = transact(chain, "c", "save", fact);
    assert.deepEqual(
      [saved.status, saved.code, saved.text, saved.message, saved.writes],
      [TxStatusCode.SUCCESS, 0, "", "", ["c#fact2#h1", "c#fact#h1"]],
    );
    assert.deepEqual(
      saved.events.map(({ topic, eventData }) => [topic, eventData]),
      [],
    );
  });

  it("finds it again", () => {
    assert.equal(
      transact(chain, "c", "find_by_file_hash", { file_hash: "h1" }).text,
      JSON.stringify({ file_hash: "h1", file_name: "塔.txt", time: "1700000000" }),
    );
  });

  it("iterates, counts, and verifies itself", () => {
    assert.equal(transact(chain, "c", "test_put_state").code, 0);
    assert.deepEqual(
      [transact(chain, "c", "test_kv_iterator").text, transact(chain, "c", "test_put_pre_state").code],
      ["15", 0],
    );
    assert.equal(transact(chain, "c", "test_iter_pre_key").code, 0);
    assert.equal(transact(chain, "c", "increase").text, "++ stone success count=1");
    assert.equal(transact(chain, "c", "increase").text, "++ stone success count=2");
    assert.equal(transact(chain, "c", "functional_verify", { contract_name: "c" }).code, 0);
  });

  it("fails where a parameter is missing: its panic is an unreachable", () => {
    const failed = transact(chain, "c", "sum");
    assert.equal(failed.message, `contract invoke failed, unreachable, tx: ${"f".repeat(64)}`);
  });

  it("fails for methods that are not there or take arguments", () => {
    assert.equal(
      transact(chain, "c", "nope").message,
      `contract invoke failed, find method [nope] failed, err = Export \`nope\` does not exist, tx: ${"f".repeat(64)}`,
    );
    assert.match(
      transact(chain, "c", "allocate").message,
      /Missing 1 argument\(s\) when calling the function; Expected 1 argument\(s\), received 0/,
    );
  });
});

describe("rust-asset", () => {
  const chain = chainWithContract("rust-asset-2.0.0");

  it("issues and moves an asset", () => {
    const init = transact(chain, "c", "init_contract", {
      issue_limit: "100000000",
      total_supply: "100000000",
      manager_pk: "bb".repeat(20),
    });
    assert.equal(init.code, 0, init.message);
    const own = transact(chain, "c", "query_address").text;
    assert.equal(own, "bb".repeat(20));
    const issued = transact(chain, "c", "issue_amount", { to: own, amount: "1000" });
    assert.equal(issued.code, 0, issued.message);
    assert.equal(transact(chain, "c", "balance_of", { owner: own }).text, "1000");
    assert.equal(transact(chain, "c", "approve", { spender: own, amount: "3" }).code, 0);
    assert.equal(transact(chain, "c", "allowance", { owner: own, spender: own }).text, "3");
    assert.equal(transact(chain, "c", "total_supply").text, "100000000");
  });

  it("reports failure itself for what it does not allow", () => {
    const failed = transact(chain, "c", "transfer", { to: "bb".repeat(20), amount: "5" });
    assert.deepEqual(
      [failed.status, failed.code, failed.message],
      [TxStatusCode.CONTRACT_FAIL, 1, "contract message:You can't transfer to yourself"],
    );
    assert.equal(transact(chain, "c", "register").message, "contract message:Already exists.");
  });
});

describe("a contract of another runtime", () => {
  it("says so", () => {
    const chain = createFakeChain([createWasmerVm()]);
    installFakeContract(chain, "c", readContract("go-fact-2.0.0"));
    assert.equal(
      transact(chain, "c", "save").message,
      `contract invoke failed, runtime type error, expect rust:[2], but got 4, tx: ${"f".repeat(64)}`,
    );
  });
});
