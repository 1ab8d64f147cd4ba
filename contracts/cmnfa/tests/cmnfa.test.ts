import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { loadContract, openContractChain, type CallParameters, type TestMember } from "@yanta/contract-testing";

const stranger = "ab".repeat(20);

async function openTokens(parameters: CallParameters = { categoryName: "art", categoryURI: "https://art.example/" }) {
  const chain = await openContractChain();
  const [admin = chain.member()] = chain.admins();
  const [alice, bob] = [chain.member(2, "client", "alice"), chain.member(3, "client", "bob")];
  const contract = await chain.install("cmnfa", await loadContract(import.meta.url), { parameters, sender: admin });
  const read = async (method: string, of: CallParameters = {}): Promise<string> => {
    const result = await contract.query(method, of);
    return result.ok ? result.text : result.message.replace("contract message:", "");
  };
  const send = async (sender: TestMember, method: string, of: CallParameters) => {
    const result = await contract.invoke(method, of, { sender });
    if (!result.ok) return result.message.replace("contract message:", "");
    assert.equal(result.text, "ok");
    return result.events.map(({ topic, data }) => [topic, ...data]);
  };
  const a = chain.addressOf(alice);
  const b = chain.addressOf(bob);
  const mint = (tokenId: string, to = a) => send(admin, "Mint", { to, tokenId, categoryName: "art", metadata: "m" });
  return { chain, contract, admin, alice, bob, a, b, read, send, mint };
}

