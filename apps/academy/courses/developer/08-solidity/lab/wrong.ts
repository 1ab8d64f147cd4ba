import { type WrongSolution } from "@yanta/academy/lab";
import type { Parameters } from "./lab.ts";
import { type Change, reserveWith } from "./solution.ts";

const mistakes: readonly (readonly [fails: string, name: string, change: Change])[] = [
  ["contract-installed", "installs it under another name", { name: "myrooms" }],
  ["room-reserved", "reserves the room as somebody else", { sender: "client1@org1" }],
  ["reserved-once", "lets a later one take the room", { free: "people > 0" }],
  ["people-within-limit", "forgets that nobody is no reservation and sets no limit", { number: "people < 1000" }],
  ["own-room-only", "lets everybody release a room", { own: "holder[room] != address(0)" }],
  ["released-room-free", "gives the room to the contract itself", { release: "holder[room] = address(this);" }],
];

export const wrongSolutions: readonly WrongSolution<Parameters>[] = mistakes.map(([fails, name, change]) => ({
  name,
  fails,
  solve: (bench, parameters) => reserveWith(bench, parameters, change),
}));
