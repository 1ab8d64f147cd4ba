import { queryGasMax } from "@yanta/chain";
import { revertData, revertReason } from "@yanta/ethereum";
import { TxStatusCode } from "@yanta/protocol";
import type { RpcMethod } from "../json-rpc/answer-request.ts";
import { toData, toQuantity } from "../json-rpc/hex.ts";
import { readData } from "../json-rpc/read-params.ts";
import { RpcError, rpcErrorCodes, serverError } from "../json-rpc/rpc-error.ts";
import { readStateHeight } from "./read-block-tag.ts";
import { readMessage } from "./read-call.ts";
import { readOverride, stateReader } from "./read-override.ts";
import type { RpcContext } from "./rpc-context.ts";

/** What the smallest Ethereum transaction uses: tools refuse estimates below it. */
const leastGas = 21_000n;

/** Calls that change nothing, and sending. */
export function createCallMethods(context: RpcContext): Readonly<Record<string, RpcMethod>> {
  const { chain, callTx, sender } = context;
  const run = (params: readonly unknown[], purpose: "call" | "estimate"): { result: Uint8Array; gasUsed: bigint } => {
    const [call, block, state, header] = params;
    const height = readStateHeight(block, context);
    const override = readOverride(state, header, stateReader(chain, height));
    const message = readMessage(call, context, { height, nonces: override?.nonces });
    const outcome = chain.simulate({ message, tx: callTx, purpose, override }, height);
    if (outcome.status === TxStatusCode.SUCCESS && outcome.code === 0) return outcome;
    if (purpose === "estimate" && outcome.gasUsed >= queryGasMax)
      throw serverError(`gas required exceeds allowance (${queryGasMax})`);
    throw callFailure(outcome.message);
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

function callFailure(text: string): RpcError {
  const data = revertData(text);
  if (data === undefined)
    return serverError(text.replace(/^failed to execute evm contract, /, "") || "execution failed");
  const reason = revertReason(data);
  const message = reason === undefined ? "execution reverted" : `execution reverted: ${reason}`;
  return new RpcError(rpcErrorCodes.reverted, message, toData(data));
}
