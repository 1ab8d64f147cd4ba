export interface Mutant {
  /** The contract's name. */
  readonly contract: string;
  /** The file's path in the contract's folder `assembly`. */
  readonly path: string;
  readonly line: number;
  readonly original: string;
  readonly replacement: string;
  /** The whole source with the change. */
  readonly source: string;
}

/** Comments, texts, numbers, words, operators: enough of the language to change one token. */
const tokens =
  /\/\/[^\n]*|\/\*[\s\S]*?\*\/|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|\b\d+\b|\b(?:true|false)\b|&&|\|\|| (?:==|!=|<=|>=|<|>|\+|-) /g;

const swaps: Readonly<Record<string, readonly string[]>> = {
  " == ": [" != "],
  " != ": [" == "],
  " < ": [" <= ", " >= "],
  " <= ": [" < ", " > "],
  " > ": [" >= ", " <= "],
  " >= ": [" > ", " < "],
  " - ": [" + "],
  "&&": ["||"],
  "||": ["&&"],
  true: ["false"],
  false: ["true"],
};

/**
 * Every change of one comparison, connective, difference or constant. Left alone: imports, and the names under which state is
 * kept, which only a reader of the raw state could tell apart.
 */
export function mutateSource(contract: string, path: string, source: string): readonly Mutant[] {
  const mutants: Mutant[] = [];
  for (const match of source.matchAll(tokens)) {
    const [token] = match;
    const before = source.slice(0, match.index);
    if (/(\bfrom |new State(Map|Value)<[^>]*>\()$/.test(before)) continue;
    for (const replacement of replacements(token)) {
      mutants.push({
        contract,
        path,
        line: before.split("\n").length,
        original: token.trim(),
        replacement: replacement.trim(),
        source: before + replacement + source.slice(match.index + token.length),
      });
    }
  }
  return mutants;
}

function replacements(token: string): readonly string[] {
  if (/^\d+$/.test(token)) return [String(Number(token) + 1)];
  if (/^["']/.test(token)) return [`${token.slice(0, -1)}~${token.slice(-1)}`];
  return swaps[token] ?? [];
}
