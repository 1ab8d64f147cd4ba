import { equalBytes } from "@yanta/bytes";
import { parseCallTimeout } from "../../../packages/rpc/src/grpc/transport/call-timeout.ts";
import {
  frameMessage,
  type RequestProgress,
  RequestReader,
} from "../../../packages/rpc/src/grpc/transport/message-frame.ts";
import type { FuzzTarget } from "../fuzz-target.ts";
import { mutateBytes } from "../mutate/mutate-bytes.ts";
import { demand } from "../refusal.ts";
import type { Random } from "../../support/random.ts";

const sizeBytesMax = 300;

/** What a request comes to when all of its bytes are looked at together. */
function expectedOf(bytes: Uint8Array): RequestProgress {
  if (bytes.length < 5) return "incomplete";
  if (bytes[0] !== 0) return "compressed";
  const sizeBytes = new DataView(bytes.buffer, bytes.byteOffset).getUint32(1);
  if (sizeBytes > sizeBytesMax) return "too-large";
  const came = bytes.length - 5;
  return came > sizeBytes ? "too-many" : came < sizeBytes ? "incomplete" : "complete";
}

/** A request of one message, its bytes damaged and cut anywhere. */
const grpcMessage: FuzzTarget = {
  name: "grpc-message",
  weight: 5,
  open: () => ({
    run(random) {
      const message = Uint8Array.from({ length: random.below(sizeBytesMax + 20) }, () => random.below(256));
      const frame = frameMessage(message);
      const bytes = random.below(3) === 0 ? Uint8Array.from(frame) : mutateBytes(frame, random);
      const reader = new RequestReader(sizeBytesMax);
      let progress: RequestProgress = "incomplete";
      for (let at = 0; at < bytes.length && (progress === "incomplete" || progress === "complete");) {
        const end = cutAfter(at, bytes.length, random);
        progress = reader.push(bytes.subarray(at, end));
        at = end;
      }
      demand(progress === expectedOf(bytes), "a request is judged alike however its bytes were cut");
      demand(reader.isComplete === (progress === "complete"), "only a whole request counts as whole");
      if (progress !== "complete") return "refused";
      demand(equalBytes(reader.message, bytes.subarray(5)), "the message is what was sent");
      return "accepted";
    },
  }),
};

function cutAfter(at: number, length: number, random: Random): number {
  return random.below(2) === 0 ? length : at + 1 + random.below(length - at);
}

const timeoutCharacters = [..."0123456789HMSmun -.x雁"];

/** A `grpc-timeout` header. */
const grpcTimeout: FuzzTarget = {
  name: "grpc-timeout",
  weight: 1,
  open: () => ({
    run(random) {
      const text = Array.from({ length: random.below(11) }, () => random.pick(timeoutCharacters)).join("");
      const timeoutMs = parseCallTimeout(text);
      if (timeoutMs === undefined) return "refused";
      demand(timeoutMs >= 0 && timeoutMs < 2 ** 31, "a timeout is one that a timer takes");
      return "accepted";
    },
  }),
};

export const grpcTargets: readonly FuzzTarget[] = [grpcMessage, grpcTimeout];
