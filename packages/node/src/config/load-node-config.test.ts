import assert from "node:assert/strict";
import { createPrivateKey } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { CodedError } from "@yanta/errors";
import { chainmakerTestdata, copyChain, type Yaml } from "../testing/chain-copy.ts";
import { loadNodeConfig, type NodeConfig, type NodeOverrides } from "./load-node-config.ts";

const orgFolder = "crypto-config/wx-org1.chainmaker.org";

/** Code and the key or path that it names. */
function refusalOf(load: () => unknown): string {
  try {
    load();
    return "accepted";
  } catch (error) {
    if (error instanceof CodedError) return `${error.code} ${String(error.details["key"] ?? "")}`.trimEnd();
    throw error;
  }
}

test("reads ChainMaker's flat layout from any working directory", () => {
  const folder = join(chainmakerTestdata, "testdata");
  const config = loadNodeConfig(join(folder, "chainmaker.yml"), "/");
  assert.equal(config.file, join(folder, "chainmaker.yml"));
  assert.deepEqual(config.chains, [{ chainId: "chain1", genesisFile: join(folder, "bc1.yml") }]);
  assert.equal(config.orgId, "wx-org1.chainmaker.org");
  assert.equal(config.signing.certificate.subject.commonName, "consensus1.sign.wx-org1.chainmaker.org");
  assert.equal(config.net.tlsCertificate?.subject.commonName, "consensus1.tls.wx-org1.chainmaker.org");
  assert.equal(config.storage.directory, join(folder, "data"));
  assert.deepEqual([config.rpc.host, config.rpc.port, config.rpc.tls.mode], ["127.0.0.1", 12_301, "twoway"]);
  assert.deepEqual([config.unknownKeys, config.ethereum, config.rpc.rateLimit], [[], undefined, undefined]);
});

test("reads the layout of a ChainMaker release, whose paths count from bin/", () => {
  const layout = join(chainmakerTestdata, "testdata-chainmaker-layout");
  const config = loadNodeConfig("../config/wx-org1.chainmaker.org/chainmaker.yml", join(layout, "bin"));
  assert.equal(config.chains[0]?.genesisFile, join(layout, "config/wx-org1.chainmaker.org/chainconfig/bc1.yml"));
  assert.equal(config.storage.directory, join(layout, "data/wx-org1.chainmaker.org/ledgerData1"));
  assert.deepEqual(config.monitor, { enabled: true, host: "127.0.0.1", port: 14_321 });
  assert.deepEqual(config.unknownKeys, []);
  assert.ok(config.ineffectiveKeys.includes("log.config_file") && config.ineffectiveKeys.includes("vm"));
});

test("every refusal has its code and names its key", (t) => {
  const alike = ["priv_key_file", "cert_file"];
  const cases: readonly (readonly [string, (yaml: Yaml) => unknown])[] = [
    ["NODE_PKCS11_UNSUPPORTED node.pkcs11.enabled", ({ node }) => (node.pkcs11 = { enabled: true })],
    ["NODE_PKCS11_UNSUPPORTED node.kms.enabled", ({ node }) => (node.kms = { enabled: true })],
    [
      "NODE_ACCESS_CONTROL_OFF debug.is_skip_access_control",
      (yaml) => (yaml["debug"] = { IS_SKIP_ACCESS_CONTROL: true }),
    ],
    [
      "NODE_ACCESS_CONTROL_OFF debug.is_skip_accesscontrol",
      (yaml) => (yaml["debug"] = { is_skip_access_control: false, is_skip_accesscontrol: true }),
    ],
    ["NODE_AUTH_TYPE_UNSUPPORTED", (yaml) => (yaml["auth_type"] = "public")],
    ["NODE_KEY_MISMATCH", ({ node }) => (node.priv_key_file = `${orgFolder}/user/admin1/admin1.sign.key`)],
    ["NODE_KEY_MISMATCH", ({ rpc }) => (rpc.tls.priv_key_file = `${orgFolder}/user/admin1/admin1.tls.key`)],
    ["NODE_CERTIFICATE_UNREADABLE", ({ node }) => (node.cert_file = node.priv_key_file)],
    ["NODE_CERTIFICATE_UNREADABLE", ({ node }) => (node.priv_key_file = "bc1.yml")],
    ["NODE_CERTIFICATE_UNREADABLE", ({ net }) => (net.tls.cert_file = "bc1.yml")],
    ["NODE_CERTIFICATE_UNREADABLE", ({ rpc }) => (rpc.tls.cert_file = "bc1.yml")],
    ...alike.map((key) => [`NODE_FILE_MISSING node.${key}`, ({ node }: Yaml) => (node[key] = "nowhere")] as const),
    ...alike.map((key) => [`NODE_FILE_MISSING rpc.tls.${key}`, ({ rpc }: Yaml) => (rpc.tls[key] = "nowhere")] as const),
    ["NODE_FILE_MISSING net.tls.cert_file", ({ net }) => (net.tls.cert_file = "nowhere")],
    ["NODE_FILE_MISSING node.cert_file", ({ node }) => (node.cert_file = ".")],
    ["NODE_FILE_MISSING blockchain[0].genesis", ({ blockchain }) => (blockchain[0].genesis = "nowhere")],
    ["NODE_CONFIG_VALUE rpc.tls", ({ rpc }) => delete rpc.tls.cert_file],
    ["NODE_CONFIG_VALUE blockchain", (yaml) => (yaml["blockchain"] = [])],
    ["NODE_CONFIG_VALUE node", (yaml) => delete yaml["node"]],
    ["NODE_CONFIG_VALUE rpc.port", ({ rpc }) => (rpc.port = 65_536)],
    ["NODE_CONFIG_VALUE rpc.port", ({ rpc }) => (rpc.port = "12301")],
    ["NODE_CONFIG_VALUE rpc.host", ({ rpc }) => (rpc.host = "")],
    ["NODE_CONFIG_VALUE monitor.host", (yaml) => (yaml["monitor"] = { host: "" })],
    ["NODE_CONFIG_VALUE log.level", (yaml) => (yaml["log"] = { level: "loud" })],
    ["NODE_CONFIG_VALUE ethereum.client", (yaml) => (yaml["ethereum"] = { enabled: true })],
  ];
  const chain = copyChain(t);
  const outcomes = cases.map(([, change]) =>
    refusalOf(() => loadNodeConfig(chain.alter("chainmaker.yml", change), "/")),
  );
  assert.deepEqual(
    outcomes,
    cases.map(([refusal]) => refusal),
  );
});

