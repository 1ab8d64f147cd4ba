import type { Solution } from "@yanta/academy/lab";
import type { Parameters } from "./lab.ts";

export const solution: Solution<Parameters> = async (bench, { hash, name, time, sealed }) => {
  await bench.run(`send fact save file_hash=${hash} file_name=${name} time=${time}`);
  const lines = await bench.run(`block ${sealed}`);
  const blockHash = lines.find((line) => line.startsWith("hash="))?.slice("hash=".length);
  await bench.run(`send fact save file_hash=${blockHash} file_name=block-${sealed} time=1`);
};
