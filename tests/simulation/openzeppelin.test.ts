import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { bytesToHex } from "@yanta/bytes";
import { keccak256 } from "@yanta/crypto";
import { testMember } from "@yanta/chain/testing";
import { TxStatusCode } from "@yanta/protocol";
import { type CompiledContract, compileSolidity } from "../support/compile-solidity.ts";
import { abiWord, type EvmTestChain, openEvmTestChain } from "../support/evm-chain.ts";

const source = `// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;
import "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";
import "@openzeppelin/contracts/token/ERC721/ERC721.sol";
import "@openzeppelin/contracts/token/ERC721/utils/ERC721Holder.sol";
import "@openzeppelin/contracts/token/ERC1155/ERC1155.sol";
import "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";

contract Coin is ERC20Permit {
  constructor(uint256 supply) ERC20("Coin", "CN") ERC20Permit("Coin") { _mint(msg.sender, supply); }
}
contract Deed is ERC721 {
  constructor() ERC721("Deed", "DD") {}
  function mint(address to, uint256 id) external { _safeMint(to, id); }
}
contract Items is ERC1155 {
  constructor() ERC1155("ipfs://items/{id}") { _mint(msg.sender, 7, 100, ""); }
}
contract Keeper is ERC721Holder {
  function give(ERC721 deed, address to, uint256 id) external { deed.safeTransferFrom(address(this), to, id); }
  function sum(ERC20 coin, address a, address b) external view returns (uint256) { return coin.balanceOf(a) + coin.balanceOf(b); }
  function tryTransfer(ERC20 coin, address to, uint256 value) external returns (bool) {
    try coin.transfer(to, value) returns (bool done) { return done; } catch { return false; }
  }
}
contract Vault is ReentrancyGuardTransient {
  uint256 public entered;
  function enter(Vault other) external nonReentrant { entered++; other.enter(this); }
}
contract Drain {
  mapping(address => uint256) public balance;
  uint256 public paid;
  function take(Robber to) external { uint256 b = balance[address(to)]; balance[address(to)] = 0; if (b > 0) { paid++; to.hand(); } }
  function fillFor(address who) external { balance[who] = 1; }
}
contract Robber {
  function hand() external { Drain(msg.sender).take(this); }
}
`;

let contracts: ReadonlyMap<string, CompiledContract>;

function contract(name: string): CompiledContract {
  const found = contracts.get(name);
  assert.ok(found, name);
  return found;
}

/** Call data of a method with words. */
function callData(name: string, signature: string, ...words: readonly (bigint | string)[]): string {
  const selector = contract(name).selectors[signature];
  assert.ok(selector, signature);
  return selector + words.map(abiWord).join("");
}

function topicOf(signature: string): string {
  return bytesToHex(keccak256(new TextEncoder().encode(signature)));
}

/** Address of a member by its certificate, as the chain derives it. */
function addressOf(member: ReturnType<typeof testMember>): string {
  return bytesToHex(keccak256(member.certificate.subjectKeyId ?? new Uint8Array(0)).subarray(12));
}

const client = testMember(1, "user/client1");
const admin = testMember(1, "user/admin1");
const other = "22".repeat(20);

