import { bytesToHex, hexToBytes } from "@yanta/bytes";
import type { CodeCache } from "@yanta/evm";
import { cancun } from "./cancun.ts";
import { EthereumWorld } from "./ethereum-world.ts";
import { type EthereumBlock, type EthereumTransaction, runEthereumTransaction } from "./run-ethereum-transaction.ts";

/** A general state test of ethereum/tests, as its JSON has it. */
export interface StateTest {
  readonly env: Readonly<Record<string, string>>;
  readonly pre: Readonly<
    Record<
      string,
      {
        readonly balance: string;
        readonly nonce: string;
        readonly code: string;
        readonly storage: Readonly<Record<string, string>>;
      }
    >
  >;
  readonly transaction: {
    readonly data: readonly string[];
    readonly gasLimit: readonly string[];
    readonly value: readonly string[];
    readonly nonce: string;
    readonly sender: string;
    readonly to: string;
    readonly gasPrice?: string;
    readonly maxFeePerGas?: string;
    readonly maxPriorityFeePerGas?: string;
    readonly maxFeePerBlobGas?: string;
    readonly blobVersionedHashes?: readonly string[];
    readonly accessLists?: readonly (
      | readonly { readonly address: string; readonly storageKeys: readonly string[] }[]
      | null
    )[];
  };
  readonly post: Readonly<Record<string, readonly StateTestCase[]>>;
}

export interface StateTestCase {
  readonly hash: string;
  readonly logs: string;
  readonly indexes: { readonly data: number; readonly gas: number; readonly value: number };
  readonly expectException?: string;
}

/** What is wrong with the outcome of a case; undefined when it is as expected. */
export function runStateTestCase(test: StateTest, expected: StateTestCase, codes: CodeCache): string | undefined {
  const world = createWorld(test);
  const { refusal } = runEthereumTransaction(world, readBlock(test.env), readTransaction(test, expected), codes);
  if (refusal === undefined && expected.expectException !== undefined)
    return `accepted, expected ${expected.expectException}`;
  if (refusal !== undefined && expected.expectException === undefined) return `refused: ${refusal}`;
  const root = `0x${bytesToHex(world.root())}`;
  const logs = `0x${bytesToHex(world.logsHash())}`;
  if (logs !== expected.logs) return `logs ${logs}, expected ${expected.logs}`;
  return root === expected.hash ? undefined : `state root ${root}, expected ${expected.hash}`;
}

function createWorld({ pre }: StateTest): EthereumWorld {
  const world = new EthereumWorld();
  for (const [address, account] of Object.entries(pre)) {
    const storage = new Map(
      Object.entries(account.storage).map(([key, value]) => [key.slice(2).padStart(64, "0"), BigInt(value)]),
    );
    for (const [key, value] of storage) if (value === 0n) storage.delete(key);
    world.accounts.set(address.slice(2), {
      balance: BigInt(account.balance),
      nonce: BigInt(account.nonce),
      code: decodeHex(account.code),
      storage,
    });
  }
  return world;
}

function readBlock(env: StateTest["env"]): EthereumBlock {
  const number = (key: string): bigint => BigInt(env[key] ?? "0x0");
  return {
    coinbase: (env["currentCoinbase"] ?? "").slice(2),
    number: number("currentNumber"),
    timestamp: number("currentTimestamp"),
    prevRandao: number("currentRandom"),
    gasLimit: number("currentGasLimit"),
    chainId: 1n,
    baseFee: number("currentBaseFee"),
    blobBaseFee: blobBaseFee(number("currentExcessBlobGas")),
  };
}

function readTransaction({ transaction: tx }: StateTest, { indexes }: StateTestCase): EthereumTransaction {
  const maxFeePerGas = BigInt(tx.maxFeePerGas ?? tx.gasPrice ?? "0x0");
  return {
    sender: tx.sender.slice(2),
    to: tx.to === "" ? undefined : tx.to.slice(2),
    nonce: BigInt(tx.nonce),
    gasLimit: BigInt(tx.gasLimit[indexes.gas] ?? "0x0"),
    // A number that does not fit stands after a mark.
    value: BigInt((tx.value[indexes.value] ?? "0x0").replace("0x:bigint ", "")),
    data: decodeHex(tx.data[indexes.data] ?? "0x"),
    maxFeePerGas,
    maxPriorityFeePerGas: BigInt(tx.maxPriorityFeePerGas ?? tx.gasPrice ?? "0x0"),
    accessList: (tx.accessLists?.[indexes.data] ?? []).map(({ address, storageKeys }) => ({
      address: address.slice(2),
      keys: storageKeys.map((key) => key.slice(2)),
    })),
    blobs:
      tx.maxFeePerBlobGas === undefined
        ? undefined
        : { hashes: (tx.blobVersionedHashes ?? []).map(decodeHex), maxFeePerBlobGas: BigInt(tx.maxFeePerBlobGas) },
  };
}

/** Price of blob gas: e to the power of excess / divisor, in whole numbers. Spec: EIP-4844 fake_exponential. */
function blobBaseFee(excess: bigint): bigint {
  const divisor = cancun.blobPriceDivisor;
  let sum = 0n;
  let term = divisor;
  for (let i = 1n; term > 0n; i++) {
    sum += term;
    term = (term * excess) / (divisor * i);
  }
  return sum / divisor;
}

function decodeHex(text: string): Uint8Array {
  const bytes = hexToBytes(text.slice(2));
  if (bytes === undefined) throw new Error(`no hex: ${text.slice(0, 80)}`);
  return bytes;
}
