import { create, toBinary } from "@bufbuild/protobuf";
import type { Chain, TxRefusal } from "@yanta/chain";
import { TxResponseSchema, TxStatusCode, TxType, createTxView, type TxResponse, type TxView } from "@yanta/protocol";
import { internalStatus } from "../call-status.ts";
import type { RpcContext } from "../rpc-context.ts";

/** The query with this chain id goes to the node itself, without authentication. Spec: rpc.md §4 row 1. */
const systemChainId = "system_chain";
const systemQueryTarget = { contractName: "CHAIN_QUERY", method: "GET_NODE_CHAIN_LIST" } as const;

/**
 * SendRequest: validates, then answers a query, runs an archive call or puts the transaction into the pool.
 * Refusals are TxResponses with gRPC status OK. Spec: rpc.md §4, §7, §8, §10.
 */
export function sendRequest(context: RpcContext, requestBytes: Uint8Array): Uint8Array | Promise<Uint8Array> {
  const tx = readTx(requestBytes);
  const dispatched = dispatch(context, tx);
  switch (dispatched.kind) {
    case "answer":
      return encodeResponse(dispatched.response);
    case "archive":
      return dispatched.chain.archive(tx).then(encodeResponse);
    case "invoke": {
      const refusal = admit(context, dispatched.chain, tx);
      return refusal === undefined ? encodeAccepted(tx.txId) : encodeResponse(refusalResponse(tx, refusal));
    }
  }
}

export type Dispatched =
  | { readonly kind: "answer"; readonly response: TxResponse }
  | { readonly kind: "archive"; readonly chain: Chain }
  | { readonly kind: "invoke"; readonly chain: Chain };

/** What to do with a request: shared by the asynchronous and the synchronous method. */
export function dispatch(context: RpcContext, tx: TxView): Dispatched {
  const { payload } = tx;
  if (payload.chainId === systemChainId) return systemQuery(context, tx);

  const chain = context.chains.get(payload.chainId);
  if (chain === undefined) return refuse(tx, chainUnknown(payload.chainId));
  const refusal = chain.validate(tx);
  if (refusal !== undefined) {
    context.onDecision?.(tx.txId, refusal.message);
    return refuse(tx, refusal);
  }

  switch (payload.txType) {
    case TxType.QUERY_CONTRACT:
      return { kind: "answer", response: chain.query(tx) };
    case TxType.INVOKE_CONTRACT:
      return { kind: "invoke", chain };
    case TxType.ARCHIVE:
      return { kind: "archive", chain };
    default:
      return refuse(tx, { code: TxStatusCode.INTERNAL_ERROR, message: "unsupport tx_type" });
  }
}

/** Puts a validated transaction into the pool and tells the node what came of it. */
export function admit(context: RpcContext, chain: Chain, tx: TxView): TxRefusal | undefined {
  const refusal = chain.admit(tx);
  context.onDecision?.(tx.txId, refusal?.message);
  return refusal;
}

/** Decodes a TxRequest; what cannot be one ends the call as grpc-go does. */
export function readTx(requestBytes: Uint8Array): TxView {
  let tx: TxView;
  try {
    tx = createTxView(requestBytes);
    // Decoding is lazy; a payload that is no payload must fail here and not in the middle of the work.
    void tx.payload;
  } catch {
    throw internalStatus("grpc: error unmarshalling request: the bytes are no common.TxRequest");
  }
  if (!tx.hasPayload) throw internalStatus("Panic err: the request has no payload");
  if (tx.sender === undefined || tx.sender.signer === undefined)
    throw internalStatus("Panic err: the request has no sender");
  return tx;
}

export function encodeResponse(response: TxResponse): Uint8Array {
  return toBinary(TxResponseSchema, response);
}

export function refusalResponse(tx: TxView, refusal: TxRefusal): TxResponse {
  return create(TxResponseSchema, { code: refusal.code, message: refusal.message, txId: tx.txId });
}

const acceptedMessage = Uint8Array.of(0x12, 2, 0x4f, 0x4b, 0x22);

/** TxResponse{code SUCCESS, message "OK", tx_id}, written by hand: it is the answer to every accepted transaction. */
function encodeAccepted(txId: string): Uint8Array {
  const length = Buffer.byteLength(txId, "utf8");
  if (length > 127) return encodeResponse(create(TxResponseSchema, { message: "OK", txId }));
  const out = Buffer.allocUnsafe(acceptedMessage.length + 1 + length);
  out.set(acceptedMessage);
  out[acceptedMessage.length] = length;
  out.write(txId, acceptedMessage.length + 1, "utf8");
  return out;
}

/** Nobody's signature is checked here, so nothing that a chain holds may be asked. */
function systemQuery(context: RpcContext, tx: TxView): Dispatched {
  const { txType, contractName, method } = tx.payload;
  const chain = context.chains.values().next();
  if (chain.done || txType !== TxType.QUERY_CONTRACT) {
    return refuse(tx, { code: TxStatusCode.INTERNAL_ERROR, message: "unsupport tx_type" });
  }
  if (contractName !== systemQueryTarget.contractName || method !== systemQueryTarget.method)
    return refuse(tx, chainUnknown(systemChainId));
  return { kind: "answer", response: chain.value.query(tx) };
}

function chainUnknown(chainId: string): TxRefusal {
  return { code: TxStatusCode.INTERNAL_ERROR, message: `get chain conf failed, chain id ${chainId} not found` };
}

function refuse(tx: TxView, refusal: TxRefusal): Dispatched {
  return { kind: "answer", response: refusalResponse(tx, refusal) };
}
