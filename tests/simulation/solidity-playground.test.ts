import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { describe, it } from "node:test";
import {
  decodeSolidityEvent,
  decodeSolidityResult,
  type EventView,
  type Playground,
  type SendOutcome,
  solidityCall,
  solidityConstructor,
  solidityFailure,
  type TraceStep,
} from "@yanta/playground";
import { openHeadlessPlayground } from "@yanta/playground/headless";
import { compileSolidity } from "../../packages/playground/src/compiler/compile-solidity.ts";

const source = `// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.20;
contract Points {
  mapping(address => uint256) public balanceOf;
  event Moved(address indexed from, string indexed label, uint64 value, string note);
  constructor(uint256 supply) { balanceOf[msg.sender] = supply; }
  function move(address to, uint64 value, string calldata note) external returns (bool, string memory) {
    require(balanceOf[msg.sender] >= value, "not enough points");
    balanceOf[msg.sender] -= value;
    balanceOf[to] += value;
    emit Moved(msg.sender, note, value, note);
    return (true, note);
  }
  function divide(uint256 by) external pure returns (uint256) { return 1 / by; }
}
abstract contract Unfinished { function f() external virtual; }
`;
const solc = createRequire(import.meta.url)("solc") as { compile(input: string): string };

function messageOf(outcome: SendOutcome): string {
  return outcome.kind === "committed" ? outcome.contractMessage || outcome.message : outcome.kind;
}

describe("a Solidity contract on a playground's chain", () => {
  it("answers in its own words: results, events, failures, instructions", async () => {
    const outcome = compileSolidity({ sources: new Map([["a.sol", source]]) }, (input) => solc.compile(input));
    assert.ok(outcome.kind === "compiled");
    assert.deepEqual(
      outcome.contracts.map(({ name }) => name),
      ["Points"],
    );
    const [points] = outcome.contracts;
    assert.ok(points !== undefined);
    const playground: Playground = await openHeadlessPlayground();
    const events: EventView[] = [];
    playground.onEvent((event) => events.push(event));
    const { bytecode } = points;
    const parameters = solidityConstructor(points, [100]);
    const installed = await playground.install({
      name: "points",
      version: "1.0",
      runtime: "EVM",
      bytecode,
      parameters,
    });
    assert.ok(installed.kind === "committed" && installed.code === 0, messageOf(installed));
    const [owner] = playground.info.members.filter(({ name }) => name === "admin1");
    assert.ok(owner !== undefined);
    const send = (method: string, values: Parameters<typeof solidityCall>[2]) =>
      playground.send({ contract: "points", sender: owner, ...solidityCall(points, method, values) });

    const to = `0x${"12".repeat(20)}`;
    const moved = await send("move", [to, 30, "塔"]);
    assert.ok(moved.kind === "committed" && moved.code === 0, messageOf(moved));
    assert.deepEqual(decodeSolidityResult(points, "move", moved.result), [true, "塔"]);
    const [event] = events;
    assert.ok(event !== undefined);
    const decoded = decodeSolidityEvent(points, event);
    assert.equal(decoded?.name, "Moved");
    const [from, label, value, note] = decoded?.values ?? [];
    assert.match(String(from?.value), /^0x[0-9a-f]{40}$/);
    assert.match(String(label?.value), /^0x[0-9a-f]{64}$/);
    assert.deepEqual(
      [value, note],
      [
        { name: "value", value: 30n },
        { name: "note", value: "塔" },
      ],
    );
    assert.equal(decodeSolidityEvent(points, { topic: "topic_vx", data: [] }), undefined);
    assert.equal(decodeSolidityEvent(points, { topic: event.topic, data: ["12"] }), undefined);

    assert.equal(solidityFailure(messageOf(await send("move", [to, 71, ""]))), "not enough points");
    assert.equal(solidityFailure(messageOf(await send("divide", [0]))), "division or modulo by zero");
    assert.equal(solidityFailure("something else"), "something else");

    const trace = await playground.trace({ txId: moved.txId, instructions: true });
    assert.ok(trace.kind === "trace" && trace.call !== undefined);
    const names = trace.call.steps.flatMap((step: TraceStep) => (step.kind === "instruction" ? [step.name] : []));
    assert.ok(names.includes("SSTORE") && names.includes("LOG3"), [...new Set(names)].join());
    await playground.verify();
    await playground.close();
  });
});
