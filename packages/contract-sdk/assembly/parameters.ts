import { inputItem, inputKeys } from "./input";

/** Whether the caller gave a parameter. */
export function hasParameter(name: string): bool {
  return inputItem(name) != null;
}

/** A parameter as it came; empty when it is missing. */
export function parameterBytes(name: string): Uint8Array {
  const item = inputItem(name);
  return item == null ? new Uint8Array(0) : item.toBytes();
}

/** All names, also the injected `__…__` ones, sorted as bytes. */
export function parameterNames(): string[] {
  return inputKeys();
}
