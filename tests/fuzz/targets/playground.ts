import { readFileSync } from "node:fs";
import { openHeadlessPlayground } from "@yanta/playground/headless";
import { replayLog } from "@yanta/playground/replay";
import { decodeChainFile, encodeChainFile } from "../../../packages/playground/src/replay/chain-file.ts";
import { decodeValues } from "../../../packages/playground/src/solidity/abi-values.ts";
import type { FuzzTarget } from "../fuzz-target.ts";
import { mutateBytes } from "../mutate/mutate-bytes.ts";
import { mutateProtobuf } from "../mutate/mutate-protobuf.ts";
import { demand, parsed } from "../refusal.ts";

const bytecode = readFileSync(
  new URL("../../../third_party/chainmaker-contracts/rust-fact-2.0.0.wasm", import.meta.url),
);
const budget = { bytesMax: 10_000_000, gasMax: 10_000_000_000n, timeMsMax: 30_000 };

async function sampleLog(): Promise<Uint8Array> {
  const playground = await openHeadlessPlayground();
  await playground.install({ name: "fact", version: "1.0", runtime: "WASMER", bytecode });
  const parameters = { file_hash: "a", file_name: "a.txt", time: "1" };
  await playground.send({ contract: "fact", method: "save", parameters });
  await playground.setState([{ contract: "fact", key: "planted", value: "x" }]);
  await playground.mine();
  const log = await playground.exportLog();
  await playground.close();
  return log;
}

/** A chain's file that was changed is refused. */
const chainFile: FuzzTarget = {
  name: "playground-file",
  weight: 2,
  open: async () => {
    const good = await sampleLog();
    return {
      run(random) {
        const changed = mutateBytes(good, random);
        const isSame = changed.length === good.length && changed.every((byte, index) => byte === good[index]);
        const file = parsed(() => decodeChainFile(changed));
        demand(file === undefined || isSame, "a changed file passes its checksum");
        return file === undefined ? "refused" : "accepted";
      },
    };
  },
};

/** A block that was changed, with a checksum that fits, is refused, or comes to the same chain. */
const chainReplay: FuzzTarget = {
  name: "playground-replay",
  weight: 0.05,
  open: async () => {
    const good = await sampleLog();
    const { blocks } = decodeChainFile(good);
    const replay = (log: Uint8Array) => replayLog(log, { budget, monotonicMs: () => performance.now() });
    const { tip } = await replay(good);
    return {
      async run(random) {
        const chosen = random.below(blocks.length);
        const changed = blocks.map((block, height) => (height === chosen ? mutateProtobuf(block, random) : block));
        const chain = await replay(encodeChainFile({ network: undefined, blocks: changed })).catch((error: unknown) =>
          parsed(() => {
            throw error;
          }),
        );
        if (chain === undefined) return "refused";
        demand(chain.tip.hash === tip.hash, "a changed chain comes to an end of its own");
        await chain.close();
        return "accepted";
      },
    };
  },
};

const abiTypes = ["uint256", "string", "bytes", "uint8[]", "string[2]", "tuple", "tuple[]", "int8[][][3]", "bool[0]"];

/** What a contract returns as values of Solidity: any bytes. */
const abiValues: FuzzTarget = {
  name: "solidity-values",
  weight: 2,
  open: () => {
    const components = [
      { name: "a", type: "bytes" },
      { name: "b", type: "uint64[]" },
    ];
    return {
      run(random) {
        const types = Array.from({ length: 1 + random.below(3) }, () => random.pick(abiTypes));
        const words = new Uint8Array(32 * random.below(20));
        for (let at = 31; at < words.length; at += 32)
          words[at] = random.below(4) === 0 ? random.below(256) : 32 * random.below(8);
        const bytes = random.below(2) === 0 && words.length > 0 ? mutateBytes(words, random) : words;
        const values = parsed(() =>
          decodeValues(
            types.map((type) => ({ name: "", type, components })),
            bytes,
          ),
        );
        return values === undefined ? "refused" : "accepted";
      },
    };
  },
};

export const playgroundTargets: readonly FuzzTarget[] = [chainFile, chainReplay, abiValues];
