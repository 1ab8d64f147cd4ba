import { resolve } from "node:path";
import { parseCertificate, parsePrivateKey, type Certificate, type PrivateKey } from "@yanta/crypto";
import { equalBytes } from "@yanta/bytes";
import type { TlsIdentity } from "@yanta/rpc";
import { nodeErrors } from "../errors.ts";
import { nodeSchema, type NodeSection } from "./node-schema.ts";
import { pathBaseOf, readReferencedFile, resolveExisting, resolveForWriting, type PathBase } from "./resolve-path.ts";
import { sortKeys } from "./sort-keys.ts";
import { readYamlFile } from "./yaml-file.ts";

/** What a person may set above the file, by flag or environment. */
export interface NodeOverrides {
  readonly host?: string;
  readonly port?: number;
  /** Keep nothing on disk. */
  readonly memory?: boolean;
  /** Run a chain of several consensus nodes as this one node. */
  readonly solo?: boolean;
  readonly logLevel?: "debug" | "info" | "warn" | "error";
  /** Serves metrics and health on this port, whatever the file says. */
  readonly monitorPort?: number;
  /** Where Ethereum JSON-RPC listens if the file switches it on. */
  readonly ethereumPort?: number;
  readonly keyPassword?: string;
  /** Path of the program cometbft. */
  readonly engineBinary?: string;
}

/** The node's configuration, read and resolved. Holds secrets: never log it whole. */
export interface NodeConfig {
  readonly file: string;
  readonly authType: string;
  readonly chains: readonly { readonly chainId: string; readonly genesisFile: string }[];
  readonly orgId: string;
  readonly signing: { readonly privateKey: PrivateKey; readonly certificate: Certificate };
  readonly certificateCacheSize: number;
  readonly keyUsageCheck: boolean;
  readonly identityFiles: IdentityFiles;
  readonly net: NetConfig;
  readonly engine: EngineSection;
  readonly pool: { readonly commonMax: number; readonly configMax: number };
  readonly rpc: RpcConfig;
  /** Undefined when it is off. */
  readonly ethereum: EthereumConfig | undefined;
  readonly storage: { readonly directory: string; readonly keepBlocks: bigint; readonly memory: boolean };
  readonly monitor: { readonly enabled: boolean; readonly host: string; readonly port: number };
  readonly logLevel: "debug" | "info" | "warn" | "error";
  readonly solo: boolean;
  /** Keys without effect, reported once at start. */
  readonly ineffectiveKeys: readonly string[];
  readonly unknownKeys: readonly string[];
}

export interface NetConfig {
  /** As the file says it, a multiaddress. */
  readonly listenAddress: string;
  readonly tlsCertificate: Certificate | undefined;
  /** Key of `tlsCertificate`, when the file names one. */
  readonly tlsPrivateKey: PrivateKey | undefined;
  /** Multiaddresses of other nodes. */
  readonly seeds: readonly string[];
}

/** Absolute paths of a certificate and its key. */
export interface KeyPairFiles {
  readonly certificateFile: string;
  readonly keyFile: string;
}

/** Where the node's own certificates lie. */
export interface IdentityFiles {
  readonly signing: KeyPairFiles;
  /** Of the TLS certificates, of net and rpc: mostly the same. */
  readonly tls: readonly KeyPairFiles[];
}

/** Where the engine of a chain with several nodes lives. */
export interface EngineSection {
  readonly binary: string | undefined;
  readonly home: string;
  readonly bindings: string;
  readonly externalAddress: string | undefined;
  /** Where it serves its RPC to nodes that join. */
  readonly rpcAddress: string | undefined;
  /** Blocks of its own that it keeps; 0 = all. */
  readonly keepBlocks: bigint;
  /** What a new node takes the chain over from. */
  readonly stateSync:
    | { readonly servers: readonly string[]; readonly height: number; readonly hash: string }
    | undefined;
}

