import { binaryStringToBytes, bytesToBinaryString, bytesToHex, hexToBytes } from "@yanta/bytes";
import { stateRowFault } from "@yanta/chain";
import type { StateWrite } from "@yanta/storage";
import { devChainErrors } from "./errors.ts";
import type { StateDump } from "./interface.ts";
import { dumpBytesMax } from "./limits.ts";

/** A whole state as JSON. Errors: DEV_CHAIN_DUMP_SIZE. */
export function stateToDump(chainId: string, height: bigint, rows: Iterable<StateWrite>): StateDump {
  let sizeBytes = 0;
  const dumped: [string, string, string][] = [];
  for (const { contract, key, value } of rows) {
    sizeBytes += contract.length + key.length + value.length;
    if (sizeBytes > dumpBytesMax) throw devChainErrors.create("DEV_CHAIN_DUMP_SIZE", { sizeBytesMax: dumpBytesMax });
    dumped.push([contract, bytesToHex(binaryStringToBytes(key)), bytesToHex(value)]);
  }
  return { format: 1, chainId, height: height.toString(), rows: dumped };
}

/** The rows of a dump, which may come from anywhere. Errors: DEV_CHAIN_DUMP_INVALID. */
export function dumpToRows(dump: unknown): readonly StateWrite[] {
  const { format, rows } = isObject(dump) ? dump : {};
  if (format !== 1) throw invalid(`its format is ${JSON.stringify(format) ?? "missing"}, not 1`);
  if (!Array.isArray(rows)) throw invalid("it has no rows");
  return rows.map((row: unknown, index) => {
    const [contract, key, value] = Array.isArray(row) && row.length === 3 ? (row as unknown[]) : [];
    const keyBytes = typeof key === "string" ? hexToBytes(key) : undefined;
    const valueBytes = typeof value === "string" ? hexToBytes(value) : undefined;
    if (typeof contract !== "string" || keyBytes === undefined || valueBytes === undefined || valueBytes.length === 0)
      throw invalid(`row ${index} is not [contract, key in hex, value in hex]`);
    return { contract, key: bytesToBinaryString(keyBytes), value: valueBytes };
  });
}

/** Whether a row of another chain may be written here. */
export function isLoadable(row: StateWrite): boolean {
  return stateRowFault(row) === undefined;
}

/** Rows in portions of at most so many bytes; a row that is larger is a portion of its own. */
export function* inPortions(rows: readonly StateWrite[], sizeBytesMax: number): Generator<readonly StateWrite[]> {
  let portion: StateWrite[] = [];
  let sizeBytes = 0;
  for (const row of rows) {
    const rowBytes = row.contract.length + row.key.length + row.value.length + 16;
    if (portion.length > 0 && sizeBytes + rowBytes > sizeBytesMax) {
      yield portion;
      portion = [];
      sizeBytes = 0;
    }
    portion.push(row);
    sizeBytes += rowBytes;
  }
  if (portion.length > 0) yield portion;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null;

const invalid = (reason: string): Error => devChainErrors.create("DEV_CHAIN_DUMP_INVALID", { reason });
