import { wordToAddress, wordToNumber } from "../words/convert.ts";
import { type Exit, exitFaulted, exitNone } from "./exit.ts";
import type { Frame } from "./frame.ts";
import type { GasSchedule } from "./gas-schedule.ts";
import { chargeGas, growMemory } from "./grow-memory.ts";
import type { Host } from "./host.ts";

/** CALLDATACOPY. */
export function copyInput(frame: Frame, schedule: GasSchedule): Exit {
  return copyToMemory(frame, schedule, frame.input, frame.sp);
}

/** CODECOPY. */
export function copyCode(frame: Frame, schedule: GasSchedule): Exit {
  return copyToMemory(frame, schedule, frame.code.bytes, frame.sp);
}

/** EXTCODECOPY: another account's code. */
export function copyExternalCode(frame: Frame, host: Host): Exit {
  const address = wordToAddress(frame.stack.limbs, frame.sp - 8);
  if (!host.chargeAccount(frame, address)) return exitFaulted;
  return copyToMemory(frame, host.schedule, host.code(address), frame.sp - 8);
}

/** RETURNDATACOPY: reading past the end is a fault, unlike with the others. */
export function copyReturnData(frame: Frame, schedule: GasSchedule): Exit {
  const { limbs } = frame.stack;
  const start = wordToNumber(limbs, frame.sp - 16);
  const length = wordToNumber(limbs, frame.sp - 24);
  if (start + length > frame.returnData.length) {
    frame.fault = "return data copy out of bounds";
    return exitFaulted;
  }
  return copyToMemory(frame, schedule, frame.returnData, frame.sp);
}

/** MCOPY. Spec: EIP-5656. */
export function copyMemory(frame: Frame, schedule: GasSchedule): Exit {
  const { limbs } = frame.stack;
  const target = wordToNumber(limbs, frame.sp - 8);
  const source = wordToNumber(limbs, frame.sp - 16);
  const length = wordToNumber(limbs, frame.sp - 24);
  if (!chargeGas(frame, schedule.copyWord * Math.ceil(length / 32))) return exitFaulted;
  if (!growMemory(frame, schedule, Math.max(target, source), length)) return exitFaulted;
  if (length > 0) frame.memory.bytes.copyWithin(target, source, source + length);
  frame.sp -= 24;
  return exitNone;
}

/** Operands below `sp`, the highest first: place in memory, place in the source, length. */
function copyToMemory(frame: Frame, schedule: GasSchedule, source: Uint8Array, sp: number): Exit {
  const { limbs } = frame.stack;
  const offset = wordToNumber(limbs, sp - 8);
  const start = wordToNumber(limbs, sp - 16);
  const length = wordToNumber(limbs, sp - 24);
  if (!chargeGas(frame, schedule.copyWord * Math.ceil(length / 32))) return exitFaulted;
  if (!growMemory(frame, schedule, offset, length)) return exitFaulted;
  if (length > 0) frame.memory.write(offset, source, start, length);
  frame.sp = sp - 24;
  return exitNone;
}
