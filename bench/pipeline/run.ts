import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { generateKeyPairSync, sign, verify } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { admin, callTx, majority, openTestChain, signTx, type TestChain } from "@yanta/chain/testing";
import { createTxView } from "@yanta/protocol";
import { openLedger, openMemoryLedger } from "@yanta/storage";
import { createWasmerVm } from "@yanta/vm";

/**
 * CPU of one transaction inside the node, without network: decode and validate, admit, propose (execute, seal), commit.
 * `node bench/pipeline/run.ts [--count 6000] [--rounds 5] [--store memory|disk]`; the lowest round counts, because
 * other work on the machine only ever adds.
 */
const { values } = parseArgs({
  options: {
    count: { type: "string", default: "4000" },
    rounds: { type: "string", default: "5" },
    store: { type: "string", default: "memory" },
  },
});
const count = Number(values.count);
const rounds = Number(values.rounds);
const stages = ["validate", "admit", "propose", "commit"] as const;
type Stage = (typeof stages)[number];

const folder = values.store === "disk" ? mkdtempSync(join(tmpdir(), "yanta-pipeline-")) : undefined;
const ledger =
  folder === undefined
    ? openMemoryLedger({ chainId: "chain1" })
    : await openLedger({ directory: folder, chainId: "chain1" });
const chain = await openTestChain({ ledger, vms: [createWasmerVm()] });
try {
  chain.send(installFact());
  await chain.makeBlock();
  const best = new Map<Stage, number>();
  let total = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round++) {
    const requests = Array.from({ length: count }, (_, index) => signSave(round * count + index));
    const costs = await runRound(chain, requests);
    total = Math.min(
      total,
      stages.reduce((sum, stage) => sum + (costs.get(stage) ?? 0), 0),
    );
    for (const [stage, cost] of costs) best.set(stage, Math.min(cost, best.get(stage) ?? cost));
  }
  const row = Object.fromEntries(stages.map((stage) => [stage, Number((best.get(stage) ?? 0).toFixed(1))]));
  process.stdout.write(
    `${JSON.stringify({ ...row, total: Number(total.toFixed(1)), p256Verify: verifyCost() })} µs CPU per transaction\n`,
  );
} finally {
  await ledger.close();
  if (folder !== undefined) rmSync(folder, { recursive: true });
}

async function runRound(
  { chain: view, producer, clock }: TestChain,
  requests: readonly Uint8Array[],
): Promise<Map<Stage, number>> {
  const costs = new Map<Stage, number>();
  const measure = async (stage: Stage, action: () => void | Promise<void>): Promise<void> => {
    const before = process.cpuUsage();
    await action();
    const { user, system } = process.cpuUsage(before);
    costs.set(stage, (costs.get(stage) ?? 0) + (user + system) / requests.length);
  };
  for (let start = 0; start < requests.length; start += 100) {
    const batch = requests.slice(start, start + 100);
    const txs: ReturnType<typeof createTxView>[] = [];
    await measure("validate", () => {
      for (const bytes of batch) {
        const tx = createTxView(bytes);
        const refusal = view.validate(tx);
        if (refusal !== undefined) throw new Error(refusal.message);
        txs.push(tx);
      }
    });
    await measure("admit", () => {
      for (const tx of txs) {
        const refusal = view.admit(tx);
        if (refusal !== undefined) throw new Error(refusal.message);
      }
    });
    let proposal: ReturnType<typeof producer.propose>;
    await measure("propose", () => {
      proposal = producer.propose(clock.seconds);
    });
    await measure("commit", async () => {
      if (proposal === undefined) throw new Error("nothing to propose");
      await producer.commit(proposal);
    });
  }
  return costs;
}

function signSave(index: number): Uint8Array {
  const hash = index.toString(16).padStart(64, "0");
  return callTx(
    hash,
    "save",
    { file_hash: hash, file_name: `name-${index}`, time: "1600000000" },
    "fact",
  ).toRequestBytes();
}

function installFact(): ReturnType<typeof signTx> {
  const module = readFileSync(new URL("../../third_party/chainmaker-contracts/rust-fact-2.0.0.wasm", import.meta.url));
  return signTx({
    sender: admin,
    endorsers: majority,
    txId: "install-fact",
    contract: "CONTRACT_MANAGE",
    method: "INIT_CONTRACT",
    parameters: {
      CONTRACT_NAME: "fact",
      CONTRACT_VERSION: "2.0.0",
      CONTRACT_RUNTIME_TYPE: "WASMER",
      CONTRACT_BYTECODE: module,
    },
  });
}

/** CPU µs of one P-256 verification here and now: how fast the machine is at this moment. */
function verifyCost(): number {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const message = Buffer.alloc(400, 1);
  const signature = sign("sha256", message, privateKey);
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 5; round++) {
    const before = process.cpuUsage();
    for (let i = 0; i < 1000; i++) verify("sha256", message, publicKey, signature);
    const { user, system } = process.cpuUsage(before);
    best = Math.min(best, (user + system) / 1000);
  }
  return Number(best.toFixed(1));
}
