import { create } from "@bufbuild/protobuf";
import { utf8ToBytes } from "@yanta/bytes";
import type { City, CityEntry } from "@yanta/directory-contract/generate";
import type { IndexedBlock, IndexedTx } from "@yanta/index-store";
import { TransactionSchema, TxWriteSchema, type TxWrite } from "@yanta/protocol";

/** 2026-03-02 09:00 in Beijing, a Monday. */
export const madeSeconds = 1_772_413_200;

/** Name of the contract in made blocks. */
export const madeContract = "directory";

/** A record of the contract's state as it would write it. */
export interface MadeWrite {
  /** `map#field`, the field's parts escaped already. */
  readonly key: string;
  /** A record, a text as it is, or null for a row that is deleted. */
  readonly value: object | string | null;
}

/** One block with one transaction that writes these. */
export function madeBlock(
  height: number,
  writes: readonly MadeWrite[],
  events: IndexedTx["events"] = [],
): IndexedBlock {
  const txId = `tx-${height}`;
  const tx: IndexedTx = {
    txId,
    isDone: true,
    transaction: create(TransactionSchema),
    writes: writes.map(toWrite),
    events,
  };
  const hash = (number: number): string => number.toString(16).padStart(64, "0");
  const unixSeconds = BigInt(madeSeconds + height);
  return { height: BigInt(height), hash: hash(height), previousHash: hash(height - 1), unixSeconds, txs: [tx] };
}

function toWrite({ key, value }: MadeWrite): TxWrite {
  const text = value === null ? "" : typeof value === "string" ? value : JSON.stringify(value);
  return create(TxWriteSchema, { contractName: madeContract, key: utf8ToBytes(key), value: utf8ToBytes(text) });
}

export const noClock = { rule: "", startedAt: 0, days: 0, due: 0, isPaused: false, isProvisional: false };

/** A city as blocks would have brought it: departments and duties first, then entries, all published. */
export function* cityBlocks(city: City, entriesPerBlock: number): Generator<IndexedBlock> {
  const at = madeSeconds;
  const departments = city.departments.map((department) => ({
    key: `department#${department.code}`,
    value: { ...department, org: "org1", state: "ACTIVE", successor: "", isHeir: false, revision: 1, at },
  }));
  const first = city.departments[0]?.code ?? "";
  const duties = city.duties.map((duty) => ({ key: `duty#${duty.id}`, value: { ...duty, revision: 1, at } }));
  const deed = madeDeed({ subject: `department.${first}`, revision: 1, action: "init_contract", department: first });
  yield madeBlock(0, [...departments, ...duties, deed]);
  let height = 1;
  let writes: MadeWrite[] = [];
  for (const entry of city.entries()) {
    writes.push(...entryWrites(entry, height));
    if (writes.length < entriesPerBlock * writesPerEntry) continue;
    yield madeBlock(height++, writes);
    writes = [];
  }
  if (writes.length > 0) yield madeBlock(height, writes);
}

const writesPerEntry = 7;

const steps = ["saveEntry", "submitEntry", "reviewEntry", "submitEntry", "reviewEntry"];

/** What an entry's way to its publication leaves: the record, the content, five deeds. */
export function entryWrites(entry: CityEntry, height: number): readonly MadeWrite[] {
  const { code, provider } = entry;
  const field = code.replace("/", "_2f");
  const at = madeSeconds + height;
  const record = {
    code,
    provider,
    version: 1,
    state: 29,
    publishedVersion: 1,
    lastPublished: 1,
    publishedAt: at,
    revision: 5,
    at,
  };
  return [
    { key: `entry#${field}`, value: { ...record, hands: ["e".repeat(64)], clock: noClock } },
    { key: `content#${field}.000001`, value: entry },
    ...steps.map((action, index) =>
      madeDeed({ subject: `entry.${code}`, revision: index + 1, action, department: provider, at }),
    ),
  ];
}

interface Deed {
  readonly subject: string;
  readonly revision: number;
  readonly action: string;
  readonly department: string;
  readonly at?: number;
}

function madeDeed({ subject, revision, at = madeSeconds, ...deed }: Deed): MadeWrite {
  const texts = { by: "ab".repeat(32), from: "", to: "", reason: "", basis: "", tx: `tx-${at - madeSeconds}` };
  return {
    key: `audit#${subject.replaceAll(/[./]/g, "_2e")}.${revision}`,
    value: { subject, revision, ...deed, at, ...texts },
  };
}
