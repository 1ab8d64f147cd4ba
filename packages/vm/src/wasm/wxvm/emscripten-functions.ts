import type { BoundHostFunction } from "../contract-instance.ts";
import { gasSchedule } from "../gas-schedule.ts";
import { hostTrap, readMemory, readWord, writeMemory, type WxvmInstance } from "./wxvm-memory.ts";

/** A function of the C runtime: how many 32-bit numbers it takes, and what it does. */
export interface EmscriptenFunction {
  readonly parameterCount: number;
  readonly bind: (instance: WxvmInstance) => BoundHostFunction;
}

const badFileDescriptor = -9;

/** Functions that answer a fixed number. */
const answering: readonly (readonly [name: string, parameterCount: number, answer: number])[] = [
  ["___setErrNo", 1, 0],
  ["enlargeMemory", 0, 0],
  ["___syscall54", 2, 0],
  ["___lock", 1, 0],
  ["___unlock", 1, 0],
  ["_pthread_equal", 2, 0],
  ["_llvm_stackrestore", 1, 0],
  ["_llvm_stacksave", 0, 0],
  ["_getenv", 1, 0],
  ["___wasi_fd_prestat_get", 2, 8],
  ["___wasi_fd_fdstat_get", 2, 8],
  ["___wasi_fd_prestat_dir_name", 3, 8],
  ["___wasi_fd_close", 1, 8],
  ["___wasi_fd_seek", 4, 8],
  ["___wasi_fd_write", 4, 8],
  ["___wasi_environ_sizes_get", 2, 0],
  ["___wasi_environ_get", 2, 0],
  ["___wasi_args_sizes_get", 2, 0],
  ["___wasi_args_get", 2, 0],
];

/** Functions that end the call. */
const trapping: readonly (readonly [name: string, parameterCount: number, reason: string])[] = [
  ["abortOnCannotGrowMemory", 1, "cannot grow memory"],
  ["abortStackOverflow", 1, "stack overflow"],
  ["_emscripten_resize_heap", 1, "emscripten_resize_heap not implemented"],
  ["abort", 1, "abort"],
  ["_abort", 0, "abort"],
  ["___cxa_allocate_exception", 1, "allocate exception"],
  ["___cxa_throw", 3, "throw"],
  ["___cxa_pure_virtual", 0, "___cxa_pure_virtual not implemented"],
  ["___cxa_uncaught_exception", 0, "assert_fail"],
  ["___syscall140", 2, "syscall140 not implemented"],
  ["___syscall6", 2, "syscall6 not implemented"],
  ["___syscall91", 2, "assert_fail"],
  ["___syscall145", 2, "assert_fail"],
  ["_llvm_trap", 0, "llvm trap called"],
  ["___assert_fail", 4, "assert_fail"],
  ["_strftime_l", 5, "assert_fail"],
  ["_pthread_cond_wait", 2, "assert_fail"],
  ["___map_file", 2, "assert_fail"],
  ["___wasi_proc_exit", 1, "exit"],
];

/** What the C runtime of emscripten wants from its host, by name in module `env`. Spec: vm.md §3; docs/spec-notes.md. */
export const emscriptenFunctions: ReadonlyMap<string, EmscriptenFunction> = new Map<string, EmscriptenFunction>([
  ...answering.map(([name, parameterCount, answer]): [string, EmscriptenFunction] => [
    name,
    { parameterCount, bind: () => () => answer },
  ]),
  ...trapping.map(([name, parameterCount, reason]): [string, EmscriptenFunction] => [
    name,
    { parameterCount, bind: () => () => raise(reason) },
  ]),
  ["getTotalMemory", { parameterCount: 0, bind: (instance) => () => instance.memorySize }],
  ["_emscripten_get_heap_size", { parameterCount: 0, bind: (instance) => () => instance.memorySize }],
  ["_emscripten_memcpy_big", { parameterCount: 3, bind: copyMemory }],
  ["___syscall146", { parameterCount: 2, bind: writeVectors }],
]);

function raise(reason: string): never {
  throw hostTrap(reason);
}

/** Copies, and answers the length where emscripten's own answers the destination. */
function copyMemory(instance: WxvmInstance): BoundHostFunction {
  return (destination = 0, source = 0, length = 0) => {
    instance.spend((length >>> 0) * gasSchedule.bulkMemoryByte);
    // The destination is judged first.
    readMemory(instance, destination, length);
    writeMemory(instance, destination, readMemory(instance, source, length));
    return length;
  };
}

/** writev to standard output or error: nothing is written, all is counted. */
function writeVectors(instance: WxvmInstance): BoundHostFunction {
  return (_number = 0, argumentsAt = 0) => {
    const descriptor = readWord(instance, argumentsAt);
    if (descriptor !== 1 && descriptor !== 2) return badFileDescriptor;
    const vectors = readWord(instance, argumentsAt + 4);
    const count = readWord(instance, argumentsAt + 8);
    instance.spend(count * 8 * gasSchedule.hostByte);
    if (instance.gasLeft < 0) return 0;
    let total = 0;
    for (let i = 0; i < count; i++) {
      const length = readWord(instance, vectors + i * 8 + 4);
      readMemory(instance, readWord(instance, vectors + i * 8), length);
      total = (total + length) >>> 0;
    }
    return total;
  };
}
