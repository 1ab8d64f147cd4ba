import { hexToBytes } from "@yanta/bytes";
import { operations } from "@yanta/evm";
import type { Random } from "../random.ts";

/** Left out: what depends on the block, and PUSHes, which the program makes itself. */
const leftOut =
  /^(PUSH|BLOCKHASH|COINBASE|TIMESTAMP|NUMBER|PREVRANDAO|GASLIMIT|BASEFEE|BLOB|JUMP$|JUMPI$|STOP|INVALID|SELFDESTRUCT)/;
const usual = operations.filter(({ name }) => !leftOut.test(name));
const placesOfMemory = new Set([
  "MLOAD",
  "MSTORE",
  "MSTORE8",
  "KECCAK256",
  "CALLDATACOPY",
  "CODECOPY",
  "RETURNDATACOPY",
  "MCOPY",
  "RETURN",
  "REVERT",
]);
/** What mostly ends a program; the last one reads what is not there. */
const endings = new Set(["RETURN", "REVERT", "RETURNDATACOPY"]);

/** Code of a hundred instructions that mostly find their operands and mostly end well; it may call `other`. */
export function randomProgram(random: Random, other: string): Uint8Array {
  const code: number[] = [];
  const push = (...bytes: readonly number[]): void => void code.push(0x5f + bytes.length, ...bytes);
  let height = 0;
  for (let i = 0; i < 100 && code.length < 2000; i++) {
    const operation = random.pick(usual);
    const isRare = operation.code >= 0xf0 || operation.name.startsWith("LOG");
    if (isRare && random.below(4) > 0) continue;
    if (endings.has(operation.name) && random.below(20) > 0) continue;
    // Places and lengths in memory are always fresh and small.
    const usesMemory = placesOfMemory.has(operation.name) || isRare;
    for (
      let fresh = usesMemory ? operation.pops : Math.max(operation.pops - height, random.below(6) === 0 ? 1 : 0);
      fresh > 0;
      fresh--
    ) {
      height++;
      if (usesMemory) push(random.below(3) === 0 ? 0 : random.below(256));
      else if (random.below(3) > 0) push(random.below(2), random.below(256));
      else push(...random.bytes(32).map((byte) => (random.below(4) === 0 ? 255 : byte)));
    }
    if (/CALL(CODE)?$/.test(operation.name)) {
      // Gas and address on top of what may be value, places and lengths.
      const address = random.below(3) === 0 ? random.below(10).toString(16).padStart(40, "0") : other;
      push(...(hexToBytes(address) ?? []));
      push(...random.bytes(2));
      height += 2;
    }
    code.push(operation.code);
    height += operation.pushes - operation.pops;
  }
  for (let slot = 0; height > 0 && slot < 8; slot++, height--) code.push(0x60, slot, 0x55);
  return Uint8Array.from(code);
}
