import { readFileSync } from "node:fs";
import ts from "typescript";
import type { Check } from "./check.ts";
import { readSourceFiles, type SourceFile } from "./source-files.ts";

interface PurityTable {
  readonly rules: readonly PurityRule[];
  /** Path to reason. */
  readonly exceptions: Readonly<Record<string, string>>;
}

interface PurityRule {
  readonly why: string;
  readonly files: readonly string[];
  /** Global names, `Object.member`, methods, or `node:` for imports of Node.js's own modules. */
  readonly names: readonly string[];
}

/** CONTRIBUTING, rule 5: what the deterministic core and the parts for browsers must not use (`purity.json`). */
export const purity: Check = {
  name: "purity",
  async find(root) {
    const table = JSON.parse(readFileSync(new URL("./purity.json", import.meta.url), "utf8")) as PurityTable;
    return table.rules.flatMap((rule) => {
      const files = readSourceFiles(root, rule.files).filter(
        ({ path }) => table.exceptions[path] === undefined && !/(\.test\.ts$|\/testing\/)/.test(path),
      );
      return files.flatMap((file) => findImpure(file, rule));
    });
  },
};

function findImpure(file: SourceFile, rule: PurityRule): readonly string[] {
  // Parsing costs more than searching: most files hold none of the words.
  const names = new Set(rule.names.filter((name) => file.text.includes(name.split(".").at(-1) ?? name)));
  if (names.size === 0) return [];
  const findings: string[] = [];
  const source = ts.createSourceFile(file.path, file.text, ts.ScriptTarget.Latest, true);
  const report = (node: ts.Node, name: string): void => {
    const line = source.getLineAndCharacterOfPosition(node.getStart()).line + 1;
    findings.push(`${file.path}:${line}: uses ${name}: ${rule.why}`);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) {
      const name = impureName(node, names);
      if (name !== undefined) report(node, name);
    } else if (ts.isStringLiteral(node) && node.text.startsWith("node:") && names.has("node:") && isSpecifier(node)) {
      report(node, node.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return findings;
}

/** The banned name that an identifier stands for; undefined when it is someone's property, type or own name. */
function impureName(node: ts.Identifier, names: ReadonlySet<string>): string | undefined {
  const parent = node.parent;
  if (ts.isPropertyAccessExpression(parent) && parent.name === node) {
    const owner = parent.expression.getText();
    if (names.has(`${owner}.${node.text}`)) return `${owner}.${node.text}`;
    return names.has(node.text) && (owner === "globalThis" || /^(toLocale|locale)/.test(node.text))
      ? node.text
      : undefined;
  }
  const isOwnName = "name" in parent && parent.name === node && !ts.isShorthandPropertyAssignment(parent);
  if (!names.has(node.text) || isOwnName || ts.isTypeReferenceNode(parent)) return undefined;
  return isDeclared(node) ? undefined : node.text;
}

/** True when the file itself declares the name (a parameter called `crypto`, an import). */
function isDeclared(node: ts.Identifier): boolean {
  let found = false;
  const visit = (candidate: ts.Node): void => {
    if (
      (ts.isParameter(candidate) ||
        ts.isVariableDeclaration(candidate) ||
        ts.isImportSpecifier(candidate) ||
        ts.isBindingElement(candidate) ||
        ts.isFunctionDeclaration(candidate)) &&
      candidate.name !== undefined &&
      ts.isIdentifier(candidate.name) &&
      candidate.name.text === node.text
    ) {
      found = true;
    }
    if (!found) ts.forEachChild(candidate, visit);
  };
  visit(node.getSourceFile());
  return found;
}

function isSpecifier(node: ts.StringLiteral): boolean {
  return ts.isImportDeclaration(node.parent) || ts.isExportDeclaration(node.parent) || ts.isCallExpression(node.parent);
}
