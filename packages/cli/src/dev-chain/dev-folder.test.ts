import assert from "node:assert/strict";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { CodedError } from "@yanta/errors";
import { loadClient } from "@yanta/sdk";
import { openDevFolder, writeSdkConfigs, type DevFolder } from "./dev-folder.ts";

function temporaryFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), "yanta-dev-"));
  t.after(() => rmSync(folder, { recursive: true }));
  return folder;
}

const open = (folder: string): DevFolder =>
  openDevFolder({ folder, host: "127.0.0.1", port: 12_301, unixSeconds: 1_800_000_000n });

function codeOf(folder: string): string {
  try {
    return open(folder).isNew ? "new" : "taken";
  } catch (error) {
    if (error instanceof CodedError) return error.code;
    throw error;
  }
}

test("a folder is made whole, then taken as it is", (t) => {
  const parent = temporaryFolder(t);
  const folder = join(parent, "deep/chain");
  assert.equal(codeOf(folder), "new");
  const made = readdirSync(folder).sort();
  assert.deepEqual(
    made,
    ["KEYS-ARE-FOR-DEVELOPMENT-ONLY.txt", "bc1.yml", "chainmaker.yml", "crypto-config", "dev-chain.json"].sort(),
  );
  const genesis = readFileSync(join(folder, "bc1.yml"), "utf8");
  assert.equal(codeOf(folder), "taken");
  assert.equal(readFileSync(join(folder, "bc1.yml"), "utf8"), genesis);
  assert.deepEqual(readdirSync(join(parent, "deep")), ["chain"], "nothing is left beside it");
  if (process.platform !== "win32") {
    const key = join(folder, "crypto-config/wx-org1.chainmaker.org/user/admin1/admin1.sign.key");
    assert.equal(statSync(key).mode & 0o777, 0o600);
  }
});

test("an empty folder counts as none", (t) => {
  assert.equal(codeOf(temporaryFolder(t)), "new");
});

test("other people's files, newer formats and damage are told apart, and nothing is changed", (t) => {
  const folder = temporaryFolder(t);
  const marker = join(folder, "dev-chain.json");
  writeFileSync(join(folder, "thesis.txt"), "precious");
  assert.equal(codeOf(folder), "CLI_FOLDER_FOREIGN");
  writeFileSync(marker, '{"format":2}');
  assert.equal(codeOf(folder), "CLI_FOLDER_NEWER");
  for (const text of ["", "null", "{}", '{"format":"1"}', "{"]) {
    writeFileSync(marker, text);
    assert.equal(codeOf(folder), "CLI_FOLDER_DAMAGED", text);
  }
  writeFileSync(marker, '{"format":1}');
  assert.equal(codeOf(folder), "CLI_FOLDER_DAMAGED", "files are missing");
  for (const name of ["bc1.yml", "chainmaker.yml"]) writeFileSync(join(folder, name), "");
  mkdirSync(join(folder, "crypto-config"));
  assert.equal(codeOf(folder), "taken");
  assert.equal(readFileSync(join(folder, "thesis.txt"), "utf8"), "precious");
});

test("a file in its place, or in the place of a folder above, is refused", (t) => {
  const file = join(temporaryFolder(t), "file");
  writeFileSync(file, "precious");
  assert.equal(codeOf(file), "CLI_FOLDER_UNWRITABLE");
  assert.equal(codeOf(join(file, "chain")), "CLI_FOLDER_UNWRITABLE");
  assert.equal(readFileSync(file, "utf8"), "precious");
});

test("a place where nobody can make folders is refused", { skip: !existsSync("/proc/self") && "no /proc" }, () => {
  assert.equal(codeOf("/proc/yanta/chain"), "CLI_FOLDER_UNWRITABLE");
});

test("each organisation gets an SDK configuration that loads, with the port in use", (t) => {
  const folder = open(join(temporaryFolder(t), "chain"));
  writeSdkConfigs(folder.folder, [{ host: "127.0.0.1", port: 4711 }]);
  assert.equal(
    readFileSync(folder.sdkConfigFile, "utf8"),
    readFileSync(join(folder.folder, "sdk/wx-org1.chainmaker.org.yml"), "utf8"),
  );
  for (const org of [1, 2, 3, 4]) {
    const client = loadClient(join(folder.folder, `sdk/wx-org${org}.chainmaker.org.yml`), "/");
    assert.equal(client.transport.address, "127.0.0.1:4711");
    assert.equal(client.signer.member.orgId, `wx-org${org}.chainmaker.org`);
    client.transport.close();
  }
  rmSync(join(folder.folder, "sdk"), { recursive: true });
  writeFileSync(join(folder.folder, "sdk"), "");
  assert.throws(
    () => writeSdkConfigs(folder.folder, [{ host: "127.0.0.1", port: 1 }]),
    (error) => error instanceof CodedError && error.code === "CLI_FOLDER_UNWRITABLE",
  );
  assert.ok(existsSync(folder.nodeConfigFile));
});
