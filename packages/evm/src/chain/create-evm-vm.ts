import { bytesToHex, bytesToUtf8, concatBytes, emptyBytes } from "@yanta/bytes";
import { RuntimeType, TxStatusCode } from "@yanta/protocol";
import { type CallOutcome, failedCall, gasPerTransactionMax, type TxContext, type Vm, type VmCall } from "@yanta/vm";
import { CodeCache } from "../interpreter/code.ts";
import { type Execution, execute } from "../interpreter/execute.ts";
import { FramePool } from "../interpreter/frame.ts";
import { readCallInput } from "./call-input.ts";
import { ChainHost } from "./chain-host.ts";
import { chainPrices } from "./chain-schedule.ts";
import { versionRules } from "./version-rules.ts";

const depthOfCreated = 2;

/**
 * Runtime EVM: contracts built with Solidity for Ethereum's Cancun fork or an earlier one, called as ChainMaker calls them.
 *
 * Spec: vm.md §5.
 */
export function createEvmVm(): Vm {
  const evm = new ChainEvm();
  return {
    runtimeTypes: [RuntimeType.EVM],
    invoke: (call, context) => evm.invoke(call, context),
    close: () => undefined,
  };
}

class ChainEvm {
  readonly #codes = new CodeCache();
  readonly #pool = new FramePool();
  readonly #running: ChainHost[] = [];
  readonly #transient = new WeakMap<TxContext, Map<string, Uint8Array>>();

  invoke(call: VmCall, context: TxContext): CallOutcome {
    const input = readCallInput(call.method, call.parameters, context.blockVersion);
    if (input.kind === "refused") return failedCall(TxStatusCode.CONTRACT_FAIL, input.text);
    const address = contractAddress(call);
    if (address === undefined) return failedCall(TxStatusCode.CONTRACT_FAIL, `make address fail, ${noAddress}`);

    const limit = Number(context.gasLimit < gasPerTransactionMax ? context.gasLimit : gasPerTransactionMax);
    const gas = Math.max(limit - Number(call.gasUsed), 0);
    const code = input.isDeployment ? concatBytes(call.bytecode, input.data) : call.bytecode;
    const codeGas = input.isDeployment ? code.length * chainPrices.codeByte : 0;
    if (codeGas > gas) return toFailure(context, "out of gas", gas);
    const host = new ChainHost({
      call,
      context,
      address,
      gasLimit: limit,
      codes: this.#codes,
      pool: this.#pool,
      running: this.#running,
      transient: this.#transientOf(context),
    });
    const frame = this.#pool.open({
      code: this.#codes.get(code),
      address,
      caller: callerAddress(call, context, input.isDeployment),
      value: 0n,
      input: input.isDeployment ? emptyBytes : input.data,
      gas: gas - codeGas,
      isStatic: this.#running.some(({ isCallingStatic }) => isCallingStatic),
      depth: 0,
    });
    this.#running.push(host);
    try {
      return toOutcome(host, execute(host, this.#pool, frame), { call, context, gas });
    } finally {
      this.#running.pop();
    }
  }

  #transientOf(context: TxContext): Map<string, Uint8Array> {
    let transient = this.#transient.get(context);
    if (transient === undefined) {
      transient = new Map();
      this.#transient.set(context, transient);
    }
    return transient;
  }
}

/** Spec: vm.md §5.5. */
function toOutcome(
  host: ChainHost,
  { end, output, gasLeft, fault }: Execution,
  { call, context, gas }: { readonly call: VmCall; readonly context: TxContext; readonly gas: number },
): CallOutcome {
  const gasUsed = gas - gasLeft;
  const events = end === "returned" ? host.events.toContractEvents(call, context) : [];
  const panic = host.panic ?? (typeof events === "string" ? events : undefined);
  if (panic !== undefined || typeof events === "string" || end !== "returned") {
    host.rollBack();
    if (panic !== undefined) return failedCall(TxStatusCode.CONTRACT_FAIL, panic, BigInt(gasUsed));
    return toFailure(context, end === "reverted" ? bytesToHex(output) : (fault ?? ""), gasUsed);
  }
  host.commit();
  return { status: TxStatusCode.SUCCESS, code: 0, result: output, message: "", gasUsed: BigInt(gasUsed), events };
}

function toFailure({ blockVersion }: TxContext, reason: string, gasUsed: number): CallOutcome {
  const prefix = blockVersion < versionRules.namedFailures ? "" : "failed to execute evm contract, ";
  return failedCall(TxStatusCode.CONTRACT_FAIL, prefix + reason, BigInt(gasUsed));
}

const noAddress =
  'contractName[%s] not HexString, you can use hex.EncodeToString(evmutils.MakeAddressFromString("contractName").Bytes()) get a hex string address';

/** 40 hex digits. Contracts from before 2220 have no address: their name is it. */
function contractAddress({ contract: { address, name } }: VmCall): string | undefined {
  const text = address === "" ? name : address;
  return /^[0-9a-fA-F]{1,40}$/.test(text) ? text.toLowerCase().padStart(40, "0") : undefined;
}

/**
 * Who calls: the transaction's sender, or the contract that a call from the EVM comes from. ChainMaker believes the parameters
 * CALL_TYPE and SENDER whoever sets them; here only what the chain knows counts (docs/deviations.md): the caller that it names
 * itself, and for a new contract the creator, whose call went through CONTRACT_MANAGE.
 */
function callerAddress({ parameters }: VmCall, context: TxContext, isDeployment: boolean): string {
  const text = (name: string): string => bytesToUtf8(parameters.get(name) ?? emptyBytes);
  if (context.depth < (isDeployment ? depthOfCreated : 1) || text("CALL_TYPE") !== "CROSS")
    return context.senderAddress;
  const caller = text(isDeployment ? "SENDER" : "__cross_caller__");
  return /^[0-9a-f]{1,40}$/.test(caller) ? caller.padStart(40, "0") : context.senderAddress;
}
