import type { ReplayedChain } from "../replay/replay-log.ts";

/** All transactions but the first block's, and some more. */
export function countTransactions(chain: ReplayedChain, more: unknown): number {
  let count = Number(more);
  for (let height = 1n; height <= chain.tip.height; height++) count += chain.getBlock(height)?.txs.length ?? 0;
  return count;
}

export function loopForEver(): never {
  for (;;);
}

export function takeMemory(): number {
  const taken: number[][] = [];
  while (taken.length >= 0) taken.push(Array.from({ length: 100_000 }, (_, index) => index + 0.5));
  return taken.length;
}
