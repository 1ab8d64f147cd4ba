// @ts-ignore: decorator
@external("env", "log_message")
declare function log_message(text: usize, length: i32): void;

/** A line for whoever watches the node; never part of the result. */
export function log(text: string): void {
  const bytes = String.UTF8.encode(text);
  log_message(changetype<usize>(bytes), bytes.byteLength);
}
