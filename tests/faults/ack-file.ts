import { closeSync, fdatasync, openSync, readFileSync, writeSync } from "node:fs";

/** Something the node told a client, which must stay true whatever happens to the node afterwards. */
export type Acknowledgement =
  /** A reply of SendRequestSync, or a transaction found by its id. `digest` covers code, message, result, gas and events. */
  | { readonly kind: "reply" | "query"; readonly txId: string; readonly height: string; readonly digest: string }
  /** An event of a subscription, with its place in the transaction. */
  | {
      readonly kind: "event";
      readonly txId: string;
      readonly height: string;
      readonly index: number;
      readonly digest: string;
    }
  /** A block of a subscription. */
  | { readonly kind: "block"; readonly height: string; readonly hash: string }
  /** What a contract query found under a key that is written once. */
  | { readonly kind: "state"; readonly fileHash: string; readonly digest: string };

interface Waiting {
  readonly line: string;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/**
 * Acknowledgements on disk: one counts only once its line is durable. Lines that arrive during a sync share the next one.
 */
export class AckFile {
  readonly path: string;
  readonly #fd: number;
  #waiting: Waiting[] = [];
  #isSyncing = false;

  constructor(path: string) {
    this.path = path;
    this.#fd = openSync(path, "a", 0o600);
  }

  /** Resolves when the acknowledgement is durable. */
  record(acknowledgement: Acknowledgement): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ line: `${JSON.stringify(acknowledgement)}\n`, resolve, reject });
      if (!this.#isSyncing) this.#sync();
    });
  }

  close(): void {
    closeSync(this.#fd);
  }

  #sync(): void {
    const batch = this.#waiting;
    this.#waiting = [];
    this.#isSyncing = true;
    writeSync(this.#fd, batch.map(({ line }) => line).join(""));
    fdatasync(this.#fd, (error) => {
      this.#isSyncing = false;
      for (const { resolve, reject } of batch) {
        if (error === null) resolve();
        else reject(error);
      }
      if (this.#waiting.length > 0) this.#sync();
    });
  }
}

/** All acknowledgements that are durable, oldest first. */
export function readAcks(path: string): Acknowledgement[] {
  return readFileSync(path, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line): Acknowledgement => JSON.parse(line));
}
