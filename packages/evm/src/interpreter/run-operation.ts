import { emptyBytes } from "@yanta/bytes";
import { keccak256 } from "@yanta/crypto";
import {
  readBigInt,
  wordToAddress,
  wordToBytes,
  wordToNumber,
  writeAddress,
  writeBigInt,
  writeBytes,
  writeNumber,
} from "../words/convert.ts";
import {
  addModulo,
  divideSignedWords,
  divideWords,
  multiplyModulo,
  raiseWords,
  remainderSignedWords,
  remainderWords,
  significantBytes,
} from "../words/division.ts";
import { writeSmall } from "../words/move.ts";
import { type Exit, exitFaulted, exitNone, exitReturned, exitReverted } from "./exit.ts";
import type { Fault, Frame } from "./frame.ts";
import { chargeGas, growMemory } from "./grow-memory.ts";
import type { Host } from "./host.ts";
import { copyCode, copyExternalCode, copyInput, copyMemory, copyReturnData } from "./copy-operations.ts";
import { requestCall, requestCreate } from "./request-operations.ts";

/**
 * The instructions that `runFrame` leaves to others. Their base cost is paid and the stack is known to hold their operands;
 * `frame.sp` and `frame.gas` are those of the moment.
 */
export function runOperation(op: number, frame: Frame, host: Host): Exit {
  const { stack } = frame;
  const { limbs } = stack;
  const top = frame.sp - 8;
  switch (op) {
    case 0x04:
      divideWords(stack, top);
      return popTo(frame, top);
    case 0x05:
      divideSignedWords(stack, top);
      return popTo(frame, top);
    case 0x06:
      remainderWords(stack, top);
      return popTo(frame, top);
    case 0x07:
      remainderSignedWords(stack, top);
      return popTo(frame, top);
    case 0x08:
      addModulo(stack, top);
      return popTo(frame, top - 8);
    case 0x09:
      multiplyModulo(stack, top);
      return popTo(frame, top - 8);
    case 0x0a:
      if (!chargeGas(frame, host.schedule.expByte * significantBytes(limbs, top - 8))) return exitFaulted;
      raiseWords(stack, top);
      return popTo(frame, top);
    case 0x20:
      return hashMemory(frame, host);
    case 0x30:
      return pushAddress(frame, frame.address);
    case 0x31: {
      const address = wordToAddress(limbs, top);
      if (!host.chargeAccount(frame, address)) return exitFaulted;
      writeBigInt(stack, top, host.balance(frame, address));
      return exitNone;
    }
    case 0x32:
      return pushAddress(frame, host.environment.origin);
    case 0x33:
      return pushAddress(frame, frame.caller);
    case 0x34:
      return pushBigInt(frame, frame.value);
    case 0x37:
      return copyInput(frame, host.schedule);
    case 0x38:
      return pushNumber(frame, frame.code.bytes.length);
    case 0x39:
      return copyCode(frame, host.schedule);
    case 0x3a:
      return pushBigInt(frame, host.environment.gasPrice);
    case 0x3b: {
      const address = wordToAddress(limbs, top);
      if (!host.chargeAccount(frame, address)) return exitFaulted;
      writeNumber(limbs, top, host.code(address).length);
      return exitNone;
    }
    case 0x3c:
      return copyExternalCode(frame, host);
    case 0x3d:
      return pushNumber(frame, frame.returnData.length);
    case 0x3e:
      return copyReturnData(frame, host.schedule);
    case 0x3f: {
      const address = wordToAddress(limbs, top);
      if (!host.chargeAccount(frame, address)) return exitFaulted;
      return replaceByBytes(frame, host.codeHash(address));
    }
    case 0x40:
      return replaceByBytes(frame, host.blockHash(readBigInt(stack, top)));
    case 0x41:
      return pushAddress(frame, host.environment.coinbase);
    case 0x42:
      return pushBigInt(frame, host.environment.timestamp);
    case 0x43:
      return pushBigInt(frame, host.environment.number);
    case 0x44:
      return pushBigInt(frame, host.environment.prevRandao);
    case 0x45:
      return pushBigInt(frame, host.environment.gasLimit);
    case 0x46:
      return pushBigInt(frame, host.environment.chainId);
    case 0x47:
      return pushBigInt(frame, host.balance(frame, frame.address));
    case 0x48:
      return pushBigInt(frame, host.environment.baseFee);
    case 0x49: {
      const index = wordToNumber(limbs, top);
      const { blobHashes } = host.environment;
      return replaceByBytes(frame, index < blobHashes.length ? blobHashes[index] : undefined);
    }
    case 0x4a:
      return pushBigInt(frame, host.environment.blobBaseFee);
    case 0x54:
      return host.loadStorage(frame, top) ? exitNone : exitFaulted;
    case 0x55:
      if (frame.isStatic) return endWithFault(frame, "write protection");
      if (!host.storeStorage(frame, top, top - 8)) return exitFaulted;
      return popTo(frame, top - 8);
    case 0x5c:
      host.loadTransient(frame, top);
      return exitNone;
    case 0x5d:
      if (frame.isStatic) return endWithFault(frame, "write protection");
      host.storeTransient(frame, top, top - 8);
      return popTo(frame, top - 8);
    case 0x5e:
      return copyMemory(frame, host.schedule);
    case 0xa0:
    case 0xa1:
    case 0xa2:
    case 0xa3:
    case 0xa4:
      return log(frame, host, op - 0xa0);
    case 0xf0:
      return requestCreate(frame, host.schedule, "create");
    case 0xf1:
      return requestCall(frame, host.schedule, "call");
    case 0xf2:
      return requestCall(frame, host.schedule, "callcode");
    case 0xf3:
      return takeOutput(frame, host) ? exitReturned : exitFaulted;
    case 0xf4:
      return requestCall(frame, host.schedule, "delegatecall");
    case 0xf5:
      return requestCreate(frame, host.schedule, "create2");
    case 0xfa:
      return requestCall(frame, host.schedule, "staticcall");
    case 0xfd:
      return takeOutput(frame, host) ? exitReverted : exitFaulted;
    case 0xff:
      if (frame.isStatic) return endWithFault(frame, "write protection");
      return host.selfDestruct(frame, wordToAddress(limbs, top)) ? exitReturned : exitFaulted;
    default:
      throw new Error(`opcode ${op} is nowhere implemented`);
  }
}

