import { writeSync } from "node:fs";

import { openLedger } from "@yanta/storage";
import { SampleChain } from "@yanta/storage/compliance";

import { crashBlock, crashOptions } from "./crash-blocks.ts";

// Run as a process of its own: commits sample blocks and kills itself at the given hit of a fault point.
// Arguments: folder, fault point, hit, number of blocks. Each durable height is written to standard output.
const [directory = "", point = "", hitText = "", countText = ""] = process.argv.slice(2);
let hits = 0;

const ledger = await openLedger({
  directory,
  ...crashOptions,
  faultPoints: {
    hit: (name) => {
      if (name === point && ++hits === Number(hitText)) process.kill(process.pid, "SIGKILL");
    },
  },
});
const chain = new SampleChain();
for (let height = 0; height < Number(countText); height++) {
  const block = crashBlock(chain, height);
  if (BigInt(height) <= (ledger.lastHeight ?? -1n)) continue;
  await ledger.commit(block);
  writeSync(1, `${height}\n`);
}
await ledger.close();
