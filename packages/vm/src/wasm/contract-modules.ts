import { bytesToHex } from "@yanta/bytes";
import { hashBytes } from "@yanta/crypto";
import {
  compiledBytesPerModuleByte,
  idleBytesMax,
  idleInstancesMax,
  moduleBytesMax,
  modulesCachedBytesMax,
  modulesCachedMax,
  startGasMax,
  stackSlotsMax,
} from "../limits.ts";
import { ContractInstance, type HostBindings } from "./contract-instance.ts";
import { GoPanic } from "./go-panic.ts";
import type { Isolation } from "./isolation.ts";
import type { HostImports } from "./host-imports.ts";
import { type PreparedModule, prepareModule, type RefusedModule } from "./prepared-module.ts";

const pageBytes = 65_536;
/** What a refused module takes: its hash and the reason. */
const refusedBytes = 1_024;

export interface ContractModulesOptions<Frame> {
  readonly imports: HostImports;
  readonly bindings: HostBindings<Frame>;
  readonly isolation: Isolation;
  /** What the host does in a new instance after the start function; may run the contract's code. */
  readonly initialise?: (instance: ContractInstance<Frame>) => void;
}

/** A module that can run, with the state that its instances begin with. */
export interface RunnableModule<Frame> {
  readonly kind: "runnable";
  readonly module: PreparedModule;
  /** Memory after the start function, without the zeros at its end. */
  readonly pristine: Uint8Array;
  readonly idle: ContractInstance<Frame>[];
}

/**
 * Compiled modules of one host and their idle instances, by hash of the bytecode. The least recently used ones go when
 * there are too many or they take too much memory.
 */
export class ContractModules<Frame> {
  readonly #options: ContractModulesOptions<Frame>;
  readonly #entries = new Map<
    string,
    { readonly module: RunnableModule<Frame> | RefusedModule; readonly moduleBytes: number }
  >();
  /** Hashing 250 kB takes 0.2 ms, so the hash of a byte array is kept as long as the array is. */
  readonly #hashes = new WeakMap<Uint8Array, string>();

  constructor(options: ContractModulesOptions<Frame>) {
    this.#options = options;
  }

  /** The module of a bytecode, prepared on first use. The bytes must not change afterwards. */
  get(bytecode: Uint8Array): RunnableModule<Frame> | RefusedModule {
    if (bytecode.length > moduleBytesMax)
      return {
        kind: "refused",
        at: "validation",
        reason: `module of ${bytecode.length} bytes, ${moduleBytesMax} allowed`,
      };
    const hash = this.#hash(bytecode);
    const known = this.#entries.get(hash);
    if (known !== undefined) {
      this.#entries.delete(hash);
      this.#entries.set(hash, known);
      return known.module;
    }
    const module = this.#prepare(bytecode);
    this.#entries.set(hash, { module, moduleBytes: bytecode.length });
    this.#evict();
    return module;
  }

  /** An instance in the state right after instantiation, for one call. */
  acquire(module: RunnableModule<Frame>): ContractInstance<Frame> {
    return module.idle.pop() ?? this.#createInstance(module.module);
  }

  /** Takes an instance back after a call that left it intact. */
  release(module: RunnableModule<Frame>, instance: ContractInstance<Frame>): void {
    if (!instance.isReusable || module.idle.length >= idleMax(module.module)) return;
    instance.restore(module.pristine);
    module.idle.push(instance);
  }

  close(): void {
    this.#entries.clear();
  }

  #hash(bytecode: Uint8Array): string {
    let hash = this.#hashes.get(bytecode);
    if (hash === undefined) {
      hash = bytesToHex(hashBytes("SHA256", bytecode));
      this.#hashes.set(bytecode, hash);
    }
    return hash;
  }

  #prepare(bytecode: Uint8Array): RunnableModule<Frame> | RefusedModule {
    const preparation = prepareModule(bytecode, this.#options.imports, this.#options.isolation);
    if (preparation.kind === "refused") return preparation;
    try {
      const instance = this.#createInstance(preparation.module);
      return {
        kind: "runnable",
        module: preparation.module,
        pristine: instance.takeSnapshot(preparation.module.hasStart || this.#options.initialise !== undefined),
        idle: instance.isReusable ? [instance] : [],
      };
    } catch (error) {
      if (error instanceof WebAssembly.RuntimeError || error instanceof GoPanic)
        return { kind: "refused", at: "linking", reason: "instantiation failed" };
      throw error;
    }
  }

  #createInstance(module: PreparedModule): ContractInstance<Frame> {
    const instance = new ContractInstance(module, this.#options.bindings);
    const { initialise } = this.#options;
    if (module.hasStart || initialise !== undefined)
      instance.runStart(startGasMax, stackSlotsMax, () => initialise?.(instance));
    return instance;
  }

  #evict(): void {
    let bytes = 0;
    for (const entry of this.#entries.values()) bytes += estimateBytes(entry);
    for (const [hash, entry] of this.#entries) {
      if (this.#entries.size <= modulesCachedMax && bytes <= modulesCachedBytesMax) return;
      if (this.#entries.size === 1) return;
      this.#entries.delete(hash);
      bytes -= estimateBytes(entry);
    }
  }
}

/** Idle instances kept of a module: fewer where each has much memory, but one always. */
function idleMax({ realPages }: PreparedModule): number {
  return Math.max(1, Math.min(idleInstancesMax, Math.floor(idleBytesMax / ((realPages + 1) * pageBytes))));
}

/** What an entry takes with the idle instances that it has. */
function estimateBytes<Frame>({
  module,
  moduleBytes,
}: {
  module: RunnableModule<Frame> | RefusedModule;
  moduleBytes: number;
}): number {
  if (module.kind === "refused") return refusedBytes;
  return (
    moduleBytes * compiledBytesPerModuleByte +
    module.pristine.length +
    Math.max(module.idle.length, 1) * module.module.realPages * pageBytes
  );
}
