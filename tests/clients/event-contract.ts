import { writeFileSync } from "node:fs";
import { buildScript, builtTypes, requestItems } from "@yanta/vm/testing";

/** What the contract tells when its method `run` is called; the drivers expect the same. */
const topic = "topic_vx";
const eventData = { data1: "first", data2: "second" };

/**
 * Writes a contract of runtime WASMER that emits one event: none of the contracts compiled for ChainMaker that we have
 * for this runtime does.
 */
export function writeEventContract(path: string): void {
  const steps = [
    { method: "EmitEvent", body: requestItems({ topic, ...eventData }) },
    { method: "SuccessResult", body: new TextEncoder().encode("told") },
  ];
  const nothing = { type: builtTypes.action, code: () => undefined };
  const lifeCycle = ["init_contract", "upgrade"].map((exportAs) => ({ ...nothing, exportAs }));
  writeFileSync(path, buildScript(steps, { functions: lifeCycle }));
}
