import { createHash } from "node:crypto";
import type { ContractEvent, ContractResult } from "@yanta/protocol";

/** What a client learns of a transaction's outcome, from a reply or from the chain. */
export interface Outcome {
  readonly code: number;
  readonly contractResult?: ContractResult | undefined;
}

/** One text for everything in an outcome that a restart must not change. */
export function outcomeDigest({ code, contractResult }: Outcome): string {
  const result = contractResult;
  return digest([
    code,
    ...(result === undefined
      ? []
      : [
          result.code,
          Buffer.from(result.result).toString("hex"),
          result.message,
          result.gasUsed.toString(),
          ...result.contractEvent.map(eventDigest),
        ]),
  ]);
}

export function eventDigest({
  topic,
  contractName,
  eventData,
}: Pick<ContractEvent, "topic" | "contractName" | "eventData">): string {
  return digest([topic, contractName, ...eventData]);
}

export function bytesDigest(bytes: Uint8Array): string {
  return digest([Buffer.from(bytes).toString("hex")]);
}

function digest(parts: readonly (string | number)[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 32);
}
