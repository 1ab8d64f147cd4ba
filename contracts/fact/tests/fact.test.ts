import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { loadContract, openContractChain } from "@yanta/contract-testing";

async function openFact() {
  const chain = await openContractChain();
  return { chain, fact: await chain.install("fact", await loadContract(import.meta.url)) };
}

describe("fact", () => {
  it("has the interface that its clients know", async () => {
    const { abi } = await loadContract(import.meta.url);
    const built = JSON.parse(readFileSync(new URL("../build/fact.abi.json", import.meta.url), "utf8"));
    assert.deepEqual(abi, built);
  });

  it("saves a fact once, with an event", async () => {
    const { chain, fact } = await openFact();
    const saved = await fact.invoke("save", { file_hash: "h1", file_name: "塔.txt", time: "1700000000" });
    assert.ok(saved.ok, saved.message);
    assert.deepEqual(saved.events, [{ contract: "fact", topic: "topic_vx", data: ["h1", "塔.txt"] }]);
    const found = JSON.parse((await fact.query("find_by_file_hash", { file_hash: "h1" })).text);
    assert.deepEqual(found, {
      file_hash: "h1",
      file_name: "塔.txt",
      time: 1700000000,
      tx_id: saved.txId,
      block_height: Number(saved.blockHeight),
    });
    const again = await fact.invoke("save", { file_hash: "h1", file_name: "x", time: "1" });
    assert.deepEqual(
      [again.ok, again.message, again.events],
      [false, "contract message:a fact with this file_hash exists", []],
    );
    assert.equal(chain.height, 3n);
  });

  it("tells what is wrong with parameters", async () => {
    const { fact } = await openFact();
    const messageOf = async (parameters: Record<string, string>) => (await fact.invoke("save", parameters)).message;
    assert.equal(await messageOf({ file_hash: "h", file_name: "n" }), "contract message:missing parameter 'time'");
    assert.equal(await messageOf({ file_hash: "", file_name: "n", time: "1" }), "contract message:file_hash is empty");
    const range = "contract message:parameter 'time' must be a whole number from 0 to 18446744073709551615";
    for (const time of ["", "-1", "1.5", "18446744073709551616", "99999999999999999999999"])
      assert.equal(await messageOf({ file_hash: "h", file_name: "n", time }), range);
    assert.equal(await messageOf({ file_hash: "h", file_name: "n", time: "18446744073709551615" }), "");
    assert.equal((await fact.query("find_by_file_hash", { file_hash: "h2" })).message, "contract message:no fact h2");
  });
});
