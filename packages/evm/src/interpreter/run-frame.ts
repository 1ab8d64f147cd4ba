import { addWords, multiplyWords, subtractWords } from "../words/arithmetic.ts";
import {
  andWords,
  byteOfWord,
  notWord,
  orWords,
  shiftLeft,
  shiftRight,
  shiftRightSigned,
  signExtend,
  xorWords,
} from "../words/bits.ts";
import { areEqualWords, isLessSignedWord, isLessWord, isZeroWord } from "../words/comparison.ts";
import { wordToNumber, writeBytes, writeNumber } from "../words/convert.ts";
import { copyWord, swapWords, writePushed, writeSmall } from "../words/move.ts";
import { type Exit, exitFaulted, exitNone, exitReturned } from "./exit.ts";
import type { Fault, Frame } from "./frame.ts";
import { growMemory } from "./grow-memory.ts";
import type { Host } from "./host.ts";
import { stackAllowed, stackNeeded, stopsEverywhere } from "./opcodes.ts";
import { runOperation } from "./run-operation.ts";

/**
 * Runs a frame until it ends or has to wait for a call. The frequent instructions stand here, with gas, stack height and
 * place in local variables; the others are in `runOperation`.
 */
export function runFrame(frame: Frame, host: Host): Exit {
  const { memory, input } = frame;
  const { limbs } = frame.stack;
  const { padded, isDestination } = frame.code;
  const { schedule } = host;
  const costs = schedule.operation;
  const { onInstruction } = host;
  let needed = onInstruction === undefined ? stackNeeded : stopsEverywhere;
  let { pc, sp, gas } = frame;

  for (;;) {
    const op = padded[pc++] as number;
    if (sp < (needed[op] as number)) {
      if (onInstruction !== undefined && needed !== stackNeeded) {
        frame.pc = pc - 1;
        frame.sp = sp;
        frame.gas = gas;
        if (!onInstruction(op, frame)) needed = stackNeeded;
      }
      if (sp < (stackNeeded[op] as number))
        return endWithFault(frame, stackNeeded[op] === 0xffff ? invalidOperation(op) : "stack under flow");
    }
    if (sp > (stackAllowed[op] as number)) return endWithFault(frame, "stack over flow");
    gas -= costs[op] as number;
    if (gas < 0) return endWithFault(frame, "out of gas");
    const top = sp - 8;

    switch (op) {
      case 0x00:
        frame.gas = gas;
        return exitReturned;
      case 0x01:
        addWords(limbs, top);
        sp = top;
        break;
      case 0x02:
        multiplyWords(limbs, top);
        sp = top;
        break;
      case 0x03:
        subtractWords(limbs, top);
        sp = top;
        break;
      case 0x0b:
        signExtend(limbs, top);
        sp = top;
        break;
      case 0x10:
        writeSmall(limbs, top - 8, isLessWord(limbs, top, top - 8) ? 1 : 0);
        sp = top;
        break;
      case 0x11:
        writeSmall(limbs, top - 8, isLessWord(limbs, top - 8, top) ? 1 : 0);
        sp = top;
        break;
      case 0x12:
        writeSmall(limbs, top - 8, isLessSignedWord(limbs, top, top - 8) ? 1 : 0);
        sp = top;
        break;
      case 0x13:
        writeSmall(limbs, top - 8, isLessSignedWord(limbs, top - 8, top) ? 1 : 0);
        sp = top;
        break;
      case 0x14:
        writeSmall(limbs, top - 8, areEqualWords(limbs, top, top - 8) ? 1 : 0);
        sp = top;
        break;
      case 0x15:
        writeSmall(limbs, top, isZeroWord(limbs, top) ? 1 : 0);
        break;
      case 0x16:
        andWords(limbs, top);
        sp = top;
        break;
      case 0x17:
        orWords(limbs, top);
        sp = top;
        break;
      case 0x18:
        xorWords(limbs, top);
        sp = top;
        break;
      case 0x19:
        notWord(limbs, top);
        break;
      case 0x1a:
        byteOfWord(limbs, top);
        sp = top;
        break;
      case 0x1b:
        shiftLeft(limbs, top);
        sp = top;
        break;
      case 0x1c:
        shiftRight(limbs, top);
        sp = top;
        break;
      case 0x1d:
        shiftRightSigned(limbs, top);
        sp = top;
        break;
      case 0x35: {
        const start = wordToNumber(limbs, top);
        if (start >= input.length) writeSmall(limbs, top, 0);
        else writeBytes(limbs, top, input, start, 32);
        break;
      }
      case 0x36:
        writeNumber(limbs, sp, input.length);
        sp += 8;
        break;
      case 0x50:
        sp = top;
        break;
      case 0x51: {
        const offset = wordToNumber(limbs, top);
        if (offset + 32 > memory.size) {
          frame.gas = gas;
          if (!growMemory(frame, schedule, offset, 32)) return endWithFault(frame, "out of gas");
          gas = frame.gas;
        }
        const { view } = memory;
        for (let i = 0; i < 8; i++) limbs[top + i] = view.getUint32(offset + 28 - 4 * i);
        break;
      }
      case 0x52: {
        const offset = wordToNumber(limbs, top);
        if (offset + 32 > memory.size) {
          frame.gas = gas;
          if (!growMemory(frame, schedule, offset, 32)) return endWithFault(frame, "out of gas");
          gas = frame.gas;
        }
        const { view } = memory;
        for (let i = 0; i < 8; i++) view.setUint32(offset + 28 - 4 * i, limbs[top - 8 + i] as number);
        sp = top - 8;
        break;
      }
      case 0x53: {
        const offset = wordToNumber(limbs, top);
        frame.gas = gas;
        if (!growMemory(frame, schedule, offset, 1)) return endWithFault(frame, "out of gas");
        gas = frame.gas;
        memory.bytes[offset] = limbs[top - 8] as number;
        sp = top - 8;
        break;
      }
      case 0x56: {
        const target = wordToNumber(limbs, top);
        if (target >= isDestination.length || isDestination[target] === 0)
          return endWithFault(frame, "invalid jump dest");
        pc = target;
        sp = top;
        break;
      }
      case 0x57: {
        sp = top - 8;
        if (isZeroWord(limbs, sp)) break;
        const target = wordToNumber(limbs, top);
        if (target >= isDestination.length || isDestination[target] === 0)
          return endWithFault(frame, "invalid jump dest");
        pc = target;
        break;
      }
      case 0x58:
        writeNumber(limbs, sp, pc - 1);
        sp += 8;
        break;
      case 0x59:
        writeNumber(limbs, sp, memory.size);
        sp += 8;
        break;
      case 0x5a:
        writeNumber(limbs, sp, gas);
        sp += 8;
        break;
      case 0x5b:
        break;
      case 0x5f:
        writeSmall(limbs, sp, 0);
        sp += 8;
        break;
      case 0x60:
        writeSmall(limbs, sp, padded[pc++] as number);
        sp += 8;
        break;
      case 0x61:
        writeSmall(limbs, sp, ((padded[pc] as number) << 8) | (padded[pc + 1] as number));
        pc += 2;
        sp += 8;
        break;
      default:
        if (op >= 0x62 && op <= 0x7f) {
          const length = op - 0x5f;
          writePushed(limbs, sp, padded, pc, length);
          pc += length;
          sp += 8;
        } else if (op >= 0x80 && op <= 0x8f) {
          copyWord(limbs, sp, sp - 8 * (op - 0x7f));
          sp += 8;
        } else if (op >= 0x90 && op <= 0x9f) {
          swapWords(limbs, top, top - 8 * (op - 0x8f));
        } else {
          frame.pc = pc;
          frame.sp = sp;
          frame.gas = gas;
          const exit = runOperation(op, frame, host);
          if (exit !== exitNone) return exit;
          sp = frame.sp;
          gas = frame.gas;
        }
    }
  }
}

function endWithFault(frame: Frame, fault: Fault): Exit {
  frame.fault = fault;
  return exitFaulted;
}

function invalidOperation(op: number): Fault {
  return `invalid op code: 0x${op.toString(16).toUpperCase()}`;
}
