import type { LabBench, WrongSolution } from "@yanta/academy/lab";
import type { Parameters } from "./lab.ts";

function save(bench: LabBench, hash: string, name: string, time = 1): Promise<readonly string[]> {
  return bench.run(`send fact save file_hash=${hash} file_name=${name} time=${time}`);
}

async function saveBlock(bench: LabBench, sealed: number, field: "hash" | "previous" = "hash"): Promise<void> {
  const lines = await bench.run(`block ${sealed}`);
  const found = lines.find((line) => line.startsWith(`${field}=`))?.slice(field.length + 1) ?? "";
  await save(bench, found, `block-${sealed}`);
}

export const wrongSolutions: readonly WrongSolution<Parameters>[] = [
  {
    name: "queries instead of sending: a query changes nothing",
    fails: "file-recorded",
    solve: async (bench, { hash, name, time, sealed }) => {
      await bench.run(`query fact save file_hash=${hash} file_name=${name} time=${time}`);
      await saveBlock(bench, sealed);
    },
  },
  {
    name: "mistypes the name, and the second try is refused because the hash is taken",
    fails: "file-named",
    solve: async (bench, { hash, name, time, sealed }) => {
      await save(bench, hash, `my-${name}`, time);
      await save(bench, hash, name, time);
      await saveBlock(bench, sealed);
    },
  },
  {
    name: "forgets the block",
    fails: "block-recorded",
    solve: async (bench, { hash, name, time }) => {
      await save(bench, hash, name, time);
    },
  },
  {
    name: "takes the hash of the block before",
    fails: "block-hash-right",
    solve: async (bench, { hash, name, time, sealed }) => {
      await save(bench, hash, name, time);
      await saveBlock(bench, sealed, "previous");
    },
  },
];
