import type { Frame } from "./frame.ts";
import { type GasSchedule, memoryGas } from "./gas-schedule.ts";

/** Nobody can pay for more in either schedule; keeps sizes within what an array can have. */
const memoryBytesMax = 0x1000_0000;

/** Pays for memory up to `offset + length` and makes it usable. False: out of gas, the fault is set. */
export function growMemory(frame: Frame, schedule: GasSchedule, offset: number, length: number): boolean {
  if (length === 0) return true;
  const end = offset + length;
  const { memory } = frame;
  if (end <= memory.size) return true;
  if (end > memoryBytesMax) {
    frame.fault = "out of gas";
    return false;
  }
  const words = Math.ceil(end / 32);
  if (!chargeGas(frame, memoryGas(schedule, words) - memoryGas(schedule, memory.size / 32))) return false;
  memory.grow(words * 32);
  return true;
}

/** Takes gas from the frame. False: there was too little, the fault is set. */
export function chargeGas(frame: Frame, gas: number): boolean {
  frame.gas -= gas;
  if (frame.gas >= 0) return true;
  frame.fault = "out of gas";
  return false;
}
