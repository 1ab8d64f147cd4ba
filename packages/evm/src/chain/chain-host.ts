import { bytesToHex, emptyBytes, hexToBytes, utf8ToBytes } from "@yanta/bytes";
import { ContractSchema, decodeMessage, TxStatusCode } from "@yanta/protocol";
import {
  type CallOutcome,
  failedCall,
  gasPerContractCall,
  type Parameters,
  type TxContext,
  type VmCall,
} from "@yanta/vm";
import type { CodeCache } from "../interpreter/code.ts";
import type { Frame, FramePool } from "../interpreter/frame.ts";
import { chargeGas } from "../interpreter/grow-memory.ts";
import type { Answer, Environment, FrameEnd, Host } from "../interpreter/host.ts";
import type { CallRequest, CreateRequest } from "../interpreter/request.ts";
import { frameDepthMax } from "../limits.ts";
import { bytesToBigInt } from "../precompiles/precompile.ts";
import { readBigInt, wordToMinimalBytes, wordToMinimalHex, writeBytes } from "../words/convert.ts";
import { CallEvents } from "./call-events.ts";
import { createChainEnvironment } from "./chain-environment.ts";
import { findChainPrecompile } from "./chain-precompiles.ts";
import { chainPrices, chainSchedule } from "./chain-schedule.ts";
import { ContractState } from "./contract-state.ts";
import { nameOfCreate, nameOfCreate2 } from "./created-name.ts";
import { CrossRuntimeParameters } from "./cross-runtime-parameters.ts";
import { traceInstructions } from "./trace-instructions.ts";
import { versionRules } from "./version-rules.ts";

const wordBytes = 32;

export interface ChainHostOptions {
  readonly call: VmCall;
  readonly context: TxContext;
  /** Address of the contract that runs. */
  readonly address: string;
  /** Gas that the transaction may use in all. */
  readonly gasLimit: number;
  readonly codes: CodeCache;
  readonly pool: FramePool;
  /** Calls of this runtime that are under way in the transaction, outermost first; this one becomes the last. */
  readonly running: readonly ChainHost[];
  /** Transient storage of the transaction's contracts, by address and key. */
  readonly transient: Map<string, Uint8Array>;
}

/**
 * One contract call on a ChainMaker chain: the contract's own state, and other contracts through the transaction.
 * Spec: vm.md §5.2 to §5.6.
 */
export class ChainHost implements Host {
  readonly schedule = chainSchedule;
  readonly environment: Environment;
  readonly onInstruction: Host["onInstruction"];
  readonly events = new CallEvents();
  /** Why ChainMaker ends the call at once, whatever its callers would make of a failure. */
  panic: string | undefined;
  /** While a contract below runs that must not write. */
  isCallingStatic = false;
  readonly #options: ChainHostOptions;
  readonly #state: ContractState;
  readonly #crossParameters = new CrossRuntimeParameters();
  readonly #undo: (() => void)[] = [];

  constructor(options: ChainHostOptions) {
    this.#options = options;
    this.#state = new ContractState(options.context, options.call.contract.name);
    this.environment = createChainEnvironment(options.context, options.call.contract);
    this.onInstruction = traceInstructions(options.context.tracer, this.schedule);
  }

  /** Keeps what the call wrote. */
  commit(): void {
    this.#handOver(true);
    this.#state.writeLoads(this.#options.address);
  }

  /** Takes back what the call wrote. */
  rollBack(): void {
    this.#revertTo(0);
    this.#state.undo();
    this.#tellOthers();
  }

  chargeAccount(): boolean {
    return true;
  }

