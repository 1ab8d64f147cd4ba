import type { BlockCommit } from "@yanta/storage";
import type { SampleChain } from "@yanta/storage/compliance";

/** Small enough that a few blocks pass every fault point. */
export const crashOptions = { chainId: "chain1", segmentSizeBytes: 3000, flushSizeBytes: 2000 };

/** The block of a height in the chain that the crash tests commit: the same in every process. */
export function crashBlock(chain: SampleChain, height: number): BlockCommit {
  if (height === 0) return chain.genesis();
  const writes = [
    { key: "counter", value: `${height}` },
    { key: `key${height % 11}`, ...(height % 3 === 0 ? {} : { value: "x".repeat(50 + (height % 40)) }) },
  ];
  return chain.next({
    txs: [
      { txId: `tx${height}`, writes },
      { txId: `other${height}`, writes: [{ contract: "asset", key: `a${height}`, value: "1" }] },
    ],
  });
}
