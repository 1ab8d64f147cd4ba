import { bytesToUtf8, emptyBytes } from "@yanta/bytes";
import type { Parameters } from "@yanta/vm";
import { listEntriesMax } from "./limits.ts";
import { refusalTexts } from "./refusal-texts.ts";

/** Parameter that a cross-contract call adds; free-key methods skip it. Spec: vm.md §0.3. */
const crossCallerParameter = "__cross_caller__";

/** A parameter as bytes; empty when absent. */
export function parameterBytes(parameters: Parameters, key: string): Uint8Array {
  return parameters.get(key) ?? emptyBytes;
}

/** A parameter as text; "" when absent. */
export function parameterText(parameters: Parameters, key: string): string {
  const bytes = parameters.get(key);
  return bytes === undefined ? "" : bytesToUtf8(bytes);
}

/** What a comma list that is too long is refused with; undefined when it is not. Spec: docs/deviations.md. */
export function refuseLongList(list: string, key: string): string | undefined {
  let count = 1;
  for (let at = list.indexOf(","); at >= 0; at = list.indexOf(",", at + 1))
    if (++count > listEntriesMax)
      return `${refusalTexts.params}, param [${key}] has more than ${listEntriesMax} entries`;
  return undefined;
}

/** True when a value is empty or only white space, as ChainMaker's blank check sees it. */
export function isBlank(value: string | Uint8Array): boolean {
  const text = typeof value === "string" ? value : bytesToUtf8(value);
  return text.trim() === "";
}

/** True when any of the values is blank. */
export function isAnyBlank(...values: readonly (string | Uint8Array)[]): boolean {
  return values.some(isBlank);
}

/** Parameters in ascending order of their keys, without the one that a cross call adds. */
export function sortedUserParameters(parameters: Parameters): readonly (readonly [key: string, value: Uint8Array])[] {
  return [...parameters]
    .filter(([key]) => !key.includes(crossCallerParameter))
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}
