import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { bytesToHex, bytesToUtf8, utf8ToBytes } from "@yanta/bytes";
import { client, signTx } from "@yanta/chain/testing";
import { TxStatusCode, TxType } from "@yanta/protocol";
import { createWasmVms } from "@yanta/vm";
import { compileSolidity } from "../support/compile-solidity.ts";
import { abiWord, openEvmTestChain } from "../support/evm-chain.ts";

/** Storage variables in order carry the call: the mark, the method, then names and values of parameters. */
const source = `// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;
contract Caller {
  uint256 public calls;
  string mark; string method; string k1; string v1; string k2; string v2; string k3; string v3;
  function save(address fact, string calldata name) external returns (bool done, bytes memory result) {
    mark = "CrossVMCall"; method = "save";
    k1 = "time"; v1 = "1600000000";
    k2 = "file_hash"; v2 = "hash1";
    k3 = "file_name"; v3 = name;
    (done, result) = fact.call("");
    calls++;
  }
}
contract Factory {
  address public made;
  event Made(address child);
  function make(bytes32 salt) external { made = address(new Child{salt: salt}(7)); emit Made(made); }
  function makePlain() external { made = address(new Child(8)); emit Made(made); }
}
contract Child {
  uint256 public number; address public maker;
  constructor(uint256 n) { number = n; maker = msg.sender; }
}
`;
const contracts = compileSolidity(source);
const part = (name: string): { bytecode: Uint8Array; selectors: Readonly<Record<string, string>> } => {
  const found = contracts.get(name);
  assert.ok(found);
  return found;
};
const abiString = (text: string): string => {
  const hex = bytesToHex(utf8ToBytes(text));
  return abiWord(text.length) + hex.padEnd(Math.ceil(hex.length / 64) * 64, "0");
};

test("a Solidity contract calls a Rust contract, with short and long texts", async () => {
  const chain = await openEvmTestChain({ vms: createWasmVms() });
  const module = readFileSync(new URL("../../third_party/chainmaker-contracts/rust-fact-2.0.0.wasm", import.meta.url));
  const fact = await chain.install("fact", module, "", "WASMER");
  const { bytecode, selectors } = part("Caller");
  await chain.install("caller", bytecode);
  for (const [i, name] of ["short.txt", "a name of more than thirty-two bytes that goes on and on.txt"].entries()) {
    const data = `${selectors["save(address,string)"]}${abiWord(fact)}${abiWord(64)}${abiString(name)}`;
    const saved = await chain.invoke("caller", data);
    assert.equal(saved.code, TxStatusCode.SUCCESS, saved.message);
    assert.equal(bytesToHex(saved.result).slice(0, 64), abiWord(1n), bytesToUtf8(saved.result));
    const query = signTx({
      sender: client,
      txType: TxType.QUERY_CONTRACT,
      txId: `ask-${i}`,
      contract: "fact",
      method: "find_by_file_hash",
      parameters: { file_hash: "hash1" },
    });
    assert.match(
      bytesToUtf8(chain.chain.chain.query(query).contractResult?.result ?? new Uint8Array(0)),
      new RegExp(`"file_name":"${name}"`),
    );
  }
  // What the contract writes after the call is its own state again.
  assert.equal(chain.read("caller", selectors["calls()"] ?? ""), abiWord(2n));
  assert.deepEqual(chain.chain.faults, []);
  assert.ok(await chain.replay(await openEvmTestChain({ vms: createWasmVms() })));
});

test("contracts create contracts by name (CREATE2) and without (CREATE)", async () => {
  const chain = await openEvmTestChain();
  const factory = part("Factory");
  const child = part("Child").selectors;
  const address = await chain.install("factory", factory.bytecode);
  const salt = `05${bytesToHex(utf8ToBytes("child_one"))}`.padEnd(64, "0");
  const made = await chain.invoke("factory", `${factory.selectors["make(bytes32)"]}${salt}`);
  assert.equal(made.code, TxStatusCode.SUCCESS, made.message);
  assert.equal(chain.read("child_one", child["number()"] ?? ""), abiWord(7n));
  assert.equal(chain.read("child_one", child["maker()"] ?? ""), abiWord(address));
  const plain = await chain.invoke("factory", factory.selectors["makePlain()"] ?? "");
  assert.equal(plain.code, TxStatusCode.SUCCESS, plain.message);
  const made2 = chain.read("factory", factory.selectors["made()"] ?? "").slice(24);
  assert.equal(chain.read(made2, child["number()"] ?? ""), abiWord(8n));
  const again = await chain.invoke("factory", `${factory.selectors["make(bytes32)"]}${salt}`);
  assert.equal(again.code, TxStatusCode.CONTRACT_FAIL);
  assert.deepEqual(chain.chain.faults, []);
  assert.ok(await chain.replay(await openEvmTestChain()));
});
