import type * as assemblyscript from "assemblyscript";
import type { AbiEvent, AbiMethod, AbiParameter, AbiType } from "./abi.ts";
import { type Diagnostic, messageToDiagnostic, placeAt } from "./diagnostic.ts";
import { contractSdkErrors } from "./errors.ts";

type Compiler = typeof assemblyscript;

/** What the builder learns from a contract's source before it is compiled. */
export interface ContractSyntax {
  readonly methods: readonly AbiMethod[];
  readonly events: readonly AbiEvent[];
  /** Initializers of optional parameters as written, by `method.parameter`. */
  readonly defaults: ReadonlyMap<string, string>;
  /** AssemblyScript type of each parameter, by `method.parameter`, and of each result, by `method`. */
  readonly types: ReadonlyMap<string, string>;
}

/** Kinds of syntax nodes and declaration flags; the compiler declares them as constants that are gone at run time. */
const nodeKind = { literal: 17, new: 18, variable: 48, function: 56 };
const flag = { export: 2, const: 8 };

/** Names that the binary interface needs. */
const reservedNames = new Set(["runtime_type", "allocate", "deallocate", "memory", "__throw"]);
const plainDefault = /^("[^"\\]*"|'[^'\\]*'|-?\d+|true|false|\[\]|Uint256\.(zero\(\)|from\(\d+\)))$/;
const integerTypes = new Set(["i8", "u8", "i16", "u16", "i32", "u32", "i64", "u64", "isize", "usize"]);

interface SyntaxInput {
  readonly sources: ReadonlyMap<string, string>;
  readonly entry: string;
  readonly onDiagnostic: (diagnostic: Diagnostic) => void;
}

/** Reads the exported functions and declared events of a contract. Errors: CONTRACT_SIGNATURE, CONTRACT_COMPILE. */
export function readContractSyntax(compiler: Compiler, { sources, entry, onDiagnostic }: SyntaxInput): ContractSyntax {
  const syntax = { methods: [] as AbiMethod[], events: [] as AbiEvent[], defaults: new Map(), types: new Map() };
  for (const [path, text] of sources) {
    const source = parse(compiler, path, { sources, onDiagnostic });
    for (const statement of source.statements) {
      const refuse = refuseAt(path, text, statement);
      if (isKind(statement, nodeKind.function) && path === entry)
        readFunction(statement as assemblyscript.FunctionDeclaration, text, refuse, syntax);
      if (isKind(statement, nodeKind.variable))
        readVariables(statement as assemblyscript.VariableStatement, text, refuse, syntax);
    }
  }
  return syntax;
}

function isKind(node: assemblyscript.Node, kind: number): boolean {
  return (node.kind as number) === kind;
}

/** Throws CONTRACT_SIGNATURE at the statement that is read. */
type Refuse = (reason: string) => never;

function refuseAt(path: string, text: string, { range }: assemblyscript.Node): Refuse {
  return (reason) => {
    const { line, column } = placeAt(path, text, range.start);
    throw contractSdkErrors.create("CONTRACT_SIGNATURE", { place: `${path}:${line}`, reason, path, line, column });
  };
}

interface Collected {
  readonly methods: AbiMethod[];
  readonly events: AbiEvent[];
  readonly defaults: Map<string, string>;
  readonly types: Map<string, string>;
}

/** Each file is parsed alone: imports are followed by the compiler itself. */
function parse(
  compiler: Compiler,
  path: string,
  { sources, onDiagnostic }: Omit<SyntaxInput, "entry">,
): assemblyscript.Source {
  const program = compiler.newProgram(compiler.newOptions());
  compiler.parse(program, sources.get(path) ?? "", path, true);
  const reports: string[] = [];
  for (let found = compiler.nextDiagnostic(program); found !== null; found = compiler.nextDiagnostic(program))
    if (compiler.isError(found)) {
      reports.push(compiler.formatDiagnostic(found, false, true));
      onDiagnostic(messageToDiagnostic(found, { sources, folder: "" }));
    }
  if (reports.length > 0) throw contractSdkErrors.create("CONTRACT_COMPILE", { report: reports.join("\n") });
  const source = program.sources[0];
  if (source === undefined) throw contractSdkErrors.create("CONTRACT_COMPILE", { report: `${path} is empty` });
  return source;
}

