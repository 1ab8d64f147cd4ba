import { bytesToUtf8 } from "@yanta/bytes";
import type { ContractInstance } from "../contract-instance.ts";
import { checkGoSlice, GoPanic } from "../go-panic.ts";
import type { WxvmFrame } from "./wxvm-frame.ts";

export type WxvmInstance = ContractInstance<WxvmFrame>;

/** A trap that the host raises; its text is the call's message. Spec: docs/spec-notes.md. */
export function hostTrap(reason: string): GoPanic {
  return new GoPanic(`trap error:${reason}`);
}

/**
 * Bytes of the contract's memory, by unsigned address and length: a view, good until the contract runs again. ChainMaker's check
 * refuses the memory's last byte, too. Errors: GoPanic.
 */
export function readMemory(instance: WxvmInstance, address: number, length: number): Uint8Array {
  const start = address >>> 0;
  return instance.view(start, checkRange(instance, start, length) - start);
}

/** Writes bytes. Errors: GoPanic. */
export function writeMemory(instance: WxvmInstance, address: number, bytes: Uint8Array): void {
  checkRange(instance, address >>> 0, bytes.length);
  instance.write(address >>> 0, bytes);
}

export function readWord(instance: WxvmInstance, address: number): number {
  const bytes = readMemory(instance, address, 4);
  return new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0, true);
}

export function writeWord(instance: WxvmInstance, address: number, value: number): void {
  checkRange(instance, address >>> 0, 4);
  instance.writeUint32(address >>> 0, value);
}

/** A text that ends with a zero byte. */
export function readText(instance: WxvmInstance, address: number): string {
  const start = address >>> 0;
  if (start === 0 || start >= instance.memorySize) throw hostTrap(`invalid address:0x${start.toString(16)}`);
  const rest = instance.view(start, instance.memorySize - start);
  const end = rest.indexOf(0);
  return bytesToUtf8(end < 0 ? rest : rest.subarray(0, end));
}

/** The end of a range; addition wraps at 32 bits. */
function checkRange({ memorySize }: WxvmInstance, start: number, length: number): number {
  const end = (start + (length >>> 0)) >>> 0;
  if (end >= memorySize) throw hostTrap(`invalid address:0x${end.toString(16)}`);
  checkGoSlice(memorySize, start, end);
  return end;
}
