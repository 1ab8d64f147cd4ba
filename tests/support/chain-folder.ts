import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  createCertificateSigner,
  createClient,
  createGrpcTransport,
  type Client,
  type GrpcTransportOptions,
  type Signer,
} from "@yanta/sdk";

const source = fileURLToPath(new URL("../../third_party/chainmaker-testdata/testdata", import.meta.url));

/** A copy of ChainMaker's test chain (chainmaker.yml, bc1.yml, certificates) that one test may write to. */
export interface ChainFolder {
  readonly path: string;
  /** What a node started here keeps. */
  readonly dataPath: string;
  /** The client's identity in TLS and in transactions, e.g. `1, "client1"`. */
  connect(port: number, org: number, user: string): Client;
  signer(org: number, user: string): Signer;
  /** The text of a file in it. */
  file(path: string): string;
  tls(org: number, user: string): NonNullable<GrpcTransportOptions["tls"]>;
  remove(): void;
}

/** Copies the test chain to a temporary folder, or into `target`. */
export function createChainFolder(target?: string): ChainFolder {
  const path = target ?? mkdtempSync(join(tmpdir(), "yanta-chain-"));
  cpSync(source, path, { recursive: true });
  return openChainFolder(path);
}

/** The folder of a chain that was made before. */
export function openChainFolder(path: string): ChainFolder {
  const read = (org: number, file: string): string =>
    readFileSync(join(path, "crypto-config", orgIdOf(org), file), "utf8");
  const signer = (org: number, user: string): Signer =>
    createCertificateSigner({
      orgId: orgIdOf(org),
      certificatePem: read(org, `user/${user}/${user}.sign.crt`),
      privateKeyPem: read(org, `user/${user}/${user}.sign.key`),
    });
  const tls = (org: number, user: string): NonNullable<GrpcTransportOptions["tls"]> => ({
    trustRootsPem: read(1, "ca/ca.crt"),
    serverName: "chainmaker.org",
    client: {
      certificatePem: read(org, `user/${user}/${user}.tls.crt`),
      privateKeyPem: read(org, `user/${user}/${user}.tls.key`),
    },
  });
  return {
    path,
    dataPath: join(path, "data", "chain1"),
    signer,
    file: (file) => readFileSync(join(path, file), "utf8"),
    tls,
    connect: (port, org, user) =>
      createClient({
        chainId: "chain1",
        transport: createGrpcTransport({ address: `127.0.0.1:${port}`, tls: tls(org, user) }),
        signer: signer(org, user),
      }),
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
}

export function orgIdOf(org: number): string {
  return `wx-org${org}.chainmaker.org`;
}
