import { emptyBytes } from "@yanta/bytes";
import { gasSchedule } from "../gas-schedule.ts";
import type { SysCall } from "./request.ts";

/** First step of `XxxLen` and `Xxx`: keeps the answer and tells its length. Spec: vm.md §2.3. */
export function answerLength({ frame, instance }: SysCall, pointer: number, answer: Uint8Array): undefined {
  instance.spend(answer.length * gasSchedule.hostByte);
  instance.writeUint32(pointer, answer.length);
  frame.cache = answer;
}

/** Second step: hands the kept answer over and forgets it. */
export function answerCached({ frame, instance }: SysCall, pointer: number): undefined {
  instance.write(pointer, frame.cache);
  frame.cache = emptyBytes;
}