test("files that are no configuration", (t) => {
  const { configFile } = copyChain(t);
  assert.equal(
    refusalOf(() => loadNodeConfig(`${configFile}.missing`, "/")),
    "NODE_CONFIG_NOT_FOUND",
  );
  for (const text of ["a: [", "- a", "", "key:\n\t- tab"]) {
    writeFileSync(configFile, text);
    assert.equal(
      refusalOf(() => loadNodeConfig(configFile, "/")),
      "NODE_CONFIG_SYNTAX",
      JSON.stringify(text),
    );
  }
});

test("the password of an encrypted key: what is set from outside goes over the file", (t) => {
  const { alter, path } = copyChain(t);
  const keyFile = `${orgFolder}/node/consensus1/consensus1.sign.key`;
  const key = createPrivateKey(readFileSync(path(keyFile), "utf8"));
  const cipher = { type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase: "sesame" } as const;
  writeFileSync(path(keyFile), key.export(cipher));
  const withPassword = (inFile: string | undefined, keyPassword?: string): string => {
    const file = alter("chainmaker.yml", ({ node }) => (node.priv_key_password = inFile));
    return refusalOf(() => loadNodeConfig(file, "/", keyPassword === undefined ? {} : { keyPassword }));
  };
  assert.equal(withPassword("sesame"), "accepted");
  assert.equal(withPassword("wrong", "sesame"), "accepted");
  assert.equal(withPassword("sesame", "wrong"), "NODE_CERTIFICATE_UNREADABLE");
  assert.equal(withPassword(undefined), "NODE_CERTIFICATE_UNREADABLE");
});

test("an error about the TLS files names the configuration file", (t) => {
  const { alter } = copyChain(t);
  const file = alter("chainmaker.yml", ({ rpc }) => delete rpc.tls.priv_key_file);
  assert.throws(
    () => loadNodeConfig(file, "/"),
    (error) => error instanceof CodedError && error.details["path"] === file,
  );
});

test("the text of rpc.tls.mode, as ChainMaker reads it", (t) => {
  const chain = copyChain(t);
  const modeOf = (mode: string | undefined): string =>
    loadNodeConfig(
      chain.alter("chainmaker.yml", ({ rpc }) => (rpc.tls.mode = mode)),
      "/",
    ).rpc.tls.mode;
  const texts = ["twoway", "TwoWay", "oneway", "disable", "Disable", "two-way", "", undefined];
  assert.deepEqual(texts.map(modeOf), [
    "twoway",
    "twoway",
    "oneway",
    "disable",
    "disable",
    "oneway",
    "oneway",
    "disable",
  ]);
});

test("a section or key without a value is as if it were not there", (t) => {
  const { alter } = copyChain(t);
  const file = alter("chainmaker.yml", (yaml) => {
    Object.assign(yaml, { debug: null, monitor: null, txpool: null });
    yaml["rpc"].blacklist = { addresses: null };
    yaml["rpc"].port = null;
  });
  const config = loadNodeConfig(file, "/");
  assert.deepEqual([config.rpc.blackList, config.rpc.port, config.pool.commonMax], [[], 12_301, 50_000]);
});

