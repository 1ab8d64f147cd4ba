export interface SourcePlace {
  readonly source: string;
  /** From 1. */
  readonly line: number;
  readonly column: number;
}

export interface SourcePlaces {
  /** The last mapped place at or before a byte of the module. */
  find(offset: number): SourcePlace | undefined;
}

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** Reads a source map of the compiler: one line, whose columns are byte offsets of the module. */
export function readSourceMap(text: string): SourcePlaces {
  const { sources, mappings } = JSON.parse(text) as { sources: string[]; mappings: string };
  const offsets: number[] = [];
  const places: SourcePlace[] = [];
  const state = [0, 0, 0, 0];
  for (const segment of mappings.split(",")) {
    for (const [index, delta] of decodeNumbers(segment).entries()) state[index] = (state[index] ?? 0) + delta;
    const [offset = 0, source = 0, line = 0, column = 0] = state;
    offsets.push(offset);
    places.push({ source: sources[source] ?? "", line: line + 1, column: column + 1 });
  }
  return {
    find: (offset) => {
      let low = 0;
      let high = offsets.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if ((offsets[middle] ?? 0) <= offset) low = middle + 1;
        else high = middle;
      }
      return places[low - 1];
    },
  };
}

/** Numbers of one segment: base 64, five bits each, sign in the lowest. */
function decodeNumbers(segment: string): number[] {
  const numbers: number[] = [];
  let value = 0;
  let shift = 0;
  for (const letter of segment) {
    const bits = letters.indexOf(letter);
    value |= (bits & 31) << shift;
    shift += 5;
    if ((bits & 32) !== 0) continue;
    numbers.push((value & 1) === 1 ? -(value >> 1) : value >> 1);
    value = 0;
    shift = 0;
  }
  return numbers;
}
