import { bytesToHex, bytesToUtf8, hexToBytes, utf8ToBytes } from "@yanta/bytes";
import { createCertificateSigner, openChain } from "@yanta/chain";
import { createSoloConsensus, type SoloTime } from "@yanta/consensus";
import { hashBytes, parseCertificate, parsePrivateKey } from "@yanta/crypto";
import { ChainConfigSchema, createTxView, decodeMessage } from "@yanta/protocol";
import { type BlockRecord, type Ledger, openMemoryLedger } from "@yanta/storage";
import { createSystemContracts } from "@yanta/system-contracts";
import { createWasmerVm, type Vm } from "@yanta/vm";

/** Everything that goes into a chain: the same input gives the same blocks wherever it runs. All bytes are hex. */
export interface SoloChainInput {
  /** M(ChainConfig). */
  readonly config: string;
  readonly unixSeconds: number;
  readonly signer: { readonly orgId: string; readonly certificatePem: string; readonly privateKeyPem: string };
  /** Signed requests; those of one list become one block. */
  readonly batches: readonly (readonly string[])[];
  /** A query on the final state. */
  readonly query: string;
}

export interface SoloChainOutput {
  readonly blockHashes: readonly string[];
  /** Per transaction: id, status and gas. */
  readonly results: readonly string[];
  readonly queryResult: string;
  /** Hash over all keys and values of the contract `fact`. */
  readonly stateHash: string;
  /** M(BlockInfo) of each block; proposers' signatures differ where signing is not deterministic. */
  readonly blocks: readonly string[];
}

/** Runs a solo chain in memory from genesis over all batches. */
export async function runSoloChain(input: SoloChainInput): Promise<SoloChainOutput> {
  const ledger = openMemoryLedger({ chainId: "chain1" });
  const time = new EagerTime(input.unixSeconds);
  const vm = createWasmerVm();
  const { chain, producer } = await openInputChain(input, ledger, vm, time);
  let failed: (error: unknown) => void = () => undefined;
  const failure = new Promise<never>((_resolve, reject) => (failed = reject));
  const consensus = createSoloConsensus({ producer, time, onFailure: (error) => failed(error) });
  const results: string[] = [];
  for (const batch of input.batches) {
    const txs = batch.map((hex) => createTxView(fromHex(hex)));
    const commits = txs.map((tx) => chain.waitForCommit(tx.txId, AbortSignal.timeout(30_000)));
    for (const tx of txs) {
      const refusal = chain.validate(tx) ?? chain.admit(tx);
      if (refusal !== undefined) throw new Error(refusal.message);
    }
    // The engine starts when the whole batch waits, so that timing does not cut it in two.
    await consensus.start();
    for (const [index, commit] of commits.entries()) {
      const { height, result } = await Promise.race([commit, failure]);
      results.push(`${txs[index]?.txId} ${height} ${result.code} ${result.contractResult?.gasUsed}`);
    }
    await consensus.stop();
  }
  const query = createTxView(fromHex(input.query));
  const refusal = chain.validate(query);
  const answer = chain.query(query);
  const rows = [...ledger.rangeState("fact", "", "\u00ff")].map(([key, value]) => `${key}=${bytesToHex(value)}`);
  vm.close();
  return {
    blockHashes: blocksOf(ledger).map(({ blockHash }) => bytesToHex(blockHash)),
    results,
    queryResult: refusal?.message ?? bytesToUtf8(answer.contractResult?.result ?? new Uint8Array(0)),
    stateHash: bytesToHex(hashBytes("SHA256", utf8ToBytes(rows.join("\n")))),
    blocks: blocksOf(ledger).map(({ blockInfoBytes }) => bytesToHex(blockInfoBytes)),
  };
}

/** Re-executes blocks that another chain of the same input made; returns their hashes. */
export async function replayBlocks(input: SoloChainInput, blocks: readonly string[]): Promise<readonly string[]> {
  const ledger = openMemoryLedger({ chainId: "chain1" });
  const vm = createWasmerVm();
  const { verifier, producer } = await openInputChain(input, ledger, vm, new EagerTime(input.unixSeconds));
  for (const block of blocks.slice(1)) {
    const verdict = verifier.verify(fromHex(block));
    if (verdict.kind === "invalid") throw new Error(`${verdict.fault.kind}: ${verdict.fault.message}`);
    await producer.commit(verdict.proposal);
  }
  vm.close();
  return blocksOf(ledger).map(({ blockHash }) => bytesToHex(blockHash));
}

function openInputChain(
  { config, signer }: SoloChainInput,
  ledger: Ledger,
  vm: Vm,
  clock: EagerTime,
): ReturnType<typeof openChain> {
  return openChain({
    ledger,
    genesis: decodeMessage(ChainConfigSchema, fromHex(config)),
    vms: [vm],
    systemContracts: createSystemContracts({
      nodes: { listNodes: () => [], listChainIds: () => ["chain1"] },
      blockVersionMax: 2_030_700,
      unarchivedBlockCount: 10n,
    }),
    signer: createCertificateSigner(
      signer.orgId,
      parseCertificate(signer.certificatePem),
      parsePrivateKey(signer.privateKeyPem),
    ),
    clock,
  });
}

function blocksOf(ledger: Ledger): readonly BlockRecord[] {
  const count = Number(ledger.lastHeight ?? -1n) + 1;
  return Array.from({ length: count }, (_, height) => ledger.getBlock(BigInt(height))).filter(
    (each) => each !== undefined,
  );
}

function fromHex(hex: string): Uint8Array {
  const bytes = hexToBytes(hex);
  if (bytes === undefined) throw new TypeError("not hex");
  return bytes;
}

/** A clock that stands still for block timestamps and never makes the engine wait. */
class EagerTime implements SoloTime {
  readonly #unixSeconds: bigint;

  constructor(unixSeconds: number) {
    this.#unixSeconds = BigInt(unixSeconds);
  }

  unixSeconds(): bigint {
    return this.#unixSeconds;
  }

  monotonicMs(): number {
    return 0;
  }

  after(_delayMs: number, action: () => void): () => void {
    const timer = setTimeout(action, 0);
    return () => clearTimeout(timer);
  }
}
