import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parse } from "yaml";
import { createClient, type Client } from "../client.ts";
import { sdkErrors } from "../errors.ts";
import { createCertificateSigner } from "../signer.ts";
import { createGrpcTransport } from "../transport/grpc-transport.ts";

/**
 * Makes a client from an sdk_config.yml as ChainMaker's official SDKs read it. Relative paths count from the
 * working directory, as they do there. The first node of the list is used.
 * Errors: SDK_CONFIG.
 */
export function loadClient(path: string, workingDirectory: string = process.cwd()): Client {
  return clientOf(readClientFile(path, workingDirectory), 0);
}

/** The same for each node of the list. Errors: SDK_CONFIG. */
export function loadClients(path: string, workingDirectory: string = process.cwd()): readonly Client[] {
  const clientFile = readClientFile(path, workingDirectory);
  const nodes = clientFile.section["nodes"];
  const count = Array.isArray(nodes) ? Math.max(1, nodes.length) : 1;
  return Array.from({ length: count }, (_, index) => clientOf(clientFile, index));
}

interface ClientFile {
  readonly file: string;
  readonly section: Section;
  readonly workingDirectory: string;
}

function readClientFile(path: string, workingDirectory: string): ClientFile {
  const file = resolve(workingDirectory, path);
  return { file, section: readSection(file), workingDirectory };
}

function clientOf({ file, section, workingDirectory }: ClientFile, index: number): Client {
  const at = (value: string): string => resolve(workingDirectory, value);
  const read = (key: string): string => readText(file, key, at(text(section, key, file)));
  const node = nodeAt(section, index, file);
  const tls = node["enable_tls"] === true ? readTls({ file, node, section, at }) : undefined;
  const address = text(node, "node_addr", file);
  const identity = {
    orgId: text(section, "org_id", file),
    certificatePem: read("user_sign_crt_file_path"),
    privateKeyPem: read("user_sign_key_file_path"),
  };
  return createClient({
    chainId: text(section, "chain_id", file),
    signer: usable(file, "user_sign_crt_file_path, user_sign_key_file_path", () => createCertificateSigner(identity)),
    transport: usable(file, "the TLS files", () =>
      createGrpcTransport({ address, ...(tls === undefined ? {} : { tls }) }),
    ),
  });
}

type Section = Readonly<Record<string, unknown>>;

function readTls(parts: { file: string; node: Section; section: Section; at: (value: string) => string }): {
  trustRootsPem: string;
  serverName: string;
  client?: { certificatePem: string; privateKeyPem: string };
} {
  const { file, node, section, at } = parts;
  const folders = node["trust_root_paths"];
  if (!Array.isArray(folders))
    throw sdkErrors.create("SDK_CONFIG", { path: file, reason: "nodes[0].trust_root_paths must be a list of folders" });
  const trustRootsPem = folders.flatMap((folder) => caCertificates(file, at(String(folder)))).join("");
  const certificateFile = section["user_crt_file_path"];
  const keyFile = section["user_key_file_path"];
  return {
    trustRootsPem,
    serverName: text(node, "tls_host_name", file),
    ...(typeof certificateFile === "string" && typeof keyFile === "string"
      ? {
          client: {
            certificatePem: readText(file, "user_crt_file_path", at(certificateFile)),
            privateKeyPem: readText(file, "user_key_file_path", at(keyFile)),
          },
        }
      : {}),
  };
}

function caCertificates(file: string, folder: string): string[] {
  let names: string[];
  try {
    names = readdirSync(folder).filter((name) => name.endsWith(".crt"));
  } catch (error) {
    throw sdkErrors.create("SDK_CONFIG", { path: file, reason: `trust_root_paths: ${folder} cannot be read` }, error);
  }
  if (names.length === 0)
    throw sdkErrors.create("SDK_CONFIG", { path: file, reason: `trust_root_paths: ${folder} holds no .crt file` });
  return names.sort().map((name) => readText(file, "trust_root_paths", join(folder, name)));
}

function readSection(file: string): Section {
  let parsed: unknown;
  try {
    parsed = parse(readFileSync(file, "utf8"), { maxAliasCount: 100 });
  } catch (error) {
    throw sdkErrors.create(
      "SDK_CONFIG",
      { path: file, reason: error instanceof Error ? error.message : "unreadable" },
      error,
    );
  }
  const section = isSection(parsed) ? parsed["chain_client"] : undefined;
  if (!isSection(section))
    throw sdkErrors.create("SDK_CONFIG", { path: file, reason: "it has no section chain_client" });
  const pkcs11 = section["pkcs11"];
  if (isSection(pkcs11) && pkcs11["enabled"] === true)
    throw sdkErrors.create("SDK_CONFIG", {
      path: file,
      reason: "pkcs11.enabled: keys in hardware modules are not supported",
    });
  return section;
}

function nodeAt(section: Section, index: number, file: string): Section {
  const nodes = section["nodes"];
  const node: unknown = Array.isArray(nodes) ? nodes[index] : undefined;
  if (!isSection(node))
    throw sdkErrors.create("SDK_CONFIG", { path: file, reason: "nodes must list at least one node" });
  return node;
}

function text(section: Section, key: string, file: string): string {
  const value = section[key];
  if (typeof value !== "string" || value === "")
    throw sdkErrors.create("SDK_CONFIG", { path: file, reason: `${key} must be a text` });
  return value;
}

function readText(file: string, key: string, path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw sdkErrors.create("SDK_CONFIG", { path: file, reason: `${key}: ${path} cannot be read` }, error);
  }
}

/** Makes something of files that were read; certificates and keys that are none are a fault of the configuration. */
function usable<T>(file: string, what: string, make: () => T): T {
  try {
    return make();
  } catch (error) {
    const reason = `${what}: ${error instanceof Error ? error.message : "unusable"}`;
    throw sdkErrors.create("SDK_CONFIG", { path: file, reason }, error);
  }
}

function isSection(value: unknown): value is Section {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
