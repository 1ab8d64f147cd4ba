import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { type Browser, chromium, type Page } from "playwright-core";
import { setUpTool } from "../../tools/tests/set-up-tool.ts";

/** Debian's Chromium, or the reason to skip with. */
export const chromiumTool = setUpTool("chromium");

const flags: readonly string[] = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  // Memory is measured when it is asked for, not after the next collection some 20 s later.
  "--enable-blink-features=ForceEagerMeasureMemory",
  "--remote-debugging-port=0",
];

/** A cold start on a busy machine. */
const startTimeoutMs = 60_000;

/** A running browser whose profile lies in a folder, so that it can be killed and started again on the same data. */
export interface RunningBrowser {
  newPage(): Promise<Page>;
  /** Ends all of its processes with SIGKILL, as a crash does. */
  kill(): Promise<void>;
}

/** A new, empty folder for a profile, and what removes it. */
export function createProfile(): { readonly folder: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), "yanta-browser-"));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 }) };
}

/** Starts Chromium on a profile. The pages it makes share that profile's storage. */
export async function startBrowser(profileFolder: string): Promise<RunningBrowser> {
  if (chromiumTool.kind === "missing") throw new Error(chromiumTool.skip);
  // A process group of its own: a browser is many processes, and all of them have to end.
  const child = spawn(chromiumTool.path, [...flags, `--user-data-dir=${profileFolder}`, "about:blank"], {
    stdio: ["ignore", "ignore", "pipe"],
    detached: true,
  });
  const exited = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const kill = async (): Promise<void> => {
    if (child.pid !== undefined && child.exitCode === null && child.signalCode === null)
      process.kill(-child.pid, "SIGKILL");
    await exited;
  };
  try {
    const browser: Browser = await chromium.connectOverCDP(await debuggerAddress(child), { timeout: startTimeoutMs });
    const [context] = browser.contexts();
    if (context === undefined) throw new Error("the browser has no profile");
    return { newPage: () => context.newPage(), kill };
  } catch (error) {
    await kill();
    throw error;
  }
}

/** The address that Chromium prints for those who drive it. */
async function debuggerAddress(child: ChildProcess): Promise<string> {
  if (child.stderr === null) throw new Error("the browser has no error output");
  const timer = setTimeout(() => child.kill("SIGKILL"), startTimeoutMs);
  const said: string[] = [];
  try {
    for await (const line of createInterface({ input: child.stderr })) {
      const address = /^DevTools listening on (ws:\S+)/.exec(line)?.[1];
      if (address !== undefined) {
        child.stderr.resume();
        return address;
      }
      said.push(line);
    }
  } finally {
    clearTimeout(timer);
  }
  throw new Error(`the browser did not start: ${said.slice(-5).join(" | ")}`);
}
