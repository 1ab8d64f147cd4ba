import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { contractSdkErrors } from "./errors.ts";
import { listFiles, packageFolder } from "./source-files.ts";

const namePattern = /^[a-zA-Z][a-zA-Z0-9_-]{0,63}$/;

/**
 * Makes a folder with a small contract, its tests and a README; returns the files. Errors: CONTRACT_NAME, CONTRACT_FOLDER_EXISTS.
 */
export function createContract(folder: string): readonly string[] {
  const name = basename(resolve(folder));
  if (!namePattern.test(name)) throw contractSdkErrors.create("CONTRACT_NAME", { name });
  if (existsSync(folder)) throw contractSdkErrors.create("CONTRACT_FOLDER_EXISTS", { path: folder });
  const template = packageFolder("template");
  return listFiles(template).map((path) => {
    // `NAME` stands for the contract's name; a leading dot is written out, since packages leave dotted files behind.
    const target = join(folder, path.replaceAll("NAME", name).replace(/^dot-/, "."));
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, readFileSync(join(template, path), "utf8").replaceAll("CONTRACT_NAME", name));
    return target;
  });
}
