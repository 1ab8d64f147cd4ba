import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { loadContract, openContractChain, type CallParameters, type TestMember } from "@yanta/contract-testing";

const stranger = "ab".repeat(20);
const uint256Max = (2n ** 256n - 1n).toString();

async function openToken(parameters: CallParameters = { name: "Coin", symbol: "C", totalSupply: "1000" }) {
  const chain = await openContractChain();
  const [admin = chain.member()] = chain.admins();
  const alice = chain.member(2, "client", "alice");
  const token = await chain.install("cmdfa", await loadContract(import.meta.url), { parameters, sender: admin });
  const read = async (method: string, of: CallParameters = {}): Promise<string> => {
    const result = await token.query(method, of);
    return result.ok ? result.text : result.message;
  };
  const send = async (sender: TestMember, method: string, of: CallParameters) => {
    const result = await token.invoke(method, of, { sender });
    if (!result.ok) return result.message.replace("contract message:", "");
    assert.equal(result.text, "ok");
    return result.events.map(({ topic, data }) => [topic, ...data]);
  };
  return {
    chain,
    token,
    admin,
    alice,
    read,
    send,
    adminAddress: chain.addressOf(admin),
    aliceAddress: chain.addressOf(alice),
  };
}

describe("cmdfa", () => {
  it("has the interface that its clients know", async () => {
    const { abi } = await loadContract(import.meta.url);
    const built = JSON.parse(readFileSync(new URL("../build/cmdfa.abi.json", import.meta.url), "utf8"));
    assert.deepEqual(abi, built);
  });

  it("says what it is", async () => {
    const { read } = await openToken({ name: "Coin", symbol: "C", decimals: "2", metadata: '{"a":1}' });
    assert.equal(await read("Name"), "Coin");
    assert.equal(await read("Symbol"), "C");
    assert.equal(await read("Decimals"), "2");
    assert.equal(await read("Metadata"), '{"a":1}');
    assert.equal(await read("TotalSupply"), "0");
    assert.equal(await read("Standards"), '["CMBC","CMDFA"]');
    assert.equal(await read("SupportStandard", { standardName: "CMDFA" }), "true");
    assert.equal(await read("SupportStandard", { standardName: "CMNFA" }), "false");
  });

  it("gives the first supply to who installs it", async () => {
    const { chain, read, adminAddress } = await openToken();
    assert.deepEqual([await read("TotalSupply"), await read("BalanceOf", { account: adminAddress })], ["1000", "1000"]);
    assert.deepEqual([await read("Decimals"), await read("Metadata")], ["18", ""]);
    const code = await loadContract(import.meta.url);
    for (const parameters of [
      { name: "", symbol: "C" },
      { name: "N", symbol: "" },
    ])
      await assert.rejects(chain.install("other", code, { parameters }), /is empty/);
  });

  it("transfers, and refuses what is not there", async () => {
    const { admin, alice, read, send, adminAddress, aliceAddress } = await openToken();
    const transferred = await send(admin, "Transfer", { to: aliceAddress, amount: "400" });
    assert.deepEqual(transferred, [["transfer", adminAddress, aliceAddress, "400"]]);
    assert.equal(await read("BalanceOf", { account: aliceAddress }), "400");
    assert.equal(await read("BalanceOf", { account: adminAddress }), "600");
    const tooLow = `CMDFA: the balance of ${aliceAddress} is too low`;
    assert.equal(await send(alice, "Transfer", { to: adminAddress, amount: "401" }), tooLow);
    assert.equal(await send(alice, "Transfer", { to: adminAddress, amount: uint256Max }), tooLow);
    assert.equal(await send(alice, "Transfer", { to: adminAddress, amount: "0" }), "CMDFA: amount is zero");
    assert.equal(await send(alice, "Transfer", { to: "bob", amount: "1" }), "CMDFA: bob is no account");
    assert.equal(
      await send(alice, "Transfer", { to: aliceAddress, amount: "1" }),
      "CMDFA: an account cannot transfer to itself",
    );
    assert.equal(
      await send(alice, "Transfer", { to: adminAddress, amount: "-1" }),
      "parameter 'amount' must be a whole number from 0 to 2^256-1",
    );
    assert.deepEqual(await send(alice, "Transfer", { to: stranger, amount: "400" }), [
      ["transfer", aliceAddress, stranger, "400"],
    ]);
    assert.equal(await read("BalanceOf", { account: aliceAddress }), "0");
    assert.equal(await read("TotalSupply"), "1000");
  });

  it("forgets an account that has nothing left", async () => {
    const { token, admin, send, adminAddress } = await openToken();
    assert.notEqual(token.state("balance", adminAddress), undefined);
    await send(admin, "Transfer", { to: stranger, amount: "1000" });
    assert.equal(token.state("balance", adminAddress), undefined);
  });

  it("transfers what was allowed, and no more", async () => {
    const { token, admin, alice, read, send, adminAddress, aliceAddress } = await openToken();
    const low = `CMDFA: the allowance of ${aliceAddress} is too low`;
    const transfer = { from: adminAddress, to: stranger, amount: "70" };
    assert.equal(await send(alice, "TransferFrom", transfer), low);
    const allow = { spender: aliceAddress, amount: "100" };
    assert.deepEqual(await send(admin, "Approve", allow), [["approve", adminAddress, aliceAddress, "100"]]);
    const allowance = () => read("Allowance", { owner: adminAddress, spender: aliceAddress });
    assert.equal(await allowance(), "100");
    assert.equal(await read("Allowance", { owner: aliceAddress, spender: adminAddress }), "0");
    assert.deepEqual(await send(alice, "TransferFrom", transfer), [["transfer", adminAddress, stranger, "70"]]);
    assert.equal(await allowance(), "30");
    assert.equal(await send(alice, "TransferFrom", { ...transfer, amount: "31" }), low);
    assert.deepEqual(await send(alice, "TransferFrom", { ...transfer, amount: "30" }), [
      ["transfer", adminAddress, stranger, "30"],
    ]);
    assert.equal(await allowance(), "0");
    assert.equal(token.state("allowance", `${adminAddress}.${aliceAddress}`), undefined);
    assert.equal(await read("BalanceOf", { account: stranger }), "100");
    assert.equal(await send(admin, "Approve", { spender: "x", amount: "1" }), "CMDFA: x is no account");
    assert.equal(
      await send(admin, "Approve", { spender: adminAddress, amount: "1" }),
      "CMDFA: owner and spender are the same",
    );
  });

  it("mints for the admin alone, up to 2^256-1", async () => {
    const { admin, alice, read, send, aliceAddress } = await openToken();
    const mint = { account: aliceAddress, amount: "5" };
    assert.equal(await send(alice, "Mint", mint), "CMDFA: only the admin may mint");
    assert.deepEqual(await send(admin, "Mint", mint), [["mint", aliceAddress, "5"]]);
    assert.deepEqual([await read("TotalSupply"), await read("BalanceOf", { account: aliceAddress })], ["1005", "5"]);
    assert.equal(await send(admin, "Mint", { ...mint, amount: uint256Max }), "the sum is too large");
    assert.equal(await send(admin, "Mint", { ...mint, amount: "0" }), "CMDFA: amount is zero");
    assert.equal(await send(admin, "Mint", { account: "x", amount: "1" }), "CMDFA: x is no account");
    const rest = (2n ** 256n - 1n - 1005n).toString();
    await send(admin, "Mint", { ...mint, amount: rest });
    assert.equal(await read("TotalSupply"), uint256Max);
  });

  it("burns one's own, and what was allowed", async () => {
    const { admin, alice, read, send, adminAddress, aliceAddress } = await openToken();
    assert.deepEqual(await send(admin, "Burn", { amount: "100" }), [["burn", adminAddress, "100"]]);
    assert.equal(await read("TotalSupply"), "900");
    assert.equal(await send(admin, "Burn", { amount: "901" }), `CMDFA: the balance of ${adminAddress} is too low`);
    assert.equal(await send(admin, "Burn", { amount: "0" }), "CMDFA: amount is zero");
    const burn = { spender: adminAddress, amount: "10" };
    assert.equal(await send(alice, "BurnFrom", burn), `CMDFA: the allowance of ${aliceAddress} is too low`);
    await send(admin, "Approve", { spender: aliceAddress, amount: "10" });
    assert.deepEqual(await send(alice, "BurnFrom", burn), [["burn", adminAddress, "10"]]);
    assert.deepEqual([await read("TotalSupply"), await read("BalanceOf", { account: adminAddress })], ["890", "890"]);
    assert.equal(await read("Allowance", { owner: adminAddress, spender: aliceAddress }), "0");
  });

  it("transfers to several at once, all or none", async () => {
    const { admin, read, send, adminAddress, aliceAddress } = await openToken();
    const to = JSON.stringify([aliceAddress, stranger]);
    assert.deepEqual(await send(admin, "BatchTransfer", { to, amount: '["1","2"]' }), [
      ["transfer", adminAddress, aliceAddress, "1"],
      ["transfer", adminAddress, stranger, "2"],
    ]);
    await send(admin, "BatchTransfer", { to, amount: '["10"]' });
    assert.equal(await read("BalanceOf", { account: aliceAddress }), "11");
    assert.equal(await read("BalanceOf", { account: stranger }), "12");
    await send(admin, "BatchTransfer", { to: JSON.stringify([stranger]), amount: '["1"]' });
    assert.equal(await read("BalanceOf", { account: stranger }), "13");
    const counts = "CMDFA: one amount for each account, or one for all";
    assert.equal(await send(admin, "BatchTransfer", { to, amount: '["1","2","3"]' }), counts);
    assert.equal(await send(admin, "BatchTransfer", { to, amount: "[]" }), counts);
    assert.equal(await send(admin, "BatchTransfer", { to: "[]", amount: '["1"]' }), "CMDFA: no account to transfer to");
    await send(admin, "BatchTransfer", { to, amount: '["900","900"]' });
    assert.equal(await read("BalanceOf", { account: aliceAddress }), "11");
  });
});
