import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";

/** A delivery as the gateway keeps it from before it is noted on chain until the consumer has answered for it there. */
export interface KeptDelivery {
  readonly id: string;
  readonly request: string;
  /** Who asked: hex of the subject key identifier. */
  readonly member: string;
  readonly purpose: string;
  readonly fields: readonly string[];
  readonly uses: number;
  /** SHA-256 of the body, hex. */
  readonly hash: string;
  readonly size: number;
  /** Unix seconds. */
  readonly at: number;
}

/**
 * Deliveries in a folder: `<id>.json` and `<id>.body`, both durable before the chain hears of the delivery. Ids are checked by the caller: letters, digits,
 * hyphens.
 */
export class DeliveryStore {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  }

  list(): readonly KeptDelivery[] {
    return readdirSync(this.#folder)
      .filter((name) => name.endsWith(".json"))
      .toSorted()
      .flatMap((name) => this.find(name.slice(0, -".json".length)) ?? []);
  }

  find(id: string): KeptDelivery | undefined {
    try {
      return JSON.parse(readFileSync(this.#path(id, "json"), "utf8")) as KeptDelivery;
    } catch (error) {
      if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
      throw error;
    }
  }

  body(id: string): Uint8Array {
    return readFileSync(this.#path(id, "body"));
  }

  /** Keeps a delivery; when this returns it survives a crash. The body comes first: a record is never without one. */
  keep(delivery: KeptDelivery, body: Uint8Array): void {
    this.#write(this.#path(delivery.id, "body"), body);
    this.#write(this.#path(delivery.id, "json"), new TextEncoder().encode(JSON.stringify(delivery)));
    const folder = openSync(this.#folder, "r");
    fsyncSync(folder);
    closeSync(folder);
  }

  remove(id: string): void {
    for (const ending of ["json", "body"] as const) rmSync(this.#path(id, ending), { force: true });
  }

  #path(id: string, ending: "json" | "body"): string {
    return join(this.#folder, `${id}.${ending}`);
  }

  #write(path: string, bytes: Uint8Array): void {
    const file = openSync(`${path}.new`, "w", 0o600);
    try {
      for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(`${path}.new`, path);
  }
}