  /** Spec: vm.md §5.2: the digits of the balance's text are taken as a number. */
  balance(frame: Frame, address: string): bigint {
    const parameters = new Map([["address_key", utf8ToBytes(this.#addressText(address))]]);
    const outcome = this.#callOut(frame, "ACCOUNT_MANAGER", "GET_BALANCE", parameters);
    return hasFailed(outcome) ? 0n : BigInt.asUintN(256, bytesToBigInt(outcome.result));
  }

  code(address: string): Uint8Array {
    const { context } = this.#options;
    const contract = context.findContract(this.#addressText(address));
    return contract === undefined ? emptyBytes : (context.findBytecode(contract.name) ?? emptyBytes);
  }

  codeHash(address: string): Uint8Array | undefined {
    const code = this.code(address);
    return code.length === 0 ? undefined : this.#options.codes.hash(code);
  }

  /** Of the last block for every height above it. */
  blockHash(number: bigint): Uint8Array | undefined {
    const { context } = this.#options;
    const asked = BigInt.asIntN(64, number);
    const last = context.blockHeight - 1n;
    const height = asked < last ? asked : last;
    return height < 0n ? undefined : context.ledger.getBlock(height)?.blockHash;
  }

  loadStorage(frame: Frame, at: number): boolean {
    const { limbs } = frame.stack;
    const value = this.#state.load(wordToMinimalHex(limbs, at));
    // A contract of another runtime under the same name may have left longer values.
    writeBytes(limbs, at, value, Math.max(0, value.length - wordBytes), Math.min(value.length, wordBytes));
    return true;
  }

  storeStorage(frame: Frame, keyAt: number, valueAt: number): boolean {
    const { limbs } = frame.stack;
    const taken = this.#crossParameters.take(readBigInt(frame.stack, keyAt), readBigInt(frame.stack, valueAt));
    if (taken === "too long") {
      this.panic = "parse cross vm param length failed";
      frame.fault = "out of gas";
      return false;
    }
    if (taken === "not taken") {
      this.#undo.push(this.#state.store(wordToMinimalHex(limbs, keyAt), wordToMinimalBytes(limbs, valueAt)));
    }
    return true;
  }

  loadTransient(frame: Frame, at: number): void {
    const { limbs } = frame.stack;
    const value = this.#options.transient.get(frame.address + wordToMinimalHex(limbs, at)) ?? emptyBytes;
    writeBytes(limbs, at, value);
  }

  storeTransient(frame: Frame, keyAt: number, valueAt: number): void {
    const { limbs } = frame.stack;
    const { transient } = this.#options;
    const key = frame.address + wordToMinimalHex(limbs, keyAt);
    const before = transient.get(key) ?? emptyBytes;
    transient.set(key, wordToMinimalBytes(limbs, valueAt));
    this.#undo.push(() => transient.set(key, before));
  }

  log(_frame: Frame, topics: readonly Uint8Array[], data: Uint8Array): boolean {
    const forget = this.#options.context.tracer?.log?.(topics, data);
    const takeBack = this.events.add(topics, data);
    this.#undo.push(takeBack);
    if (forget !== undefined) this.#undo.push(forget);
    return true;
  }

  /** Ends the frame and nothing else: contracts are revoked through CONTRACT_MANAGE. */
  selfDestruct(): boolean {
    return true;
  }

  call(frame: Frame, request: CallRequest): Answer {
    const { kind, address, input } = request;
    if (request.value > 0n && kind !== "delegatecall") return noAnswer;
    const precompile = findChainPrecompile(address, this.#options.call, this.#options.context);
    if (precompile !== undefined) {
      if (!chargeGas(frame, precompile.gas(input))) return { kind: "fault" };
      const output = precompile.run(input);
      return { kind: "done", isSuccess: output !== undefined, output: output ?? emptyBytes };
    }
    if (kind === "delegatecall" || kind === "callcode") return this.#runHere(frame, request);
    return this.#callContract(frame, request);
  }

  create(frame: Frame, { code, salt, value }: CreateRequest): Answer {
    const { context } = this.#options;
    if (value > 0n) return noAnswer;
    const created = salt === undefined ? nameOfCreate(frame, context) : nameOfCreate2(salt, context.blockVersion);
    if (created.kind === "refused") return { ...noAnswer, output: utf8ToBytes(created.text) };
    if (!chargeGas(frame, code.length * chainPrices.codeByte)) return { kind: "fault" };
    const parameters = this.#crossParametersWith([
      ["CONTRACT_NAME", utf8ToBytes(created.name)],
      ["CONTRACT_VERSION", utf8ToBytes("1.0.0")],
      ["CONTRACT_RUNTIME_TYPE", utf8ToBytes(created.runtime)],
      ["CONTRACT_BYTECODE", code],
    ]).parameters;
    context.tracer?.announceCall?.(salt === undefined ? "CREATE" : "CREATE2");
    const outcome = this.#callOut(frame, "CONTRACT_MANAGE", "INIT_CONTRACT", parameters);
    if (frame.fault !== undefined) return { kind: "fault" };
    if (hasFailed(outcome)) return { ...noAnswer, output: decodeRevert(outcome.message) ?? frame.returnData };
    this.events.below.push(...outcome.events);
    const { address } = decodeMessage(ContractSchema, outcome.result);
    return { kind: "done", isSuccess: true, output: emptyBytes, address: address.slice(-40) };
  }

  leave(frame: Frame, end: FrameEnd): FrameEnd {
    if (end !== "returned") this.#revertTo(frame.mark);
    return end;
  }

  createdAddress(): undefined {
    return undefined;
  }

  /** Another contract's code on this contract's state. All gas but a 64th goes along, whatever the contract says. */
  #runHere(frame: Frame, { kind, address, value, input }: CallRequest): Answer {
    if (frame.depth >= frameDepthMax) return noAnswer;
    const gas = allButOne64th(frame.gas);
    frame.gas -= gas;
    const child = this.#options.pool.open({
      code: this.#options.codes.get(this.code(address)),
      address: frame.address,
      caller: kind === "delegatecall" ? frame.caller : frame.address,
      value,
      input,
      gas,
      isStatic: frame.isStatic,
      depth: frame.depth + 1,
    });
    child.mark = this.#undo.length;
    return { kind: "frame", frame: child };
  }

  #callContract(frame: Frame, { kind, address, input }: CallRequest): Answer {
    const { context } = this.#options;
    const name = this.#addressText(address);
    if (!chargeGas(frame, input.length * chainPrices.callByte)) return { kind: "fault" };
    if (context.blockVersion >= versionRules.missingContractNamed && context.findContract(name) === undefined) {
      return { ...noAnswer, output: utf8ToBytes(`get contract by name[${name}] failed`) };
    }
    const { parameters, method } = this.#crossParametersWith([["data", utf8ToBytes(bytesToHex(input))]]);
    const selector = input.length < 4 ? "" : bytesToHex(input.subarray(0, 4));
    this.isCallingStatic = frame.isStatic || kind === "staticcall";
    context.tracer?.announceCall?.(kind === "staticcall" ? "STATICCALL" : "CALL");
    const outcome = this.#callOut(frame, name, method ?? selector, parameters);
    this.isCallingStatic = false;
    if (frame.fault !== undefined) return { kind: "fault" };
    this.events.below.push(...outcome.events);
    const isSuccess = !hasFailed(outcome);
    return { kind: "done", isSuccess, output: isSuccess ? outcome.result : utf8ToBytes(outcome.message) };
  }

