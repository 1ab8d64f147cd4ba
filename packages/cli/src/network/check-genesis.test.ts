import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { bytesToHex } from "@yanta/bytes";
import { loadChainConfig } from "@yanta/node";
import { createGenesis, verifyChainConfig } from "@yanta/protocol";
import { checkGenesis, trustedGenesis } from "./check-genesis.ts";
import { openNetworkFolder } from "./network-folder.ts";

test("a chain must begin with the block that its bc1.yml makes, or with the hash that is given", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "yanta-genesis-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const places = [{ host: "127.0.0.1", rpcPort: 1, p2pPort: 2, monitorPort: 3 }];
  openNetworkFolder({ folder: join(folder, "n"), places, unixSeconds: 1_800_000_000n });
  const bc1 = join(folder, "n/node1/bc1.yml");
  const { config } = loadChainConfig(bc1, folder);
  assert.equal(verifyChainConfig(config), undefined);
  const { blockInfoBytes, blockHash } = createGenesis(config);
  const hash = bytesToHex(blockHash);

  const bindings = join(folder, "n/node1/engine-bindings");
  const beside = await trustedGenesis({ bindings });
  assert.deepEqual(beside, { kind: "file", path: bc1, hash });
  assert.equal(checkGenesis(beside, blockInfoBytes), hash);
  assert.deepEqual(await trustedGenesis({ bindings, genesisHash: hash.toUpperCase() }), { kind: "hash", hash });
  assert.deepEqual(await trustedGenesis({}), { kind: "served" });
  assert.equal(checkGenesis({ kind: "served" }, blockInfoBytes), hash);

  const other = join(folder, "n/node1/other.yml");
  writeFileSync(other, readFileSync(bc1, "utf8").replace("block_tx_capacity: 300", "block_tx_capacity: 301"));
  for (const options of [{ genesis: other, bindings }, { genesisHash: "00".repeat(32) }]) {
    const trusted = await trustedGenesis(options);
    assert.throws(() => checkGenesis(trusted, blockInfoBytes), { code: "CLI_GENESIS_OTHER" });
  }
  await assert.rejects(trustedGenesis({ genesisHash: "12" }), { code: "CLI_ARGUMENT" });
});
