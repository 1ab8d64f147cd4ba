import { bytesToHex, equalBytes, hexToBytes, utf8ToBytes } from "@yanta/bytes";
import type { CryptoBackend } from "../backend/backend.ts";
import type { HashAlgorithm, KeyAlgorithm } from "../interface.ts";
import { parsePrivateKey } from "../keys/private-key.ts";
import { createMaterial, decodePkcs1 } from "../keys/private-key-encoding.ts";
import { encodeSubjectPublicKeyInfo, parseSubjectPublicKeyInfo } from "../keys/public-key-info.ts";
import { parsePemBlocks } from "../pem.ts";

/** One case of ChainMaker's signature.json. */
export interface SignatureVector {
  readonly case: string;
  readonly key: string;
  readonly hash: HashAlgorithm;
  readonly msg: string;
  readonly sig: string;
  readonly public_key_pem: string;
  readonly private_key_pem: string;
  readonly valid: boolean;
}

/** A named check; `run` throws when the backend fails it. */
export interface ComplianceCase {
  readonly name: string;
  readonly run: () => void;
}

/**
 * What every backend must do. No test framework here, so that a browser can run the same cases.
 * `vectors` are the cases of third_party/chainmaker-vectors/signature.json.
 */
export function createBackendCompliance(
  backend: CryptoBackend,
  vectors: readonly SignatureVector[],
): readonly ComplianceCase[] {
  return [
    ...hashAnswers.map(([algorithm, text, digest]) => ({
      name: `${algorithm} of ${JSON.stringify(text.slice(0, 8))} (${text.length} characters)`,
      run: () => expectEqual(bytesToHex(backend.hash(algorithm, utf8ToBytes(text))), digest),
    })),
    {
      name: "a digest of parts is that of the whole",
      run: () => {
        for (const [algorithm, text, digest] of hashAnswers) {
          const bytes = utf8ToBytes(text);
          const parts = [bytes.subarray(0, 1), new Uint8Array(0), bytes.subarray(1)];
          expectEqual(bytesToHex(backend.hashParts(algorithm, parts)), digest);
        }
      },
    },
    ...vectors.map((vector, index) => ({
      name: `signature.json #${index}: ${vector.key} ${vector.hash}, ${vector.case}`,
      run: () => checkVector(backend, vector),
    })),
    ...signingAlgorithms.map((algorithm) => ({
      name: `${algorithm} signs what it verifies, and nothing else`,
      run: () => checkRoundTrip(backend, algorithm),
    })),
    {
      name: "RSA signs with the key of signature.json",
      run: () => checkRsaSigning(backend, vectors),
    },
    {
      name: "Ed25519 answers RFC 8032 7.1 test 2",
      run: () => checkEd25519(backend),
    },
    {
      name: "points off the curve and private numbers out of range make no key",
      run: () => checkRefusals(backend),
    },
  ];
}

