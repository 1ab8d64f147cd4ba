import assert from "node:assert/strict";
import { test } from "node:test";
import { loadContract, openContractChain } from "@yanta/contract-testing";

async function openContract() {
  const chain = await openContractChain();
  return { chain, contract: await chain.install("CONTRACT_NAME", await loadContract(import.meta.url)) };
}

test("an entry is set, with an event, and found", async () => {
  const { contract } = await openContract();
  const sent = await contract.invoke("set", { key: "a", value: "1" });
  assert.ok(sent.ok, sent.message);
  const owner = (await contract.query("owner_of", { key: "a" })).text;
  assert.match(owner, /^[0-9a-f]{40}$/);
  assert.deepEqual(sent.events, [{ contract: "CONTRACT_NAME", topic: "entry_set", data: ["a", "1", owner] }]);
  assert.equal((await contract.query("get", { key: "a" })).text, "1");
});

test("only the owner changes an entry", async () => {
  const { chain, contract } = await openContract();
  await contract.invoke("set", { key: "a", value: "1" });
  const stranger = chain.member(2);
  const refused = await contract.invoke("set", { key: "a", value: "2" }, { sender: stranger });
  const owner = (await contract.query("owner_of", { key: "a" })).text;
  assert.deepEqual([refused.ok, refused.message], [false, `contract message:the entry belongs to ${owner}`]);
  assert.equal((await contract.query("get", { key: "a" })).text, "1");
  assert.ok((await contract.invoke("set", { key: "a", value: "3" })).ok);
});

test("an entry that is not there is an error", async () => {
  const { contract } = await openContract();
  assert.equal((await contract.query("get", { key: "b" })).message, "contract message:no value b");
  assert.equal((await contract.query("owner_of", { key: "b" })).text, "");
});
