import assert from "node:assert/strict";
import { test } from "node:test";
import { createCertificateSigner } from "@yanta/chain";
import { testMember } from "@yanta/chain/testing";
import { openDevChain, type TestDevChain } from "@yanta/dev-chain/testing";
import fc from "fast-check";
import { RpcError } from "../../json-rpc/rpc-error.ts";
import { signRequest } from "../../submit/gateway.ts";
import { TransactionSender } from "../../submit/transaction-sender.ts";
import { BlockReader } from "../../view/block-reader.ts";
import { RecentHashes } from "../recent-hashes.ts";
import { createDevMethods } from "./create-dev-methods.ts";

function methodsOf({ chain, clock, controls }: TestDevChain) {
  const { orgId, certificate, privateKey } = testMember(1, "user/client1");
  const client = createCertificateSigner(orgId, certificate, privateKey);
  const gateway = { chainId: chain.chainId, client, endorsers: [] };
  const nothing = (): void => undefined;
  return createDevMethods({
    chain,
    blocks: new BlockReader(chain),
    sender: new TransactionSender({ chain, gateway, clock, onDropped: nothing, onAccepted: nothing }),
    clock,
    accepted: new RecentHashes(),
    callTx: signRequest(gateway, { txId: "0", contract: "c", method: "m", parameters: [], unixSeconds: 0n }),
    dev: controls,
    clientVersion: "test",
  });
}

const known = fc.constantFrom<unknown>(
  `0x${"ab".repeat(20)}`,
  `0x${"cd".repeat(32)}`,
  "0x",
  "0x1",
  "-1",
  true,
  { blocks: 2 },
  { kind: "auto" },
  { kind: "interval", intervalMs: -1 },
  { orgId: "wx-org1.chainmaker.org", name: "client1" },
  { orgId: "x", name: "../../x" },
  { sender: { orgId: "wx-org1.chainmaker.org", name: "client1" }, contract: "alpha", method: "put" },
  [{ contract: "alpha", key: "k", value: "v" }],
  [{ contract: "CONTRACT_MANAGE", key: "Contract:alpha", value: "v" }],
  [{ contract: "ethereum-accounts", key: "ab", value: "v" }],
  { format: 1, rows: [["alpha", "00", "00"]] },
  { format: 1, rows: [["alpha", "0", "00"], 7] },
  { from: `0x${"ab".repeat(20)}`, to: `0x${"cd".repeat(20)}`, data: "0x00" },
);
const parameters = fc.array(fc.oneof(known, fc.jsonValue(), fc.integer({ min: -5, max: 5 })), { maxLength: 3 });

test("whatever a call holds, it is answered or refused in words, and the chain goes on", async () => {
  const dev = await openDevChain();
  const methods = methodsOf(dev);
  const names = Object.keys(methods);
  assert.ok(names.length > 70, `${names.length} methods`);
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...names), parameters, async (name, params) => {
      dev.controls.setMining({ kind: "auto" });
      try {
        JSON.stringify((await methods[name]?.(params)) ?? null);
      } catch (error) {
        assert.ok(error instanceof RpcError, `${name}(${JSON.stringify(params)}): ${String(error)}`);
      }
    }),
    { numRuns: 1500 },
  );
  await dev.controls.reset();
  assert.deepEqual(dev.faults, []);
  const { height } = await dev.controls.mine({ blocks: 2 });
  assert.equal(height, 2n);
  await dev.close();
});

test("the names of Anvil and Hardhat answer as theirs do", async () => {
  const dev = await openDevChain();
  const methods = methodsOf(dev);
  const ask = (name: string, ...params: unknown[]) => methods[name]?.(params);
  assert.equal(await ask("evm_snapshot"), "0x1");
  assert.equal(await ask("evm_mine"), "0x0");
  assert.equal(await ask("evm_revert", "0x1"), true);
  assert.equal(await ask("evm_revert", "0x1"), false);
  assert.equal(await ask("evm_increaseTime", 60), 60);
  assert.equal(await ask("evm_increaseTime", "0x3c"), 120);
  assert.equal(await ask("anvil_getAutomine"), true);
  assert.equal(await ask("evm_setIntervalMining", 5), true);
  assert.equal(await ask("anvil_getIntervalMining"), 5);
  const mode = async () => {
    const { kind, ...rest } = (await ask("yanta_mining")) as { kind: string };
    assert.equal(kind, "interval");
    return rest;
  };
  assert.deepEqual(await mode(), { intervalMs: 5000 });
  await ask("evm_setIntervalMining", 5000);
  assert.deepEqual(await mode(), { intervalMs: 5000 }, "Hardhat's milliseconds");
  await ask("evm_setIntervalMining", 999);
  assert.deepEqual(await mode(), { intervalMs: 999_000 });
  await ask("hardhat_setIntervalMining", 250);
  assert.deepEqual(await mode(), { intervalMs: 250 });
  await ask("anvil_setIntervalMining", 2);
  assert.deepEqual(await mode(), { intervalMs: 2000 });
  assert.equal(await ask("evm_setIntervalMining", 0), true);
  assert.deepEqual(await ask("yanta_mining"), { kind: "manual" });
  assert.equal(await ask("evm_setAutomine", true), true);
  assert.equal(await ask("hardhat_getAutomine"), true);
  assert.equal(await ask("anvil_removeBlockTimestampInterval"), false);
  assert.equal(await ask("hardhat_setBalance", `0x${"ab".repeat(20)}`, "0x0"), true);
  await assert.rejects(async () => ask("hardhat_setBalance", `0x${"ab".repeat(20)}`, "0x1"), /no coins/);
  await dev.close();
});