/** FIPS 180-4, GB/T 32905 appendix A, FIPS 202. */
const hashAnswers: readonly (readonly [HashAlgorithm, string, string])[] = [
  ["SHA256", "", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"],
  ["SHA256", "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"],
  ["SM3", "", "1ab21d8355cfa17f8e61194831e81a8f22bec8c728fefb747ed035eb5082aa2b"],
  ["SM3", "abc", "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"],
  ["SM3", "abcd".repeat(16), "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732"],
  ["SHA3_256", "", "a7ffc6f8bf1ed76651c14756a061d662f580ff4de43b49fa82d80a4b80f8434a"],
  ["SHA3_256", "abc", "3a985da74fe225b2045c172d6bd390bd855f086e3e9d525b46bfe24511431532"],
];

const signingAlgorithms: readonly KeyAlgorithm[] = ["ECDSA_P256", "ECDSA_P384", "SM2", "ECDSA_SECP256K1", "ED25519"];
const hashAlgorithms: readonly HashAlgorithm[] = ["SHA256", "SM3", "SHA3_256"];

function checkVector(backend: CryptoBackend, vector: SignatureVector): void {
  const [block] = parsePemBlocks(vector.public_key_pem);
  const key = parseSubjectPublicKeyInfo(block?.bytes ?? new Uint8Array());
  const verify = backend.createVerify(key);
  expectEqual(verify?.(fromHex(vector.msg), fromHex(vector.sig), vector.hash), vector.valid);
}

function checkRoundTrip(backend: CryptoBackend, algorithm: KeyAlgorithm): void {
  const sizeBytes = algorithm === "ECDSA_P384" ? 48 : 32;
  const material = createMaterial(
    algorithm,
    Uint8Array.from({ length: sizeBytes }, (_, i) => (i * 7 + 3) % 251),
  );
  const keyBits = backend.derivePublicKeyBits(material) ?? new Uint8Array();
  const spkiDer = encodeSubjectPublicKeyInfo(algorithm, keyBits);
  const verify = backend.createVerify({ algorithm, spkiDer, keyBits });
  const sign = backend.createSign(material);
  if (verify === undefined || sign === undefined) throw new Error("the backend refused a good key");
  for (const hash of hashAlgorithms) {
    for (const message of [new Uint8Array(), utf8ToBytes("a message"), new Uint8Array(10_000).fill(7)]) {
      const signature = sign(message, hash);
      expectEqual(signature.constructor, Uint8Array);
      expectEqual(verify(message, signature, hash), true);
      expectEqual(verify(Uint8Array.of(...message.subarray(0, 100), 1), signature, hash), false);
      expectEqual(verify(message, signature.subarray(1), hash), false);
      expectEqual(verify(message, new Uint8Array(), hash), false);
    }
  }
}

function checkRsaSigning(backend: CryptoBackend, vectors: readonly SignatureVector[]): void {
  const vector = vectors.find(({ key, valid }) => key.startsWith("RSA") && valid);
  if (vector === undefined) throw new Error("signature.json has no RSA case");
  const material = decodePkcs1(parsePemBlocks(vector.private_key_pem)[0]?.bytes ?? new Uint8Array());
  const sign = backend.createSign(material);
  expectEqual(bytesToHex(sign?.(fromHex(vector.msg), "SHA256") ?? new Uint8Array()), vector.sig);
  expectEqual(
    bytesToHex(backend.derivePublicKeyBits(material) ?? new Uint8Array()),
    bytesToHex(parsePrivateKey(vector.private_key_pem).publicKey.keyBits),
  );
  let code: unknown;
  try {
    sign?.(new Uint8Array(), "SM3");
  } catch (error) {
    code = (error as { code?: unknown }).code;
  }
  expectEqual(code, "CRYPTO_HASH_UNSUPPORTED");
}

function checkEd25519(backend: CryptoBackend): void {
  const material = createMaterial(
    "ED25519",
    fromHex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"),
  );
  const keyBits = fromHex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
  const signature = fromHex(
    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
  );
  if (!equalBytes(backend.derivePublicKeyBits(material) ?? new Uint8Array(), keyBits))
    throw new Error("wrong public key");
  expectEqual(
    bytesToHex(backend.createSign(material)?.(Uint8Array.of(0x72), "SHA256") ?? new Uint8Array()),
    bytesToHex(signature),
  );
  const verify = backend.createVerify({
    algorithm: "ED25519",
    spkiDer: encodeSubjectPublicKeyInfo("ED25519", keyBits),
    keyBits,
  });
  expectEqual(verify?.(Uint8Array.of(0x72), signature, "SHA256"), true);
  expectEqual(verify?.(Uint8Array.of(0x73), signature, "SHA256"), false);
}

function checkRefusals(backend: CryptoBackend): void {
  for (const algorithm of ["ECDSA_P256", "ECDSA_P384", "SM2", "ECDSA_SECP256K1"] as const) {
    const sizeBytes = algorithm === "ECDSA_P384" ? 48 : 32;
    const keyBits = new Uint8Array(1 + 2 * sizeBytes).fill(1);
    keyBits[0] = 4;
    const spkiDer = encodeSubjectPublicKeyInfo(algorithm, keyBits);
    expectEqual(backend.createVerify({ algorithm, spkiDer, keyBits }), undefined);
    for (const secret of [new Uint8Array(sizeBytes), new Uint8Array(sizeBytes).fill(0xff)]) {
      expectEqual(backend.derivePublicKeyBits(createMaterial(algorithm, secret)), undefined);
      expectEqual(backend.createSign(createMaterial(algorithm, secret)), undefined);
    }
  }
}

function expectEqual(actual: unknown, expected: unknown): void {
  if (!Object.is(actual, expected)) throw new Error(`expected ${String(expected)}, got ${String(actual)}`);
}

function fromHex(text: string): Uint8Array {
  return hexToBytes(text) ?? new Uint8Array();
}
