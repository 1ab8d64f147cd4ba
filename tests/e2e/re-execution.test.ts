import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { fileURLToPath } from "node:url";
import { bytesToHex, concatBytes } from "@yanta/bytes";
import { isCertificateValidAt, parseCertificate } from "@yanta/crypto";
import {
  changeChainConfig,
  changeContractStatus,
  getBlockHeader,
  getChainInfo,
  installContract,
  invokeContract,
  queryContract,
  type Client,
} from "@yanta/sdk";
import { createChainFolder, type ChainFolder } from "../support/chain-folder.ts";
import { issueIdentities } from "../support/issue-identities.ts";
import { startNodeProcess } from "../support/node-process.ts";

const program = fileURLToPath(new URL("re-execute-blocks.ts", import.meta.url));
const contract = new URL("../../third_party/chainmaker-contracts/rust-fact-2.0.0.wasm", import.meta.url);

/** A life of a chain: installs, calls that succeed and fail, a configuration change, a freeze. Returns its end. */
async function liveAndExport(
  folder: ChainFolder,
  blocksFile: string,
): Promise<{ readonly height: number; readonly hash: string }> {
  const node = await startNodeProcess({ folder: folder.path });
  const client = folder.connect(node.port, 1, "client1");
  const endorsers = [1, 2, 3, 4].map((org) => folder.signer(org, "admin1"));
  try {
    await installContract(client, {
      name: "fact",
      version: "1.0",
      runtime: "WASMER",
      bytecode: readFileSync(contract),
      endorsers,
    });
    const save = (n: number) =>
      invokeContract(client, {
        contract: "fact",
        method: "save",
        parameters: { file_hash: `h${n}`, file_name: "n", time: "1" },
      });
    await Promise.all(Array.from({ length: 40 }, (_, n) => save(n)));
    await assert.rejects(invokeContract(client, { contract: "fact", method: "no_such_method" }));
    await changeChainConfig(client, { method: "BLOCK_UPDATE", parameters: { block_interval: "20" }, endorsers });
    await Promise.all(Array.from({ length: 10 }, (_, n) => save(100 + n)));
    await changeContractStatus(client, { name: "fact", change: "freeze", endorsers });
    await assert.rejects(save(1000));
    return await exportBlocks(client, blocksFile);
  } finally {
    client.transport.close();
    await node.stop();
  }
}

async function exportBlocks(
  client: Client,
  blocksFile: string,
): Promise<{ readonly height: number; readonly hash: string }> {
  const { blockHeight } = await getChainInfo(client);
  const parts: Uint8Array[] = [];
  for (let height = 0n; height <= blockHeight; height++) {
    const { result } = await queryContract(client, {
      contract: "CHAIN_QUERY",
      method: "GET_BLOCK_BY_HEIGHT",
      parameters: { blockHeight: String(height), withRWSet: "true" },
    });
    const length = Buffer.alloc(4);
    length.writeUInt32BE(result.length);
    parts.push(length, result);
  }
  writeFileSync(blocksFile, concatBytes(...parts));
  return { height: Number(blockHeight), hash: bytesToHex((await getBlockHeader(client, blockHeight)).blockHash) };
}

function reExecute(folder: ChainFolder, blocksFile: string): { height: number; hash: string; fault: string } {
  return JSON.parse(
    execFileSync(process.execPath, [program, join(folder.path, "bc1.yml"), blocksFile], { encoding: "utf8" }),
  );
}

async function untilExpired(t: TestContext, folder: ChainFolder): Promise<void> {
  const certificate = parseCertificate(
    folder.file("crypto-config/wx-org1.chainmaker.org/user/client1/client1.sign.crt"),
  );
  const hasExpired = (): boolean => !isCertificateValidAt(certificate, BigInt(Math.floor(Date.now() / 1000)));
  while (!hasExpired()) await new Promise((resolve) => setTimeout(resolve, 200));
  t.diagnostic(`the certificates expired at ${certificate.notAfter}`);
}

test(
  "a chain exported as blocks re-executes from genesis to the same hashes in another process",
  { timeout: 120_000 },
  async (t) => {
    const folder = createChainFolder();
    t.after(() => folder.remove());
    const blocksFile = join(folder.path, "blocks");
    const end = await liveAndExport(folder, blocksFile);
    assert.ok(end.height > 5);
    assert.deepEqual(reExecute(folder, blocksFile), { ...end, fault: "" });
  },
);

test("also after all of its certificates expired, from the CAs down", { timeout: 180_000 }, async (t) => {
  const lifetimeSeconds = 25;
  const folder = createChainFolder();
  t.after(() => folder.remove());
  issueIdentities(folder, BigInt(Math.floor(Date.now() / 1000) + lifetimeSeconds));
  const blocksFile = join(folder.path, "blocks");
  const end = await liveAndExport(folder, blocksFile);
  await untilExpired(t, folder);
  assert.deepEqual(reExecute(folder, blocksFile), { ...end, fault: "" });
});
