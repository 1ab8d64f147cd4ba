/** The Worker of the contract compiler: 3 MB with gzip, so it is loaded apart from the chain's. */
import { tryCompile } from "@yanta/contract-sdk";
import { contractLibrary } from "@yanta/contract-sdk/library";
import type { CompileRequest } from "./contract-compiler.ts";
import { serveCompiler } from "./serve-compiler.ts";

const library = contractLibrary();
serveCompiler((request) => tryCompile({ ...(request as CompileRequest), library }));
