import type { Playground, SendOutcome } from "@yanta/playground";
import { academyErrors } from "../errors.ts";
import type { StartStep } from "./lab.ts";
import { type LabInstance, listStart } from "./lab-instance.ts";
import { type BenchTools, compileSource } from "./open-bench.ts";
import { isSuccess } from "./lab-transaction.ts";

/** Runs the steps that a lab begins with; each makes one block. Errors: ACADEMY_COURSE_INVALID when one fails. */
export async function startLab(
  playground: Playground,
  instance: LabInstance<unknown>,
  tools: BenchTools,
): Promise<void> {
  for (const [index, step] of listStart(instance).entries()) {
    const outcome = await runStep(playground, step, tools);
    if (outcome !== undefined && (outcome.kind !== "committed" || !isSuccess(outcome)))
      throw academyErrors.create("ACADEMY_COURSE_INVALID", {
        file: instance.id,
        reason: `step ${index} of its start failed: ${outcome.kind === "waiting" ? "it waits" : outcome.message}`,
      });
  }
}

async function runStep(playground: Playground, step: StartStep, tools: BenchTools): Promise<SendOutcome | undefined> {
  switch (step.kind) {
    case "install": {
      const { name, version = "1.0", parameters = {} } = step;
      const bytecode = await readStartContract(step, tools);
      return playground.install({ name, version, runtime: "WASMER", bytecode, parameters });
    }
    case "send": {
      const { contract, method, parameters = {}, sender } = step;
      return playground.send({ contract, method, parameters, ...(sender && { sender }) });
    }
    case "set-state":
      await playground.setState(step.entries);
      return undefined;
  }
}

/** The bytes of a contract that a lab begins with. Errors: ACADEMY_CONTRACT_UNKNOWN, ACADEMY_SOURCE_BROKEN. */
export async function readStartContract(
  { name, contract = name, source }: Extract<StartStep, { readonly kind: "install" }>,
  tools: BenchTools,
): Promise<Uint8Array> {
  if (source !== undefined) return compileSource(tools, name, source);
  const found = await tools.readShelf(contract);
  if (found === undefined) throw academyErrors.create("ACADEMY_CONTRACT_UNKNOWN", { name: contract });
  return found;
}
