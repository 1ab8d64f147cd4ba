import { create, toBinary } from "@bufbuild/protobuf";
import { BytesValueSchema, UInt64ValueSchema } from "@bufbuild/protobuf/wkt";
import {
  ChainMakerVersionResponseSchema,
  CheckNewBlockChainConfigResponseSchema,
  DebugConfigRequestSchema,
  DebugConfigResponseSchema,
  LogLevelsResponseSchema,
  consensus,
  sync,
} from "@yanta/protocol";
import { utf8ToBytes } from "@yanta/bytes";
import { unknownStatus } from "../call-status.ts";
import type { RpcContext } from "../rpc-context.ts";
import { readRequest } from "../read-request.ts";
import { chainOf } from "./pool.ts";

export function getChainMakerVersion(context: RpcContext): Uint8Array {
  return toBinary(
    ChainMakerVersionResponseSchema,
    create(ChainMakerVersionResponseSchema, { version: context.version }),
  );
}

export function refreshLogLevels(context: RpcContext): Uint8Array {
  const problem = context.refreshLogLevels();
  return toBinary(LogLevelsResponseSchema, create(LogLevelsResponseSchema, codeOf(problem)));
}

export function updateDebugConfig(context: RpcContext, requestBytes: Uint8Array): Uint8Array {
  const { pairs } = readRequest(DebugConfigRequestSchema, requestBytes);
  return toBinary(DebugConfigResponseSchema, create(DebugConfigResponseSchema, codeOf(context.updateDebug(pairs))));
}

export function checkNewBlockChainConfig(context: RpcContext): Uint8Array {
  const problem = context.checkNewChains();
  return toBinary(
    CheckNewBlockChainConfigResponseSchema,
    create(CheckNewBlockChainConfigResponseSchema, codeOf(problem)),
  );
}

export function getConsensusStateJson(context: RpcContext, requestBytes: Uint8Array): Uint8Array {
  const chainId = consensusChainId(context, requestBytes);
  return toBinary(BytesValueSchema, create(BytesValueSchema, { value: utf8ToBytes(context.consensusState(chainId)) }));
}

export function getConsensusValidators(context: RpcContext, requestBytes: Uint8Array): Uint8Array {
  const nodes = validatorsOf(context, consensusChainId(context, requestBytes));
  return toBinary(consensus.ValidatorsSchema, create(consensus.ValidatorsSchema, { nodes: [...nodes] }));
}

export function getConsensusHeight(context: RpcContext, requestBytes: Uint8Array): Uint8Array {
  const chainId = consensusChainId(context, requestBytes);
  validatorsOf(context, chainId);
  // The engine works on the block after the last one.
  const value = (chainOf(context, chainId).ledger.lastHeight ?? 0n) + 1n;
  return toBinary(UInt64ValueSchema, create(UInt64ValueSchema, { value }));
}

/** Field numbers of the answer are unconfirmed, see docs/spec-notes.md. */
export function getSyncState(context: RpcContext, requestBytes: Uint8Array): Uint8Array {
  const { chainId } = readRequest(sync.GetSyncStateRequestSchema, requestBytes);
  const { ledger } = chainOf(context, chainId);
  return toBinary(
    sync.SyncStateSchema,
    create(sync.SyncStateSchema, {
      height: ledger.lastHeight ?? 0n,
      archivedHeight: ledger.archivedHeight,
      timestamp: context.nowSeconds(),
    }),
  );
}

function consensusChainId(context: RpcContext, requestBytes: Uint8Array): string {
  const { chainId } = readRequest(consensus.GetConsensusStatusRequestSchema, requestBytes);
  chainOf(context, chainId);
  return chainId;
}

function validatorsOf(context: RpcContext, chainId: string): readonly string[] {
  const nodes = context.validators(chainId);
  if (nodes === undefined) throw unknownStatus("the current node does not belong to the consensus role");
  return nodes;
}

const codeOf = (problem: string | undefined): { code: number; message: string } =>
  problem === undefined ? { code: 0, message: "" } : { code: 1, message: problem };
