import { utf8ToBytes } from "@yanta/bytes";
import { type Contract, RuntimeType, TxStatusCode, type TxView } from "@yanta/protocol";
import { type CallOutcome, type ContractCallRequest, failedCall, type Parameters, type TxContext } from "@yanta/vm";
import { withoutEndorsers } from "../ethereum/without-endorsers.ts";
import { callDepthMax, txGasMax } from "../limits.ts";
import { contractManager } from "./contract-cache.ts";
import type { ContractRunner, ResolvedCall } from "./contract-runner.ts";
import type { RwsetRecorder } from "./rwset-recorder.ts";

/** Parameter that tells a called contract the address of its caller. Spec: vm.md §0.3. */
const callerParameter = "__cross_caller__";

/** What a nested call changes while it runs. */
export interface CallingContext extends TxContext {
  depth: number;
  readonly recorder: RwsetRecorder;
  readonly runner: ContractRunner;
  /** True for a transaction that carries an Ethereum transaction. */
  readonly isEthereum: boolean;
}

/**
 * A contract calls another one: one level deeper, with its own read and write set that is merged when it returns.
 * Spec: vm.md §0.3; texts from ChainMaker's call context.
 */
export function callContract(context: CallingContext, request: ContractCallRequest): CallOutcome {
  const contract = context.findContract(request.contract);
  const bytecode =
    contract === undefined || contract.runtimeType === RuntimeType.NATIVE
      ? undefined
      : context.findBytecode(contract.name);
  const { caller, method, gasUsed } = request;
  const refusal = contract && refuseLifecycle(contract, method);
  if (refusal !== undefined) return refusal;
  return runDeeper(context, caller, { contract, bytecode, method, parameters: request.parameters, gasUsed });
}

/** CONTRACT_MANAGE runs `init_contract` or `upgrade` of the contract that it is writing. */
export function callInstalledContract(context: CallingContext, call: ResolvedCall): CallOutcome {
  return runDeeper(context, context.findContract(contractManager), call);
}

function runDeeper(context: CallingContext, caller: Contract | undefined, call: ResolvedCall): CallOutcome {
  if (context.depth >= callDepthMax) {
    return failedCall(TxStatusCode.CONTRACT_TOO_DEEP_FAILED, `CallContract too depth ${context.depth + 1}`);
  }
  if (call.gasUsed > txGasMax) {
    return failedCall(
      TxStatusCode.CONTRACT_FAIL,
      `There is not enough gas, gasUsed ${call.gasUsed} GasLimit ${txGasMax} `,
    );
  }
  context.depth++;
  context.recorder.enterCall();
  let succeeded = false;
  try {
    const outcome =
      isDelegated(context, caller) || isAllowed(context, call)
        ? context.runner(context, { ...call, parameters: withCaller(call.parameters, caller) })
        : noRight(call.contract?.name ?? "", call.method);
    succeeded = outcome.code === 0;
    return outcome;
  } finally {
    context.recorder.leaveCall(succeeded);
    context.depth--;
  }
}

/**
 * Why a transaction may not call the contract that its payload names by an address; undefined when it names it by its name, or
 * may. Policies know names, and so do the rules of what stands alone in a block: a system contract is called by its name, and
 * others are judged by the policy of theirs.
 */
export function refuseAddress(context: CallingContext, { name, runtimeType }: Contract): CallOutcome | undefined {
  const { contractName, method } = context.tx.payload;
  if (contractName === name) return undefined;
  if (runtimeType === RuntimeType.NATIVE)
    return failedCall(TxStatusCode.INVALID_CONTRACT_PARAMETER_CONTRACT_NAME, "contractName not found");
  return isPermitted(context, context.tx, name, method) ? undefined : noRight(name, method);
}

/** Methods that CONTRACT_MANAGE calls when it installs or upgrades a contract. */
const lifecycleMethods: ReadonlySet<string> = new Set(["init_contract", "upgrade"]);

/**
 * Why nobody but CONTRACT_MANAGE may call a method: a contract's `init_contract` says who its administrators are, and whoever could
 * call it again would become one. Undefined for all other methods. Spec: vm.md §0.1; docs/deviations.md.
 */
export function refuseLifecycle({ name, runtimeType }: Contract, method: string): CallOutcome | undefined {
  if (runtimeType === RuntimeType.NATIVE || !lifecycleMethods.has(method)) return undefined;
  return failedCall(
    TxStatusCode.CONTRACT_INVOKE_METHOD_FAILED,
    `contract[${name}], method[${method}] is not allowed to be called, it's the retention method`,
  );
}

/** Whether the policy of `<name>-<method>` lets a transaction call it that names it otherwise, or calls it through a contract. */
export function isPermitted(context: CallingContext, tx: TxView, name: string, method: string): boolean {
  return context.accessControl.verifyCrossCall(tx, name, method, context.blockTimestamp) === undefined;
}

/** Text of a call that a policy does not let through. */
export const noRightText = (name: string, method: string): string =>
  `the tx has no right to call contract \`${name}:${method}\``;

function noRight(name: string, method: string): CallOutcome {
  return failedCall(TxStatusCode.CONTRACT_FAIL, noRightText(name, method));
}

/**
 * The call of a multi-sign that passed: its votes were judged by the target's policy, and the voter's transaction need
 * not satisfy it. ChainMaker lets every call within such a transaction through; here only MULTI_SIGN's own.
 * Spec: system-contracts.md §7; docs/deviations.md.
 */
function isDelegated(context: CallingContext, caller: Contract | undefined): boolean {
  const { contractName, method } = context.tx.payload;
  if (caller?.name !== "MULTI_SIGN" || caller.runtimeType !== RuntimeType.NATIVE) return false;
  return contractName === "MULTI_SIGN" && (method === "VOTE" || method === "TRIG");
}

/**
 * A system contract's own policy holds when a contract calls it, too. Who endorses Ethereum transactions means the contracts
 * that they create and nothing else that these may call. Spec: access.md §5; docs/adr/0009.
 */
function isAllowed(context: CallingContext, { contract, method }: ResolvedCall): boolean {
  if (contract?.runtimeType !== RuntimeType.NATIVE) return true;
  const isCreation = contract.name === contractManager && method === "INIT_CONTRACT";
  const tx = context.isEthereum && !isCreation ? withoutEndorsers(context.tx) : context.tx;
  return isPermitted(context, tx, contract.name, method);
}

function withCaller(parameters: Parameters, caller: Contract | undefined): Parameters {
  if (caller === undefined || caller.address === "") return parameters;
  return new Map(parameters).set(callerParameter, utf8ToBytes(caller.address));
}
