import { StateMap } from "@yanta/contract-sdk";

const plans = new StateMap<string>("plan");

export function insure(patient: string, plan: string): void {
  plans.set(patient, plan);
}

/** @query */
export function plan(patient: string): string {
  assert(plans.has(patient), patient + " is not insured: call insure first");
  return plans.get(patient);
}
