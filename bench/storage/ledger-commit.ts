// Commits of blocks with 100 transactions of two writes: `node bench/storage/ledger-commit.ts [--blocks 300] [--rounds 3]`.
// Prints JSON; of several rounds the lowest counts, because other work on the machine only ever adds.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { openLedger, openMemoryLedger, type Ledger } from "@yanta/storage";
import { SampleChain } from "@yanta/storage/compliance";
import { machine, measured, rounded, spread, txId } from "./workload.ts";

const { values } = parseArgs({
  options: { blocks: { type: "string", default: "300" }, rounds: { type: "string", default: "3" } },
});
const blockCount = Number(values.blocks);
const rounds = Number(values.rounds);
const key = (number: number): string => `key_${spread(`k${number % 40_000}`).slice(0, 32)}`;

for (const store of ["disk", "memory"] as const) {
  const folder = mkdtempSync(join(tmpdir(), "yanta-bench-"));
  const options = { directory: folder, chainId: "chain1" };
  const ledger = store === "disk" ? await openLedger(options) : openMemoryLedger(options);
  try {
    const figures = await run(ledger);
    await ledger.close();
    const rebuild =
      store === "disk"
        ? await measured(async () => (await openLedger({ ...options, rebuild: true })).close())
        : undefined;
    const rebuildUsPerTx =
      rebuild === undefined ? {} : { rebuildUsPerTx: rounded(rebuild.cpuUs / (blockCount * rounds * 100)) };
    process.stdout.write(`${JSON.stringify({ store, ...figures, ...rebuildUsPerTx, ...machine() })}\n`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function run(ledger: Ledger): Promise<Record<string, number>> {
  const chain = new SampleChain();
  await ledger.commit(chain.genesis());
  const best = { commitCpuUs: Infinity, commitMainUs: Infinity, commitWallUs: Infinity };
  let next = 0;
  for (let round = 0; round < rounds; round++) {
    const blocks = Array.from({ length: blockCount }, () =>
      chain.next({
        parameterSizeBytes: 600,
        txs: Array.from({ length: 100 }, () => {
          const number = next++;
          return {
            txId: txId(number),
            writes: [0, 1].map((j) => ({ key: key(number * 2 + j), value: "v".repeat(100) })),
          };
        }),
      }),
    );
    const { cpuUs, mainUs, wallUs } = await measured(async () => {
      for (const block of blocks) await ledger.commit(block);
    });
    best.commitCpuUs = Math.min(best.commitCpuUs, cpuUs / blockCount);
    best.commitMainUs = Math.min(best.commitMainUs, mainUs / blockCount);
    best.commitWallUs = Math.min(best.commitWallUs, wallUs / blockCount);
  }
  const keys = Array.from({ length: 40_000 }, (_, index) => key(index * 7919));
  const read = async (): Promise<number> =>
    (await measured(() => keys.forEach((name) => ledger.getState("fact", name)))).mainUs / keys.length;
  const firstReadUs = await read();
  const misses = await measured(() => keys.forEach((name) => ledger.getTxLocation(name)));
  const rows = { ...best, firstReadUs, cachedReadUs: await read(), absentTxUs: misses.mainUs / keys.length };
  return Object.fromEntries(Object.entries(rows).map(([name, value]) => [name, rounded(value)]));
}