function hashMemory(frame: Frame, { schedule }: Host): Exit {
  const { limbs } = frame.stack;
  const top = frame.sp - 8;
  const offset = wordToNumber(limbs, top);
  const length = wordToNumber(limbs, top - 8);
  if (!chargeGas(frame, schedule.keccakWord * Math.ceil(length / 32))) return exitFaulted;
  if (!growMemory(frame, schedule, offset, length)) return exitFaulted;
  const data = length === 0 ? emptyBytes : frame.memory.bytes.subarray(offset, offset + length);
  writeBytes(limbs, top - 8, keccak256(data));
  return popTo(frame, top);
}

function log(frame: Frame, host: Host, topicCount: number): Exit {
  if (frame.isStatic) return endWithFault(frame, "write protection");
  const { limbs } = frame.stack;
  const top = frame.sp - 8;
  const offset = wordToNumber(limbs, top);
  const length = wordToNumber(limbs, top - 8);
  const { schedule } = host;
  if (!chargeGas(frame, schedule.logTopic * topicCount + schedule.logByte * length)) return exitFaulted;
  if (!growMemory(frame, schedule, offset, length)) return exitFaulted;
  const topics: Uint8Array[] = [];
  for (let i = 0; i < topicCount; i++) topics.push(wordToBytes(limbs, top - 16 - 8 * i));
  const data = length === 0 ? emptyBytes : frame.memory.bytes.slice(offset, offset + length);
  if (!host.log(frame, topics, data)) return exitFaulted;
  return popTo(frame, top - 8 - 8 * topicCount);
}

/** Takes the memory that RETURN and REVERT name as the frame's output. False: out of gas. */
function takeOutput(frame: Frame, { schedule }: Host): boolean {
  const { limbs } = frame.stack;
  const offset = wordToNumber(limbs, frame.sp - 8);
  const length = wordToNumber(limbs, frame.sp - 16);
  if (!growMemory(frame, schedule, offset, length)) return false;
  frame.output = length === 0 ? emptyBytes : frame.memory.bytes.slice(offset, offset + length);
  return true;
}

function replaceByBytes(frame: Frame, bytes: Uint8Array | undefined): Exit {
  const { limbs } = frame.stack;
  if (bytes === undefined) writeSmall(limbs, frame.sp - 8, 0);
  else writeBytes(limbs, frame.sp - 8, bytes);
  return exitNone;
}

function pushAddress(frame: Frame, address: string): Exit {
  writeAddress(frame.stack.limbs, frame.sp, address);
  frame.sp += 8;
  return exitNone;
}

function pushNumber(frame: Frame, value: number): Exit {
  writeNumber(frame.stack.limbs, frame.sp, value);
  frame.sp += 8;
  return exitNone;
}

function pushBigInt(frame: Frame, value: bigint): Exit {
  writeBigInt(frame.stack, frame.sp, value);
  frame.sp += 8;
  return exitNone;
}

/** `sp` becomes the given one: a result that stands below it stays. */
function popTo(frame: Frame, sp: number): Exit {
  frame.sp = sp;
  return exitNone;
}

function endWithFault(frame: Frame, fault: Fault): Exit {
  frame.fault = fault;
  return exitFaulted;
}
