import { CodedError } from "@yanta/errors";

/** Runs a parser; undefined = it refused with a coded error (or another that `isRefusal` knows). Anything else goes on. */
export function parsed<T>(parse: () => T, isRefusal: (error: unknown) => boolean = () => false): T | undefined {
  try {
    return parse();
  } catch (error) {
    if (error instanceof CodedError || isRefusal(error)) return undefined;
    throw error;
  }
}

/** A property that must hold for every case. */
export function demand(holds: boolean, what: string): asserts holds {
  if (!holds) throw new Error(`broken property: ${what}`);
}
