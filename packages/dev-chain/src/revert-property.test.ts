import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { utf8ToBytes } from "@yanta/bytes";
import { openTestChain } from "@yanta/chain/testing";
import { callTx as call, installTx } from "@yanta/chain/testing";
import { openLedger, openMemoryLedger } from "@yanta/storage";
import fc from "fast-check";
import { devChainConfig, openDevChain, type TestDevChain } from "./testing/open-dev-chain.ts";

/** Whatever is done to a chain, going back restores every row and answer, and another node executes all of it again to the same bytes. */

const root = mkdtempSync(join(tmpdir(), "yanta-dev-revert-"));
after(() => rmSync(root, { recursive: true, force: true }));

type Action = (dev: TestDevChain, txId: string) => unknown;

const keys = fc.constantFrom("a", "b", "a#f", "listed");
const contracts = fc.constantFrom("alpha", "beta", "gamma");
const actions: fc.Arbitrary<Action> = fc.oneof(
  contracts.map(
    (contract): Action =>
      (dev, txId) =>
        dev.send(installTx(contract, txId)),
  ),
  fc.tuple(contracts, keys, fc.constantFrom("", "1", "22")).map(
    ([contract, key, value]): Action =>
      (dev, txId) =>
        dev.send(call(txId, "put", { key, value }, contract)),
  ),
  fc.tuple(contracts, keys).map(
    ([contract, key]): Action =>
      (dev, txId) =>
        dev.send(call(txId, "bump", { key }, contract)),
  ),
  contracts.map(
    (contract): Action =>
      (dev, txId) =>
        dev.send(call(txId, "list", { start: "a", limit: "z" }, contract)),
  ),
  fc.tuple(contracts, keys, fc.constantFrom("", "set")).map(
    ([contract, key, value]): Action =>
      (dev) =>
        dev.controls.setState([{ contract, key, value: utf8ToBytes(value) }]),
  ),
  fc.integer({ min: 1, max: 3 }).map(
    (blocks): Action =>
      (dev) =>
        dev.controls.mine({ blocks, intervalSeconds: 2n }),
  ),
  fc.constant<Action>((dev) => dev.controls.increaseTime(30n)),
);

async function act(dev: TestDevChain, list: readonly Action[], prefix: string): Promise<void> {
  for (const [index, action] of list.entries()) {
    await action(dev, `${prefix}-${index}`);
    if (index % 2 === 1) await dev.controls.mine();
  }
  while (dev.producer.pendingCount > 0) await dev.controls.mine();
}

async function assertReExecutes(dev: TestDevChain): Promise<void> {
  const other = await openTestChain({ config: devChainConfig() });
  for (let height = 1n; height <= (dev.ledger.lastHeight ?? 0n); height++) {
    const bytes = dev.ledger.getBlock(height)?.blockInfoBytes ?? new Uint8Array();
    const verdict = other.verifier.verify(bytes);
    assert.equal(verdict.kind, "valid", verdict.kind === "invalid" ? verdict.fault.message : "");
    if (verdict.kind === "valid") await other.producer.commit(verdict.proposal);
    assert.deepEqual(other.ledger.getBlock(height)?.blockInfoBytes, bytes);
  }
}

for (const kind of ["memory", "folder"] as const) {
  test(`going back is as if nothing had happened: ${kind}`, async () => {
    let count = 0;
    const list = fc.array(actions, { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(list, list, list, async (before, between, later) => {
        const chainId = "chain1";
        const ledger =
          kind === "memory"
            ? openMemoryLedger({ chainId })
            : await openLedger({ directory: join(root, `${count++}`), chainId });
        const dev = await openDevChain(ledger);
        dev.controls.setMining({ kind: "manual" });
        await act(dev, before, "before");
        const { id, height, hash } = await dev.controls.snapshot();
        const { rows } = dev.controls.dump();
        await act(dev, between, "between");
        const tip = await dev.controls.revert(id);
        assert.deepEqual([tip.height, tip.hash], [height, hash]);
        assert.deepEqual(dev.controls.dump().rows, rows);
        await act(dev, later, "between");
        await assertReExecutes(dev);
        assert.deepEqual(dev.faults, []);
        await dev.close();
        await ledger.close();
      }),
      { numRuns: kind === "memory" ? 20 : 6 },
    );
  });
}
