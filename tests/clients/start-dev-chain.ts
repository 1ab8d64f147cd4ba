import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const launcher = fileURLToPath(new URL("../../bin/yanta.mjs", import.meta.url));
const startTimeoutMs = 60_000;

export interface DevChain {
  /** The `sdk_config.yml` of each organisation's client. */
  readonly sdkConfigs: readonly string[];
  /** Address of Ethereum JSON-RPC, with http. */
  readonly ethereum: string;
  stop(): Promise<void>;
}

/** Starts the development chain of `yanta up` in a temporary folder, on a free port. */
export async function startDevChain(): Promise<DevChain> {
  const folder = mkdtempSync(join(tmpdir(), "yanta-dev-chain-"));
  const child = spawn(process.execPath, [launcher, "up", "--dir", folder, "--memory", "--port", "0", "--json"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended: Promise<unknown[]> = once(child, "close");
  try {
    const lines = createInterface({ input: child.stdout });
    const early = ended.then(([code]) =>
      Promise.reject(new Error(`yanta up ended with exit code ${String(code)} before it served`)),
    );
    const [line] = await Promise.race([once(lines, "line", { signal: AbortSignal.timeout(startTimeoutMs) }), early]);
    const { sdkConfig, ethereum }: { sdkConfig: string; ethereum: string } = JSON.parse(String(line));
    const ofOrganisations = [1, 2, 3, 4].map((org) => join(folder, `sdk/wx-org${org}.chainmaker.org.yml`));
    return {
      ethereum,
      sdkConfigs: [sdkConfig, ...ofOrganisations],
      stop: async () => {
        child.kill("SIGTERM");
        const [code] = await ended;
        rmSync(folder, { recursive: true, force: true });
        if (code !== 0) throw new Error(`yanta up ended with exit code ${String(code)}`);
      },
    };
  } catch (error) {
    child.kill("SIGKILL");
    await ended;
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}
