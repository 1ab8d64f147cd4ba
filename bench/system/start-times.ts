import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { getNodeVersion } from "@yanta/sdk";
import type { ChainFolder } from "../../tests/support/chain-folder.ts";

const launcher = fileURLToPath(new URL("../../bin/yanta.mjs", import.meta.url));

/**
 * Seconds from the start of the process to the first answered request (GetChainMakerVersion over mutual TLS).
 * `program` is the Node.js that runs the launcher: one that is too old starts a second process.
 */
export async function timeToFirstAnswer(folder: ChainFolder, program: string): Promise<number> {
  const startedMs = performance.now();
  const child = spawn(program, [launcher, "start", "--config", "chainmaker.yml", "--solo", "--port", "0", "--json"], {
    cwd: folder.path,
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, YANTA_LOG_LEVEL: "warn" },
  });
  const ended = once(child, "exit");
  try {
    const lines = createInterface({ input: child.stdout });
    for await (const line of lines) {
      if (!line.startsWith("{")) continue;
      const { port } = JSON.parse(line) as { port: number };
      const client = folder.connect(port, 1, "client1");
      await getNodeVersion(client.transport);
      const seconds = (performance.now() - startedMs) / 1000;
      client.transport.close();
      return seconds;
    }
    throw new Error("the node ended before it served");
  } finally {
    child.kill("SIGTERM");
    await ended;
  }
}
