import { bytesToHex, concatBytes, emptyBytes, hexToBytes } from "@yanta/bytes";
import { keccak256 } from "@yanta/crypto";
import {
  type Answer,
  type CallRequest,
  chargeGas,
  type CodeCache,
  type CreateRequest,
  type Environment,
  ethereumPrecompiles,
  type Frame,
  type FrameEnd,
  FramePool,
  type Host,
  pointEvaluation,
  type Precompile,
  readBigInt,
  wordToBytes,
  writeBigInt,
} from "@yanta/evm";
import { cancun, cancunSchedule } from "./cancun.ts";
import type { EthereumWorld } from "./ethereum-world.ts";
import { encodeRlp, minimalBytes } from "./rlp.ts";

const nonceMax = 0xffff_ffff_ffff_ffffn;
const precompiles: ReadonlyMap<string, Precompile> = new Map(
  [...ethereumPrecompiles, [10, pointEvaluation] as const].map(([number, contract]) => [
    number.toString(16).padStart(40, "0"),
    contract,
  ]),
);

/** Addresses that are warm from the start. */
export const precompileAddresses: readonly string[] = [...precompiles.keys()];

type StartedCall =
  | { readonly kind: "frame"; readonly frame: Frame }
  | { readonly kind: "done"; readonly isSuccess: boolean; readonly output: Uint8Array; readonly gasLeft: number };

/** Ethereum's rules of the Cancun fork over a world of accounts, for one transaction. */
export class EthereumHost implements Host {
  readonly schedule = cancunSchedule;
  readonly environment: Environment;
  readonly world: EthereumWorld;
  readonly pool = new FramePool();
  readonly warmAccounts = new Set<string>();
  readonly warmSlots = new Set<string>();
  /** To go at the end: created and destroyed in this transaction. Spec: EIP-6780. */
  readonly destroyed = new Set<string>();
  refund = 0;
  readonly #codes: CodeCache;
  readonly #creations = new Set<Frame>();
  readonly #createdHere = new Set<string>();
  readonly #originals = new Map<string, bigint>();
  readonly #transient = new Map<string, bigint>();

  constructor(world: EthereumWorld, environment: Environment, codes: CodeCache) {
    this.world = world;
    this.environment = environment;
    this.#codes = codes;
  }