  /** Parameters of a call out of this contract: its own, who calls, and what was collected for other runtimes. */
  #crossParametersWith(own: readonly (readonly [string, Uint8Array])[]): {
    parameters: Parameters;
    method: string | undefined;
  } {
    const collected = this.#crossParameters.finish();
    const sender = this.#options.address.replace(/^(00)+/, "");
    const parameters = new Map([
      ...own,
      ["SENDER", utf8ToBytes(sender)],
      ["CALL_TYPE", utf8ToBytes("CROSS")],
      ...(collected?.parameters ?? []),
    ]);
    return { parameters, method: collected?.method };
  }

  /** Calls a contract through the transaction and charges the frame; its fault is set when that was too much. */
  #callOut(frame: Frame, contract: string, method: string, parameters: Parameters): CallOutcome {
    const { call, context, gasLimit } = this.#options;
    if (!chargeGas(frame, Number(gasPerContractCall))) return failedCall(TxStatusCode.CONTRACT_FAIL, "out of gas");
    this.#handOver(false);
    const gasUsed = BigInt(gasLimit - allButOne64th(frame.gas));
    const outcome = context.call({ contract, method, parameters, gasUsed, caller: call.contract });
    chargeGas(frame, Number(outcome.gasUsed) + outcome.result.length * chainPrices.callByte);
    return outcome;
  }

  #handOver(isEnd: boolean): void {
    if (this.#state.flush(isEnd)) this.#tellOthers();
  }

  /** Calls of the same contract further up read again what they knew. */
  #tellOthers(): void {
    const { running, call } = this.#options;
    for (const other of running) {
      if (other !== this && other.#options.call.contract.name === call.contract.name) other.#state.forgetReads();
    }
  }

  #revertTo(mark: number): void {
    while (this.#undo.length > mark) this.#undo.pop()?.();
  }

  /** An address as contracts are looked up; block version 2030200 leaves out leading zero bytes. */
  #addressText(address: string): string {
    const { blockVersion } = this.#options.context;
    return blockVersion >= versionRules.readsAreNotWritten ? address : address.replace(/^(00)+/, "");
  }
}

const noAnswer = { kind: "done", isSuccess: false, output: emptyBytes } as const;

function hasFailed(outcome: CallOutcome): boolean {
  return outcome.status !== TxStatusCode.SUCCESS || outcome.code !== 0;
}

function allButOne64th(gas: number): number {
  return gas - Math.floor(gas / 64);
}

/** The revert data of a failed creation, where its message is that in hex. */
function decodeRevert(message: string): Uint8Array | undefined {
  return /^([0-9a-fA-F]{2})+$/.test(message) ? hexToBytes(message) : undefined;
}
