/** Gas that one transaction may use in all its calls together. Spec: vm.md §2.2, ledger.md §6.5. */
export const gasPerTransactionMax = 10_000_000_000n;

/** Gas that a contract call out of a contract costs on top of what the callee uses. Spec: ledger.md §6.5. */
export const gasPerContractCall = 100_000n;

/** Parameters of one call. Spec: ledger.md §6.5. */
export const parametersMax = 50;

/** Bytes of a parameter key, a state key or a state field. Spec: ledger.md §6.5. */
export const keyBytesMax = 1024;

/** Megabytes of one parameter value where the chain configuration does not say. Spec: ledger.md §6.5. */
export const parameterValueMegabytesDefault = 10;

/** Bytes of an event's topic. Spec: ledger.md §6.3. */
export const eventTopicBytesMax = 255;

/** Data items of one event. Spec: ledger.md §6.3. */
export const eventDataMax = 16;

/** Bytes of one data item of an event. Spec: ledger.md §6.3. */
export const eventDataBytesMax = 65_535;

/** From this block version on a request item that is missing or of another type is an error. Spec: vm.md §1. */
export const strictItemsFrom = 2_030_500;

/** Bytes of a contract's module. Real Rust and TinyGo contracts have 70 kB to 2 MB; debug sections, which are dropped, may add some more. */
export const moduleBytesMax = 16 * 1024 * 1024;

/** Bytes of a module's code. Preparing it takes 20 ms for a real contract, at worst about a second a megabyte. */
export const codeBytesMax = 4 * 1024 * 1024;

/** Bytes of one function's code. Rewriting grows it up to twelvefold, and V8 refuses bodies over 7.6 MB. */
export const functionBytesMax = 512 * 1024;

/** Functions of a module, imported ones counted. A 2 MB Rust contract has about 3,000. */
export const functionsMax = 50_000;

/** Types of a module. */
export const typesMax = 5_000;

/** Parameters or results of one type; engines promise at least 1,000. */
export const typeArityMax = 100;

/** Imports of a module; the hosts offer about a dozen. */
export const importsMax = 100;

/** Exports of a module. A contract has one for each method. */
export const exportsMax = 5_000;

/** Bytes of an export's or import's name. */
export const nameBytesMax = 1_024;

/** Globals of a module. Emscripten and TinyGo have a few dozen. */
export const globalsMax = 5_000;

/** Entries of the function table. */
export const tableEntriesMax = 65_536;

/** Element or data segments of a module; a large Rust contract has a few hundred. */
export const segmentsMax = 10_000;

/** Locals of one function, parameters counted; each one may take 8 bytes of the engine's stack. */
export const localsMax = 4_096;

/** Values on one function's operand stack, for the same reason. */
export const operandsMax = 4_096;

/** Nested blocks of one function; a match over 256 cases nests about that deep. */
export const nestingMax = 2_048;

/** Targets of one br_table. */
export const branchTargetsMax = 16_384;

/** Memory pages of 64 KiB that a contract may have: 64 MiB, so six nested calls stay under 400 MB. */
export const memoryPagesMax = 1_024;

/**
 * Pages above the declared minimum that an instance gets at once. Growth within them keeps the instance reusable; memory cannot shrink.
 * Plain loads and stores beyond the contract's size but within these pages read zeros and write instead of trapping, on every engine alike.
 */
export const memoryHeadroomPages = 32;

/**
 * Stack of one transaction's WebAssembly frames, nested calls together, in slots of 8 bytes: 512 KiB of the 984 KiB that V8 gives
 * a thread. The counter stops a contract before V8's own overflow, whose depth depends on the engine.
 */
export const stackSlotsMax = 65_536;

/** Slots that each call costs apart from locals and operands: return address, frame pointers, spills of the engine. */
export const stackSlotsPerCall = 20;

/** Gas of a module's start function, once per instance: about 10 ms. Contracts built by the SDKs have none. */
export const startGasMax = 100_000_000;

/** Compiled modules kept. */
export const modulesCachedMax = 256;

/** Estimated bytes of cached modules with their idle instances; with 50 busy contracts of 250 kB it stays below. */
export const modulesCachedBytesMax = 384 * 1024 * 1024;

/** Native code and engine tables for one byte of a module, as estimated. */
export const compiledBytesPerModuleByte = 8;

/** Idle instances kept of one module: the deepest nesting plus the transaction's own. */
export const idleInstancesMax = 6;

/** Memory of the idle instances of one module, unless a single one is larger. */
export const idleBytesMax = 32 * 1024 * 1024;
