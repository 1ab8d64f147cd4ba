import { type LabBench, type Solution } from "@yanta/academy/lab";
import type { Parameters } from "./lab.ts";

/** What a wrong solution does otherwise. */
export interface Change {
  readonly degree?: string;
  readonly holder?: string;
  /** The name's field without random characters. */
  readonly isNameBare?: boolean;
  /** Computes a digest with a transaction. */
  readonly isNameSent?: boolean;
}

export async function showWith(bench: LabBench, parameters: Parameters, change: Change = {}): Promise<void> {
  const { fields, issuer } = parameters;
  const { degree = fields[2], holder = parameters.holder } = change;
  const digest = async (text: string): Promise<string> =>
    (await bench.run(`query cards digest text=${text}`))[0]?.replace("result ", "") ?? "";
  const name = change.isNameBare === true ? fields[0] : `${fields[0]}-k3w9x7bq2mf5`;
  if (change.isNameSent === true) await bench.run(`send cards digest text=${name}`);
  const text = `${degree}-z5d7j9sw3ky8`;
  const digests = [await digest(name), await digest(`${fields[1]}-p8r2n6vc4ht1`), await digest(text)].join();
  await bench.run(`send cards issue card=${parameters.card} root=${await digest(digests)} as ${issuer}`);
  await bench.run(`send cards show card=${parameters.card} place=3 text=${text} digests=${digests} as ${holder}`);
}

export const solution: Solution<Parameters> = (bench, parameters) => showWith(bench, parameters);
