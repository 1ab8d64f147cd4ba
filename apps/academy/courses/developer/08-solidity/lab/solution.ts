import { type LabBench, type Solution } from "@yanta/academy/lab";
import type { Parameters } from "./lab.ts";

/** What a wrong solution does otherwise. */
export interface Change {
  readonly name?: string;
  readonly sender?: string;
  /** Conditions and statements of the contract. */
  readonly free?: string;
  readonly number?: string;
  readonly own?: string;
  readonly release?: string;
}

export async function reserveWith(bench: LabBench, parameters: Parameters, change: Change = {}): Promise<void> {
  const { contract, most, member, room } = parameters;
  const {
    name = contract,
    sender = member,
    free = "holder[room] == address(0)",
    number = `people >= 1 && people <= ${most}`,
    own = "holder[room] == msg.sender",
    release = "delete holder[room];",
  } = change;
  bench.editor.set(
    `${name}.sol`,
    `// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.0;
contract Rooms {
    mapping(string => address) public holder;
    function reserve(string calldata room, uint256 people) external {
        require(${number}, "the room is not for so many people");
        require(${free}, "somebody holds the room");
        holder[room] = msg.sender;
    }
    function release(string calldata room) external {
        require(${own}, "the room is not yours");
        ${release}
    }
}
`,
  );
  await bench.run(`install ${name} 1.0`);
  await bench.run(`send ${name} reserve room=${room} people=2 as ${sender}`);
}

export const solution: Solution<Parameters> = (bench, parameters) => reserveWith(bench, parameters);