test("sizes and times get their units", (t) => {
  const { alter } = copyChain(t);
  const { rpc, storage } = loadNodeConfig(
    alter("chainmaker.yml", (yaml) => {
      Object.assign(yaml["rpc"], { max_recv_msg_size: 2, max_send_msg_size: 3, sync_tx_result_timeout: 7 });
      yaml["rpc"].ratelimit = { enabled: true, type: 1, token_per_second: -1, token_bucket_size: 5 };
      yaml["rpc"].blacklist = { addresses: ["10.0.0.1"] };
      yaml["storage"].unarchive_block_height = 10;
    }),
    "/",
  );
  assert.deepEqual(
    [rpc.receiveBytesMax, rpc.sendBytesMax, rpc.syncResultTimeoutMs, rpc.blackList, storage.keepBlocks],
    [2 * 1024 * 1024, 3 * 1024 * 1024, 7000, ["10.0.0.1"], 10n],
  );
  assert.deepEqual(rpc.rateLimit, { scope: "address", tokensPerSecond: -1, bucketSize: 5 });
});

test("what a person sets goes over the file", (t) => {
  const { alter } = copyChain(t);
  const member = (user: string): Yaml => ({
    org_id: "wx-org1.chainmaker.org",
    priv_key_file: `${orgFolder}/user/${user}/${user}.sign.key`,
    cert_file: `${orgFolder}/user/${user}/${user}.sign.crt`,
  });
  const file = alter("chainmaker.yml", (yaml) => {
    yaml["log"] = { level: "error" };
    yaml["ethereum"] = { enabled: true, port: 1, client: member("client1"), endorsers: [member("admin1")] };
  });
  const seen = (overrides?: NodeOverrides): readonly unknown[] => {
    const config: NodeConfig = loadNodeConfig(file, "/", overrides);
    return [
      config.rpc.host,
      config.rpc.port,
      config.storage.memory,
      config.solo,
      config.logLevel,
      config.monitor.enabled,
      config.monitor.port,
      config.ethereum?.port,
    ];
  };
  assert.deepEqual(seen(), ["127.0.0.1", 12_301, false, false, "error", false, 14_321, 1]);
  const overrides: NodeOverrides = {
    host: "::1",
    port: 0,
    memory: true,
    solo: true,
    logLevel: "debug",
    monitorPort: 0,
    ethereumPort: 0,
  };
  assert.deepEqual(seen(overrides), ["::1", 0, true, true, "debug", true, 0, 0]);
});

test("the engine's section: defaults beside the genesis, what may be set, what is refused", (t) => {
  const chain = copyChain(t);
  const load = (overrides: NodeOverrides = {}): NodeConfig => loadNodeConfig(chain.configFile, "/", overrides);
  const plain = load();
  assert.deepEqual(plain.engine, {
    binary: undefined,
    home: chain.path("engine"),
    bindings: chain.path("engine-bindings"),
    externalAddress: undefined,
    rpcAddress: undefined,
    keepBlocks: 1_000_000n,
    stateSync: undefined,
  });
  assert.deepEqual(plain.net.seeds, []);
  assert.equal(plain.net.tlsPrivateKey?.publicKey.pem, plain.net.tlsCertificate?.publicKey.pem);
  const seeds = ["/ip4/10.0.0.2/tcp/11301/p2p/QmA"];
  const hash = "ab".repeat(32);
  const sync = (changes: Yaml = {}): Yaml => ({ servers: ["a:1", "b:1"], height: 5, hash, ...changes });
  chain.alter("chainmaker.yml", (yaml: Yaml) => {
    yaml["net"].seeds = seeds;
    yaml["engine"] = { binary: "/opt/cometbft", state_sync: sync() };
  });
  const set = load();
  assert.deepEqual([set.net.seeds, set.engine.binary, set.engine.stateSync], [seeds, "/opt/cometbft", sync()]);
  assert.equal(load({ engineBinary: "/usr/bin/cometbft" }).engine.binary, "/usr/bin/cometbft");
  for (const bad of [{ servers: ["a:1"] }, { height: 0 }, { hash: "ab" }]) {
    chain.alter("chainmaker.yml", (yaml: Yaml) => (yaml["engine"] = { state_sync: sync(bad) }));
    assert.match(refusalOf(load), /^NODE_CONFIG_VALUE engine\.state_sync/, Object.keys(bad).join());
  }
  chain.alter("chainmaker.yml", (yaml: Yaml) => (yaml["net"].tls.priv_key_file = yaml["node"].priv_key_file));
  assert.match(refusalOf(load), /^NODE_KEY_MISMATCH/);
});
