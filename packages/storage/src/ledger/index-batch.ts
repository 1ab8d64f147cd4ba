import { emptyBytes, uint64ToBytesBe } from "@yanta/bytes";

import type { BlockCommit, KvChange } from "../interface.ts";
import type { LogPosition } from "../log/block-log.ts";
import {
  blockHashKey,
  blockKey,
  configKey,
  encodeLogPosition,
  encodeSavepoint,
  encodeTxLocation,
  historyPrefix,
  historySuffix,
  savepointKey,
  stateKey,
  txKey,
  type Savepoint,
} from "./kv-layout.ts";

/** State, indexes, history and savepoint of one block, as changes of the store. */
export function blockToChanges(block: BlockCommit, position: LogPosition, savepoint: Savepoint): KvChange[] {
  const { height, blockHash } = block.record;
  const changes: KvChange[] = [];
  block.txs.forEach(({ txId, writes }, index) => {
    const suffix = historySuffix(height, index);
    changes.push({ key: txKey(txId), value: encodeTxLocation(height, index) });
    for (const { contract, key, value } of writes) {
      changes.push(value.length === 0 ? { key: stateKey(contract, key) } : { key: stateKey(contract, key), value });
      changes.push({ key: historyPrefix(contract, key) + suffix, value: emptyBytes });
    }
  });
  changes.push({ key: blockKey(height), value: encodeLogPosition(position) });
  changes.push({ key: blockHashKey(blockHash), value: uint64ToBytesBe(height) });
  if (block.isConfigBlock) changes.push({ key: configKey(height), value: emptyBytes });
  changes.push({ key: savepointKey, value: encodeSavepoint(savepoint) });
  return changes;
}