function readFunction(
  declaration: assemblyscript.FunctionDeclaration,
  text: string,
  refuse: Refuse,
  into: Collected,
): void {
  if (((declaration.flags as number) & flag.export) === 0) return;
  const name = declaration.name.text;
  if (reservedNames.has(name)) refuse(`a method cannot be called ${name}`);
  if (declaration.typeParameters !== null) refuse(`the method ${name} has type parameters`);
  const { signature } = declaration;
  const parameters = signature.parameters.map((parameter): AbiParameter => {
    const type = parameter.type.range.toString();
    const path = `${name}.${parameter.name.text}`;
    const abiType = toAbiType(type) ?? refuse(`the parameter ${parameter.name.text} of ${name} has the type ${type}`);
    into.types.set(path, type);
    if (parameter.initializer !== null) {
      const initializer = parameter.initializer.range.toString();
      // It is evaluated in another module, which knows nothing of this one.
      if (!plainDefault.test(initializer))
        refuse(`the default of ${parameter.name.text} is no plain text, number, true, false or Uint256`);
      into.defaults.set(path, initializer);
    }
    return { name: parameter.name.text, ...abiType, ...(parameter.initializer === null ? {} : { optional: true }) };
  });
  const resultType = signature.returnType.range.toString();
  const result =
    resultType === "void" || resultType === ""
      ? undefined
      : (toAbiType(resultType) ?? refuse(`the result of ${name} has the type ${resultType}`));
  if (result !== undefined) into.types.set(name, resultType);
  const comment = commentBefore(text, declaration.range.start);
  const isQuery = /@query\b/.test(comment);
  const description = comment.replace(/@query\b/, "").trim();
  into.methods.push({
    name,
    kind: isQuery ? "query" : "invoke",
    ...(description === "" ? {} : { description }),
    parameters,
    ...(result === undefined ? {} : { result }),
  });
}

function readVariables(
  statement: assemblyscript.VariableStatement,
  text: string,
  refuse: Refuse,
  into: Collected,
): void {
  for (const declaration of statement.declarations) {
    if (((declaration.flags as number) & flag.const) === 0) {
      const { text: name } = declaration.name;
      refuse(`${name} keeps its value between calls on some nodes and not on others: use const, or the state`);
    }
    const { initializer } = declaration;
    if (initializer === null || !isKind(initializer, nodeKind.new)) continue;
    const created = initializer as assemblyscript.NewExpression;
    if (!/^Event\d$/.test(created.typeName.range.toString())) continue;
    into.events.push(readEvent(created, commentBefore(text, statement.range.start), refuse));
  }
}

function readEvent(created: assemblyscript.NewExpression, description: string, refuse: Refuse): AbiEvent {
  const names = created.args.map((argument) => {
    if (!isKind(argument, nodeKind.literal) || !("value" in argument) || typeof argument.value !== "string")
      return refuse("topic and names of an event are written out");
    return argument.value;
  });
  const types = (created.typeArguments ?? []).map((type) => type.range.toString());
  const data = types.map((type, index): AbiParameter => {
    const abiType = toAbiType(type) ?? refuse(`an event with data of the type ${type}`);
    return { name: names[index + 1] ?? "", ...abiType };
  });
  return { topic: names[0] ?? "", ...(description === "" ? {} : { description }), data };
}

function toAbiType(type: string): { type: AbiType; integer?: string } | undefined {
  if (integerTypes.has(type)) return { type: "int", integer: type };
  switch (type) {
    case "string":
    case "bool":
      return { type };
    case "boolean":
      return { type: "bool" };
    case "Uint256":
      return { type: "uint256" };
    case "Uint8Array":
      return { type: "bytes" };
    case "string[]":
    case "Array<string>":
      return { type: "string[]" };
    default:
      return undefined;
  }
}

/** The text of a documentation comment that ends right before a statement. */
function commentBefore(text: string, position: number): string {
  const match = /\/\*\*((?:[^*]|\*(?!\/))*)\*\/\s*(?:export\s+)?$/.exec(text.slice(0, position));
  if (match === null) return "";
  return (match[1] ?? "")
    .split("\n")
    .map((line) => line.replace(/^\s*\* ?/, "").trim())
    .join(" ")
    .trim();
}