describe("cmnfa", () => {
  it("has the interface that its clients know", async () => {
    const { abi } = await loadContract(import.meta.url);
    const built = JSON.parse(readFileSync(new URL("../build/cmnfa.abi.json", import.meta.url), "utf8"));
    assert.deepEqual(abi, built);
  });

  it("keeps to CMBC and CMNFA", async () => {
    const { read } = await openTokens({});
    assert.equal(await read("Standards"), '["CMBC","CMNFA"]');
    assert.equal(await read("SupportStandard", { standardName: "CMNFA" }), "true");
    assert.equal(await read("SupportStandard", { standardName: "x" }), "false");
    assert.equal(await read("TotalSupply"), "0");
    assert.equal(await read("GetCategoryByName", { categoryName: "art" }), "CMNFA: no category art");
    assert.equal(await read("GetCategoryByName", { categoryName: "" }), "CMNFA: no category ");
  });

  it("mints for the admin alone, a token once", async () => {
    const { alice, admin, a, read, send, mint } = await openTokens();
    const token = { to: a, tokenId: "塔 1", categoryName: "art", metadata: "m" };
    assert.equal(await send(alice, "Mint", token), "CMNFA: only the admin may do this");
    assert.deepEqual(await send(admin, "Mint", token), [["Mint", a, "塔 1", "art", "m"]]);
    assert.equal(await mint("塔 1"), "CMNFA: token 塔 1 exists");
    assert.equal(await mint(""), "CMNFA: tokenId is empty");
    assert.equal(await mint("2", "x"), "CMNFA: x is no account");
    assert.equal(await send(admin, "Mint", { ...token, tokenId: "3", categoryName: "y" }), "CMNFA: no category y");
    await mint("4");
    const of = { tokenId: "塔 1" };
    assert.equal(await read("OwnerOf", of), a);
    assert.equal(await read("TokenURI", of), "https://art.example/塔 1");
    assert.equal(await read("TokenMetadata", of), "m");
    assert.equal(await read("GetCategoryByTokenId", of), '{"categoryName":"art","categoryURI":"https://art.example/"}');
    assert.deepEqual(
      [await read("TotalSupply"), await read("TotalSupplyOfCategory", { categoryName: "art" })],
      ["2", "2"],
    );
    assert.equal(await read("TotalSupplyOfCategory", { categoryName: "y" }), "0");
    assert.equal(await read("BalanceOf", { account: a }), "2");
    assert.equal(await read("BalanceOf", { account: stranger }), "0");
    assert.deepEqual(JSON.parse(await read("AccountTokens", { account: a })), ["4", "塔 1"]);
    assert.equal(await read("AccountTokens", { account: "x" }), "CMNFA: x is no account");
    for (const method of ["OwnerOf", "TokenURI", "TokenMetadata", "GetCategoryByTokenId"])
      for (const tokenId of ["9", ""]) assert.equal(await read(method, { tokenId }), `CMNFA: no token ${tokenId}`);
  });

  it("mints several at once, all or none", async () => {
    const { admin, alice, a, b, read, send } = await openTokens();
    const tokens = [
      { to: a, tokenId: "1", categoryName: "art", metadata: "x" },
      { to: b, tokenId: "2", categoryName: "art" },
    ];
    assert.equal(
      await send(alice, "MintBatch", { tokens: JSON.stringify(tokens) }),
      "CMNFA: only the admin may do this",
    );
    assert.deepEqual(await send(admin, "MintBatch", { tokens: JSON.stringify(tokens) }), [
      ["Mint", a, "1", "art", "x"],
      ["Mint", b, "2", "art", ""],
    ]);
    assert.equal(await read("TokenMetadata", { tokenId: "2" }), "");
    const one = JSON.stringify([{ to: a, tokenId: "one", categoryName: "art" }]);
    assert.deepEqual(await send(admin, "MintBatch", { tokens: one }), [["Mint", a, "one", "art", ""]]);
    assert.equal(await send(admin, "MintBatch", { tokens: "x" }), "tokens is no JSON at character 0");
    const twice = [
      { ...tokens[0], tokenId: "3" },
      { ...tokens[0], tokenId: "3" },
    ];
    assert.equal(await send(admin, "MintBatch", { tokens: JSON.stringify(twice) }), "CMNFA: token 3 exists");
    assert.equal(await read("OwnerOf", { tokenId: "3" }), "CMNFA: no token 3");
    for (const none of ["[]", '{"a":1}'])
      assert.equal(await send(admin, "MintBatch", { tokens: none }), "CMNFA: tokens must be a JSON array with content");
    const many = (count: number) =>
      JSON.stringify(Array.from({ length: count }, (_, i) => ({ to: a, tokenId: `m${i}`, categoryName: "art" })));
    assert.equal(await send(admin, "MintBatch", { tokens: many(101) }), "CMNFA: more than 100 tokens");
    assert.equal((await send(admin, "MintBatch", { tokens: many(100) })).length, 100);
  });

  it("keeps categories", async () => {
    const { admin, alice, read, send, mint } = await openTokens();
    const set = { categoryName: "art", categoryURI: "ipfs://" };
    assert.equal(await send(alice, "CreateOrSetCategory", set), "CMNFA: only the admin may do this");
    assert.deepEqual(await send(admin, "CreateOrSetCategory", set), [["CreateOrSetCategory", "art", "ipfs://"]]);
    await mint("1");
    assert.equal(await read("TokenURI", { tokenId: "1" }), "ipfs://1");
    assert.equal(
      await send(admin, "CreateOrSetCategory", { ...set, categoryName: "" }),
      "CMNFA: categoryName is empty",
    );
    await send(admin, "CreateOrSetCategory", { categoryName: "art", categoryURI: "" });
    assert.equal(await read("TokenURI", { tokenId: "1" }), "1");
  });

  it("moves a token for its owner", async () => {
    const { contract, alice, bob, a, b, read, send, mint } = await openTokens();
    await mint("1");
    await mint("2");
    const move = { from: a, to: b, tokenId: "1" };
    assert.equal(await send(bob, "TransferFrom", move), `CMNFA: ${b} is not approved for 1`);
    assert.equal(await send(bob, "TransferFrom", { ...move, from: b, to: a }), `CMNFA: ${b} does not own 1`);
    assert.equal(await send(alice, "TransferFrom", { ...move, to: a }), "CMNFA: from and to are the same");
    assert.equal(await send(alice, "TransferFrom", { ...move, to: "x" }), "CMNFA: x is no account");
    assert.deepEqual(await send(alice, "TransferFrom", move), [["TransferFrom", a, b, "1"]]);
    assert.equal(await read("OwnerOf", { tokenId: "1" }), b);
    assert.deepEqual([await read("BalanceOf", { account: a }), await read("BalanceOf", { account: b })], ["1", "1"]);
    assert.equal(await read("AccountTokens", { account: a }), '["2"]');
    assert.equal(await read("AccountTokens", { account: b }), '["1"]');
    assert.equal(await read("TotalSupply"), "2");
    await send(alice, "TransferFrom", { ...move, tokenId: "2" });
    assert.equal(contract.state("balance", a), undefined);
    const back = { from: b, to: a, tokenIds: '["1","2"]' };
    assert.deepEqual(await send(bob, "TransferFromBatch", back), [
      ["TransferFrom", b, a, "1"],
      ["TransferFrom", b, a, "2"],
    ]);
    assert.deepEqual(await send(alice, "TransferFromBatch", { from: a, to: b, tokenIds: '["1"]' }), [
      ["TransferFrom", a, b, "1"],
    ]);
    const range = "CMNFA: from 1 to 100 tokens";
    assert.equal(await send(bob, "TransferFromBatch", { ...back, tokenIds: "[]" }), range);
    const many = (count: number) => JSON.stringify(Array.from({ length: count }, () => "1"));
    assert.equal(await send(bob, "TransferFromBatch", { ...back, tokenIds: many(101) }), range);
    assert.notEqual(await send(bob, "TransferFromBatch", { ...back, tokenIds: many(100) }), range);
  });

  it("approves one token until it moves", async () => {
    const { admin, alice, bob, a, b, read, send, mint } = await openTokens();
    await mint("1");
    await mint("2");
    const approval = { owner: a, to: b, tokenId: "1", isApproval: "true" };
    assert.equal(await send(bob, "SetApproval", approval), "CMNFA: only the owner may approve");
    assert.equal(await send(bob, "SetApproval", { ...approval, owner: b }), `CMNFA: ${b} does not own 1`);
    assert.equal(await send(alice, "SetApproval", { ...approval, to: "x" }), "CMNFA: x is no account");
    assert.equal(await send(alice, "SetApproval", { ...approval, to: a }), "CMNFA: owner and to are the same");
    assert.deepEqual(await send(alice, "SetApproval", approval), [["SetApproval", a, b, "1", "true"]]);
    const refused = (tokenId: string) => `CMNFA: ${b} is not approved for ${tokenId}`;
    assert.equal(await send(bob, "TransferFrom", { from: a, to: b, tokenId: "2" }), refused("2"));
    await send(alice, "SetApproval", { ...approval, isApproval: "false" });
    const take = { from: a, to: stranger, tokenId: "1" };
    assert.equal(await send(bob, "TransferFrom", take), refused("1"));
    await send(alice, "SetApproval", approval);
    // It ends with a transfer, also when the token comes back.
    await send(alice, "TransferFrom", { from: a, to: b, tokenId: "1" });
    await send(bob, "TransferFrom", { from: b, to: a, tokenId: "1" });
    assert.equal(await send(bob, "TransferFrom", take), refused("1"));
    await send(alice, "SetApproval", approval);
    assert.deepEqual(await send(bob, "TransferFrom", take), [["TransferFrom", a, stranger, "1"]]);
    assert.match(String(await send(admin, "Burn", { tokenId: "1" })), /is not approved for 1$/);
    assert.equal(await read("OwnerOf", { tokenId: "1" }), stranger);
  });

  it("approves a category, or all", async () => {
    const { admin, alice, bob, a, b, send, mint } = await openTokens();
    await send(admin, "CreateOrSetCategory", { categoryName: "land", categoryURI: "l/" });
    await mint("1");
    await send(admin, "Mint", { to: a, tokenId: "2", categoryName: "land" });
    const byCategory = { owner: a, to: b, categoryName: "land", isApproval: "true" };
    assert.equal(await send(bob, "SetApprovalByCategory", byCategory), "CMNFA: only the owner may approve");
    assert.equal(
      await send(alice, "SetApprovalByCategory", { ...byCategory, categoryName: "y" }),
      "CMNFA: no category y",
    );
    assert.deepEqual(await send(alice, "SetApprovalByCategory", byCategory), [
      ["SetApprovalByCategory", a, b, "land", "true"],
    ]);
    const refused = `CMNFA: ${b} is not approved for 1`;
    assert.equal(await send(bob, "TransferFrom", { from: a, to: stranger, tokenId: "1" }), refused);
    assert.deepEqual(await send(bob, "TransferFrom", { from: a, to: stranger, tokenId: "2" }), [
      ["TransferFrom", a, stranger, "2"],
    ]);
    const forAll = { owner: a, to: b, isApproval: "true" };
    assert.equal(await send(bob, "SetApprovalForAll", forAll), "CMNFA: only the owner may approve");
    assert.equal(await send(alice, "SetApprovalForAll", { ...forAll, to: "x" }), "CMNFA: x is no account");
    assert.equal(await send(alice, "SetApprovalForAll", { ...forAll, to: a }), "CMNFA: owner and to are the same");
    assert.deepEqual(await send(alice, "SetApprovalForAll", forAll), [["SetApprovalForAll", a, b, "true"]]);
    await send(alice, "SetApprovalForAll", { ...forAll, isApproval: "false" });
    assert.equal(await send(bob, "TransferFrom", { from: a, to: stranger, tokenId: "1" }), refused);
    await send(alice, "SetApprovalForAll", forAll);
    assert.deepEqual(await send(bob, "TransferFrom", { from: a, to: stranger, tokenId: "1" }), [
      ["TransferFrom", a, stranger, "1"],
    ]);
  });

  it("burns for whoever may move", async () => {
    const { contract, alice, bob, a, b, read, send, mint } = await openTokens();
    await mint("1");
    await mint("2");
    assert.equal(await send(bob, "Burn", { tokenId: "1" }), `CMNFA: ${b} is not approved for 1`);
    assert.equal(await send(bob, "Burn", { tokenId: "9" }), "CMNFA: no token 9");
    assert.deepEqual(await send(alice, "Burn", { tokenId: "1" }), [["Burn", a, "1"]]);
    assert.equal(await read("OwnerOf", { tokenId: "1" }), "CMNFA: no token 1");
    assert.deepEqual(
      [await read("TotalSupply"), await read("TotalSupplyOfCategory", { categoryName: "art" })],
      ["1", "1"],
    );
    assert.equal(await read("BalanceOf", { account: a }), "1");
    assert.equal(await read("AccountTokens", { account: a }), '["2"]');
    for (const key of ["tokenCategory", "tokenMetadata"]) assert.equal(contract.state(key, "1"), undefined);
    assert.deepEqual(await mint("1"), [["Mint", a, "1", "art", "m"]]);
  });
});
