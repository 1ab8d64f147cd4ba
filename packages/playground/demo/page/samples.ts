export interface Sample {
  /** Names the contract on the chain. */
  readonly name: string;
  readonly language: "AssemblyScript" | "Solidity";
  readonly source: string;
}

const notes = `import { Event2, log, senderAddress, StateMap, StateValue } from "@yanta/contract-sdk";

/** Told to everyone who follows the topic. */
const noteWritten = new Event2<u32, string>("note_written", "number", "author");

const count = new StateValue<u32>("count");
const texts = new StateMap<string>("text");
const authors = new StateMap<string>("author");

/** Writes a new note and returns its number. */
export function write(text: string): u32 {
  assert(text.length > 0, "a note needs a text");
  const number = count.getOr(0) + 1;
  count.set(number);
  texts.set(number.toString(), text);
  authors.set(number.toString(), senderAddress());
  log("note " + number.toString());
  noteWritten.emit(number, senderAddress());
  return number;
}

/** Changes a note; only its author may. */
export function change(number: u32, text: string): void {
  assert(authors.getOr(number.toString(), "") == senderAddress(), "the note is not yours");
  texts.set(number.toString(), text);
}

/**
 * The text of a note.
 * @query
 */
export function read(number: u32): string {
  return texts.get(number.toString());
}
`;

const ledger = `// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.20;

contract Points {
  address public immutable issuer;
  mapping(address => uint256) public balanceOf;

  event Transfer(address indexed from, address indexed to, uint256 value);

  constructor(uint256 supply) {
    issuer = msg.sender;
    balanceOf[msg.sender] = supply;
  }

  function transfer(address to, uint256 value) external returns (bool) {
    require(balanceOf[msg.sender] >= value, "not enough points");
    balanceOf[msg.sender] -= value;
    balanceOf[to] += value;
    emit Transfer(msg.sender, to, value);
    return true;
  }
}
`;

export const samples: readonly Sample[] = [
  { name: "notes", language: "AssemblyScript", source: notes },
  { name: "points", language: "Solidity", source: ledger },
];
