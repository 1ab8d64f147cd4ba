import { emptyBytes } from "@yanta/bytes";
import { decodeEasyCodec, easyCodecToParameters, TxStatusCode } from "@yanta/protocol";
import { checkKeyField } from "../../call-frame/check-key-field.ts";
import { checkCalleeParameters, parameterValueBytesMax } from "../../call-frame/check-parameters.ts";
import { gasPerContractCall, strictItemsFrom } from "../../limits.ts";
import { gasSchedule } from "../gas-schedule.ts";
import { EasyCodecRequest } from "../easy-codec-request.ts";
import { type StackBudget, withStack } from "../stack-budget.ts";
import type { SysCall, SysCallMethod } from "./request.ts";

interface CalleeRequest {
  readonly pointer: number;
  readonly contract: string;
  readonly method: string;
  readonly parameters: Uint8Array;
}

/** CallContractLen: runs another contract and tells its result's length. A failure of the callee is one of the caller. Spec: vm.md §2.3. */
export function callContractLength(stack: StackBudget): SysCallMethod {
  return (call) => {
    const { frame } = call;
    frame.cache = emptyBytes;
    const request = readRequest(call);
    return typeof request === "string" ? request : runCallee(call, request, stack);
  };
}

/** CallContract: hands over the result of the contract that was called last. */
export const callContractResult: SysCallMethod = (call) => {
  const { frame, instance } = call;
  frame.cache = emptyBytes;
  const request = readRequest(call);
  if (typeof request === "string") return request;
  instance.write(request.pointer, frame.calleeResult);
  return undefined;
};

/** Before the version that counts missing items, any of them leaves all empty. */
function readRequest({ frame, body }: SysCall): CalleeRequest | string {
  const items = new EasyCodecRequest(body);
  const pointer = items.getInt32("value_ptr");
  const contract = items.getString("contract_name");
  const method = items.getString("method");
  const parameters = items.getBytes("param");
  if (pointer !== undefined && contract !== undefined && method !== undefined && parameters !== undefined)
    return { pointer, contract, method, parameters };
  if (frame.context.blockVersion < strictItemsFrom)
    return { pointer: 0, contract: "", method: "", parameters: emptyBytes };
  const missing =
    pointer === undefined
      ? "value_ptr"
      : contract === undefined
        ? "contract_name"
        : method === undefined
          ? "method"
          : "param";
  return `[call contract]${missing} parsing failed`;
}

function runCallee(call: SysCall, request: CalleeRequest, stack: StackBudget): string | undefined {
  const { frame, instance } = call;
  const { context } = frame;
  if (request.contract === "") return "[call contract] contract_name is null";
  if (request.method === "") return "[call contract] method is null";
  const items = decodeEasyCodec(request.parameters, context.blockVersion) ?? [];
  const parameters = easyCodecToParameters(items);
  const refusal =
    checkCalleeParameters(parameters, items.length, parameterValueBytesMax(context.chainConfig)) ??
    checkKeyField(request.contract, request.method);
  if (refusal !== undefined) return refusal;
  instance.spend(Number(gasPerContractCall));
  if (context.findContract(request.contract) === undefined)
    return `[call contract] failed to get contract by [${request.contract}], err: contract not exist`;
  const gasUsed = frame.gasBefore + BigInt(frame.gasLimit - instance.gasLeft);
  const outcome = withStack(stack, instance.stackLeft, () =>
    context.call({ contract: request.contract, method: request.method, parameters, gasUsed, caller: frame.contract }),
  );
  instance.spend(Number(outcome.gasUsed) + outcome.result.length * gasSchedule.hostByte);
  frame.calleeResult = outcome.result;
  if (outcome.status !== TxStatusCode.SUCCESS)
    return `[call contract] execute error code: ${TxStatusCode[outcome.status]}, msg: ${outcome.message}`;
  instance.writeUint32(request.pointer, outcome.result.length);
  // ChainMaker drops the events of a callee that returned nothing.
  if (outcome.result.length > 0) frame.events.push(...outcome.events);
  frame.cache = outcome.result;
  return undefined;
}
