import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { CodedError } from "@yanta/errors";
import { pathBaseOf, readReferencedFile, resolveExisting, resolveForWriting, type PathBase } from "./resolve-path.ts";

/** Two folders: where the node is started, and where its configuration lies. */
function twoFolders(t: TestContext): { base: PathBase; put: (path: string) => string } {
  const root = mkdtempSync(join(tmpdir(), "yanta-paths-"));
  t.after(() => rmSync(root, { recursive: true }));
  for (const name of ["bin", "config"]) mkdirSync(join(root, name));
  const put = (path: string): string => {
    writeFileSync(join(root, path), path);
    return join(root, path);
  };
  return { base: pathBaseOf("../config/chainmaker.yml", join(root, "bin")), put };
}

const codeOf = (run: () => unknown): unknown => {
  try {
    return run();
  } catch (error) {
    if (error instanceof CodedError) return error.code;
    throw error;
  }
};

test("the working directory comes first, then the file's folder", (t) => {
  const { base, put } = twoFolders(t);
  assert.equal(
    codeOf(() => resolveExisting("a.crt", "key", base)),
    "NODE_FILE_MISSING",
  );
  const besideFile = put("config/a.crt");
  assert.equal(resolveExisting("a.crt", "key", base), besideFile);
  const inWorkingDirectory = put("bin/a.crt");
  assert.equal(resolveExisting("./a.crt", "key", base), inWorkingDirectory);
  assert.equal(readReferencedFile("a.crt", "key", base), "bin/a.crt");
});

test("an absolute path is taken as it is", (t) => {
  const { base, put } = twoFolders(t);
  const path = put("config/b.crt");
  assert.equal(resolveExisting(path, "key", base), path);
  assert.equal(
    codeOf(() => resolveExisting(`${path}.missing`, "key", base)),
    "NODE_FILE_MISSING",
  );
});

test("a folder in place of a file is refused with the key", (t) => {
  const { base } = twoFolders(t);
  assert.equal(
    codeOf(() => readReferencedFile("../config", "node.cert_file", base)),
    "NODE_FILE_MISSING",
  );
});

test("data goes where the companion was found", (t) => {
  const { base, put } = twoFolders(t);
  put("config/bc1.yml");
  assert.equal(resolveForWriting("./data", "bc1.yml", base), join(base.fileDirectory, "data"));
  put("bin/bc1.yml");
  assert.equal(resolveForWriting("./data", "bc1.yml", base), join(base.workingDirectory, "data"));
  assert.equal(resolveForWriting("/srv/data", "bc1.yml", base), "/srv/data");
});
