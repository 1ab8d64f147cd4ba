import { bytesToHex, utf8ToBytes } from "@yanta/bytes";
import { hashBytes } from "@yanta/crypto";
import { gasSchedule } from "../gas-schedule.ts";
import { valueType } from "../module/opcodes.ts";
import { hostTrap, readMemory, readText, writeMemory, writeWord, type WxvmInstance } from "./wxvm-memory.ts";

type Pointers = readonly [name: number, input: number, inputLength: number, output: number, outputLength: number];

/** _wxvm_hash: SHA-256 of the input, as much of it as the output takes. Spec: vm.md §3. */
export function hashInput(
  instance: WxvmInstance,
  [nameAt, inputAt, inputLength, outputAt, outputLength]: Pointers,
): number {
  const name = readText(instance, nameAt);
  const input = takeInput(instance, inputAt, inputLength);
  const room = readMemory(instance, outputAt, outputLength).length;
  if (name !== "sha256") throw hostTrap(`hash ${name} not found`);
  writeMemory(instance, outputAt, hashBytes("SHA256", input).subarray(0, room));
  return 0;
}

/** _wxvm_encode: bytes to hexadecimal text, in memory that the contract's `_malloc` gives. */
export function encodeInput(instance: WxvmInstance, [nameAt, inputAt, inputLength, ...output]: Pointers): number {
  const name = readText(instance, nameAt);
  const input = takeInput(instance, inputAt, inputLength);
  checkCodec(name);
  return giveOutput(instance, output, utf8ToBytes(bytesToHex(input)));
}

/** _wxvm_decode: hexadecimal text to bytes; 1 when it is none. */
export function decodeInput(instance: WxvmInstance, [nameAt, inputAt, inputLength, ...output]: Pointers): number {
  const name = readText(instance, nameAt);
  const input = takeInput(instance, inputAt, inputLength);
  checkCodec(name);
  const bytes = decodeHex(input);
  return bytes === undefined ? 1 : giveOutput(instance, output, bytes);
}

function takeInput(instance: WxvmInstance, address: number, length: number): Uint8Array {
  const input = readMemory(instance, address, length);
  instance.spend(input.length * gasSchedule.hostByte);
  return input;
}

function checkCodec(name: string): void {
  if (name !== "hex") throw hostTrap(`codec ${name} not found`);
}

function giveOutput(instance: WxvmInstance, [pointerAt, lengthAt]: readonly [number, number], bytes: Uint8Array): 0 {
  const address = allocate(instance, bytes.length);
  writeMemory(instance, address, bytes);
  writeWord(instance, pointerAt, address);
  writeWord(instance, lengthAt, bytes.length);
  return 0;
}

/** Runs the contract's `_malloc`. One that calls the host for another one stops here: such calls would not be counted as depth. */
function allocate(instance: WxvmInstance, size: number): number {
  const { frame } = instance;
  const type = instance.module.exports.get("_malloc");
  if (type === undefined) throw hostTrap("_malloc not found");
  const isUsual =
    type.parameters.length === 1 && type.parameters[0] === valueType.i32 && type.results[0] === valueType.i32;
  if (!isUsual || type.results.length !== 1 || frame === undefined || frame.isAllocating)
    throw hostTrap("invalid function argument");
  frame.isAllocating = true;
  const address = Number(instance.call("_malloc", size));
  frame.isAllocating = false;
  if (address === 0) throw hostTrap("run out of memory");
  return address;
}

function decodeHex(text: Uint8Array): Uint8Array | undefined {
  if (text.length % 2 !== 0) return undefined;
  const bytes = new Uint8Array(text.length / 2);
  for (let i = 0; i < bytes.length; i++) {
    const digits = String.fromCharCode(text[2 * i] ?? 0, text[2 * i + 1] ?? 0);
    if (!/^[0-9a-fA-F]{2}$/.test(digits)) return undefined;
    bytes[i] = Number.parseInt(digits, 16);
  }
  return bytes;
}
