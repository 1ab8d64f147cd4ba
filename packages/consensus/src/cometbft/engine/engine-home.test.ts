import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { create } from "@bufbuild/protobuf";
import { parseCertificate, parsePrivateKey } from "@yanta/crypto";
import { ChainConfigSchema, type ChainConfig } from "@yanta/protocol";
import { parse } from "smol-toml";
import { engineConfigToml } from "./engine-config.ts";
import type { EngineBinding } from "./engine-binding.ts";
import { engineGenesis } from "./engine-genesis.ts";
import { engineSocket, openEngineHome, readAppState, writeEngineGenesis } from "./engine-home.ts";
import type { EngineOwner } from "./home-files.ts";
import { socketPathBytesMax } from "./limits.ts";

const cryptoConfig = new URL("../../../../../third_party/chainmaker-testdata/testdata/crypto-config/", import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, cryptoConfig), "utf8");
const orgIdOf = (org: number): string => `wx-org${org}.chainmaker.org`;

function ownerOf(org: number, chainId = "chain1"): EngineOwner {
  const files = `${orgIdOf(org)}/node/consensus1/consensus1.tls`;
  return {
    chainId,
    orgId: orgIdOf(org),
    certificate: parseCertificate(read(`${files}.crt`)),
    privateKey: parsePrivateKey(read(`${files}.key`)),
  };
}

function chainOf(bindings: readonly EngineBinding[]): ChainConfig {
  return create(ChainConfigSchema, {
    chainId: "chain1",
    trustRoots: bindings.map(({ orgId }) => ({ orgId, root: [read(`${orgId}/ca/ca.crt`)] })),
    consensus: { nodes: bindings.map(({ orgId, nodeId }) => ({ orgId, nodeId: [nodeId] })) },
  });
}

function temporaryFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), "yanta-engine-"));
  t.after(() => rmSync(folder, { recursive: true }));
  return folder;
}

test("keys are made once, and nobody else can read them", (t) => {
  const home = join(temporaryFolder(t), "deep/engine");
  const binding = openEngineHome(home, ownerOf(1));
  assert.deepEqual(openEngineHome(home, ownerOf(1)), binding);
  if (process.platform === "win32") return;
  assert.equal(statSync(home).mode & 0o777, 0o700);
  for (const name of readdirSync(home, { recursive: true, encoding: "utf8" })) {
    const stat = statSync(join(home, name));
    if (stat.isFile()) assert.equal(stat.mode & 0o777, 0o600, name);
  }
});

test("a folder that lost a key, or is another node's or chain's, is refused and not written to", (t) => {
  const folder = temporaryFolder(t);
  const damaged = { code: "ENGINE_HOME_DAMAGED" };
  openEngineHome(join(folder, "a"), ownerOf(1));
  assert.throws(() => openEngineHome(join(folder, "a"), ownerOf(2)), damaged);
  assert.throws(() => openEngineHome(join(folder, "a"), ownerOf(1, "chain2")), damaged);
  for (const name of ["config/priv_validator_key.json", "config/node_key.json", "data/priv_validator_state.json"]) {
    const home = join(folder, name.replaceAll("/", "-"));
    openEngineHome(home, ownerOf(1));
    rmSync(join(home, name));
    assert.throws(() => openEngineHome(home, ownerOf(1)), damaged, name);
    assert.equal(existsSync(join(home, name)), false);
  }
});

test("the genesis is the same on every node, and stays as it was first written", (t) => {
  const folder = temporaryFolder(t);
  const bindings = [1, 2, 3, 4].map((org) => openEngineHome(join(folder, String(org)), ownerOf(org)));
  const config = chainOf(bindings);
  const text = engineGenesis(config, bindings, folder);
  assert.equal(engineGenesis(config, bindings.toReversed(), "elsewhere"), text);
  const { validators, chain_id: chainId } = JSON.parse(text) as { validators: { name: string }[]; chain_id: string };
  assert.equal(chainId, "chain1");
  assert.deepEqual(
    validators.map(({ name }) => name),
    bindings.map(({ nodeId }) => nodeId),
  );
  const home = join(folder, "1");
  writeEngineGenesis(home, () => text);
  writeEngineGenesis(home, () => "another");
  assert.deepEqual(readAppState(home), (JSON.parse(text) as { app_state: unknown }).app_state);
});

test("a genesis lacks no binding and takes none that does not hold", (t) => {
  const folder = temporaryFolder(t);
  const bindings = [1, 2].map((org) => openEngineHome(join(folder, String(org)), ownerOf(org)));
  const config = chainOf(bindings);
  assert.throws(() => engineGenesis(config, bindings.slice(1), folder), { code: "ENGINE_BINDING_MISSING" });
  const forged = bindings.map((binding) => ({ ...binding, signature: new Uint8Array(70) }));
  assert.throws(() => engineGenesis(config, forged, folder), { code: "ENGINE_BINDING_INVALID" });
});

test("the configuration is TOML whatever the names hold", () => {
  const config = parse(
    engineConfigToml({
      moniker: 'a "quoted" \\ name\n组织',
      listenAddress: "127.0.0.1:11301",
      externalAddress: undefined,
      peers: ["00@a:1", "11@b:2"],
      blockIntervalMs: 10,
      logLevel: "error",
    }),
  ) as Record<string, Record<string, unknown>>;
  assert.equal(config["moniker"], 'a "quoted" \\ name\n组织');
  assert.equal(config["p2p"]?.["persistent_peers"], "00@a:1,11@b:2");
  assert.deepEqual(config["rpc"]?.["cors_allowed_origins"], []);
  assert.equal(config["consensus"]?.["create_empty_blocks"], false);
});

test("a socket's path fits into what systems allow, and each folder has its own", (t) => {
  const folder = temporaryFolder(t);
  const long = join(folder, "x".repeat(150));
  const paths = [folder, long, `${long}y`].map((home) => engineSocket(home, "abci"));
  assert.equal(paths[0], join(folder, "abci.sock"));
  assert.equal(new Set(paths).size, 3);
  for (const path of paths) assert.ok(path.length <= socketPathBytesMax, path);
  writeFileSync(paths[1] ?? "", "");
  for (const path of paths.slice(1)) rmSync(join(path, ".."), { recursive: true });
});
