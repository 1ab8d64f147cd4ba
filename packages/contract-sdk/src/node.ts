export { buildContract, compileFolder, writeContract, type BuiltContract } from "./build-contract.ts";
export { createContract } from "./create-contract.ts";
export { readLibrary, readSources } from "./source-files.ts";
