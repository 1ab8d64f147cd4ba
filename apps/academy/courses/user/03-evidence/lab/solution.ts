import type { Solution } from "@yanta/academy/lab";
import type { Parameters } from "./lab.ts";

export const solution: Solution<Parameters> = async (bench, { id, hash, correctedHash, username, documents }) => {
  const metadata = `metadata='{"hashAlgorithm":"sm3","username":"${username}"}'`;
  await bench.run(`send cmevi Evidence id=${id} hash=${hash} ${metadata}`);
  await bench.run(`send cmevi UpdateEvidence id=${id} hash=${correctedHash} ${metadata}`);
  for (const document of documents) {
    const [answer] = await bench.run(`query cmevi ExistsOfHash hash=${document.hash}`);
    if (answer === "result false") await bench.run(`send cmevi Evidence id=report hash=${document.id} metadata={}`);
  }
};
