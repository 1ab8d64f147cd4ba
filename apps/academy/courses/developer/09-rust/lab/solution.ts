import { type LabBench, type Solution } from "@yanta/academy/lab";
import { otherOf, type Parameters, rustOf } from "./lab.ts";

/** What a wrong solution does otherwise; an empty text is left out. */
export interface Change {
  readonly which?: string;
  readonly original?: string;
  readonly version?: string;
  readonly source?: string;
  readonly isOtherUpgraded?: boolean;
}

/** The name that the first transaction wrote under the hash. */
async function findOriginal(bench: LabBench, { hash }: Parameters): Promise<string> {
  const { height } = await bench.playground.getTip();
  for (let at = 1n; at <= height; at++)
    for (const { txId, contract } of (await bench.playground.getBlock(at))?.txs ?? []) {
      const line = contract === "CONTRACT_MANAGE" ? [] : await bench.run(`trace ${txId}`);
      const found = line.find((each) => each.includes(`fact#${hash} {`));
      const name = /"file_name":"([^"]*)"/.exec(found ?? "")?.[1];
      if (name !== undefined) return name;
    }
  return "";
}

/** The contract whose state is not all text. */
async function findRust(bench: LabBench, { names }: Parameters): Promise<string> {
  for (const name of names) if ((await bench.run(`state ${name}`)).some((line) => line.includes("= 0x"))) return name;
  return "";
}

export async function answerWith(bench: LabBench, parameters: Parameters, change: Change = {}): Promise<void> {
  const { which = rustOf(parameters), original = parameters.original, version = "2.0", source = "fact" } = change;
  const answer = async (question: string, name: string): Promise<void> => {
    if (name !== "") await bench.run(`send fact save file_hash=${question} file_name=${name} time=1`);
  };
  await answer("which", which);
  await answer("original", original);
  await bench.run(`upgrade ${rustOf(parameters)} ${version} from ${source}`);
  if (change.isOtherUpgraded === true) await bench.run(`upgrade ${otherOf(parameters)} 2.0 from fact`);
}

export const solution: Solution<Parameters> = async (bench, parameters) => {
  const which = await findRust(bench, parameters);
  await answerWith(bench, parameters, { which, original: await findOriginal(bench, parameters) });
};
