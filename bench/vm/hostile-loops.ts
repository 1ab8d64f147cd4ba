import { buildContract } from "@yanta/vm/testing";

/** Instructions by opcode, as bytes. */
const i32 = (value: number) => [0x41, ...signedLeb(value)];
const store = [0x36, 2, 0];
const load = [0x28, 2, 0];
const drop = 0x1a;

/** Some bytes several times. */
const repeated = (times: number, ...bytes: readonly number[]) => Array.from({ length: times }, () => bytes).flat();

/** Contracts whose method `run` never ends, each keeping another part of the machine busy. */
export const hostileLoops: Readonly<Record<string, Uint8Array>> = {
  "empty loop": looping([]),
  arithmetic: looping([0x23, 0, ...i32(7), 0x6c, ...i32(13), 0x6a, 0x24, 0]),
  "division of 64 bits": looping([0x42, 0x7f, 0x23, 0, 0xac, 0x42, 3, 0x84, 0x7f, drop]),
  "floating-point addition": looping([
    0x23,
    0,
    0xb7,
    0x44,
    0,
    0,
    0,
    0,
    0,
    0,
    0xf0,
    0x3f,
    ...repeated(8, 0xa0, 0x44, 0, 0, 0, 0, 0, 0, 0xf0, 0x3f),
    0xa0,
    0xbd,
    0xa7,
    0x24,
    0,
  ]),
  stores: looping([...i32(8), ...i32(1), ...store]),
  "loads all over 64 MiB": looping(
    [
      0x23,
      0,
      ...i32(1_664_525),
      0x6c,
      ...i32(1_013_904_223),
      0x6a,
      0x24,
      0,
      0x23,
      0,
      ...i32(0x3ff_fffc),
      0x71,
      ...load,
      drop,
    ],
    1_024,
  ),
  "stores all over 64 MiB": looping(
    [
      0x23,
      0,
      ...i32(1_664_525),
      0x6c,
      ...i32(1_013_904_223),
      0x6a,
      0x24,
      0,
      0x23,
      0,
      ...i32(0x3ff_fffc),
      0x71,
      ...i32(1),
      ...store,
    ],
    1_024,
  ),
  "filling 60 MiB": looping([...i32(0), ...i32(1), ...i32(60 * 1024 * 1024), 0xfc, 0x0b, 0], 1_024),
  "host calls": looping([...i32(0), ...i32(0), ...i32(0), ...i32(0), 0x10, 0, drop]),
};

function looping(body: readonly number[], pages = 4): Uint8Array {
  return buildContract(
    { run: (to) => to.bytes([0x03, 0x40, ...body, 0x0c, 0, 0x0b]) },
    { globals: [1], memory: { minimum: pages } },
  );
}

function signedLeb(value: number): number[] {
  const bytes: number[] = [];
  for (let rest = value; ;) {
    const low = rest & 0x7f;
    rest >>= 7;
    if ((rest === 0 && low < 0x40) || (rest === -1 && low >= 0x40)) return [...bytes, low];
    bytes.push(low | 0x80);
  }
}
