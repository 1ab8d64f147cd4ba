import { closeSync, existsSync, fdatasync, fsyncSync, ftruncateSync, openSync, readSync, write } from "node:fs";
import { dirname } from "node:path";
import { promisify } from "node:util";
import { crc32 } from "node:zlib";
import { examErrors } from "./errors.ts";
import { journalLineBytesMax } from "./limits.ts";

const writeFile = promisify(write);
const sync = promisify(fdatasync);
const readBytes = 1 << 20;

/** A row of one of the tables, as it is from now on. */
export interface JournalRow {
  readonly table: string;
  readonly row: Readonly<Record<string, unknown>>;
}

/**
 * The truth of examinations on one machine: a file that only grows, each line with its checksum. The embedded database does not flush to the disk, so what it holds is
 * derived from here. Not for several servers: those have a PostgreSQL server, which flushes itself.
 */
export class ExamJournal {
  readonly #file: number;
  #sizeBytes: number;

  private constructor(file: number, sizeBytes: number) {
    this.#file = file;
    this.#sizeBytes = sizeBytes;
  }

  /** Opens it and hands over its rows from a byte on. What a crash cut off in the last line was never acknowledged and goes. Errors: ACADEMY_EXAM_JOURNAL. */
  static async open(path: string, from: number, onRows: (rows: readonly JournalRow[], upTo: number) => Promise<void>) {
    const isNew = !existsSync(path);
    const file = openSync(path, "a+");
    if (isNew) syncFolder(dirname(path));
    let end = from;
    for await (const { rows, upTo } of readLines(file, path, from)) {
      await onRows(rows, upTo);
      end = upTo;
    }
    ftruncateSync(file, end);
    fsyncSync(file);
    return new ExamJournal(file, end);
  }

  get sizeBytes(): number {
    return this.#sizeBytes;
  }

  /** Returns when all rows are on the disk. One call at a time. */
  async append(rows: readonly JournalRow[]): Promise<void> {
    const bytes = Buffer.from(rows.map(encodeLine).join(""));
    for (let at = 0; at < bytes.length;)
      at += (await writeFile(this.#file, bytes, at, bytes.length - at, null)).bytesWritten;
    await sync(this.#file);
    this.#sizeBytes += bytes.length;
  }

  close(): void {
    closeSync(this.#file);
  }
}

function encodeLine(row: JournalRow): string {
  const json = JSON.stringify(row);
  return `${checksum(json)} ${json}\n`;
}

function isWhole(line: string): boolean {
  return line.length > 9 && line.slice(0, 8) === checksum(line.slice(9));
}

function checksum(json: string): string {
  return crc32(json).toString(16).padStart(8, "0");
}

async function* readLines(file: number, path: string, from: number) {
  const damaged = (at: number): Error => examErrors.create("ACADEMY_EXAM_JOURNAL", { file: path, at });
  let rest = Buffer.alloc(0);
  let done = from;
  for (let at = from; ;) {
    const piece = Buffer.alloc(readBytes);
    const length = readSync(file, piece, 0, readBytes, at);
    at += length;
    if (length === 0) {
      return;
    }
    rest = Buffer.concat([rest, piece.subarray(0, length)]);
    if (rest.length > journalLineBytesMax * 2) throw damaged(done);
    const rows: JournalRow[] = [];
    for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10)) {
      const line = rest.toString("utf8", 0, end);
      if (!isWhole(line)) {
        // Torn by a crash when nothing that is whole comes after it; else somebody or something changed the file.
        if (rest.toString("utf8").split("\n").some(isWhole) || length === readBytes) throw damaged(done);
        yield { rows, upTo: done };
        return;
      }
      rows.push(JSON.parse(line.slice(9)) as JournalRow);
      rest = rest.subarray(end + 1);
      done += end + 1;
    }
    yield { rows, upTo: done };
  }
}

function syncFolder(folder: string): void {
  const file = openSync(folder, "r");
  fsyncSync(file);
  closeSync(file);
}
