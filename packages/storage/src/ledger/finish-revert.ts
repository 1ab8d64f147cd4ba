import { bytesToUint64Be } from "@yanta/bytes";

import type { Kv } from "../interface.ts";
import type { BlockLogCut } from "../log/block-log.ts";
import { blockKey, decodeLogPosition, revertKey } from "./kv-layout.ts";

/** Ends a revert that a crash interrupted while the log was being cut: the store stands at its height already. */
export async function finishRevert(kv: Kv, log: BlockLogCut): Promise<void> {
  const height = kv.get(revertKey);
  const position = height === undefined ? undefined : kv.get(blockKey(bytesToUint64Be(height)));
  if (position === undefined) return;
  await log.truncateAfter(decodeLogPosition(position));
  kv.write([{ key: revertKey }]);
  await kv.flush();
}
