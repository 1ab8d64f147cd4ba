import type { SolidityAbiEntry, SolidityAbiParameter } from "./solidity-abi.ts";

/** A type of the contract ABI. Spec: Solidity documentation, "Contract ABI Specification". */
export type AbiType =
  | { readonly kind: "uint" | "int"; readonly bits: number }
  | { readonly kind: "address" | "bool" | "bytes" | "string" }
  | { readonly kind: "fixed-bytes"; readonly length: number }
  /** Without a length it has any. */
  | { readonly kind: "array"; readonly element: AbiType; readonly length: number | undefined }
  | { readonly kind: "tuple"; readonly members: readonly AbiType[] };

/** Undefined for a type that nobody knows, such as the fixed-point ones. */
export function parseAbiType({
  type,
  components = [],
}: Pick<SolidityAbiParameter, "type" | "components">): AbiType | undefined {
  const array = /^(.*)\[(\d*)\]$/.exec(type);
  if (array !== null) {
    const element = parseAbiType({ type: array[1] ?? "", components });
    const length = array[2] === "" ? undefined : Number(array[2]);
    return element && { kind: "array", element, length };
  }
  if (type === "tuple") {
    const members = components.map(parseAbiType);
    return members.every((member) => member !== undefined) ? { kind: "tuple", members } : undefined;
  }
  if (type === "address" || type === "bool" || type === "bytes" || type === "string") return { kind: type };
  const sized = /^(uint|int|bytes)(\d+)$/.exec(type);
  const size = Number(sized?.[2]);
  if (sized?.[1] === "bytes") return size >= 1 && size <= 32 ? { kind: "fixed-bytes", length: size } : undefined;
  const isInteger = sized !== null && size >= 8 && size <= 256 && size % 8 === 0;
  return isInteger ? { kind: sized[1] === "int" ? "int" : "uint", bits: size } : undefined;
}

/** Whether values of the type have a length of their own, and so stand behind the others. */
export function isDynamic(type: AbiType): boolean {
  switch (type.kind) {
    case "bytes":
    case "string":
      return true;
    case "array":
      return type.length === undefined || isDynamic(type.element);
    case "tuple":
      return type.members.some(isDynamic);
    default:
      return false;
  }
}

/** Bytes of a type in the head: 32, or all of a value that is not dynamic. */
export function headLength(type: AbiType): number {
  if (isDynamic(type)) return 32;
  if (type.kind === "array") return (type.length ?? 0) * headLength(type.element);
  if (type.kind === "tuple") return type.members.reduce((sum, member) => sum + headLength(member), 0);
  return 32;
}

/** E.g. `transfer(address,uint256)`. */
export function signatureOf({ name = "", inputs = [] }: SolidityAbiEntry): string {
  return `${name}(${inputs.map(typeText).join(",")})`;
}

function typeText({ type, components = [] }: SolidityAbiParameter): string {
  return type.startsWith("tuple") ? `(${components.map(typeText).join(",")})${type.slice("tuple".length)}` : type;
}
