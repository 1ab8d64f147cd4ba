import { createHash } from "node:crypto";
import { cpus, loadavg } from "node:os";

/** One change of a store as the engines' benches write it. */
export interface BenchChange {
  readonly key: string;
  readonly value: Uint8Array;
}

/** Lower-case hex of SHA-256: names that are spread evenly. */
export function spread(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** A transaction id as the SDKs make it: time first, so that ids grow. */
export function txId(number: number): string {
  return number.toString(16).padStart(16, "0") + spread(`tx${number}`).slice(16);
}

/** What a ledger writes for a block of 100 transactions with two writes each: state, history and index, 500 changes. */
export function blockChanges(height: number, keyCount: number): BenchChange[] {
  const changes: BenchChange[] = [];
  const suffix = `\0\0\0\0\0\0${String.fromCharCode((height >> 8) & 255, height & 255)}\0\0\0`;
  for (let i = 0; i < 100; i++) {
    changes.push({ key: `t${txId(height * 100 + i)}`, value: new Uint8Array(12) });
    for (let j = 0; j < 2; j++) {
      const key = stateName(height * 200 + i * 2 + j, keyCount);
      changes.push({ key: `s${key}`, value: new Uint8Array(100).fill(i) });
      changes.push({ key: `k${key}${suffix}${String.fromCharCode(i)}`, value: new Uint8Array(0) });
    }
  }
  return changes;
}

export function stateName(number: number, keyCount: number): string {
  return `fact#key_${spread(`s${number % keyCount}`).slice(0, 32)}`;
}

/** Microseconds that an action took: CPU of all threads, CPU of the main thread, and time. */
export async function measured(
  action: () => Promise<void> | void,
): Promise<{ cpuUs: number; mainUs: number; wallUs: number }> {
  const cpu = process.cpuUsage();
  const main = process.threadCpuUsage();
  const start = performance.now();
  await action();
  const wallUs = (performance.now() - start) * 1000;
  const { user, system } = process.cpuUsage(cpu);
  const thread = process.threadCpuUsage(main);
  return { cpuUs: user + system, mainUs: thread.user + thread.system, wallUs };
}

/** Where a figure comes from. */
export function machine(): { cpu: string; cores: number; node: string; load: number } {
  return {
    cpu: cpus()[0]?.model ?? "",
    cores: cpus().length,
    node: process.version,
    load: Number((loadavg()[0] ?? 0).toFixed(2)),
  };
}

export function rounded(value: number): number {
  return Number(value.toFixed(2));
}