  chargeAccount(frame: Frame, address: string): boolean {
    return chargeGas(frame, this.#accessGas(address));
  }

  balance(_frame: Frame, address: string): bigint {
    return this.world.balance(address);
  }

  code(address: string): Uint8Array {
    return this.world.accounts.get(address)?.code ?? emptyBytes;
  }

  codeHash(address: string): Uint8Array | undefined {
    return this.world.isEmpty(address) ? undefined : keccak256(this.code(address));
  }

  /** The tests' blocks are known by the hash of their number. */
  blockHash(number: bigint): Uint8Array | undefined {
    const current = this.environment.number;
    if (number >= current || number < current - 256n) return undefined;
    return keccak256(new TextEncoder().encode(number.toString()));
  }

  loadStorage(frame: Frame, at: number): boolean {
    const key = slotKey(frame, at);
    if (!chargeGas(frame, this.#slotIsCold(frame.address, key) ? cancun.coldSlot : cancun.warmAccess)) return false;
    writeBigInt(frame.stack, at, this.world.storage(frame.address, key));
    return true;
  }

  /** Spec: EIP-2200 with the prices of EIP-2929 and EIP-3529. */
  storeStorage(frame: Frame, keyAt: number, valueAt: number): boolean {
    if (frame.gas <= cancun.storeStipend) {
      frame.fault = "out of gas";
      return false;
    }
    const key = slotKey(frame, keyAt);
    const value = readBigInt(frame.stack, valueAt);
    const current = this.world.storage(frame.address, key);
    const slot = frame.address + key;
    if (!this.#originals.has(slot)) this.#originals.set(slot, current);
    const original = this.#originals.get(slot) ?? 0n;
    const cold = this.#slotIsCold(frame.address, key) ? cancun.coldSlot : 0;
    const isFirstChange = current !== value && original === current;
    const change = !isFirstChange ? cancun.warmAccess : original === 0n ? cancun.slotSet : cancun.slotReset;
    if (!chargeGas(frame, cold + change)) return false;
    if (current === value) return true;
    this.#addRefund(refundOf(original, current, value));
    this.world.setStorage(frame.address, key, value);
    return true;
  }

  loadTransient(frame: Frame, at: number): void {
    writeBigInt(frame.stack, at, this.#transient.get(frame.address + slotKey(frame, at)) ?? 0n);
  }

  storeTransient(frame: Frame, keyAt: number, valueAt: number): void {
    const slot = frame.address + slotKey(frame, keyAt);
    const before = this.#transient.get(slot) ?? 0n;
    this.#transient.set(slot, readBigInt(frame.stack, valueAt));
    this.world.onUndo(() => this.#transient.set(slot, before));
  }

  log(frame: Frame, topics: readonly Uint8Array[], data: Uint8Array): boolean {
    this.world.addLog({ address: frame.address, topics, data });
    return true;
  }

  selfDestruct(frame: Frame, beneficiary: string): boolean {
    const { address } = frame;
    const balance = this.world.balance(address);
    const cold = this.#accountIsCold(beneficiary) ? cancun.coldAccount : 0;
    const newAccount = balance > 0n && this.world.isEmpty(beneficiary) ? cancun.newAccount : 0;
    if (!chargeGas(frame, cold + newAccount)) return false;
    const goes = this.#createdHere.has(address);
    if (beneficiary !== address) this.world.transfer(address, beneficiary, balance);
    else if (goes) this.world.setBalance(address, 0n);
    if (goes && !this.destroyed.has(address)) {
      this.destroyed.add(address);
      this.world.onUndo(() => this.destroyed.delete(address));
    }
    return true;
  }

  call(frame: Frame, request: CallRequest): Answer {
    const { kind, address, value } = request;
    const { world } = this;
    const movesValue = value > 0n && (kind === "call" || kind === "callcode");
    let cost = this.#accessGas(address);
    if (movesValue) cost += cancun.callValue;
    if (movesValue && kind === "call" && world.isEmpty(address)) cost += cancun.newAccount;
    if (!chargeGas(frame, cost)) return { kind: "fault" };
    const given = Math.min(request.gas, allButOne64th(frame.gas));
    frame.gas -= given;
    const gas = given + (movesValue ? cancun.callStipend : 0);
    if (frame.depth + 1 > cancun.depthMax || (movesValue && world.balance(frame.address) < value)) {
      frame.gas += gas;
      return { kind: "done", isSuccess: false, output: emptyBytes };
    }
    const started = this.startCall(frame, request, gas);
    if (started.kind === "frame") return started;
    frame.gas += started.gasLeft;
    return { kind: "done", isSuccess: started.isSuccess, output: started.output };
  }

  /** Begins a call that is paid for: a frame to run, or what a precompiled contract answered. */
  startCall(
    caller: Pick<Frame, "address" | "caller" | "isStatic" | "depth">,
    { kind, address, value, input }: Pick<CallRequest, "kind" | "address" | "value" | "input">,
    gas: number,
  ): StartedCall {
    const { world } = this;
    const { mark } = world;
    if (kind === "call") world.transfer(caller.address, address, value);
    else if (kind === "staticcall") world.touch(address);
    const precompile = precompiles.get(address);
    if (precompile !== undefined) {
      const price = precompile.gas(input);
      const output = price > gas ? undefined : precompile.run(input);
      if (output !== undefined) return { kind: "done", isSuccess: true, output, gasLeft: gas - price };
      world.revertTo(mark);
      return { kind: "done", isSuccess: false, output: emptyBytes, gasLeft: 0 };
    }
    const runsHere = kind === "callcode" || kind === "delegatecall";
    const frame = this.pool.open({
      code: this.#codes.get(this.code(address)),
      address: runsHere ? caller.address : address,
      caller: kind === "delegatecall" ? caller.caller : caller.address,
      value,
      input,
      gas,
      isStatic: caller.isStatic || kind === "staticcall",
      depth: caller.depth + 1,
    });
    frame.mark = mark;
    return { kind: "frame", frame };
  }

  create(frame: Frame, request: CreateRequest): Answer {
    const { code, salt, value } = request;
    const { world } = this;
    const words = Math.ceil(code.length / 32);
    if (code.length > cancun.initCodeBytesMax) {
      frame.fault = "out of gas";
      return { kind: "fault" };
    }
    if (!chargeGas(frame, words * (cancun.initCodeWord + (salt === undefined ? 0 : cancun.keccakWord))))
      return { kind: "fault" };
    const nonce = world.accounts.get(frame.address)?.nonce ?? 0n;
    if (frame.depth + 1 > cancun.depthMax || world.balance(frame.address) < value || nonce >= nonceMax) {
      return { kind: "done", isSuccess: false, output: emptyBytes };
    }
    world.setNonce(frame.address, nonce + 1n);
    const address =
      salt === undefined ? creationAddress(frame.address, nonce) : saltedAddress(frame.address, salt, code);
    const gas = allButOne64th(frame.gas);
    frame.gas -= gas;
    const child = this.openCreation({ address, caller: frame.address, code, value, gas, depth: frame.depth + 1 });
    return child === undefined
      ? { kind: "done", isSuccess: false, output: emptyBytes }
      : { kind: "frame", frame: child };
  }

  /** A frame that runs init code; undefined when the address is taken. */
  openCreation(creation: {
    readonly address: string;
    readonly caller: string;
    readonly code: Uint8Array;
    readonly value: bigint;
    readonly gas: number;
    readonly depth: number;
  }): Frame | undefined {
    const { world } = this;
    const { address, caller, value } = creation;
    this.#warm(this.warmAccounts, address);
    const taken = world.accounts.get(address);
    if (taken !== undefined && (taken.nonce > 0n || taken.code.length > 0 || taken.storage.size > 0)) return undefined;
    const { mark } = world;
    this.#warm(this.#createdHere, address);
    world.setNonce(address, 1n);
    world.transfer(caller, address, value);
    const child = this.pool.open({
      code: this.#codes.get(creation.code),
      address,
      caller,
      value,
      input: emptyBytes,
      gas: creation.gas,
      isStatic: false,
      depth: creation.depth,
    });
    child.mark = mark;
    this.#creations.add(child);
    return child;
  }

  leave(frame: Frame, end: FrameEnd): FrameEnd {
    const settled = end === "returned" && this.#creations.has(frame) ? this.#keepCode(frame) : end;
    if (settled !== "returned") this.world.revertTo(frame.mark);
    return settled;
  }

  createdAddress(frame: Frame): string | undefined {
    return this.#creations.has(frame) ? frame.address : undefined;
  }

  #keepCode(frame: Frame): FrameEnd {
    const code = frame.output;
    if (code.length > cancun.codeBytesMax || code[0] === 0xef) {
      frame.fault = "invalid created code";
      return "faulted";
    }
    if (!chargeGas(frame, code.length * cancun.codeByte)) return "faulted";
    this.world.setCode(frame.address, code);
    return "returned";
  }

  #accessGas(address: string): number {
    return this.#accountIsCold(address) ? cancun.coldAccount : cancun.warmAccess;
  }

  /** Whether nobody looked at the account yet; from now on somebody did. */
  #accountIsCold(address: string): boolean {
    return this.#warm(this.warmAccounts, address);
  }

  #slotIsCold(address: string, key: string): boolean {
    return this.#warm(this.warmSlots, address + key);
  }

  #warm(set: Set<string>, entry: string): boolean {
    if (set.has(entry)) return false;
    set.add(entry);
    this.world.onUndo(() => set.delete(entry));
    return true;
  }

  #addRefund(amount: number): void {
    this.refund += amount;
    this.world.onUndo(() => (this.refund -= amount));
  }
}

