import { type LabBench, type Solution } from "@yanta/academy/lab";
import type { Parameters } from "./lab.ts";

/** A number of units and what they cost. */
export type Case = readonly [units: number, cost: number];

export function casesOf({ rule: { limit, base, step, more, most } }: Parameters): Readonly<Record<string, Case>> {
  return {
    limit: [limit, base],
    begun: [limit + 1, base + more],
    step: [limit + step, base + more],
    next: [limit + step + 1, base + 2 * more],
    most: [limit + step * 20, most],
  };
}

export async function testWith(
  bench: LabBench,
  { subject, fee, test }: Parameters,
  cases: readonly Case[],
  name = test,
): Promise<void> {
  bench.editor.set(
    `${name}.ts`,
    `import { callContract, CallParameters, fromText, toText } from "@yanta/contract-sdk";
function expectCost(units: u64, cost: u64): void {
  const parameters = new CallParameters().add<u64>("units", units);
  const answer = fromText<u64>(toText<Uint8Array>(callContract("${subject}", "${fee}", parameters)));
  assert(answer == cost, units.toString() + " cost " + answer.toString());
}
/** @query */
export function run(): string {
${cases.map(([units, cost]) => `  expectCost(${units}, ${cost});`).join("\n")}
  return "passed";
}
`,
  );
  await bench.run(`install ${name} 1.0`);
}

export const solution: Solution<Parameters> = (bench, parameters) =>
  testWith(bench, parameters, Object.values(casesOf(parameters)));
