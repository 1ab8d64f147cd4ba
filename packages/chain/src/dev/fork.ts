import { create } from "@bufbuild/protobuf";
import { bytesToHex, bytesToUint64Be, equalBytes, textToBinaryString, uint64ToBytesBe } from "@yanta/bytes";
import { hashParts } from "@yanta/crypto";
import {
  type ChainConfig,
  ChainConfigSchema,
  createTxView,
  encodeMessage,
  EndorsementEntrySchema,
  type Payload,
  PayloadSchema,
  TxRequestSchema,
  TxStatusCode,
  TxType,
  type TxView,
} from "@yanta/protocol";
import type { LedgerReader } from "@yanta/storage";
import { type CallOutcome, failedCall } from "@yanta/vm";
import type { BlockSigner } from "../block/block-signer.ts";
import { configContract, configKey } from "../block/chain-head.ts";
import type { TransactionContext } from "../execution/tx-context.ts";
import { devContract } from "./dev-contract.ts";

/** Where a development chain leaves another chain, whose blocks it holds up to a height. Spec: docs/adr/0011. */
export interface ForkPoint {
  /** The last block of the other chain. */
  readonly height: bigint;
  /** The configuration from the next block on: the other chain's, with the development chain's own authorities and node. */
  readonly config: ChainConfig;
}

/** The transaction of the first own block; it puts the fork's configuration into the state. */
export const forkCall = { contract: configContract, method: "DEV_FORK", parameter: "CONFIG" } as const;

const forkKey = textToBinaryString("fork");

/** Height of the first own block of a fork; undefined for other chains. The row cannot stand in the state of any but a fork. */
export function forkedAt(ledger: LedgerReader): bigint | undefined {
  const bytes = ledger.getState(devContract, forkKey);
  return bytes?.length === 8 ? bytesToUint64Be(bytes) : undefined;
}

export function encodeForkConfig({ config }: ForkPoint): Uint8Array {
  return encodeMessage(ChainConfigSchema, config);
}

/** The fork's first transaction; its id comes from what it does. */
export function createForkTx(
  fork: ForkPoint,
  { chainId, previousHash, unixSeconds }: { chainId: string; previousHash: Uint8Array; unixSeconds: bigint },
  signer: BlockSigner,
): TxView {
  const value = encodeForkConfig(fork);
  const payload = create(PayloadSchema, {
    chainId,
    txType: TxType.INVOKE_CONTRACT,
    txId: bytesToHex(hashParts("SHA256", [previousHash, value])),
    timestamp: unixSeconds,
    contractName: forkCall.contract,
    method: forkCall.method,
    parameters: [{ key: forkCall.parameter, value }],
  });
  const signature = signer.sign(encodeMessage(PayloadSchema, payload));
  const sender = create(EndorsementEntrySchema, { signer: signer.member, signature });
  return createTxView(encodeMessage(TxRequestSchema, create(TxRequestSchema, { payload, sender })));
}

/** Runs the fork's first transaction; undefined for every other one. */
export function runFork(
  context: TransactionContext,
  payload: Payload,
  forkConfig: Uint8Array,
): CallOutcome | undefined {
  if (payload.contractName !== forkCall.contract || payload.method !== forkCall.method) return undefined;
  const [only] = payload.parameters;
  if (only?.key !== forkCall.parameter || !equalBytes(only.value, forkConfig))
    return failedCall(TxStatusCode.INVALID_PARAMETER, "the fork has another configuration");
  context.put(configContract, configKey, forkConfig);
  context.put(devContract, forkKey, uint64ToBytesBe(context.blockHeight));
  return { status: TxStatusCode.SUCCESS, code: 0, result: forkConfig, message: "", gasUsed: 0n, events: [] };
}
