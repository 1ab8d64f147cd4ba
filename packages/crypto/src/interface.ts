/** Hash algorithms a chain can name in `crypto.hash`. */
export type HashAlgorithm = "SHA256" | "SM3" | "SHA3_256";

/** Key algorithms. P-256, P-384, SM2 and RSA sign transactions; secp256k1 is for EVM identities, Ed25519 for engine keys. */
export type KeyAlgorithm = "ECDSA_P256" | "ECDSA_P384" | "SM2" | "RSA" | "ECDSA_SECP256K1" | "ED25519";

/** A public key, parsed once and kept: parsing costs three times a verification. */
export interface PublicKey {
  readonly algorithm: KeyAlgorithm;
  /** SubjectPublicKeyInfo, DER. */
  readonly spkiDer: Uint8Array;
  /** The BIT STRING content: for curves the uncompressed point with its 0x04, for RSA the PKCS#1 DER. */
  readonly keyBits: Uint8Array;
  /** `PUBLIC KEY` block in ChainMaker's form: of `spkiDer`, but for RSA of the PKCS#1 DER. */
  readonly pem: string;
  /**
   * Whether `signature` is the key's over `message`. The message is hashed here with `hash`
   * (SM2 with SM3: standard signature with ZA over user id 1234567812345678; SM2 with another hash: over the plain digest).
   * Malformed signatures are false, never an error.
   */
  verify(message: Uint8Array, signature: Uint8Array, hash: HashAlgorithm): boolean;
}

/** A key that signs, wherever its private number is kept. */
export interface SigningKey {
  readonly algorithm: KeyAlgorithm;
  readonly publicKey: PublicKey;
  /** ASN.1 DER (r, s) for curves, PKCS#1 v1.5 for RSA, 64 raw bytes for Ed25519. */
  sign(message: Uint8Array, hash: HashAlgorithm): Uint8Array;
}

/** A signing key whose private number is in memory. */
export interface PrivateKey extends SigningKey {
  /** Unencrypted PEM in ChainMaker's forms: SEC1 `EC PRIVATE KEY` for P-256, P-384 and secp256k1, PKCS#1 for RSA, PKCS#8 else. Secret: never log it. */
  toPem(): string;
}

/** X.509 distinguished name, the attributes that matter here; each in the order of the certificate. */
export interface DistinguishedName {
  readonly commonName: string;
  readonly organization: readonly string[];
  readonly organizationalUnit: readonly string[];
  readonly country: readonly string[];
  readonly province: readonly string[];
  readonly locality: readonly string[];
}

export interface Certificate {
  readonly der: Uint8Array;
  /** `CERTIFICATE` block, 64-column lines, final newline. */
  readonly pem: string;
  /** X.509 version: 1, 2 or 3. */
  readonly version: number;
  /** Serial number in whole bytes without leading zero bytes, lower-case hex. */
  readonly serialHex: string;
  readonly subject: DistinguishedName;
  readonly issuer: DistinguishedName;
  readonly subjectNameDer: Uint8Array;
  readonly issuerNameDer: Uint8Array;
  /** Unix seconds. */
  readonly notBefore: bigint;
  readonly notAfter: bigint;
  readonly hasBasicConstraints: boolean;
  readonly isCa: boolean;
  /** Intermediates allowed below, undefined without a bound. */
  readonly pathLengthMax: number | undefined;
  /** Empty when the extension is absent: then nothing is forbidden. */
  readonly keyUsage: ReadonlySet<KeyUsage>;
  readonly dnsNames: readonly string[];
  /** Dotted IPv4, or IPv6 as eight groups of four hex digits. */
  readonly ipAddresses: readonly string[];
  /** Critical extensions that nobody here understands; chains through such a certificate are refused. */
  readonly unhandledCriticalOids: readonly string[];
  readonly subjectKeyId: Uint8Array | undefined;
  readonly authorityKeyId: Uint8Array | undefined;
  /** Text of extension 2.87.88.2020.11.30.2020.11.4, undefined when absent. */
  readonly nodeIdExtension: string | undefined;
  /** Hash of the certificate's own signature algorithm; ChainMaker signs transactions with it. */
  readonly signatureHash: HashAlgorithm;
  readonly publicKey: PublicKey;
  /** Checks name, and signature with the parent's key. Validity dates are not looked at. */
  isIssuedBy(parent: Certificate): boolean;
}

export type KeyUsage =
  | "digitalSignature"
  | "nonRepudiation"
  | "keyEncipherment"
  | "dataEncipherment"
  | "keyAgreement"
  | "keyCertSign"
  | "cRLSign"
  | "encipherOnly"
  | "decipherOnly";

export interface CertificateRevocationList {
  readonly der: Uint8Array;
  readonly pem: string;
  readonly authorityKeyId: Uint8Array | undefined;
  readonly issuerNameDer: Uint8Array;
  readonly crlNumber: bigint | undefined;
  /** Unix seconds. */
  readonly thisUpdate: bigint;
  readonly nextUpdate: bigint | undefined;
  readonly revokedSerialsHex: ReadonlySet<string>;
  isSignedBy(issuer: Certificate): boolean;
}

/** Where a node's private keys are kept. Names are `[A-Za-z0-9._-]`, at most 100 characters, not starting with a dot. */
export interface KeyProvider {
  /** Names of the keys, sorted. */
  listKeys(): readonly string[];
  /** Errors: CRYPTO_KEY_NOT_FOUND, and those of the implementation. */
  loadKey(name: string): SigningKey;
}
