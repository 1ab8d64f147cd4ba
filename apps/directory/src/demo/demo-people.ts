import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { bytesToBase64, bytesToHex, utf8ToBytes } from "@yanta/bytes";
import {
  generatePrivateKey,
  issueChainmakerCertificate,
  parseCertificate,
  parsePrivateKey,
  type Certificate,
  type PrivateKey,
} from "@yanta/crypto";
import { createClient, createCertificateSigner, loadClient, type Client, type Signer } from "@yanta/sdk";

const yearSeconds = 31_536_000n;

/** Someone of the demonstration: a certificate of an organisation of the development chain. */
export interface DemoPerson {
  /** Name of the key's files; also the person. */
  readonly name: string;
  readonly orgId: string;
  readonly uid: string;
  /** The issuer's salted hash of the person. */
  readonly person: string;
  /** The issuer's word that the person holds the key, base64. */
  readonly proof: string;
  readonly client: Client;
}

/** The people of a demonstration on a development chain, whose folder holds the organisations' CAs. Keys are made once and kept. */
export class DemoPeople {
  readonly orgIds: readonly string[];
  /** SM2 key that vouches for persons. */
  readonly issuer: PrivateKey;
  private readonly folder: string;
  private readonly keys: string;
  private readonly first: Client;

  /** `folder` is the one that `yanta up` made. */
  constructor(folder: string, orgIds: readonly string[]) {
    this.folder = folder;
    this.orgIds = orgIds;
    this.keys = join(folder, "directory", "people");
    mkdirSync(this.keys, { recursive: true, mode: 0o700 });
    this.first = loadClient(join(folder, "sdk_config.yml"));
    this.issuer = this.keyOf(join(folder, "directory", "issuer.key"), () => generatePrivateKey("SM2"));
  }

  /** Administrators of all organisations, who endorse. */
  admins(): readonly Signer[] {
    return this.orgIds.map((orgId) => this.signer(orgId, this.adminFile(orgId)));
  }

  /** Organisation 1's administrator, who installs the contract. */
  root(): DemoPerson {
    const orgId = this.orgIds[0] ?? "";
    return this.personOf("root", orgId, this.adminFile(orgId));
  }

  /** Somebody of an organisation; the certificate is issued when it is not there yet. */
  person(name: string, orgId: string): DemoPerson {
    const base = join(this.keys, name);
    if (!existsSync(`${base}.crt`)) this.issue(base, name, orgId);
    return this.personOf(name, orgId, base);
  }

  close(): void {
    this.first.transport.close();
  }

  private adminFile(orgId: string): string {
    return join(this.folder, "crypto-config", orgId, "user/admin1/admin1.sign");
  }

  private issue(base: string, name: string, orgId: string): void {
    const authority = join(this.folder, "crypto-config", orgId, "ca/ca");
    const privateKey = this.keyOf(`${base}.key`, () => generatePrivateKey("ECDSA_P256"));
    const now = BigInt(Math.floor(this.first.nowMs() / 1000));
    const certificate: Certificate = issueChainmakerCertificate({
      kind: "sign",
      name,
      role: "client",
      organizationId: orgId,
      publicKey: privateKey.publicKey,
      signingKey: parsePrivateKey(readFileSync(`${authority}.key`, "utf8")),
      issuer: parseCertificate(readFileSync(`${authority}.crt`, "utf8")),
      notBefore: now,
      notAfter: now + 5n * yearSeconds,
    });
    writeFileSync(`${base}.crt`, certificate.pem);
  }

  private keyOf(file: string, generate: () => PrivateKey): PrivateKey {
    if (existsSync(file)) return parsePrivateKey(readFileSync(file, "utf8"));
    const key = generate();
    writeFileSync(file, key.toPem(), { mode: 0o600 });
    return key;
  }

  private signer(orgId: string, base: string): Signer {
    const certificatePem = readFileSync(`${base}.crt`, "utf8");
    return createCertificateSigner({ orgId, certificatePem, privateKeyPem: readFileSync(`${base}.key`, "utf8") });
  }

  private personOf(name: string, orgId: string, base: string): DemoPerson {
    const { subjectKeyId } = parseCertificate(readFileSync(`${base}.crt`, "utf8"));
    const uid = bytesToHex(subjectKeyId ?? new Uint8Array());
    const person = createHash("sha256").update(`demonstration ${name}`).digest("hex");
    const statement = utf8ToBytes(`yanta-directory person 1\n${orgId}\n${uid}\n${person}`);
    const { chainId, transport } = this.first;
    const client = createClient({ chainId, transport, signer: this.signer(orgId, base) });
    return { name, orgId, uid, person, proof: bytesToBase64(this.issuer.sign(statement, "SM3")), client };
  }
}
