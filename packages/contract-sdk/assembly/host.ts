import { ItemWriter } from "./easy-codec";
import { inputItem } from "./input";

// @ts-ignore: decorator
@external("env", "sys_call")
declare function sys_call(header: usize, headerLength: i32, body: usize, bodyLength: i32): i32;

// A marker: the builder puts the write of a global in its place. While the global is 1, every function returns.
// @ts-ignore: decorator
@external("yanta", "set_failed")
declare function setFailed(value: i32): void;

/** The client has been told why the call fails, or the host has noted it. */
let isReported: bool = false;

/** Where the host writes lengths and handles. */
const answer: usize = memory.data(4, 4);

/**
 * Calls a host method. When it fails, the host has noted the reason for the client and nothing can undo that: the call ends.
 * Spec: vm.md §2.3.
 */
export function callHost(method: string, body: ItemWriter): void {
  callHostWith(method, body.pointer, body.length);
}

/** The same for methods whose body is raw bytes. */
export function callHostWith(method: string, body: usize, bodyLength: i32): void {
  const header = new ItemWriter();
  header.systemInt32("ctx_ptr", contextPointer());
  header.systemText("method", method);
  if (sys_call(header.pointer, header.length, body, bodyLength) != 0) {
    isReported = true;
    throw new Error("");
  }
}

/** A method that answers with a number. */
export function askNumber(method: string, body: ItemWriter): i32 {
  body.int32("value_ptr", <i32>answer);
  callHost(method, body);
  return load<i32>(answer);
}

/** Asks `<method>Len` for the length, then `<method>` for the bytes. `second` is the same request once more. */
export function askBytes(method: string, first: ItemWriter, second: ItemWriter): Uint8Array {
  const length = askNumber(method + "Len", first);
  const bytes = new Uint8Array(length);
  if (length == 0) return bytes;
  second.int32("value_ptr", <i32>bytes.dataStart);
  callHost(method, second);
  return bytes;
}

function contextPointer(): i32 {
  const item = inputItem("__context_ptr__");
  let value: i32 = 0;
  if (item != null) for (let i: u32 = 0; i < item.length; i++) value = value * 10 + (<i32>load<u8>(item.pointer + i) - 0x30);
  return value;
}

/** A new call has not failed yet. */
export function clearFailure(): void {
  isReported = false;
  setFailed(0);
}

/** What `throw` becomes: the first message reaches the client, then all functions return (see the builder). */
export function throwError(message: string | null): void {
  if (!isReported) {
    isReported = true;
    const text = String.UTF8.encode(message == null ? "error" : message);
    const header = new ItemWriter();
    header.systemInt32("ctx_ptr", contextPointer());
    header.systemText("method", "ErrorResult");
    sys_call(header.pointer, header.length, changetype<usize>(text), text.byteLength);
  }
  setFailed(1);
}
