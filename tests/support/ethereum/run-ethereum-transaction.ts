import { type CodeCache, type Environment, execute } from "@yanta/evm";
import { cancun } from "./cancun.ts";
import { creationAddress, EthereumHost, precompileAddresses } from "./ethereum-host.ts";
import type { EthereumWorld } from "./ethereum-world.ts";

export interface EthereumTransaction {
  readonly sender: string;
  /** Undefined for a creation. */
  readonly to: string | undefined;
  readonly nonce: bigint;
  readonly gasLimit: bigint;
  readonly value: bigint;
  readonly data: Uint8Array;
  /** Same as the priority fee for transactions from before EIP-1559. */
  readonly maxFeePerGas: bigint;
  readonly maxPriorityFeePerGas: bigint;
  readonly accessList: readonly { readonly address: string; readonly keys: readonly string[] }[];
  /** Undefined when it is no blob transaction. */
  readonly blobs: { readonly hashes: readonly Uint8Array[]; readonly maxFeePerBlobGas: bigint } | undefined;
}

/** The block's side of the environment. */
export type EthereumBlock = Omit<Environment, "origin" | "gasPrice" | "blobHashes">;

/** A double holds the gas of a frame exactly up to here. */
const gasMax = 2n ** 53n - 1n;
const twoTo256 = 2n ** 256n;

/** Runs a transaction on a world, or says why it is invalid; then the world is as it was. Spec: yellow paper §6. */
export function runEthereumTransaction(
  world: EthereumWorld,
  block: EthereumBlock,
  tx: EthereumTransaction,
  codes: CodeCache,
): { readonly refusal: string | undefined } {
  const intrinsic = intrinsicGas(tx);
  const refusal = refuseTransaction(world, block, tx, intrinsic);
  if (refusal !== undefined) return { refusal };
  const priority =
    tx.maxFeePerGas - block.baseFee < tx.maxPriorityFeePerGas
      ? tx.maxFeePerGas - block.baseFee
      : tx.maxPriorityFeePerGas;
  const gasPrice = block.baseFee + priority;
  const blobFee = BigInt(tx.blobs?.hashes.length ?? 0) * cancun.blobGas * block.blobBaseFee;
  world.setBalance(tx.sender, world.balance(tx.sender) - tx.gasLimit * gasPrice - blobFee);
  world.setNonce(tx.sender, tx.nonce + 1n);

  const host = new EthereumHost(
    world,
    { ...block, origin: tx.sender, gasPrice, blobHashes: tx.blobs?.hashes ?? [] },
    codes,
  );
  for (const address of [tx.sender, block.coinbase, ...precompileAddresses]) host.warmAccounts.add(address);
  for (const { address, keys } of tx.accessList) {
    host.warmAccounts.add(address);
    for (const key of keys) host.warmSlots.add(address + key);
  }
  const available = tx.gasLimit - intrinsic;
  const gas = Number(available > gasMax ? gasMax : available);
  const used = intrinsic + BigInt(gas - runMessage(host, tx, gas));

  const refundMax = used / cancun.refundDivisor;
  const refund = BigInt(host.refund) < refundMax ? BigInt(host.refund) : refundMax;
  const paid = used - refund;
  world.setBalance(tx.sender, world.balance(tx.sender) + (tx.gasLimit - paid) * gasPrice);
  world.setBalance(block.coinbase, world.balance(block.coinbase) + paid * priority);
  for (const address of host.destroyed) world.accounts.delete(address);
  for (const address of world.touched) if (world.isEmpty(address)) world.accounts.delete(address);
  return { refusal: undefined };
}

/** Runs the transaction's own call or creation; returns the gas that is left. */
function runMessage(host: EthereumHost, tx: EthereumTransaction, gas: number): number {
  if (tx.to === undefined) {
    const address = creationAddress(tx.sender, tx.nonce);
    const frame = host.openCreation({ address, caller: tx.sender, code: tx.data, value: tx.value, gas, depth: 0 });
    return frame === undefined ? 0 : execute(host, host.pool, frame).gasLeft;
  }
  host.warmAccounts.add(tx.to);
  const caller = { address: tx.sender, caller: tx.sender, isStatic: false, depth: -1 };
  const started = host.startCall(caller, { kind: "call", address: tx.to, value: tx.value, input: tx.data }, gas);
  return started.kind === "frame" ? execute(host, host.pool, started.frame).gasLeft : started.gasLeft;
}

function intrinsicGas({ to, data, accessList }: EthereumTransaction): bigint {
  let gas: number = cancun.transaction;
  for (const byte of data) gas += byte === 0 ? cancun.zeroByte : cancun.byte;
  if (to === undefined) gas += cancun.transactionCreation + cancun.initCodeWord * Math.ceil(data.length / 32);
  for (const { keys } of accessList) gas += cancun.accessListAddress + keys.length * cancun.accessListSlot;
  return BigInt(gas);
}

function refuseTransaction(
  world: EthereumWorld,
  block: EthereumBlock,
  tx: EthereumTransaction,
  intrinsic: bigint,
): string | undefined {
  const sender = world.accounts.get(tx.sender);
  if ((sender?.code.length ?? 0) > 0) return "sender is a contract";
  if ((sender?.nonce ?? 0n) !== tx.nonce || tx.nonce >= 2n ** 64n - 1n) return "nonce";
  if (tx.gasLimit > block.gasLimit) return "more gas than the block has";
  if (tx.maxFeePerGas < tx.maxPriorityFeePerGas) return "priority fee above the fee";
  if (tx.maxFeePerGas < block.baseFee) return "fee below the block's";
  if (tx.to === undefined && tx.data.length > cancun.initCodeBytesMax) return "init code too long";
  if (tx.gasLimit < intrinsic) return "less gas than the transaction itself costs";
  const fee = tx.gasLimit * tx.maxFeePerGas;
  if (fee >= twoTo256 || tx.value >= twoTo256) return "a number overflows";
  let cost = fee + tx.value;
  if (tx.blobs !== undefined) {
    const { hashes, maxFeePerBlobGas } = tx.blobs;
    if (tx.to === undefined) return "blob transaction creates";
    if (hashes.length === 0 || hashes.length > cancun.blobsMax) return "number of blobs";
    if (hashes.some((hash) => hash[0] !== 1)) return "version of a blob";
    if (maxFeePerBlobGas < block.blobBaseFee) return "blob fee below the block's";
    cost += BigInt(hashes.length) * cancun.blobGas * maxFeePerBlobGas;
  }
  return world.balance(tx.sender) < cost ? "balance" : undefined;
}
