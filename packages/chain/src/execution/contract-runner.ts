import { emptyBytes } from "@yanta/bytes";
import { type Contract, ContractStatus, RuntimeType, TxStatusCode, TxType } from "@yanta/protocol";
import { invokeNative, type NativeContract } from "@yanta/system-contracts";
import {
  type CallOutcome,
  failedCall,
  injectCallParameters,
  type Parameters,
  type TxContext,
  type Vm,
} from "@yanta/vm";

/** A call whose contract has been looked up. */
export interface ResolvedCall {
  /** Undefined when there is no contract of the name. */
  readonly contract: Contract | undefined;
  /** Undefined for system contracts, and when there is none. */
  readonly bytecode: Uint8Array | undefined;
  readonly method: string;
  readonly parameters: Parameters;
  /** Gas spent in the transaction before this call. */
  readonly gasUsed: bigint;
}

/** Runs a contract at the context's current depth. */
export type ContractRunner = (context: TxContext, call: ResolvedCall) => CallOutcome;

/**
 * Chooses the system contract or the runtime and refuses what cannot run.
 * Spec: vm.md §8.2 (order and texts), rpc.md §6.
 */
export function createContractRunner(vms: readonly Vm[], natives: ReadonlyMap<string, NativeContract>): ContractRunner {
  const byRuntime = new Map<RuntimeType, Vm>();
  for (const vm of vms) for (const runtimeType of vm.runtimeTypes) byRuntime.set(runtimeType, vm);

  return (context, call) => {
    const { contract, method } = call;
    const txTypeName = TxType[context.tx.payload.txType];
    if (contract === undefined)
      return failedCall(TxStatusCode.INVALID_CONTRACT_PARAMETER_CONTRACT_NAME, "contractName not found");
    if (contract.status === ContractStatus.FROZEN && method !== "upgrade") {
      return failedCall(
        TxStatusCode.CONTRACT_FREEZE_FAILED,
        `failed to run user contract, ${contract.name} has been frozen.`,
      );
    }
    if (contract.status === ContractStatus.REVOKED) {
      return failedCall(
        TxStatusCode.CONTRACT_REVOKE_FAILED,
        `failed to run user contract, ${contract.name} has been revoked.`,
      );
    }
    if (contract.runtimeType === RuntimeType.NATIVE) {
      return invokeNative(natives, { contract: contract.name, method, parameters: call.parameters }, context);
    }
    if (context.tx.payload.txType !== TxType.INVOKE_CONTRACT && context.tx.payload.txType !== TxType.QUERY_CONTRACT) {
      return failedCall(
        TxStatusCode.INVALID_CONTRACT_TRANSACTION_TYPE,
        `bad contract call ${contract.name}, transaction type ${txTypeName}`,
      );
    }
    const bytecode = call.bytecode ?? emptyBytes;
    if (bytecode.length === 0 && !runsOutside(contract.runtimeType)) {
      return failedCall(
        TxStatusCode.CONTRACT_BYTE_CODE_NOT_EXIST_FAILED,
        `contract ${contract.name} has no byte code, transaction type ${txTypeName}`,
      );
    }
    const vm = byRuntime.get(contract.runtimeType);
    if (vm === undefined) {
      return failedCall(
        TxStatusCode.INVALID_CONTRACT_PARAMETER_RUNTIME_TYPE,
        `no such vm runtime "${RuntimeType[contract.runtimeType]}"`,
      );
    }
    const injected = injectCallParameters(contract, context, call.parameters);
    if (injected.kind === "failed") return injected.outcome;
    return vm.invoke({ contract, bytecode, method, parameters: injected.parameters, gasUsed: call.gasUsed }, context);
  };
}

/** Runtimes whose code the node does not load itself. */
const runsOutside = (runtimeType: RuntimeType): boolean =>
  runtimeType === RuntimeType.DOCKER_GO || runtimeType === RuntimeType.GO;