/** Address of a contract that CREATE makes. */
export function creationAddress(creator: string, nonce: bigint): string {
  return bytesToHex(keccak256(encodeRlp([decodeAddress(creator), minimalBytes(nonce)])).subarray(12));
}

/** Spec: EIP-1014. */
function saltedAddress(creator: string, salt: Uint8Array, code: Uint8Array): string {
  return bytesToHex(
    keccak256(concatBytes(Uint8Array.of(0xff), decodeAddress(creator), salt, keccak256(code))).subarray(12),
  );
}

function decodeAddress(address: string): Uint8Array {
  return hexToBytes(address) ?? emptyBytes;
}

function slotKey(frame: Frame, at: number): string {
  return bytesToHex(wordToBytes(frame.stack.limbs, at));
}

/** Spec: EIP-150. */
function allButOne64th(gas: number): number {
  return gas - Math.floor(gas / 64);
}

/** Spec: EIP-3529. */
function refundOf(original: bigint, current: bigint, value: bigint): number {
  if (original === current) return original !== 0n && value === 0n ? cancun.slotClearRefund : 0;
  let refund = 0;
  if (original !== 0n) {
    if (current === 0n) refund -= cancun.slotClearRefund;
    else if (value === 0n) refund += cancun.slotClearRefund;
  }
  if (original === value) refund += (original === 0n ? cancun.slotSet : cancun.slotReset) - cancun.warmAccess;
  return refund;
}