/** A member of a chain with its key. */
export interface MemberIdentity {
  readonly orgId: string;
  readonly privateKey: PrivateKey;
  readonly certificate: Certificate;
}

export interface EthereumConfig {
  readonly host: string;
  readonly port: number;
  readonly client: MemberIdentity;
  /** Endorse what the client sends, so that contracts can be created. */
  readonly endorsers: readonly MemberIdentity[];
  readonly origins: readonly string[];
  readonly hosts: readonly string[];
}

export interface RpcConfig {
  readonly host: string;
  readonly port: number;
  readonly tls: { readonly mode: "disable" } | { readonly mode: "oneway" | "twoway"; readonly identity: TlsIdentity };
  readonly receiveBytesMax: number;
  readonly sendBytesMax: number;
  readonly syncResultTimeoutMs: number;
  readonly blackList: readonly string[];
  readonly debugAddresses: readonly string[];
  readonly rateLimit:
    | { readonly scope: "global" | "address"; readonly tokensPerSecond: number; readonly bucketSize: number }
    | undefined;
}

/**
 * Reads ChainMaker's own chainmaker.yml. Relative paths are looked for from the working directory first, then
 * from the file's folder. Spec: config.md §4.
 */
export function loadNodeConfig(file: string, workingDirectory: string, overrides: NodeOverrides = {}): NodeConfig {
  const path = resolve(workingDirectory, file);
  const yaml = readYamlFile(path);
  const parsed = nodeSchema.safeParse(yaml);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw nodeErrors.create("NODE_CONFIG_VALUE", {
      path,
      key: issue?.path.join(".") ?? "",
      reason: issue?.message ?? "is not valid",
    });
  }
  const section = parsed.data;
  refuseUnsafe(section);
  const base = pathBaseOf(path, workingDirectory);
  const keys = sortKeys(yaml);
  return {
    file: path,
    authType: section.auth_type,
    chains: section.blockchain.map((chain, index) => ({
      chainId: chain.chainid,
      genesisFile: resolveExisting(chain.genesis, `blockchain[${index}].genesis`, base),
    })),
    orgId: section.node.org_id,
    signing: loadSigning(section, base, overrides.keyPassword),
    certificateCacheSize: section.node.cert_cache_size,
    keyUsageCheck: section.node.cert_key_usage_check,
    identityFiles: findIdentityFiles(section, base),
    net: loadNet(section, base),
    engine: loadEngineSection(section, base, overrides),
    pool: { commonMax: section.txpool.max_txpool_size, configMax: section.txpool.max_config_txpool_size },
    rpc: loadRpc(section, base, overrides),
    ethereum: loadEthereum(section, base, overrides),
    storage: {
      directory: resolveForWriting(section.storage.store_path, section.blockchain[0]?.genesis ?? "", base),
      keepBlocks: BigInt(section.storage.unarchive_block_height),
      memory: overrides.memory ?? false,
    },
    monitor: {
      enabled: section.monitor.enabled || overrides.monitorPort !== undefined,
      host: section.monitor.host,
      port: overrides.monitorPort ?? section.monitor.port,
    },
    logLevel: overrides.logLevel ?? section.log.level ?? "info",
    solo: overrides.solo ?? false,
    ineffectiveKeys: keys.ineffective,
    unknownKeys: keys.unknown,
  };
}

function refuseUnsafe(section: NodeSection): void {
  if (section.node.pkcs11?.enabled) throw nodeErrors.create("NODE_PKCS11_UNSUPPORTED", { key: "node.pkcs11.enabled" });
  if (section.node.kms?.enabled) throw nodeErrors.create("NODE_PKCS11_UNSUPPORTED", { key: "node.kms.enabled" });
  for (const key of ["is_skip_access_control", "is_skip_accesscontrol"] as const) {
    if (section.debug?.[key] === true) throw nodeErrors.create("NODE_ACCESS_CONTROL_OFF", { key: `debug.${key}` });
  }
  if (
    section.auth_type.toLowerCase() !== "permissionedwithcert" &&
    section.auth_type !== "" &&
    section.auth_type.toLowerCase() !== "identity"
  ) {
    throw nodeErrors.create("NODE_AUTH_TYPE_UNSUPPORTED", { authType: section.auth_type });
  }
}