for (const version of ["2030200", "2030700"]) {
  describe(`OpenZeppelin's contracts on block version ${version}`, () => {
    let chain: EvmTestChain;
    before(async () => {
      contracts ??= compileSolidity(source);
      chain = await openEvmTestChain({ version });
    });

    it("ERC-20: supply, transfer, allowance, events, errors", async () => {
      await chain.install("coin", contract("Coin").bytecode, abiWord(1000n));
      assert.equal(chain.read("coin", callData("Coin", "balanceOf(address)", addressOf(admin))), abiWord(1000n));
      const moved = await chain.invoke(
        "coin",
        callData("Coin", "transfer(address,uint256)", addressOf(client), 10n),
        admin,
      );
      assert.equal(moved.code, TxStatusCode.SUCCESS, moved.message);
      assert.deepEqual(
        moved.events.map(({ topic, eventData, contractName }) => ({ topic, eventData, contractName })),
        [
          {
            topic: topicOf("Transfer(address,address,uint256)"),
            eventData: [abiWord(addressOf(admin)), abiWord(addressOf(client)), abiWord(10n)],
            contractName: "coin",
          },
        ],
      );
      await chain.invoke("coin", callData("Coin", "approve(address,uint256)", addressOf(admin), 4n), client);
      const spent = await chain.invoke(
        "coin",
        callData("Coin", "transferFrom(address,address,uint256)", addressOf(client), other, 4n),
        admin,
      );
      assert.equal(spent.code, TxStatusCode.SUCCESS, spent.message);
      assert.equal(chain.read("coin", callData("Coin", "balanceOf(address)", other)), abiWord(4n));
      const tooMuch = await chain.invoke("coin", callData("Coin", "transfer(address,uint256)", other, 7n), client);
      const revert = `e450d38c${abiWord(addressOf(client))}${abiWord(6n)}${abiWord(7n)}`;
      assert.equal(tooMuch.code, TxStatusCode.CONTRACT_FAIL);
      assert.equal(tooMuch.message, version === "2030200" ? revert : `failed to execute evm contract, ${revert}`);
      assert.equal(chain.read("coin", callData("Coin", "DOMAIN_SEPARATOR()")).length, 64);
    });

    it("ERC-721: mint to people and to contracts, safe transfer between contracts", async () => {
      const deed = await chain.install("deed", contract("Deed").bytecode);
      const keeper = await chain.install("keeper", contract("Keeper").bytecode);
      const toPerson = await chain.invoke("deed", callData("Deed", "mint(address,uint256)", addressOf(client), 1n));
      assert.equal(toPerson.code, TxStatusCode.SUCCESS, toPerson.message);
      const toKeeper = await chain.invoke("deed", callData("Deed", "mint(address,uint256)", keeper, 2n));
      assert.equal(toKeeper.code, TxStatusCode.SUCCESS, toKeeper.message);
      const toContract = await chain.invoke("deed", callData("Deed", "mint(address,uint256)", deed, 3n));
      assert.equal(toContract.code, TxStatusCode.CONTRACT_FAIL);
      const given = await chain.invoke("keeper", callData("Keeper", "give(address,address,uint256)", deed, other, 2n));
      assert.equal(given.code, TxStatusCode.SUCCESS, given.message);
      assert.deepEqual(
        given.events.map(({ contractName }) => contractName),
        ["deed"],
      );
      assert.equal(chain.read("deed", callData("Deed", "ownerOf(uint256)", 2n)), abiWord(other));
    });

    it("ERC-1155: balances and transfers", async () => {
      await chain.install("items", contract("Items").bytecode);
      const data = `${callData("Items", "safeTransferFrom(address,address,uint256,uint256,bytes)", addressOf(admin), other, 7n, 30n)}${abiWord(160n)}${abiWord(0n)}`;
      const moved = await chain.invoke("items", data, admin);
      assert.equal(moved.code, TxStatusCode.SUCCESS, moved.message);
      assert.equal(
        chain.read("items", callData("Items", "balanceOf(address,uint256)", addressOf(admin), 7n)),
        abiWord(70n),
      );
      assert.equal(chain.read("items", callData("Items", "balanceOf(address,uint256)", other, 7n)), abiWord(30n));
    });

    it("contracts call each other, and catch failures", async () => {
      const address = await chain.install("coin2", contract("Coin").bytecode, abiWord(5n));
      const sum = chain.read(
        "keeper",
        callData("Keeper", "sum(address,address,address)", address, addressOf(admin), other),
      );
      assert.equal(sum, abiWord(5n));
      const tried = await chain.invoke(
        "keeper",
        callData("Keeper", "tryTransfer(address,address,uint256)", address, other, 1n),
      );
      assert.deepEqual([tried.code, bytesToHex(tried.result)], [TxStatusCode.SUCCESS, abiWord(0n)]);
    });

    it("guards against re-entrance hold", async () => {
      const vault = await chain.install("vault", contract("Vault").bytecode);
      const looped = await chain.invoke("vault", callData("Vault", "enter(address)", vault));
      assert.equal(looped.code, TxStatusCode.CONTRACT_FAIL);
      await chain.install("drain", contract("Drain").bytecode);
      const robber = await chain.install("robber", contract("Robber").bytecode);
      await chain.invoke("drain", callData("Drain", "fillFor(address)", robber));
      const taken = await chain.invoke("drain", callData("Drain", "take(address)", robber));
      assert.equal(taken.code, TxStatusCode.SUCCESS, taken.message);
      assert.equal(chain.read("drain", callData("Drain", "paid()")), abiWord(1n));
    });

    it("nobody can pretend to be another caller", async () => {
      const forged = { CALL_TYPE: "CROSS", SENDER: addressOf(admin), __cross_caller__: addressOf(admin) };
      const stolen = await chain.invoke(
        "coin2",
        callData("Coin", "transfer(address,uint256)", other, 1n),
        client,
        forged,
      );
      assert.equal(stolen.code, TxStatusCode.CONTRACT_FAIL);
      assert.match(stolen.message, new RegExp(addressOf(client)));
      assert.deepEqual(chain.chain.faults, []);
    });

    it("every block executes again to the same bytes", async () => {
      assert.ok(await chain.replay(await openEvmTestChain({ version })));
    });
  });
}
