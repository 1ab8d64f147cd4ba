import type { AbiEvent, AbiMethod, AbiParameter, AbiType, ContractAbi } from "./abi.ts";

type Value = Pick<AbiParameter, "type" | "integer">;

/**
 * Source of a typed client, `NAME.client.ts`, over `@yanta/sdk`: a function that makes an object with a method for each of the
 * contract's, and types for parameters and events.
 */
export function createClientSource(abi: ContractAbi): string {
  const typeName = pascalCase(abi.name);
  const queries = abi.methods.some(({ kind }) => kind === "query");
  const invokes = abi.methods.some(({ kind }) => kind === "invoke");
  const imports = [
    ...(invokes ? ["invokeContract"] : []),
    ...(queries ? ["queryContract"] : []),
    "type CallParameters",
    "type Client",
    ...(invokes ? ["type InvokeContractResult"] : []),
  ];
  return [
    `// Made by \`yanta contract build\` from the contract ${abi.name}; do not edit.`,
    `import { ${imports.join(", ")} } from "@yanta/sdk";\n`,
    ...abi.methods.filter(hasParameters).map((method) => parametersType(typeName, method)),
    ...abi.events.map((event) => eventType(typeName, event)),
    eventUnion(typeName, abi.events),
    ...(invokes ? [sentType(typeName)] : []),
    clientInterface(typeName, abi),
    clientFunction(typeName, abi),
    conversions(abi, { invokes, typeName }),
  ].join("\n");
}

function hasParameters({ parameters }: AbiMethod): boolean {
  return parameters.length > 0;
}

function parametersType(typeName: string, method: AbiMethod): string {
  const lines = method.parameters.map(
    ({ name, optional, ...value }) => `  readonly ${name}${optional === true ? "?" : ""}: ${typeOf(value)};`,
  );
  return `export interface ${typeName}${pascalCase(method.name)}Parameters {\n${lines.join("\n")}\n}\n`;
}

function eventType(typeName: string, event: AbiEvent): string {
  const lines = event.data.map(({ name, ...value }) => `  readonly ${name}: ${typeOf(value)};`);
  return `${comment(event.description, "")}export interface ${typeName}${pascalCase(event.topic)}Event {
  readonly topic: ${JSON.stringify(event.topic)};
${lines.join("\n")}
}
`;
}

function eventUnion(typeName: string, events: readonly AbiEvent[]): string {
  const names = events.map(({ topic }) => `${typeName}${pascalCase(topic)}Event`);
  return `export type ${typeName}Event = ${names.length === 0 ? "never" : names.join(" | ")};\n`;
}

function sentType(typeName: string): string {
  return `/** A transaction that is in a block. */
export interface ${typeName}Sent<T> {
  readonly txId: string;
  readonly blockHeight: bigint;
  readonly gasUsed: bigint;
  readonly result: T;
  readonly events: readonly ${typeName}Event[];
}
`;
}

function clientInterface(typeName: string, abi: ContractAbi): string {
  const members = abi.methods.map(
    (method) =>
      `${comment(method.description, "  ")}  ${method.name}(${argument(typeName, method)}): ${answer(typeName, method)};`,
  );
  return `export interface ${typeName}Client {\n${members.join("\n")}\n}\n`;
}

function argument(typeName: string, method: AbiMethod): string {
  if (!hasParameters(method)) return "";
  const isOptional = method.parameters.every(({ optional }) => optional === true);
  return `parameters${isOptional ? "?" : ""}: ${typeName}${pascalCase(method.name)}Parameters`;
}

function answer(typeName: string, { kind, result }: AbiMethod): string {
  const type = result === undefined ? "void" : typeOf(result);
  return kind === "query" ? `Promise<${type}>` : `Promise<${typeName}Sent<${type}>>`;
}

function clientFunction(typeName: string, abi: ContractAbi): string {
  const members = abi.methods.map((method) => {
    const head = hasParameters(method)
      ? `async (parameters${argument(typeName, method).includes("?:") ? " = {}" : ""}) =>`
      : "async () =>";
    const request = `{ contract, method: ${JSON.stringify(method.name)}, parameters: ${encodeAll(method)} }`;
    if (method.kind === "invoke")
      return `    ${method.name}: ${head} toSent(await invokeContract(client, ${request}), ${decoder(method.result)}),`;
    if (method.result === undefined)
      return `    ${method.name}: ${head} void (await queryContract(client, ${request})),`;
    return `    ${method.name}: ${head} ${decoder(method.result)}((await queryContract(client, ${request})).result),`;
  });
  return `/** The contract \`${abi.name}\` as one member sees it. Errors: those of \`@yanta/sdk\`. */
export function create${typeName}Client(client: Client, contract = ${JSON.stringify(abi.name)}): ${typeName}Client {
  return {
${members.join("\n")}
  };
}
`;
}

function encodeAll(method: AbiMethod): string {
  return hasParameters(method) ? "encode({ ...parameters })" : "{}";
}

function decoder(result: Value | undefined): string {
  return result === undefined ? "toNothing" : decoders[decoderName(result)].name;
}

