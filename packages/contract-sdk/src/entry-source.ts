import type { ContractSyntax } from "./contract-syntax.ts";

const lifecycle = ["init_contract", "upgrade"] as const;

/**
 * The module that is compiled: one export without arguments for each method, which reads the parameters, calls the contract's
 * function and hands over the result. Install and upgrade get empty methods where the contract has none. Spec: vm.md §2.2.
 */
export function createEntrySource(syntax: ContractSyntax, contractPath: string): string {
  const wrappers = syntax.methods.map((method) => {
    const values = method.parameters.map(({ name }) => {
      const path = `${method.name}.${name}`;
      const read = `parameter<${syntax.types.get(path)}>("${name}")`;
      const otherwise = syntax.defaults.get(path);
      return otherwise === undefined ? read : `hasParameter("${name}") ? ${read} : ${otherwise}`;
    });
    // Read one after the other, in the order of the signature, so that the first missing one is named.
    const names = values.map((_, index) => `p${index}`);
    const reads = values.map((value, index) => `  const ${names[index]} = ${value};\n`).join("");
    const call = `contract.${method.name}(${names.join(", ")})`;
    const type = syntax.types.get(method.name);
    const ending = type === undefined ? `  ${call};\n  succeedEmpty();\n` : `  succeed<${type}>(${call});\n`;
    return `export function ${method.name}(): void {\n${reads}${ending}}\n`;
  });
  const missing = lifecycle.filter((name) => !syntax.methods.some((method) => method.name === name));
  return [
    `import * as contract from "${contractPath}";`,
    'import { parameter, succeed, succeedEmpty } from "@yanta/contract-sdk/abi";',
    'import { hasParameter, Uint256 } from "@yanta/contract-sdk";',
    'export { runtime_type, allocate, deallocate, __throw } from "@yanta/contract-sdk/abi";',
    ...wrappers,
    ...missing.map((name) => `export function ${name}(): void {\n  succeedEmpty();\n}\n`),
  ].join("\n");
}
