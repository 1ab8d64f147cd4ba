import { type LabBench, type Solution } from "@yanta/academy/lab";
import type { Parameters } from "./lab.ts";

/** What a wrong solution does otherwise. */
export interface Change {
  readonly reviewer?: string;
  readonly title?: string;
  readonly purpose?: string;
  /** Left out when empty. */
  readonly digest?: string;
  readonly answer?: string;
}

export async function exchangeWith(bench: LabBench, parameters: Parameters, change: Change = {}): Promise<void> {
  const { provider, consumer, entry, request, plantedRequest } = parameters;
  const {
    reviewer = "admin1",
    title = parameters.title,
    purpose = parameters.purpose,
    digest = parameters.digest,
    answer = "refused",
  } = change;
  await bench.run(`send catalog draft entry=${entry} title=${title} as client1@org${provider}`);
  await bench.run(`send catalog review entry=${entry} as ${reviewer}@org${provider}`);
  await bench.run(`send catalog request id=${request} entry=${entry} purpose=${purpose} as client1@org${consumer}`);
  await bench.run(`send catalog decide id=${request} answer=granted as admin1@org${provider}`);
  if (digest !== "") await bench.run(`send catalog deliver id=${request} digest=${digest} as client1@org${provider}`);
  await bench.run(`send catalog decide id=${plantedRequest} answer=${answer} as admin1@org${provider}`);
}

export const solution: Solution<Parameters> = (bench, parameters) => exchangeWith(bench, parameters);
