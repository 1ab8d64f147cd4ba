import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { bytesToUtf8 } from "@yanta/bytes";
import { CodedError } from "@yanta/errors";
import { parse, stringify } from "yaml";
import { orgIdOf, testdata } from "../testing/fake-client.ts";
import { loadClient } from "./load-sdk-config.ts";

interface SdkConfig {
  chain_client: Record<string, unknown> & { nodes: Record<string, unknown>[] };
}

/** ChainMaker's own sdk_config.yml, paths relative to the folder of the test chain, altered. */
function write(t: TestContext, alter: (client: SdkConfig["chain_client"], folder: string) => unknown): string {
  const folder = mkdtempSync(join(tmpdir(), "yanta-sdk-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const text = readFileSync(join(testdata, "sdk_config.yml"), "utf8")
    .replaceAll("__DIR__/", "")
    .replaceAll("__ADDR__", "127.0.0.1:12301");
  const config = parse(text) as SdkConfig;
  alter(config.chain_client, folder);
  const path = join(folder, "sdk_config.yml");
  writeFileSync(path, stringify(config));
  return path;
}

function codeOf(path: string): string {
  try {
    loadClient(path, testdata).transport.close();
    return "loaded";
  } catch (error) {
    if (error instanceof CodedError) return error.code;
    throw error;
  }
}

test("reads ChainMaker's own file; paths count from the working directory", (t) => {
  const client = loadClient(
    write(t, () => undefined),
    testdata,
  );
  t.after(() => client.transport.close());
  assert.deepEqual(
    [client.chainId, client.transport.address, client.signer.member.orgId],
    ["chain1", "127.0.0.1:12301", orgIdOf(1)],
  );
  assert.match(bytesToUtf8(client.signer.member.memberInfo), /^-----BEGIN CERTIFICATE-----/);
});

test("without TLS neither roots nor TLS keys are needed; one-way TLS needs no key", (t) => {
  const clear = write(t, (client) => {
    client.nodes = [{ node_addr: "a:1", enable_tls: false }];
    delete client["user_key_file_path"];
  });
  assert.equal(codeOf(clear), "loaded");
  const oneWay = write(t, (client) => delete client["user_key_file_path"]);
  assert.equal(codeOf(oneWay), "loaded");
});

test("every fault of a configuration is SDK_CONFIG", (t) => {
  const faults: Record<string, (client: SdkConfig["chain_client"], folder: string) => unknown> = {
    "no chain id": (client) => delete client["chain_id"],
    "a number as organisation": (client) => (client["org_id"] = 1),
    "no nodes": (client) => (client.nodes = []),
    "nodes that are no list": (client) => Object.assign(client, { nodes: "127.0.0.1:12301" }),
    "no address": ({ nodes }) => delete nodes[0]?.["node_addr"],
    "no name in TLS": ({ nodes }) => delete nodes[0]?.["tls_host_name"],
    "roots that are no list": ({ nodes }) => nodes.forEach((node) => (node["trust_root_paths"] = "./ca")),
    "a folder of roots that does not exist": ({ nodes }) =>
      nodes.forEach((node) => (node["trust_root_paths"] = ["nowhere"])),
    "a folder without a root": ({ nodes }, folder) => {
      mkdirSync(join(folder, "empty"));
      for (const node of nodes) node["trust_root_paths"] = [join(folder, "empty")];
    },
    "a key file that does not exist": (client) => (client["user_sign_key_file_path"] = "nowhere.key"),
    "a certificate as key": (client) => (client["user_sign_key_file_path"] = client["user_sign_crt_file_path"]),
    "a key as certificate": (client) => (client["user_sign_crt_file_path"] = client["user_sign_key_file_path"]),
    "a TLS key that is none": (client) => (client["user_key_file_path"] = client["user_crt_file_path"]),
    "a hardware module": (client) => (client["pkcs11"] = { enabled: true }),
  };
  const outcomes = Object.entries(faults).map(([name, alter]) => `${name}: ${codeOf(write(t, alter))}`);
  assert.deepEqual(
    outcomes,
    Object.keys(faults).map((name) => `${name}: SDK_CONFIG`),
  );
});

test("files that are no configuration are SDK_CONFIG", (t) => {
  const path = write(t, () => undefined);
  assert.equal(codeOf(`${path}.missing`), "SDK_CONFIG");
  for (const text of ["a: [", "", "- chain_client", "chain_client: 1"]) {
    writeFileSync(path, text);
    assert.equal(codeOf(path), "SDK_CONFIG", text);
  }
});
