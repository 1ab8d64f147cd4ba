/**
 * CPU time of an ERC-20 transfer: this chain's EVM against @ethereumjs/evm, by turns in one process.
 *
 * `node bench/evm/run.ts [--rounds N] [--no-evidence]`
 */
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { hexToBytes, utf8ToBytes } from "@yanta/bytes";
import { createEvmVm } from "@yanta/evm";
import { RuntimeType, TxStatusCode } from "@yanta/protocol";
import { createFakeChain, createFakeTxContext, installFakeContract } from "@yanta/vm/testing";
import { compileSolidity } from "../../tests/support/compile-solidity.ts";
import { openEthereumjs } from "./ethereumjs.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const { values: options } = parseArgs({
  options: { rounds: { type: "string", default: "12" }, "no-evidence": { type: "boolean", default: false } },
});
const callsPerTurn = 500;
const sender = "5a".repeat(20);
const receiver = "11".repeat(20);
const transfer = `a9059cbb${receiver.padStart(64, "0")}${"1".padStart(64, "0")}`;

interface Contender {
  readonly name: string;
  readonly call: () => Promise<void> | void;
}

/** Calls through the Vm interface, a new transaction each, its writes committed. */
function openOwn(initCode: Uint8Array, constructorData: string): () => void {
  const vm = createEvmVm();
  const chain = createFakeChain([vm]);
  installFakeContract(chain, "token", initCode, RuntimeType.EVM);
  const deployment = createFakeTxContext({ chain });
  const deployed = deployment.run("token", "init_contract", new Map([["data", utf8ToBytes(constructorData)]]));
  if (deployed.status !== TxStatusCode.SUCCESS) throw new Error(deployed.message);
  deployment.commit();
  installFakeContract(chain, "token", deployed.result, RuntimeType.EVM);
  const parameters = new Map([["data", utf8ToBytes(transfer)]]);
  return () => {
    const tx = createFakeTxContext({ chain });
    const outcome = tx.run("token", "a9059cbb", parameters);
    if (outcome.status !== TxStatusCode.SUCCESS || outcome.events.length !== 1) throw new Error(outcome.message);
    tx.commit();
  };
}

const token = hexToBytes(readFileSync(join(root, "third_party/chainmaker-contracts/evm-token.hex"), "utf8").trim());
const openZeppelin = compileSolidity(`// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;
import "@openzeppelin/contracts/token/ERC20/ERC20.sol";
contract Coin is ERC20 { constructor(uint256 supply) ERC20("Coin", "CN") { _mint(msg.sender, supply); } }
`).get("Coin")?.bytecode;
if (token === undefined || openZeppelin === undefined) throw new Error("no contracts to measure");

const supply = "f".repeat(16).padStart(64, "0");
const cases = [
  { name: "ChainMaker's evm-token (solc 0.4)", code: token, constructorData: "" },
  { name: "OpenZeppelin 5.7 ERC-20 (solc 0.8)", code: openZeppelin, constructorData: supply },
];
const results: {
  readonly contract: string;
  readonly contender: string;
  readonly cpuMicroseconds: number;
  readonly callsPerSecond: number;
}[] = [];
for (const { name, code, constructorData } of cases) {
  const contenders: readonly Contender[] = [
    { name: "yanta", call: openOwn(code, constructorData) },
    { name: "@ethereumjs/evm 10.1.3", call: await openEthereumjs({ code, constructorData, sender, data: transfer }) },
  ];
  const samples = new Map<string, number[]>(contenders.map((contender) => [contender.name, []]));
  for (let round = 0; round < Number(options.rounds) + 2; round++) {
    for (const { name: contender, call } of round % 2 === 0 ? contenders : contenders.toReversed()) {
      const before = process.cpuUsage();
      for (let i = 0; i < callsPerTurn; i++) await call();
      const used = process.cpuUsage(before);
      // The first two rounds warm the engine up.
      if (round >= 2) samples.get(contender)?.push((used.user + used.system) / callsPerTurn);
    }
  }
  for (const [contender, values] of samples) {
    const median = values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
    results.push({
      contract: name,
      contender,
      cpuMicroseconds: Math.round(median * 10) / 10,
      callsPerSecond: Math.round(1e6 / median),
    });
  }
}
console.table(results);
if (!options["no-evidence"]) {
  const commit = execFileSync("git", ["rev-parse", "HEAD"], { cwd: root, encoding: "utf8" }).trim();
  const machine = {
    cpu: cpus()[0]?.model ?? "unknown",
    cores: cpus().length,
    node: process.version,
    load: loadavg()[0],
  };
  writeFileSync(
    join(root, "bench/evm/transfer.json"),
    `${JSON.stringify({ subject: "ERC-20 transfer, CPU time of one call, median of rounds", commit, machine, results }, undefined, 2)}\n`,
  );
}
