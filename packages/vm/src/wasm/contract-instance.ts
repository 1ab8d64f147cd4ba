import { vmErrors } from "../errors.ts";
import { checkGoSlice, GoPanic } from "./go-panic.ts";
import { dirtyPageShift, trapMark } from "./module/rewrite-function.ts";
import { addedExport, contractExport } from "./module/rewrite-module.ts";
import type { PreparedModule } from "./prepared-module.ts";

const pageBytes = 65_536;
const dirtyPageBytes = 1 << dirtyPageShift;
/** A store marks the page of its first byte and may reach 7 bytes into the next. */
const storeOverhang = 8;

/** The functions that rewriting added; see module/added-functions.ts. */
interface AddedExports {
  begin(gas: number, stackSlots: number): void;
  snapshot(): void;
  spend(gas: number): void;
  gas_left(): number;
  stack_left(): number;
  pages(): number;
  trap(): number;
  start?(): void;
}

/** A host function, bound to the instance that imports it. Pointers and lengths come as signed 32-bit numbers. */
export type BoundHostFunction = (...values: number[]) => number | undefined;
export type HostBindings<Frame> = ReadonlyMap<string, (instance: ContractInstance<Frame>) => BoundHostFunction>;

/** One WebAssembly instance of a contract with the memory that the host reads and writes. `Frame` is the running call's host state. */
export class ContractInstance<Frame> {
  readonly module: PreparedModule;
  /** The call that runs in it; undefined while idle and in its start function. */
  frame: Frame | undefined = undefined;
  readonly #added: AddedExports;
  readonly #functions: WebAssembly.Exports;
  readonly #memory: WebAssembly.Memory | undefined;
  readonly #dirtyBytes: Uint8Array | undefined;
  readonly #dirtyWords: Uint32Array | undefined;
  #bytes: Uint8Array;

