import { emptyBytes, uint64ToBytesBe } from "@yanta/bytes";

import type { BlockCommit, KvChange } from "../interface.ts";
import type { LogPosition } from "../log/block-log.ts";
import {
  blockHashKey,
  blockKey,
  encodeLogPosition,
  encodeSavepoint,
  encodeTxLocation,
  historyPrefix,
  historySuffix,
  savepointKey,
  stateKey,
  txKey,
  wholeBlockKey,
  type Savepoint,
} from "./kv-layout.ts";

/** Contract whose transactions later ones look at: TRIG asks who sent the request, however long ago. Spec: system-contracts.md §7. */
const multiSignContract = "MULTI_SIGN";

/** State, indexes, history and savepoint of one block, as changes of the store. */
export function blockToChanges(block: BlockCommit, position: LogPosition, savepoint: Savepoint): KvChange[] {
  const { height, blockHash } = block.record;
  const changes: KvChange[] = [];
  let staysWhole = block.isConfigBlock;
  block.txs.forEach(({ txId, writes }, index) => {
    const suffix = historySuffix(height, index);
    changes.push({ key: txKey(txId), value: encodeTxLocation(height, index) });
    for (const { contract, key, value } of writes) {
      if (contract === multiSignContract) staysWhole = true;
      changes.push(value.length === 0 ? { key: stateKey(contract, key) } : { key: stateKey(contract, key), value });
      changes.push({ key: historyPrefix(contract, key) + suffix, value: emptyBytes });
    }
  });
  changes.push({ key: blockKey(height), value: encodeLogPosition(position) });
  changes.push({ key: blockHashKey(blockHash), value: uint64ToBytesBe(height) });
  if (staysWhole) changes.push({ key: wholeBlockKey(height), value: emptyBytes });
  changes.push({ key: savepointKey, value: encodeSavepoint(savepoint) });
  return changes;
}
