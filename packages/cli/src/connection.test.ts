import assert from "node:assert/strict";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { CodedError } from "@yanta/errors";
import { connect, loadAdmins, type ConnectionOptions } from "./connection.ts";

const chain = join(import.meta.dirname, "../../../third_party/chainmaker-testdata/testdata");
const sdkConfig = join(chain, "sdk_config.yml");

function adminsOf(options: ConnectionOptions): unknown {
  try {
    return loadAdmins(options).map(({ member }) => member.orgId);
  } catch (error) {
    if (error instanceof CodedError) return error.code;
    throw error;
  }
}

test("every admin1 beside the SDK configuration endorses", () => {
  assert.deepEqual(
    adminsOf({ sdkConfig }),
    [1, 2, 3, 4, 5, 6, 7].map((org) => `wx-org${org}.chainmaker.org`),
  );
  assert.equal(adminsOf({ sdkConfig: "/nowhere/sdk_config.yml" }), "CLI_NO_ADMINS");
});

test("admins that are named, as cmc's flags name them", () => {
  const file = (org: number, kind: string): string =>
    join(chain, `crypto-config/wx-org${org}.chainmaker.org/user/admin1/admin1.sign.${kind}`);
  const lists = {
    adminCrtFilePaths: `${file(2, "crt")},${file(3, "crt")}`,
    adminKeyFilePaths: `${file(2, "key")},${file(3, "key")}`,
  };
  assert.deepEqual(adminsOf({ adminOrgIds: "o2,o3", ...lists }), ["o2", "o3"]);
  assert.equal(adminsOf({ adminOrgIds: "o2", ...lists }), "CLI_ARGUMENT");
  assert.equal(adminsOf(lists), "CLI_ARGUMENT");
  assert.equal(
    adminsOf({ adminOrgIds: "o2", adminCrtFilePaths: file(2, "crt"), adminKeyFilePaths: "/nowhere" }),
    "CLI_ARGUMENT",
  );
});

test("an SDK configuration that does not exist", () => {
  assert.throws(
    () => connect({ sdkConfig: "/nowhere/sdk_config.yml" }),
    (error) => error instanceof CodedError && error.code === "CLI_NO_SDK_CONFIG",
  );
});

test("in a folder with a network and no chain of one node, the network is meant", () => {
  const folder = mkdtempSync(join(tmpdir(), "yanta-connection-"));
  const namedPath = (): unknown => {
    try {
      return connect({}).chainId;
    } catch (error) {
      return error instanceof CodedError ? [error.code, String(error.details["path"])] : error;
    }
  };
  // The files that it names are not there: what is asked is which file is read.
  const place = (name: string): void => {
    mkdirSync(join(folder, name));
    copyFileSync(sdkConfig, join(folder, name, "sdk_config.yml"));
  };
  const before = process.cwd();
  process.chdir(folder);
  try {
    assert.deepEqual(namedPath(), ["CLI_NO_SDK_CONFIG", join(process.cwd(), ".yanta/sdk_config.yml")]);
    place(".yanta-network");
    assert.match(JSON.stringify(namedPath()), /\.yanta-network/);
    place(".yanta");
    assert.doesNotMatch(JSON.stringify(namedPath()), /\.yanta-network/);
  } finally {
    process.chdir(before);
    rmSync(folder, { recursive: true });
  }
});
