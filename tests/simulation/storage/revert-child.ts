import { writeSync } from "node:fs";

import { openLedger } from "@yanta/storage";
import { SampleChain } from "@yanta/storage/compliance";

import { crashBlock, crashOptions } from "./crash-blocks.ts";

// Run as a process of its own: commits sample blocks, goes back, and kills itself at the first hit of a fault point meanwhile.
// Arguments: folder, fault point, number of blocks, height to go back to. Writes "reverted" once that is acknowledged.
const [directory = "", point = "", countText = "", heightText = ""] = process.argv.slice(2);
let isReverting = false;

const ledger = await openLedger({
  directory,
  ...crashOptions,
  faultPoints: {
    hit: (name) => {
      if (isReverting && name === point) process.kill(process.pid, "SIGKILL");
    },
  },
});
const chain = new SampleChain();
for (let height = 0; height < Number(countText); height++) await ledger.commit(crashBlock(chain, height));
isReverting = true;
await ledger.revertTo(BigInt(heightText));
writeSync(1, "reverted\n");
await ledger.close();
