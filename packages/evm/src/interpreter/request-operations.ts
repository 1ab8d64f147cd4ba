import { emptyBytes } from "@yanta/bytes";
import { isZeroWord } from "../words/comparison.ts";
import { readBigInt, wordToAddress, wordToBytes, wordToNumber } from "../words/convert.ts";
import { type Exit, exitFaulted, exitWaiting } from "./exit.ts";
import type { Frame } from "./frame.ts";
import type { GasSchedule } from "./gas-schedule.ts";
import { growMemory } from "./grow-memory.ts";
import type { CallRequest, CreateRequest } from "./request.ts";

/** CALL and its kin: takes the operands, pays for the memory and leaves the rest to the host. */
export function requestCall(frame: Frame, schedule: GasSchedule, kind: CallRequest["kind"]): Exit {
  const { stack, memory } = frame;
  const { limbs } = stack;
  const hasValue = kind === "call" || kind === "callcode";
  let at = frame.sp - 8;
  const gas = wordToNumber(limbs, at);
  const address = wordToAddress(limbs, (at -= 8));
  if (hasValue) at -= 8;
  if (frame.isStatic && kind === "call" && !isZeroWord(limbs, at)) {
    frame.fault = "write protection";
    return exitFaulted;
  }
  const value = hasValue ? readBigInt(stack, at) : kind === "delegatecall" ? frame.value : 0n;
  const inputOffset = wordToNumber(limbs, (at -= 8));
  const inputLength = wordToNumber(limbs, (at -= 8));
  const outputOffset = wordToNumber(limbs, (at -= 8));
  const outputLength = wordToNumber(limbs, (at -= 8));
  if (!growMemory(frame, schedule, inputOffset, inputLength)) return exitFaulted;
  if (!growMemory(frame, schedule, outputOffset, outputLength)) return exitFaulted;
  const input = inputLength === 0 ? emptyBytes : memory.bytes.subarray(inputOffset, inputOffset + inputLength);
  frame.sp = at;
  frame.request = { kind, gas, address, value, input, outputOffset, outputLength };
  return exitWaiting;
}

/** CREATE and CREATE2. */
export function requestCreate(frame: Frame, schedule: GasSchedule, kind: CreateRequest["kind"]): Exit {
  const { stack, memory } = frame;
  const { limbs } = stack;
  if (frame.isStatic) {
    frame.fault = "write protection";
    return exitFaulted;
  }
  const value = readBigInt(stack, frame.sp - 8);
  const offset = wordToNumber(limbs, frame.sp - 16);
  const length = wordToNumber(limbs, frame.sp - 24);
  if (!growMemory(frame, schedule, offset, length)) return exitFaulted;
  const code = length === 0 ? emptyBytes : memory.bytes.slice(offset, offset + length);
  const salt = kind === "create2" ? wordToBytes(limbs, frame.sp - 32) : undefined;
  frame.sp -= kind === "create2" ? 32 : 24;
  frame.request = { kind, value, code, salt };
  return exitWaiting;
}