type DecoderName = "string" | "bool" | "number" | "bigint" | "bytes" | "strings";

const decoders: Readonly<Record<DecoderName, { readonly name: string; readonly source: string }>> = {
  string: { name: "toText", source: "const toText = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);" },
  bool: { name: "toBoolean", source: 'const toBoolean = (bytes: Uint8Array): boolean => toText(bytes) === "true";' },
  number: { name: "toNumber", source: "const toNumber = (bytes: Uint8Array): number => Number(toText(bytes));" },
  bigint: { name: "toBigint", source: "const toBigint = (bytes: Uint8Array): bigint => BigInt(toText(bytes));" },
  bytes: { name: "toBytes", source: "const toBytes = (bytes: Uint8Array): Uint8Array => bytes;" },
  strings: {
    name: "toTexts",
    source: "const toTexts = (bytes: Uint8Array): string[] => JSON.parse(toText(bytes)) as string[];",
  },
};

function decoderName({ type, integer }: Value): DecoderName {
  const names: Readonly<Record<AbiType, DecoderName>> = {
    string: "string",
    bool: "bool",
    int: isWide(integer) ? "bigint" : "number",
    uint256: "bigint",
    bytes: "bytes",
    "string[]": "strings",
  };
  return names[type];
}

function isWide(integer: string | undefined): boolean {
  return integer === "u64" || integer === "i64";
}

function typeOf(value: Value): string {
  const types: Readonly<Record<DecoderName, string>> = {
    string: "string",
    bool: "boolean",
    number: "number",
    bigint: "bigint",
    bytes: "Uint8Array",
    strings: "readonly string[]",
  };
  return types[decoderName(value)];
}

/** Only the conversions that the client uses. */
function conversions(abi: ContractAbi, { invokes, typeName }: { invokes: boolean; typeName: string }): string {
  const used = new Set<DecoderName>(
    abi.methods.flatMap(({ result }) => (result === undefined ? [] : [decoderName(result)])),
  );
  if (["bool", "number", "bigint", "strings"].some((name) => used.has(name as DecoderName))) used.add("string");
  const parts = [encodeSource];
  if (abi.methods.some(({ kind, result }) => kind === "invoke" && result === undefined))
    parts.push("const toNothing = (): void => undefined;\n");
  for (const name of used) parts.push(`${decoders[name].source}\n`);
  if (invokes) parts.push(sentSource(typeName), eventsSource(typeName, abi.events));
  return parts.join("\n");
}

const encodeSource = `type Value = string | boolean | number | bigint | Uint8Array | readonly string[] | undefined;

/** Numbers in decimal digits, lists as JSON; what is undefined is left out. */
function encode(values: Readonly<Record<string, Value>>): CallParameters {
  const encoded: Record<string, string | Uint8Array> = {};
  for (const [name, value] of Object.entries(values)) {
    if (value instanceof Uint8Array) encoded[name] = value;
    else if (Array.isArray(value)) encoded[name] = JSON.stringify(value);
    else if (value !== undefined) encoded[name] = String(value);
  }
  return encoded;
}
`;

function sentSource(typeName: string): string {
  return `function toSent<T>(sent: InvokeContractResult, decode: (bytes: Uint8Array) => T): ${typeName}Sent<T> {
  const { txId, blockHeight, gasUsed } = sent;
  return { txId, blockHeight, gasUsed, result: decode(sent.result), events: to${typeName}Events(sent.events) };
}
`;
}

function eventsSource(typeName: string, events: readonly AbiEvent[]): string {
  const cases = events.map(({ topic, data }) => {
    const members = data.map(({ name, ...value }, index) => `${name}: ${eventValue(value, `data[${index}] ?? ""`)}`);
    return `      case ${JSON.stringify(topic)}:\n        return [{ topic, ${members.join(", ")} }];`;
  });
  const parameter =
    cases.length === 0
      ? "_events: unknown"
      : "events: readonly { readonly topic: string; readonly eventData: readonly string[] }[]";
  if (cases.length === 0)
    return `export function to${typeName}Events(${parameter}): ${typeName}Event[] {\n  return [];\n}\n`;
  return `/** The contract's own events, typed; those of others are left out. */
export function to${typeName}Events(
  ${parameter},
): ${typeName}Event[] {
  return events.flatMap(({ topic, eventData: data }): ${typeName}Event[] => {
    switch (topic) {
${cases.join("\n")}
      default:
        return [];
    }
  });
}
`;
}

function eventValue(value: Value, text: string): string {
  switch (decoderName(value)) {
    case "string":
      return text;
    case "bool":
      return `(${text}) === "true"`;
    case "number":
      return `Number(${text})`;
    case "bigint":
      return `BigInt(${text})`;
    case "bytes":
      return `new TextEncoder().encode(${text})`;
    case "strings":
      return `JSON.parse(${text}) as string[]`;
  }
}

function comment(text: string | undefined, indent: string): string {
  return text === undefined ? "" : `${indent}/** ${text.replaceAll("*/", "* /")} */\n`;
}

function pascalCase(name: string): string {
  return name
    .split(/[^a-zA-Z0-9]+/)
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join("");
}
