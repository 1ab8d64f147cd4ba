import { emptyBytes } from "@yanta/bytes";
import { writeAddress } from "../words/convert.ts";
import { writeSmall } from "../words/move.ts";
import { exitFaulted, exitReturned, exitReverted, exitWaiting } from "./exit.ts";
import type { Fault, Frame, FramePool } from "./frame.ts";
import type { FrameEnd, Host } from "./host.ts";
import type { CallRequest, CreateRequest } from "./request.ts";
import { runFrame } from "./run-frame.ts";

/** What a whole execution came to. */
export interface Execution {
  readonly end: FrameEnd;
  readonly output: Uint8Array;
  readonly gasLeft: number;
  /** Set when `end` is "faulted". */
  readonly fault: Fault | undefined;
}

/**
 * Runs a frame with all frames that it calls. Calls within one host do not deepen the engine's stack: the running frames
 * stand in a list.
 */
export function execute(host: Host, pool: FramePool, first: Frame): Execution {
  const frames: Frame[] = [first];
  let frame = first;
  for (;;) {
    let exit = runFrame(frame, host);
    if (exit === exitWaiting) {
      const { request } = frame;
      if (request === undefined) throw new Error("a frame waits for nothing");
      const answer = isCall(request) ? host.call(frame, request) : host.create(frame, request);
      switch (answer.kind) {
        case "frame":
          frame = answer.frame;
          frames.push(frame);
          continue;
        case "done":
          resume(frame, request, answer.isSuccess, answer.output, answer.address);
          continue;
        case "fault":
          exit = exitFaulted;
      }
    }
    const end = host.leave(frame, exit === exitReturned ? "returned" : exit === exitReverted ? "reverted" : "faulted");
    if (end === "faulted") {
      frame.gas = 0;
      frame.output = emptyBytes;
    }
    frames.pop();
    const ended = frame;
    const parent = frames.at(-1);
    if (parent === undefined) {
      pool.close(ended);
      return { end, output: ended.output, gasLeft: ended.gas, fault: end === "faulted" ? ended.fault : undefined };
    }
    frame = parent;
    if (frame.request === undefined) throw new Error("a frame ended that nobody waits for");
    frame.gas += ended.gas;
    const created = end === "returned" ? host.createdAddress(ended) : undefined;
    // A creation gives the created code to the world, not to its creator.
    resume(frame, frame.request, end === "returned", created === undefined ? ended.output : emptyBytes, created);
    pool.close(ended);
  }
}

/** Hands a call's answer to the frame that waits for it. */
function resume(
  frame: Frame,
  request: CallRequest | CreateRequest,
  isSuccess: boolean,
  output: Uint8Array,
  created?: string,
): void {
  const { stack, memory } = frame;
  frame.request = undefined;
  frame.returnData = output;
  if (isSuccess && created !== undefined) writeAddress(stack.limbs, frame.sp, created);
  else writeSmall(stack.limbs, frame.sp, isSuccess ? 1 : 0);
  frame.sp += 8;
  if (!isCall(request)) return;
  const length = Math.min(request.outputLength, output.length);
  if (length > 0) memory.bytes.set(output.subarray(0, length), request.outputOffset);
}

function isCall(request: CallRequest | CreateRequest): request is CallRequest {
  return request.kind !== "create" && request.kind !== "create2";
}
