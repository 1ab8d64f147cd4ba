/** The library that contracts import, where there is no folder to read it from. An entry of its own: 60 kB of text. */
import library from "./gen/library.json" with { type: "json" };

/** As `compileContract` takes it. */
export function contractLibrary(): ReadonlyMap<string, string> {
  return new Map(Object.entries(library));
}
