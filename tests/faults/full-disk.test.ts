import assert from "node:assert/strict";
import { readFileSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import {
  getTransaction,
  installContract,
  invokeContract,
  queryContract,
  sendTransaction,
  verifyBlocks,
  type Client,
} from "@yanta/sdk";
import { createChainFolder } from "../support/chain-folder.ts";
import { startNodeProcess } from "../support/node-process.ts";
import { mountSmallDisk } from "./full-disk.ts";

const diskBytes = 48 * 1024 * 1024;
const contract = readFileSync(new URL("../../third_party/chainmaker-contracts/rust-fact-2.0.0.wasm", import.meta.url));

interface Saved {
  readonly txId: string;
  readonly blockHeight: bigint;
}

/** Saves until the node refuses; returns what it acknowledged and the refusal's text. */
async function saveUntilRefused(
  client: Client,
  valueBytes: number,
): Promise<{ readonly saved: Saved[]; readonly refusal: string }> {
  const saved: Saved[] = [];
  for (let n = 0; n < 100_000; n++) {
    try {
      const parameters = { file_hash: `h${valueBytes}-${n}`, file_name: "n".repeat(valueBytes), time: "1600000000" };
      // A transaction that waits for room is not acknowledged: the short deadline lets it wait alone.
      const { txId, blockHeight } = await invokeContract(client, {
        contract: "fact",
        method: "save",
        parameters,
        timeoutMs: 3_000,
      });
      saved.push({ txId, blockHeight });
    } catch (error) {
      assert.ok(error instanceof Error && "code" in error, String(error));
      if (error.code === "SDK_REFUSED") return { saved, refusal: error.message };
      assert.equal(error.code, "SDK_UNREACHABLE", error.message);
    }
  }
  throw new Error("the disk never became full");
}

async function checkAll(client: Client, saved: readonly Saved[]): Promise<void> {
  for (const { txId, blockHeight } of saved)
    assert.equal((await getTransaction(client, txId)).blockHeight, blockHeight);
}

test(
  "a full disk stops the intake with a coded error, loses nothing, and the node goes on when room is made",
  { timeout: 240_000 },
  async (t) => {
    const folder = createChainFolder();
    const disk = mountSmallDisk(join(folder.path, "data"), diskBytes);
    if (disk === undefined) {
      folder.remove();
      return t.skip("this user may not mount a small disk");
    }
    const ballast = join(disk.path, "ballast");
    const node = await startNodeProcess({ folder: folder.path });
    const client = folder.connect(node.port, 1, "client1");
    t.after(async () => {
      client.transport.close();
      await node.stop();
      disk.unmount();
      folder.remove();
    });
    const endorsers = [1, 2, 3, 4].map((org) => folder.signer(org, "admin1"));
    await installContract(client, { name: "fact", version: "1.0", runtime: "WASMER", bytecode: contract, endorsers });

    const { bavail, bsize } = statfsSync(disk.path);
    writeFileSync(ballast, Buffer.alloc(bavail * bsize - 6 * 1024 * 1024, 1));
    const { saved, refusal } = await saveUntilRefused(client, 30_000);
    assert.match(
      refusal,
      /INTERNAL_ERROR Add tx failed, blocks cannot be stored \(STORAGE_DISK_FULL\), chainId:chain1, txId:/,
    );
    assert.ok(saved.length > 10, `${saved.length} saved before the disk was full`);

    await t.test("reads go on", async () => {
      await checkAll(client, saved.slice(-20));
      await queryContract(client, {
        contract: "fact",
        method: "find_by_file_hash",
        parameters: { file_hash: "h30000-0" },
      });
    });

    await t.test("it takes transactions again when there is room", async () => {
      rmSync(ballast);
      const deadline = Date.now() + 30_000;
      for (;;) {
        try {
          await sendTransaction(client, {
            contract: "fact",
            method: "save",
            parameters: { file_hash: "again", file_name: "n", time: "1" },
          });
          break;
        } catch (error) {
          if (Date.now() > deadline) throw error;
          await new Promise((resolve) => setTimeout(resolve, 100));
        }
      }
      const after = await invokeContract(client, {
        contract: "fact",
        method: "save",
        parameters: { file_hash: "after", file_name: "n", time: "1" },
      });
      await checkAll(client, [...saved, after]);
      await verifyBlocks(client, { from: 0n, to: after.blockHeight });
    });

    await t.test("a node killed on a full disk comes back with all of it", async () => {
      const room = statfsSync(disk.path);
      writeFileSync(ballast, Buffer.alloc(Math.max(0, room.bavail * room.bsize - 2 * 1024 * 1024), 1));
      const more = await saveUntilRefused(client, 20_000);
      node.kill("SIGKILL");
      await node.exited;
      rmSync(ballast);
      const restarted = await startNodeProcess({ folder: folder.path });
      const again = folder.connect(restarted.port, 1, "client1");
      try {
        await checkAll(again, [...saved, ...more.saved]);
        const last = await invokeContract(again, {
          contract: "fact",
          method: "save",
          parameters: { file_hash: "last", file_name: "n", time: "1" },
        });
        await verifyBlocks(again, { from: 0n, to: last.blockHeight });
      } finally {
        again.transport.close();
        await restarted.stop();
      }
    });
  },
);
