import type { Lab } from "../lab/lab.ts";

/** The lab of a lesson: a file of its own, loaded when it is opened. */
export async function loadLab(id: string): Promise<Lab<unknown>> {
  const address = new URL(`/labs/${id}.js`, location.origin).href;
  return ((await import(address)) as { readonly lab: Lab<unknown> }).lab;
}
