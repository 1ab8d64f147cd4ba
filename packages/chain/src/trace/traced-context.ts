import type { BinaryString } from "@yanta/bytes";
import type { HistoryCursor, StateCursor } from "@yanta/vm";
import type { BlockState } from "../execution/block-state.ts";
import { type BlockEnvironment, TransactionContext, type TxScope } from "../execution/tx-context.ts";
import type { TraceRecorder } from "./trace-recorder.ts";

/** A transaction's view of the chain that tells a recorder what it is asked for. */
export class TracedContext extends TransactionContext {
  override readonly tracer: TraceRecorder;

  constructor(environment: BlockEnvironment, state: BlockState, scope: TxScope, tracer: TraceRecorder) {
    super(environment, state, scope);
    this.tracer = tracer;
  }

  override get(contract: string, key: BinaryString): Uint8Array | undefined {
    const value = super.get(contract, key);
    this.tracer.access("read", { contract, key, value });
    return value;
  }

  override findBytecode(name: string): Uint8Array | undefined {
    this.tracer.codes.add(name);
    return super.findBytecode(name);
  }

  override put(contract: string, key: BinaryString, value: Uint8Array): void {
    super.put(contract, key, value);
    this.tracer.access("write", { contract, key, value });
  }

  override range(contract: string, start: BinaryString, limit: BinaryString): StateCursor {
    const cursor = super.range(contract, start, limit);
    this.tracer.note({ kind: "range", contract, start, limit });
    return {
      next: () => {
        const row = cursor.next();
        if (row !== undefined) this.tracer.access("read", { contract, ...row });
        return row;
      },
      close: () => cursor.close(),
    };
  }

  override history(contract: string, key: BinaryString): HistoryCursor {
    const cursor = super.history(contract, key);
    this.tracer.note({ kind: "history", contract, key });
    return {
      next: () => {
        const row = cursor.next();
        if (row !== undefined) this.tracer.access("read", { contract, key, value: row.value });
        return row;
      },
      close: () => cursor.close(),
    };
  }

  override log(contract: string, text: string): void {
    this.tracer.note({ kind: "log", contract, text });
  }
}
