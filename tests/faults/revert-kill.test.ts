import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { openDevFolder } from "../../packages/cli/src/dev-chain/dev-folder.ts";
import { type NodeProcess, startNodeProcess } from "../support/node-process.ts";

/** A development chain's node that dies while its chain goes back: all removed blocks are there again, or none, and the state is that of the last one. */

const entry = fileURLToPath(new URL("dev-node-with-fault-points.ts", import.meta.url));
const points = ["revert.store.written", "revert.store.flushed", "revert.log.cut"] as const;
const rounds = 1;

interface Dump {
  readonly height: string;
  readonly rows: readonly unknown[];
}

async function ask({ port }: NodeProcess, method: string, ...params: readonly unknown[]): Promise<unknown> {
  const response = await fetch(`http://127.0.0.1:${port}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
  });
  const { result, error } = (await response.json()) as { result?: unknown; error?: { message: string } };
  if (error !== undefined) throw new Error(error.message);
  return result;
}

const dump = async (node: NodeProcess): Promise<Dump> => (await ask(node, "yanta_dumpState")) as Dump;
const set = (node: NodeProcess, key: string, value: string) =>
  ask(node, "yanta_setState", [{ contract: "rows", key, value }]);

test("a node that dies while its chain goes back keeps all removed blocks or none", { timeout: 300_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), "yanta-revert-kill-"));
  const unixSeconds = BigInt(Math.floor(Date.now() / 1000));
  const { folder: chain } = openDevFolder({ folder: join(folder, "chain"), host: "127.0.0.1", port: 0, unixSeconds });
  try {
    for (let round = 0; round < rounds; round++)
      for (const point of points) {
        const dying = await startNodeProcess({ folder: chain, entry, arguments: [point] });
        await set(dying, `kept-${round}`, point);
        const before = await dump(dying);
        await set(dying, `kept-${round}`, "overwritten");
        await set(dying, "gone", point);
        await ask(dying, "yanta_mine", { blocks: 3 });
        const after = await dump(dying);
        await assert.rejects(ask(dying, "yanta_revertToHeight", before.height));
        assert.equal((await dying.exited).signal, "SIGKILL", point);

        const again = await startNodeProcess({ folder: chain, entry });
        assert.deepEqual(await dump(again), point === "revert.log.cut" ? before : after, `${point}, round ${round}`);
        await set(again, "works", `${round}`);
        await ask(again, "yanta_revertToHeight", before.height);
        assert.deepEqual(await dump(again), before);
        assert.equal((await again.stop()).code, 0);
      }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
