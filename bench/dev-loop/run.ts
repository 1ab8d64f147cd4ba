// The development loop: start, first transaction, snapshot, a test's transaction, revert. Contenders take turns within each round.
//   node bench/dev-loop/run.ts [--rounds 5] [--loops 30] [--anvil PROGRAM]
// Anvil is Foundry's program, e.g. of the npm package @foundry-rs/anvil-linux-amd64; the environment variable ANVIL names it, too.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { privateKeyToAccount } from "viem/accounts";
import { ledgerBook } from "../../tests/support/ledger-book.ts";
import { describeMachine, readLoad } from "../system/machine.ts";
import { quantile, round } from "../system/statistics.ts";
import { type Contender, contenders, type RunningContender, startContender } from "./contender.ts";

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "5" },
    loops: { type: "string", default: "30" },
    anvil: { type: "string", default: process.env["ANVIL"] ?? "" },
  },
});

/** The first account of the mnemonic that Anvil and Hardhat have by default: it has coins there. */
const account = privateKeyToAccount("0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80");
const steps = ["start", "first transaction", "snapshot", "transaction", "revert"] as const;
type Step = (typeof steps)[number];
type Samples = Record<Step, number[]>;

const folder = mkdtempSync(join(tmpdir(), "yanta-dev-loop-"));
const list = contenders(values.anvil === "" ? undefined : values.anvil);
const samples = new Map<string, Samples>(
  list.map(({ name }) => [name, { start: [], "first transaction": [], snapshot: [], transaction: [], revert: [] }]),
);
try {
  for (let roundIndex = 0; roundIndex < Number(values.rounds); roundIndex++)
    for (const contender of list) await runRound(contender, roundIndex);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
report();

async function runRound(contender: Contender, roundIndex: number): Promise<void> {
  const own = join(folder, contender.name.replaceAll(/\W/g, "-"), contender.keepsFolder ? "" : String(roundIndex));
  mkdirSync(own, { recursive: true });
  const chain = await startContender(contender, own);
  const found = samples.get(contender.name);
  if (found === undefined) return;
  found.start.push(chain.startMs);
  const clean = await chain.ask("evm_snapshot");
  await deploy(chain, contender, 0);
  found["first transaction"].push(performance.now() - chain.startedAtMs);
  for (let nonce = 1; nonce <= Number(values.loops); nonce++) {
    const id = await timed(found.snapshot, () => chain.ask("evm_snapshot"));
    await timed(found.transaction, () => deploy(chain, contender, 1));
    await timed(found.revert, () => chain.ask("evm_revert", [id]));
  }
  await chain.ask("evm_revert", [clean]);
  await chain.stop();
}

/** Sends a contract creation and waits for its receipt. */
async function deploy(chain: RunningContender, { chainId }: Contender, nonce: number): Promise<void> {
  const raw = await account.signTransaction({
    type: "eip1559",
    chainId,
    nonce,
    gas: 3_000_000n,
    maxFeePerGas: 3_000_000_000n,
    maxPriorityFeePerGas: 0n,
    data: `${ledgerBook.bytecode}${"20".padStart(64, "0")}${"4".padStart(64, "0")}${Buffer.from("Book").toString("hex").padEnd(64, "0")}`,
  });
  const hash = await chain.ask("eth_sendRawTransaction", [raw]);
  let receipt: unknown = null;
  while (receipt === null) receipt = await chain.ask("eth_getTransactionReceipt", [hash]);
  const { status } = receipt as { status: string };
  if (status !== "0x1") throw new Error("the contract was not created");
}

async function timed<T>(into: number[], action: () => Promise<T>): Promise<T> {
  const before = performance.now();
  const value = await action();
  into.push(performance.now() - before);
  return value;
}

function report(): void {
  const table = list.map(({ name }) => ({
    contender: name,
    ...Object.fromEntries(
      steps.map((step) => {
        const taken = samples.get(name)?.[step] ?? [];
        // The least is what the step costs when nothing else has the processor.
        const [least, p50, p99] = [0, 0.5, 0.99].map((share) => round(quantile(taken, share), 2));
        return [`${step} ms`, { least, p50, p99 }];
      }),
    ),
  }));
  for (const row of table) process.stdout.write(`${JSON.stringify(row)}\n`);
  const root = fileURLToPath(new URL("../..", import.meta.url));
  const results = join(root, "bench/results");
  mkdirSync(results, { recursive: true });
  const document = {
    machine: describeMachine(root),
    load: readLoad(),
    rounds: values.rounds,
    loops: values.loops,
    table,
  };
  writeFileSync(join(results, "dev-loop.json"), `${JSON.stringify(document, undefined, 2)}\n`);
}
