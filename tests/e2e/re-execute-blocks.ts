// Builds a chain anew from its first configuration and the bytes of its blocks, executing every transaction.
//   node re-execute-blocks.ts BC1-YML BLOCKS-FILE
// BLOCKS-FILE holds M(common.BlockInfo) of each block from 0 on, each after its length in 4 bytes, big endian.
// Prints one JSON line: the height reached, the hash there, and why it ended earlier if it did.
import { readFileSync } from "node:fs";
import { dirname } from "node:path";
import { bytesToHex, equalBytes } from "@yanta/bytes";
import { openChain } from "@yanta/chain";
import { loadChainConfig } from "@yanta/node";
import { openMemoryLedger } from "@yanta/storage";
import { createSystemContracts } from "@yanta/system-contracts";
import { createEvmVm } from "@yanta/evm";
import { createWasmVms } from "@yanta/vm";

const [configFile = "", blocksFile = ""] = process.argv.slice(2);
const { config: genesis } = loadChainConfig(configFile, dirname(configFile));
const ledger = openMemoryLedger({ chainId: genesis.chainId });
const { verifier, producer } = await openChain({
  ledger,
  genesis,
  vms: [...createWasmVms(), createEvmVm()],
  systemContracts: createSystemContracts({
    nodes: { listNodes: () => [], listChainIds: () => [genesis.chainId] },
    blockVersionMax: 2_030_700,
    unarchivedBlockCount: 10n,
  }),
  clock: { unixSeconds: () => BigInt(Math.floor(Date.now() / 1000)), monotonicMs: () => performance.now() },
});

let fault = "";
for (const [index, bytes] of readBlocks(blocksFile).entries()) {
  if (index > 0) {
    const verdict = verifier.verify(bytes);
    if (verdict.kind === "invalid") {
      fault = `block ${index}: ${verdict.fault.kind}, ${verdict.fault.message}`;
      break;
    }
    await producer.commit(verdict.proposal);
  }
  const own = ledger.getBlock(BigInt(index))?.blockInfoBytes;
  if (own === undefined || !equalBytes(own, bytes)) {
    fault = `block ${index}: other bytes`;
    break;
  }
}
console.log(
  JSON.stringify({
    height: Number(ledger.lastHeight),
    hash: bytesToHex(ledger.lastBlockHash ?? new Uint8Array(0)),
    fault,
  }),
);

function readBlocks(path: string): Uint8Array[] {
  const file = readFileSync(path);
  const blocks: Uint8Array[] = [];
  for (let at = 0; at < file.length;) {
    const end = at + 4 + file.readUInt32BE(at);
    blocks.push(new Uint8Array(file.subarray(at + 4, end)));
    at = end;
  }
  return blocks;
}
