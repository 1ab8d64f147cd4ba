import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { loadContract, openContractChain, type CallParameters, type TestMember } from "@yanta/contract-testing";

const metadata = JSON.stringify({ hashType: "file", hashAlgorithm: "sha256", username: "li", content: "塔" });

async function openEvidence() {
  const chain = await openContractChain();
  const contract = await chain.install("cmevi", await loadContract(import.meta.url));
  const read = async (method: string, parameters: CallParameters = {}): Promise<string> => {
    const result = await contract.query(method, parameters);
    return result.ok ? result.text : result.message.replace("contract message:", "");
  };
  const send = async (method: string, parameters: CallParameters, sender?: TestMember): Promise<string> => {
    const result = await contract.invoke(method, parameters, sender === undefined ? {} : { sender });
    return result.ok ? result.text : result.message.replace("contract message:", "");
  };
  return { chain, contract, read, send };
}

describe("cmevi", () => {
  it("has the interface that its clients know", async () => {
    const { abi } = await loadContract(import.meta.url);
    const built = JSON.parse(readFileSync(new URL("../build/cmevi.abi.json", import.meta.url), "utf8"));
    assert.deepEqual(abi, built);
  });

  it("keeps to CMBC and CMEVI", async () => {
    const { read } = await openEvidence();
    assert.equal(await read("Standards"), '["CMBC","CMEVI"]');
    assert.equal(await read("SupportStandard", { standardName: "CMBC" }), "true");
    assert.equal(await read("SupportStandard", { standardName: "CMID" }), "false");
  });

  it("records an evidence once, and finds it by id and hash", async () => {
    const { contract, chain, read, send } = await openEvidence();
    assert.equal(await read("ExistsOfId", { id: "案-1" }), "false");
    assert.equal(await read("ExistsOfHash", { hash: "h1" }), "false");
    const sent = await contract.invoke("Evidence", { id: "案-1", hash: "h1", metadata });
    assert.equal(sent.text, "案-1", sent.message);
    const record = {
      id: "案-1",
      hash: "h1",
      txId: sent.txId,
      blockHeight: Number(sent.blockHeight),
      timestamp: String(chain.clock.unixSeconds()),
      metadata,
    };
    assert.deepEqual(JSON.parse(await read("FindById", { id: "案-1" })), record);
    assert.deepEqual(JSON.parse(await read("FindByHash", { hash: "h1" })), record);
    assert.deepEqual(sent.events, [{ contract: "cmevi", topic: "Evidence", data: ["案-1", "h1", metadata] }]);
    assert.equal(await read("ExistsOfId", { id: "案-1" }), "true");
    assert.equal(await read("ExistsOfHash", { hash: "h1" }), "true");
    assert.equal(await send("Evidence", { id: "案-1", hash: "h2", metadata }), "CMEVI: id 案-1 exists");
    assert.equal(await send("Evidence", { id: "b", hash: "h1", metadata }), "CMEVI: hash h1 exists");
    assert.equal(await read("FindById", { id: "b" }), "CMEVI: no evidence with id b");
    assert.equal(await read("FindByHash", { hash: "h2" }), "CMEVI: no evidence with hash h2");
  });

  it("refuses what is empty or no metadata", async () => {
    const { send } = await openEvidence();
    assert.equal(await send("Evidence", { id: "", hash: "h", metadata }), "CMEVI: id is empty");
    assert.equal(await send("Evidence", { id: "a", hash: "", metadata }), "CMEVI: hash is empty");
    assert.equal(
      await send("Evidence", { id: "a", hash: "h", metadata: "[]" }),
      "CMEVI: metadata must be a JSON object",
    );
    assert.equal(await send("Evidence", { id: "a", hash: "h", metadata: "{" }), "metadata is no JSON at character 1");
    const md5 = JSON.stringify({ hashAlgorithm: "md5" });
    assert.equal(
      await send("Evidence", { id: "a", hash: "h", metadata: md5 }),
      "CMEVI: hashAlgorithm must be sha256 or sm3",
    );
    for (const [id, each] of [
      ["a", "{}"],
      ["b", '{"hashAlgorithm":"sm3"}'],
    ] as const)
      assert.equal(await send("Evidence", { id, hash: id, metadata: each }), id);
  });

  it("records several at once, all or none", async () => {
    const { contract, read, send } = await openEvidence();
    const evidences = JSON.stringify([
      { id: "a", hash: "1", metadata },
      { id: "b", hash: "2", metadata: { hashAlgorithm: "sm3" } },
      { id: "c", hash: "3" },
    ]);
    const sent = await contract.invoke("EvidenceBatch", { evidences });
    assert.equal(sent.text, '["a","b","c"]', sent.message);
    assert.deepEqual(
      sent.events.map(({ data }) => data),
      [
        ["a", "1", metadata],
        ["b", "2", '{"hashAlgorithm":"sm3"}'],
        ["c", "3", "{}"],
      ],
    );
    assert.equal(JSON.parse(await read("FindByHash", { hash: "2" })).id, "b");
    assert.equal(await send("EvidenceBatch", { evidences: '[{"id":"one","hash":"one"}]' }), '["one"]');
    assert.equal(await send("EvidenceBatch", { evidences: "x" }), "evidences is no JSON at character 0");
    const twice = JSON.stringify([
      { id: "d", hash: "4" },
      { id: "d", hash: "5" },
    ]);
    assert.equal(await send("EvidenceBatch", { evidences: twice }), "CMEVI: id d exists");
    assert.equal(await read("ExistsOfId", { id: "d" }), "false");
    const content = "CMEVI: evidences must be a JSON array with content";
    for (const none of ["[]", "{}", '{"a":1}']) assert.equal(await send("EvidenceBatch", { evidences: none }), content);
    const many = (count: number) =>
      JSON.stringify(Array.from({ length: count }, (_, i) => ({ id: `m${i}`, hash: `m${i}` })));
    assert.equal(await send("EvidenceBatch", { evidences: many(101) }), "CMEVI: more than 100 evidences");
    assert.match(await send("EvidenceBatch", { evidences: many(100) }), /"m99"/);
  });

  it("lets only who recorded it update, and keeps the history", async () => {
    const { chain, read, send } = await openEvidence();
    await send("Evidence", { id: "a", hash: "1", metadata: "{}" });
    await send("Evidence", { id: "b", hash: "9", metadata: "{}" });
    const update = { id: "a", hash: "2", metadata };
    assert.equal(await send("UpdateEvidence", update, chain.member(2)), "CMEVI: only who recorded a may update it");
    assert.equal(await send("UpdateEvidence", { ...update, id: "x" }), "CMEVI: no evidence with id x");
    assert.equal(await send("UpdateEvidence", { ...update, hash: "9" }), "CMEVI: hash 9 exists");
    assert.equal(await send("UpdateEvidence", update), "a");
    assert.equal(await read("ExistsOfHash", { hash: "1" }), "false");
    assert.equal(JSON.parse(await read("FindByHash", { hash: "2" })).metadata, metadata);
    assert.equal(await send("UpdateEvidence", { ...update, metadata: "{}" }), "a");
    const history = JSON.parse(await read("FindHisById", { id: "a" })) as { hash: string; metadata: string }[];
    assert.deepEqual(
      history.map(({ hash, metadata: each }) => [hash, each]),
      [
        ["1", "{}"],
        ["2", metadata],
        ["2", "{}"],
      ],
    );
    assert.equal(await read("FindHisById", { id: "x" }), "[]");
  });
});
