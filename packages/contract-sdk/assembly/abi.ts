import { callHostWith, clearFailure, throwError } from "./host";
import { allocateInput, inputItem } from "./input";
import { fromBytes, toBytes } from "./text";

/** Runtime WASMER. Spec: vm.md §2.2. */
export function runtime_type(): i32 {
  return 2;
}

export function allocate(size: i32): usize {
  clearFailure();
  return allocateInput(size);
}

/** The next `allocate` takes everything back. */
export function deallocate(pointer: i32): void {}

/** The builder calls this for `throw`. */
export function __throw(message: string | null, file: usize, line: i32, column: i32): void {
  throwError(message);
}

/** A method's parameter; missing or malformed ones end the call. */
export function parameter<T>(name: string): T {
  const item = inputItem(name);
  if (item == null) throw new Error("missing parameter '" + name + "'");
  return fromBytes<T>(item.toBytes(), "parameter '" + name + "'");
}

/** Ends the call with a result. */
export function succeed<T>(value: T): void {
  const bytes = toBytes<T>(value);
  callHostWith("SuccessResult", bytes.dataStart, bytes.length);
}

/** Ends the call without a result. */
export function succeedEmpty(): void {
  callHostWith("SuccessResult", 0, 0);
}