function loadSigning(section: NodeSection, base: PathBase, keyPassword: string | undefined): NodeConfig["signing"] {
  const { priv_key_file: keyFile, cert_file: certificateFile } = section.node;
  const certificate = loadCertificate(certificateFile, "node.cert_file", base);
  const privateKey = readable(keyFile, () =>
    parsePrivateKey(
      readReferencedFile(keyFile, "node.priv_key_file", base),
      keyPassword ?? section.node.priv_key_password,
    ),
  );
  checkPair(privateKey, certificate, keyFile, certificateFile);
  return { privateKey, certificate };
}

function findIdentityFiles({ node, net, rpc }: NodeSection, base: PathBase): IdentityFiles {
  const pair = (files: { cert_file?: string | undefined; priv_key_file?: string | undefined }, key: string) => {
    const { cert_file: certificateFile, priv_key_file: keyFile } = files;
    if (certificateFile === undefined || keyFile === undefined) return [];
    return [
      {
        certificateFile: resolveExisting(certificateFile, `${key}.cert_file`, base),
        keyFile: resolveExisting(keyFile, `${key}.priv_key_file`, base),
      },
    ];
  };
  const ofNet = pair(net.tls ?? {}, "net.tls");
  const ofRpc = rpc.tls.mode.toLowerCase() === "disable" ? [] : pair(rpc.tls, "rpc.tls");
  const different = ofRpc.filter(({ keyFile }) => ofNet.every((each) => each.keyFile !== keyFile));
  return {
    signing: {
      certificateFile: resolveExisting(node.cert_file, "node.cert_file", base),
      keyFile: resolveExisting(node.priv_key_file, "node.priv_key_file", base),
    },
    tls: [...ofNet, ...different],
  };
}

function loadEthereum(section: NodeSection, base: PathBase, overrides: NodeOverrides): EthereumConfig | undefined {
  const { ethereum } = section;
  if (ethereum?.enabled !== true) return undefined;
  if (ethereum.client === undefined) {
    const details = {
      path: base.file,
      key: "ethereum.client",
      reason: "is needed when ethereum.enabled is true",
    };
    throw nodeErrors.create("NODE_CONFIG_VALUE", details);
  }
  const { host, origins, hosts } = ethereum;
  return {
    host,
    port: overrides.ethereumPort ?? ethereum.port,
    client: loadMember(ethereum.client, "ethereum.client", base),
    endorsers: ethereum.endorsers.map((files, at) => loadMember(files, `ethereum.endorsers[${at}]`, base)),
    origins,
    hosts,
  };
}

interface MemberFiles {
  readonly org_id: string;
  readonly priv_key_file: string;
  readonly cert_file: string;
}

function loadMember(files: MemberFiles, key: string, base: PathBase): MemberIdentity {
  const { org_id: orgId, priv_key_file: keyFile, cert_file: certificateFile } = files;
  const certificate = loadCertificate(certificateFile, `${key}.cert_file`, base);
  const privateKey = readable(keyFile, () =>
    parsePrivateKey(readReferencedFile(keyFile, `${key}.priv_key_file`, base)),
  );
  checkPair(privateKey, certificate, keyFile, certificateFile);
  return { orgId, privateKey, certificate };
}

function loadNet({ net }: NodeSection, base: PathBase): NetConfig {
  const { cert_file: certificateFile, priv_key_file: keyFile } = net.tls ?? {};
  const tlsCertificate =
    certificateFile === undefined ? undefined : loadCertificate(certificateFile, "net.tls.cert_file", base);
  const tlsPrivateKey =
    keyFile === undefined
      ? undefined
      : readable(keyFile, () => parsePrivateKey(readReferencedFile(keyFile, "net.tls.priv_key_file", base)));
  if (tlsCertificate !== undefined && tlsPrivateKey !== undefined)
    checkPair(tlsPrivateKey, tlsCertificate, keyFile ?? "", certificateFile ?? "");
  return { listenAddress: net.listen_addr, tlsCertificate, tlsPrivateKey, seeds: net.seeds ?? [] };
}

