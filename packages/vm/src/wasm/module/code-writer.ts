import { ByteWriter } from "./byte-writer.ts";
import { op, valueType } from "./opcodes.ts";

/** Writes instructions. */
export class CodeWriter extends ByteWriter {
  /** Instructions without immediates. */
  ops(...opcodes: readonly number[]): void {
    for (const opcode of opcodes) this.byte(opcode);
  }

  /** An instruction with one index: local, global, function, label. */
  indexed(opcode: number, index: number): void {
    this.byte(opcode);
    this.uint32(index);
  }

  i32(value: number): void {
    this.byte(op.i32Const);
    this.signed(value);
  }

  i64(value: number): void {
    this.byte(op.i64Const);
    this.signed(value);
  }

  /** Stops here when the i32 on the stack is not zero; `mark` is kept for the host, 0 keeps none. */
  trapIf(trapGlobal: number, mark: number): void {
    this.ops(op.if, valueType.empty);
    this.trap(trapGlobal, mark);
    this.ops(op.end);
  }

  trap(trapGlobal: number, mark: number): void {
    if (mark !== 0) {
      this.i32(mark);
      this.indexed(op.globalSet, trapGlobal);
    }
    this.ops(op.unreachable);
  }

  /** One of the prefixed opcodes that `op` names 0xfc00 + number. */
  prefixed(opcode: number, ...immediates: readonly number[]): void {
    this.ops(op.prefixBulk, opcode - 0xfc00, ...immediates);
  }
}
