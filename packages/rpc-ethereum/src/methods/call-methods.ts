import { bytesToHex } from "@yanta/bytes";
import { type EthereumMessage, ethereumNonce } from "@yanta/chain";
import { revertData, revertReason, transactionBytesMax } from "@yanta/ethereum";
import { TxStatusCode } from "@yanta/protocol";
import type { RpcMethod } from "../json-rpc/answer-request.ts";
import { toData, toQuantity } from "../json-rpc/hex.ts";
import { readAddress, readData, readObject, readQuantity } from "../json-rpc/read-params.ts";
import { invalidParams, RpcError, rpcErrorCodes, serverError } from "../json-rpc/rpc-error.ts";
import { readStateHeight } from "./read-block-tag.ts";
import type { RpcContext } from "./rpc-context.ts";

/** What the smallest Ethereum transaction uses: tools refuse estimates below it. */
const leastGas = 21_000n;

/** Calls that change nothing, and sending. */
export function createCallMethods(context: RpcContext): Readonly<Record<string, RpcMethod>> {
  const { chain, callTx, sender } = context;
  const run = (params: readonly unknown[], purpose: "call" | "estimate"): { result: Uint8Array; gasUsed: bigint } => {
    const [call, block, overrides] = params;
    if (
      overrides !== undefined &&
      overrides !== null &&
      Object.keys(readObject(overrides, "state override")).length > 0
    )
      throw invalidParams("state overrides are not supported");
    const height = readStateHeight(block, context);
    const message = readMessage(call, context, height);
    const { status, code, result, message: text, gasUsed } = chain.simulate({ message, tx: callTx, purpose }, height);
    if (status === TxStatusCode.SUCCESS && code === 0) return { result, gasUsed };
    throw callFailure(text);
  };
  return {
    eth_call: (params) => toData(run(params, "call").result),
    eth_estimateGas: (params) => toQuantity(atLeast(run(params, "estimate").gasUsed)),
    // Gas does not depend on what was touched before, so no list makes a call cheaper.
    eth_createAccessList: (params) => ({
      accessList: [],
      gasUsed: toQuantity(atLeast(run(params, "estimate").gasUsed)),
    }),
    eth_sendRawTransaction: ([value]) => `0x${sender.send(readData(value, "transaction"))}`,
  };
}

const atLeast = (gas: bigint): bigint => (gas > leastGas ? gas : leastGas);

function readMessage(value: unknown, { chain }: RpcContext, height: bigint | undefined): EthereumMessage {
  const call = readObject(value, "call");
  const from = call["from"] === undefined || call["from"] === null ? "0".repeat(40) : readAddress(call["from"], "from");
  const to = call["to"] === undefined || call["to"] === null ? undefined : readAddress(call["to"], "to");
  const data = readCallData(call);
  if (data.length > transactionBytesMax) throw invalidParams("oversized data");
  const amount = call["value"];
  if (amount !== undefined && amount !== null && readQuantity(amount, "value") !== 0n)
    throw serverError("insufficient funds for transfer: this chain transfers no value");
  const nonce = ethereumNonce(chain.ledger, from, height);
  return { from, to, data, nonce };
}

function readCallData({ input, data }: Readonly<Record<string, unknown>>): Uint8Array {
  const given = [input, data]
    .filter((each) => each !== undefined && each !== null)
    .map((each) => readData(each, "data"));
  const [first, second] = given;
  if (first !== undefined && second !== undefined && bytesToHex(first) !== bytesToHex(second))
    throw invalidParams(
      'both "data" and "input" are set and not equal. Please use "input" to pass transaction call data',
    );
  return first ?? new Uint8Array(0);
}

function callFailure(text: string): RpcError {
  const data = revertData(text);
  if (data === undefined)
    return serverError(text.replace(/^failed to execute evm contract, /, "") || "execution failed");
  const reason = revertReason(data);
  const message = reason === undefined ? "execution reverted" : `execution reverted: ${reason}`;
  return new RpcError(rpcErrorCodes.reverted, message, toData(data));
}