function loadEngineSection(
  { engine, blockchain }: NodeSection,
  base: PathBase,
  overrides: NodeOverrides,
): EngineSection {
  const companion = blockchain[0]?.genesis ?? "";
  return {
    binary: overrides.engineBinary ?? engine.binary,
    home: resolveForWriting(engine.home, companion, base),
    bindings: resolveForWriting(engine.bindings, companion, base),
    externalAddress: engine.external_address,
    rpcAddress: engine.rpc_address,
    keepBlocks: BigInt(engine.keep_blocks),
    stateSync: engine.state_sync,
  };
}

function loadRpc(section: NodeSection, base: PathBase, overrides: NodeOverrides): RpcConfig {
  const { rpc } = section;
  const rateLimit = rpc.ratelimit?.enabled
    ? {
        scope: rpc.ratelimit.type === 0 ? ("global" as const) : ("address" as const),
        tokensPerSecond: rpc.ratelimit.token_per_second,
        bucketSize: rpc.ratelimit.token_bucket_size,
      }
    : undefined;
  return {
    host: overrides.host ?? rpc.host,
    port: overrides.port ?? rpc.port,
    tls: loadRpcTls(section, base),
    receiveBytesMax: rpc.max_recv_msg_size * 1024 * 1024,
    sendBytesMax: rpc.max_send_msg_size * 1024 * 1024,
    syncResultTimeoutMs: rpc.sync_tx_result_timeout * 1000,
    blackList: rpc.blacklist?.addresses ?? [],
    debugAddresses: rpc.debug_addresses,
    rateLimit,
  };
}

/** `twoway` and `disable` by name, any other text is one-way, as in ChainMaker. Spec: rpc.md §2. */
function loadRpcTls(section: NodeSection, base: PathBase): RpcConfig["tls"] {
  const { tls } = section.rpc;
  const mode = tls.mode.toLowerCase();
  if (mode === "disable") return { mode: "disable" };
  const certificateFile = tls.cert_file;
  const keyFile = tls.priv_key_file;
  if (certificateFile === undefined || keyFile === undefined) {
    throw nodeErrors.create("NODE_CONFIG_VALUE", {
      path: base.file,
      key: "rpc.tls",
      reason: "needs cert_file and priv_key_file for this mode",
    });
  }
  const certificatePem = readReferencedFile(certificateFile, "rpc.tls.cert_file", base);
  const privateKeyPem = readReferencedFile(keyFile, "rpc.tls.priv_key_file", base);
  const certificate = readable(certificateFile, () => parseCertificate(certificatePem));
  const privateKey = readable(keyFile, () => parsePrivateKey(privateKeyPem));
  checkPair(privateKey, certificate, keyFile, certificateFile);
  return { mode: mode === "twoway" ? "twoway" : "oneway", identity: { certificatePem, privateKeyPem } };
}

function loadCertificate(file: string, key: string, base: PathBase): Certificate {
  return readable(file, () => parseCertificate(readReferencedFile(file, key, base)));
}

function checkPair(privateKey: PrivateKey, certificate: Certificate, keyFile: string, certificateFile: string): void {
  if (!equalBytes(privateKey.publicKey.spkiDer, certificate.publicKey.spkiDer))
    throw nodeErrors.create("NODE_KEY_MISMATCH", { keyFile, certificateFile });
}

function readable<T>(path: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "NODE_FILE_MISSING") throw error;
    throw nodeErrors.create(
      "NODE_CERTIFICATE_UNREADABLE",
      { path, reason: error instanceof Error ? error.message : "unreadable" },
      error,
    );
  }
}
