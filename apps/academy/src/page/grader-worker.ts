/** Grades in a Worker, so that the page stays alive: the same code that the server runs. */
import { contractLibrary } from "@yanta/contract-sdk/library";
import { replayLog } from "@yanta/playground/replay";
import { CodedError } from "@yanta/errors";
import { gradeChain } from "../grading/grade-chain.ts";
import type { Grade } from "../grading/grade.ts";
import { toRefusal } from "../grading/refusal.ts";
import { createInstance, instanceGenesisHash } from "../lab/lab-instance.ts";
import { labGasMax, labGradingMsMax, labLogBytesMax } from "../limits.ts";
import { loadLab } from "./load-lab.ts";
import { createPageTools } from "./page-tools.ts";

export interface GradeRequest {
  readonly lab: string;
  readonly seed: string;
  readonly log: Uint8Array;
}

export type GradeAnswer =
  | { readonly kind: "grade"; readonly grade: Grade }
  | { readonly kind: "error"; readonly message: string };

addEventListener("message", ({ data }: MessageEvent<GradeRequest>) => {
  grade(data).then(
    (found) => answer({ kind: "grade", grade: found }),
    (error: unknown) => answer({ kind: "error", message: error instanceof Error ? error.message : String(error) }),
  );
});

function answer(message: GradeAnswer): void {
  postMessage(message);
}

async function grade({ lab, seed, log }: GradeRequest): Promise<Grade> {
  const instance = createInstance(lab, await loadLab(lab), seed);
  try {
    const chain = await replayLog(log, {
      budget: { bytesMax: labLogBytesMax, gasMax: labGasMax, timeMsMax: 2 * labGradingMsMax },
      genesisHash: instanceGenesisHash(instance),
      monotonicMs: () => performance.now(),
    });
    const tools = createPageTools({
      compile: async (name, source) => {
        const { tryCompile } = await import("@yanta/contract-sdk");
        return tryCompile({ name, sources: new Map([["index.ts", source]]), library: contractLibrary() });
      },
    });
    const times = { receivedAt: BigInt(Math.floor(Date.now() / 1000)) };
    const found = await gradeChain(chain, instance, { log, tools, times });
    await chain.close();
    return found;
  } catch (error) {
    if (error instanceof CodedError) return toRefusal(error);
    throw error;
  }
}
