import { listVectorFiles, readVectorJson } from "../../conformance/vectors-folder.ts";
import { plainFiles } from "../../conformance/vector-kinds.ts";

/** Names of tests that must have run: one a case, or one a file in the folders of whole blocks and configurations. */
export function caseNames(): readonly string[] {
  return listVectorFiles()
    .filter((file) => !plainFiles.has(file))
    .flatMap((file) => (file.includes("/") ? [file] : caseNamesOf(file)));
}

/** cmdid-sm2.json is one document with tests of its own names. */
function caseNamesOf(file: string): readonly string[] {
  const vector = readVectorJson(file);
  return vector?.has("cases") === true ? vector.objects("cases").map((_, index) => `${file}#${index}`) : [];
}
