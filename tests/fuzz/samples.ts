import { readFileSync } from "node:fs";
import { installContracts, callTx, openTestChain, type TestChain } from "@yanta/chain/testing";

const testdata = new URL("../../third_party/chainmaker-testdata/testdata/", import.meta.url);

/** A file of ChainMaker's test data, e.g. `crypto-config/wx-org1.chainmaker.org/ca/ca.crt`. */
export function testdataText(path: string): string {
  return readFileSync(new URL(path, testdata), "utf8");
}

/** A small chain: genesis, an install, some calls. */
export async function openSampleChain(): Promise<TestChain> {
  const opened = await openTestChain();
  await installContracts(opened, "alpha");
  opened.send(
    callTx("1", "bump", { key: "n" }),
    callTx("2", "get", { key: "n" }),
    callTx("3", "emit", { topic: "t", data: "d" }),
  );
  await opened.makeBlock();
  return opened;
}

/** The bytes of its blocks, M(common.BlockInfo). */
export async function sampleBlocks(): Promise<Uint8Array[]> {
  const { ledger } = await openSampleChain();
  return Array.from(
    { length: Number(ledger.lastHeight ?? 0n) + 1 },
    (_, height) => ledger.getBlock(BigInt(height))?.blockInfoBytes ?? new Uint8Array(0),
  );
}
