import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { loadContract, openContractChain, type CallParameters, type TestMember } from "@yanta/contract-testing";

const person = "ab".repeat(20);
const other = "cd".repeat(20);

async function openIdentities(parameters: CallParameters = {}) {
  const chain = await openContractChain();
  const [creator = chain.member()] = chain.admins();
  const contract = await chain.install("cmid", await loadContract(import.meta.url), { sender: creator, parameters });
  const read = async (method: string, of: CallParameters = {}): Promise<string> => {
    const result = await contract.query(method, of);
    return result.ok ? result.text : result.message.replace("contract message:", "");
  };
  const send = async (sender: TestMember, method: string, of: CallParameters) => {
    const result = await contract.invoke(method, of, { sender });
    return result.ok ? result.text : result.message.replace("contract message:", "");
  };
  return { chain, contract, creator, read, send };
}

const identity = { address: person, pkPem: "PEM", level: "2", metadata: "m" };

describe("cmid", () => {
  it("has the interface that its clients know", async () => {
    const { abi } = await loadContract(import.meta.url);
    const built = JSON.parse(readFileSync(new URL("../build/cmid.abi.json", import.meta.url), "utf8"));
    assert.deepEqual(abi, built);
  });

  it("keeps to CMBC and CMID", async () => {
    const { read } = await openIdentities();
    assert.equal(await read("Standards"), '["CMBC","CMID"]');
    assert.equal(await read("SupportStandard", { standardName: "CMID" }), "true");
    assert.equal(await read("SupportStandard", { standardName: "x" }), "false");
  });

  it("has the levels it was installed with", async () => {
    const { read } = await openIdentities();
    const levels = (JSON.parse(await read("Identities")) as { level: string }[]).map(({ level }) => level);
    assert.deepEqual(levels, ["0", "1", "2", "3"]);
    const own = await openIdentities({ identities: '[ {"level":"A"} ]' });
    assert.equal(await own.read("Identities"), '[{"level":"A"}]');
    assert.equal(await own.send(own.creator, "SetIdentity", identity), "CMID: no level 2");
    assert.equal(await own.send(own.creator, "SetIdentity", { ...identity, level: "A" }), person);
    for (const [identities, reason] of [
      ["[]", /CMID: identities must be a JSON array with content$/],
      ['{"a":{"level":"1"}}', /a JSON array with content/],
      ['[{"level":"1"},{}]', /without level/],
      ['[{},{"level":"1"}]', /without level/],
      ["x", /message:identities is no JSON/],
    ] as const)
      await assert.rejects(openIdentities({ identities }), reason);
    await assert.rejects(openIdentities({ adminAddress: "x" }), /CMID: x is no address/);
  });

  it("sets identities for admins, with an event", async () => {
    const { chain, contract, creator, read, send } = await openIdentities();
    const refused = "CMID: only admins may set identities";
    assert.equal(await send(chain.member(2), "SetIdentity", identity), refused);
    assert.equal(await send(chain.member(2), "SetIdentityBatch", { identities: "[]" }), refused);
    const sent = await contract.invoke("SetIdentity", identity, { sender: creator });
    assert.equal(sent.text, person, sent.message);
    assert.deepEqual(sent.events, [{ contract: "cmid", topic: "setIdentity", data: [person, "2", "PEM"] }]);
    assert.deepEqual(JSON.parse(await read("IdentityOf", { address: person })), identity);
    assert.equal(await read("LevelOf", { address: person }), "2");
    assert.equal(await read("PkPemOf", { address: person }), "PEM");
    assert.equal(await read("LevelOf", { address: other }), `CMID: no identity of ${other}`);
    assert.equal(
      await send(creator, "SetIdentity", { ...identity, address: "AB".repeat(20) }),
      `CMID: ${"AB".repeat(20)} is no address`,
    );
    assert.equal(await send(creator, "SetIdentity", { ...identity, level: "4" }), "CMID: no level 4");
    assert.equal(await send(creator, "SetIdentity", { ...identity, level: "3" }), person);
    assert.equal(await read("LevelOf", { address: person }), "3");
    const { metadata: _metadata, ...without } = identity;
    await send(creator, "SetIdentity", without);
    assert.equal(JSON.parse(await read("IdentityOf", { address: person })).metadata, "");
  });

  it("sets several at once, all or none", async () => {
    const { contract, creator, read, send } = await openIdentities();
    const batch = [identity, { ...identity, address: other, level: "1" }];
    const sent = await contract.invoke("SetIdentityBatch", { identities: JSON.stringify(batch) }, { sender: creator });
    assert.equal(sent.text, JSON.stringify([person, other]), sent.message);
    assert.equal(sent.events.length, 2);
    assert.deepEqual(JSON.parse(await read("IdentityOf", { address: other })), batch[1]);
    const broken = [
      { ...identity, level: "0" },
      { ...identity, address: "x" },
    ];
    assert.equal(
      await send(creator, "SetIdentityBatch", { identities: JSON.stringify(broken) }),
      "CMID: x is no address",
    );
    assert.equal(await read("LevelOf", { address: person }), "2");
    for (const none of ["[]", '{"a":1}'])
      assert.equal(
        await send(creator, "SetIdentityBatch", { identities: none }),
        "CMID: identities must be a JSON array with content",
      );
    assert.equal(await send(creator, "SetIdentityBatch", { identities: JSON.stringify([identity]) }), `["${person}"]`);
    assert.equal(await send(creator, "SetIdentityBatch", { identities: "x" }), "identities is no JSON at character 0");
    const many = (count: number) => JSON.stringify(Array.from({ length: count }, () => identity));
    assert.equal(await send(creator, "SetIdentityBatch", { identities: many(101) }), "CMID: more than 100 identities");
    assert.notEqual(
      await send(creator, "SetIdentityBatch", { identities: many(100) }),
      "CMID: more than 100 identities",
    );
  });

  it("has other admins when its creator says so", async () => {
    const { chain, creator, send } = await openIdentities();
    const [first, second] = [chain.member(2), chain.member(3)];
    const list = `${chain.addressOf(first)},${chain.addressOf(second)}`;
    assert.equal(
      await send(first, "AlterAdminAddress", { adminAddress: list }),
      "CMID: only the creator may name admins",
    );
    assert.equal(await send(creator, "AlterAdminAddress", { adminAddress: `${list},` }), "CMID:  is no address");
    assert.equal(await send(creator, "AlterAdminAddress", { adminAddress: list }), list);
    assert.equal(await send(first, "SetIdentity", identity), person);
    assert.equal(await send(second, "SetIdentity", identity), person);
    assert.equal(await send(creator, "SetIdentity", identity), "CMID: only admins may set identities");
    const named = await openIdentities({ adminAddress: person });
    assert.equal(await named.send(named.creator, "SetIdentity", identity), "CMID: only admins may set identities");
  });
});
