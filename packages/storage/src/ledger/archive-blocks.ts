import { emptyBytes } from "@yanta/bytes";
import { encodeBlockInfo, scanOwnBlockInfo } from "@yanta/protocol";

import type { FaultPoints } from "../fault-points.ts";
import type { BlockCommit, BlockRecord, Kv, KvChange } from "../interface.ts";
import { replayBatchSizeBytesMax } from "../limits.ts";
import { asideMark, type BlockLog, type BlockLogArchive, type LogPosition } from "../log/block-log.ts";
import { deriveBlockCommit } from "./derive-commit.ts";
import { encodeHistoryEntry } from "./history-entry.ts";
import {
  blockKey,
  configKey,
  decodeLogPosition,
  encodeLogPosition,
  historyPrefix,
  historySuffix,
} from "./kv-layout.ts";

/** The block without transactions and rwsets. */
export function withoutContents(record: BlockRecord): BlockRecord {
  const { headerBytes, dagBytes, additionalDataBytes } = scanOwnBlockInfo(record.blockInfoBytes);
  const blockInfoBytes = encodeBlockInfo({ headerBytes, dagBytes, additionalDataBytes, txBytes: [], rwSetBytes: [] });
  return { height: record.height, blockHash: record.blockHash, blockInfoBytes, archived: true };
}

/** Contract whose transactions later ones look at: TRIG asks who sent the request, however long ago. Spec: system-contracts.md §7. */
const multiSignContract = "MULTI_SIGN";

/** Whether a block keeps its contents when it is archived: config blocks, and those in which a multi-sign was opened or voted on. */
export function staysWhole(kv: Kv, { record, txs }: BlockCommit): boolean {
  return (
    kv.get(configKey(record.height)) !== undefined ||
    txs.some(({ writes }) => writes.some(({ contract }) => contract === multiSignContract))
  );
}

export interface ArchiveParts {
  readonly kv: Kv;
  readonly log: BlockLog & BlockLogArchive;
  readonly faultPoints: FaultPoints;
}

/**
 * Frees the room of the blocks in [from, end): headers and the blocks that stay whole are set aside, past values move from the log into
 * the history. Old bytes go only when the new places are durable; it may be cut short anywhere and run again.
 */
export async function archiveBlocks({ kv, log, faultPoints }: ArchiveParts, from: bigint, end: bigint): Promise<void> {
  const restored: LogPosition[] = [];
  for (let height = from; height < end;) {
    const records: BlockRecord[] = [];
    const changes: KvChange[] = [];
    let sizeBytes = 0;
    for (; height < end && sizeBytes < replayBatchSizeBytesMax; height++) {
      const position = decodeLogPosition(kv.get(blockKey(height)) ?? emptyBytes);
      const isAside = (position.segment & asideMark) !== 0n;
      const record = log.read(position);
      if (record.archived === true) continue;
      const commit = deriveBlockCommit(record);
      const isWhole = staysWhole(kv, commit);
      if (isAside && isWhole) continue;
      if (isAside) restored.push(position);
      records.push(isWhole ? record : withoutContents(record));
      // One by one: a block may have more values than a call takes arguments.
      if (!isWhole) for (const change of pastValues(commit)) changes.push(change);
      sizeBytes += position.length;
    }
    if (records.length === 0) continue;
    const positions = await log.setAside(records);
    faultPoints.hit("archive.step");
    records.forEach((record, index) => {
      const position = positions[index];
      if (position !== undefined) changes.push({ key: blockKey(record.height), value: encodeLogPosition(position) });
    });
    kv.write(changes);
    await kv.ready();
  }
  await kv.flush();
  faultPoints.hit("archive.step");
  for (const position of restored) log.dropAside(position);
  log.dropBelow(end);
  faultPoints.hit("archive.step");
}

/** History entries with the values themselves. */
function pastValues({ record, txs, timestamp }: BlockCommit): KvChange[] {
  return txs.flatMap(({ txId, writes }, index) => {
    const suffix = historySuffix(record.height, index);
    return writes.map(({ contract, key, value }) => ({
      key: historyPrefix(contract, key) + suffix,
      value: encodeHistoryEntry({ txId, timestamp, value }),
    }));
  });
}
