import { writeFileSync } from "node:fs";
import { type EasyCodecItem, encodeEasyCodec } from "@yanta/protocol";

/** What the contract tells when its method `run` is called; the drivers expect the same. */
const topic = "topic_vx";
const eventData = ["first", "second"];

/**
 * Writes a contract of runtime WASMER that emits one event, assembled by hand: none of the contracts compiled for this
 * runtime that we have from ChainMaker emits any.
 */
export function writeEventContract(path: string): void {
  writeFileSync(path, assemble(emitEvent()));
}

interface HostCall {
  readonly header: Uint8Array;
  readonly body: Uint8Array;
}

function emitEvent(): HostCall {
  const texts = [topic, ...eventData].map((value, index) => ({ key: index === 0 ? "topic" : `data${index}`, value }));
  return {
    header: encodeEasyCodec([
      { key: "ctx_ptr", keyType: "system", type: "int32", value: 0 },
      { key: "method", keyType: "system", type: "string", value: "EmitEvent" },
    ]),
    body: encodeEasyCodec(texts.map(({ key, value }): EasyCodecItem => ({ key, type: "string", value }))),
  };
}

/** Magic and version of a WebAssembly module. */
const preamble = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];
const i32 = 0x7f;
const headerAt = 1024;
/** Where the host may write the parameters, which this contract does not read. */
const allocateAt = 65_536;
const runtimeWasmer = 2;
const pages = 4;

/** One module: memory, runtime_type, allocate, the two life-cycle methods, and `run`, which makes the host call. */
function assemble({ header, body }: HostCall): Uint8Array {
  const bodyAt = headerAt + header.length;
  const constant = (value: number): number[] => [0x41, ...signed(value)];
  const call = [...[headerAt, header.length, bodyAt, body.length].flatMap(constant), 0x10, 0, 0x1a];
  const functions = [
    { name: "runtime_type", type: 1, code: constant(runtimeWasmer) },
    { name: "allocate", type: 2, code: constant(allocateAt) },
    { name: "init_contract", type: 3, code: [] },
    { name: "upgrade", type: 3, code: [] },
    { name: "run", type: 3, code: call },
  ];
  return Uint8Array.from([
    ...preamble,
    ...section(1, [type([i32, i32, i32, i32], [i32]), type([], [i32]), type([i32], [i32]), type([], [])]),
    ...section(2, [[...name("env"), ...name("sys_call"), 0x00, 0]]),
    ...section(
      3,
      functions.map((each) => [each.type]),
    ),
    ...section(5, [[0x00, pages]]),
    ...section(7, [
      [...name("memory"), 0x02, 0],
      ...functions.map((each, index) => [...name(each.name), 0x00, index + 1]),
    ]),
    ...section(
      10,
      functions.map((each) => sized([0, ...each.code, 0x0b])),
    ),
    ...section(11, [[0, ...constant(headerAt), 0x0b, ...sized([...header, ...body])]]),
  ]);
}

function section(id: number, items: readonly (readonly number[])[]): number[] {
  return [id, ...sized([...unsigned(items.length), ...items.flat()])];
}

function type(parameters: readonly number[], results: readonly number[]): number[] {
  return [0x60, ...sized(parameters), ...sized(results)];
}

function name(text: string): number[] {
  return sized([...Buffer.from(text)]);
}

function sized(bytes: readonly number[]): number[] {
  return [...unsigned(bytes.length), ...bytes];
}

/** LEB128 */
function unsigned(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)];
}

/** LEB128 of a number that is not negative. */
function signed(value: number): number[] {
  return value < 0x40 ? [value] : [(value & 0x7f) | 0x80, ...signed(value >>> 7)];
}