  /** Errors: VM_MEMORY_EXHAUSTED; WebAssembly.RuntimeError when segments do not fit. */
  constructor(module: PreparedModule, host: HostBindings<Frame>) {
    this.module = module;
    const { exports } = instantiate(module, this.#bindImports(host));
    this.#functions = exports;
    this.#added = exports as unknown as AddedExports;
    this.#memory = exports[addedExport.memory] as WebAssembly.Memory | undefined;
    this.#bytes = this.#memory === undefined ? new Uint8Array(0) : new Uint8Array(this.#memory.buffer);
    const dirty = exports[addedExport.dirtyPages] as WebAssembly.Memory | undefined;
    if (dirty !== undefined) {
      this.#dirtyBytes = new Uint8Array(dirty.buffer);
      this.#dirtyWords = new Uint32Array(dirty.buffer);
    }
  }

  /** Makes it ready for a call: gas and stack to spend, globals as after the start function. */
  begin(gas: number, stackSlots: number, frame: Frame): void {
    this.#added.begin(gas, stackSlots);
    this.frame = frame;
  }

  /** Runs the start function and `more`, and keeps what they left as the state that each call begins with. Errors: VM_MEMORY_EXHAUSTED, WebAssembly.RuntimeError, GoPanic. */
  runStart(gas: number, stackSlots: number, more: () => void): void {
    this.#added.begin(gas, stackSlots);
    try {
      this.#added.start?.();
      more();
    } catch (error) {
      // This machine had no room to grow into, which says nothing about the module.
      if (error instanceof WebAssembly.RuntimeError && this.trap === trapMark.memory)
        throw vmErrors.create("VM_MEMORY_EXHAUSTED", {}, error);
      throw error;
    }
    this.#added.snapshot();
  }

  /** Calls an exported function of the contract; its existence and signature are checked by the caller. */
  call(name: string, ...values: number[]): unknown {
    return (this.#functions[contractExport(name)] as (...values: number[]) => unknown)(...values);
  }

  spend(gas: number): void {
    this.#added.spend(gas);
  }

  /** Below zero when the contract went over its gas. */
  get gasLeft(): number {
    return this.#added.gas_left();
  }

  get stackLeft(): number {
    return this.#added.stack_left();
  }

  /** One of `trapMark`. */
  get trap(): number {
    return this.#added.trap();
  }

  /** Bytes that the host sees as the contract's memory. */
  get memorySize(): number {
    return this.module.usesHeadroom ? this.#current().length : this.#added.pages() * pageBytes;
  }

  /** Whether its memory still has the size that it started with, so that it can be restored. */
  get isReusable(): boolean {
    return (
      this.module.isolation !== "fresh-instance" &&
      (this.#memory === undefined || this.#memory.buffer.byteLength === this.module.realPages * pageBytes)
    );
  }

  /** Bytes `[pointer, pointer + length)`: a view, good until the contract runs again. Errors: GoPanic. */
  view(pointer: number, length: number): Uint8Array {
    const end = (pointer + length) | 0;
    checkGoSlice(this.memorySize, pointer, end);
    return this.#current().subarray(pointer, end);
  }

  /** The same bytes to be written at once. Errors: GoPanic. */
  writableView(pointer: number, length: number): Uint8Array {
    const bytes = this.view(pointer, length);
    this.#mark(pointer, pointer + length);
    return bytes;
  }

  /** Writes into the contract's memory. Errors: GoPanic. */
  write(pointer: number, bytes: Uint8Array): void {
    this.writableView(pointer, bytes.length).set(bytes);
  }

  /** Writes 4 bytes, little endian. Errors: GoPanic. */
  writeUint32(pointer: number, value: number): void {
    const end = (pointer + 4) | 0;
    checkGoSlice(this.memorySize, pointer, end);
    const bytes = this.#current();
    bytes[pointer] = value;
    bytes[pointer + 1] = value >>> 8;
    bytes[pointer + 2] = value >>> 16;
    bytes[pointer + 3] = value >>> 24;
    this.#mark(pointer, end);
  }

  /** A copy of the memory up to its last word that is not zero; forgets which pages were written. `hasRun`: code of the contract did. */
  takeSnapshot(hasRun: boolean): Uint8Array {
    this.#dirtyWords?.fill(0);
    const bytes = this.#current();
    // What did not run cannot have written beyond the declared pages, and a data segment cannot either.
    const pages = hasRun ? bytes.length / pageBytes : this.module.declaredPages;
    const words = new Uint32Array(bytes.buffer, 0, (pages * pageBytes) / 4);
    let end = words.length;
    while (end > 0 && words[end - 1] === 0) end--;
    return bytes.slice(0, end * 4);
  }

  /** Brings the memory back to `pristine`, the rest to zeros: written pages, or all without marks. */
  restore(pristine: Uint8Array): void {
    this.frame = undefined;
    if (this.#dirtyWords === undefined || this.#dirtyBytes === undefined)
      return restoreRange(this.#current(), pristine, 0, this.#bytes.length);
    const bytes = this.#current();
    const words = this.#markWords();
    for (let word = 0; word < words; word++) {
      if (this.#dirtyWords[word] === 0) continue;
      if (this.#dirtyWords[word] === 0x01010101) restorePages(bytes, pristine, word * 4, 4);
      else this.#restoreSingly(bytes, pristine, word * 4);
      this.#dirtyWords[word] = 0;
    }
  }

  #restoreSingly(bytes: Uint8Array, pristine: Uint8Array, page: number): void {
    for (let i = page; i < page + 4; i++) if (this.#dirtyBytes?.[i] !== 0) restorePages(bytes, pristine, i, 1);
  }

  #markWords(): number {
    return Math.ceil(this.#bytes.length / dirtyPageBytes / 4);
  }

  #mark(start: number, end: number): void {
    if (this.#dirtyBytes === undefined || end === start) return;
    this.#dirtyBytes.fill(1, start >>> dirtyPageShift, ((end - 1) >>> dirtyPageShift) + 1);
  }

  /** The memory's bytes; growth makes a new buffer. */
  #current(): Uint8Array {
    if (this.#memory !== undefined && this.#bytes.buffer !== this.#memory.buffer)
      this.#bytes = new Uint8Array(this.#memory.buffer);
    return this.#bytes;
  }

  #bindImports(host: HostBindings<Frame>): WebAssembly.Imports {
    const imports: Record<string, Record<string, BoundHostFunction>> = {};
    for (const key of this.module.imports) {
      const [module = "", name = ""] = key.split(".", 2);
      const bind = host.get(key);
      if (bind === undefined) throw new GoPanic(`unknown import ${key}`);
      imports[module] = { ...imports[module], [name]: bind(this) };
    }
    return imports;
  }
}

function instantiate(module: PreparedModule, imports: WebAssembly.Imports): WebAssembly.Instance {
  try {
    return new WebAssembly.Instance(module.compiled, imports);
  } catch (error) {
    if (error instanceof RangeError) throw vmErrors.create("VM_MEMORY_EXHAUSTED", {}, error);
    throw error;
  }
}

function restorePages(bytes: Uint8Array, pristine: Uint8Array, page: number, count: number): void {
  restoreRange(
    bytes,
    pristine,
    page * dirtyPageBytes,
    Math.min((page + count) * dirtyPageBytes + storeOverhang, bytes.length),
  );
}

function restoreRange(bytes: Uint8Array, pristine: Uint8Array, start: number, end: number): void {
  const kept = Math.min(end, pristine.length);
  if (start < kept) bytes.set(pristine.subarray(start, kept), start);
  if (end > kept) bytes.fill(0, Math.max(start, kept), end);
}
