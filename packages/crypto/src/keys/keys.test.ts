import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { describe, test } from "node:test";
import { bytesToHex, hexToBytes } from "@yanta/bytes";
import { CodedError } from "@yanta/errors";
import fc from "fast-check";
import { readCertificateVectors, readSignatureVectors } from "../testing/vectors.ts";
import type { KeyAlgorithm } from "../interface.ts";
import { encodePem, parsePemBlocks } from "../pem.ts";
import { normalizeCurveSignature } from "./curve-signature.ts";
import { generatePrivateKey } from "./generate.ts";
import { parsePrivateKey } from "./private-key.ts";
import { parsePublicKey, publicKeyFromBits } from "./public-key.ts";

const algorithms: readonly KeyAlgorithm[] = ["ECDSA_P256", "ECDSA_P384", "SM2", "ECDSA_SECP256K1", "ED25519", "RSA"];

describe("private keys", () => {
  test("ChainMaker's key files come back byte for byte, with their public key", () => {
    for (const { private_key_pem, public_key_pem } of readSignatureVectors()) {
      const key = parsePrivateKey(private_key_pem);
      assert.equal(key.toPem(), private_key_pem);
      assert.equal(key.publicKey.pem, public_key_pem);
    }
  });

  for (const algorithm of algorithms) {
    test(`a generated ${algorithm} key signs, and comes back from its PEM`, () => {
      const key = generatePrivateKey(algorithm);
      const again = parsePrivateKey(key.toPem());
      assert.equal(again.algorithm, algorithm);
      assert.equal(again.toPem(), key.toPem());
      const message = Uint8Array.of(1, 2, 3);
      assert(key.publicKey.verify(message, again.sign(message, "SHA256"), "SHA256"));
      assert(!generatePrivateKey(algorithm).publicKey.verify(message, key.sign(message, "SHA256"), "SHA256"));
    });
  }

  test("generation takes its bytes from the argument and asks again for bad ones", () => {
    const answers = [new Uint8Array(32), new Uint8Array(32).fill(0xff), new Uint8Array(32).fill(7)];
    const key = generatePrivateKey("SM2", () => answers.shift() ?? assert.fail("asked too often"));
    assert.equal(key.toPem(), generatePrivateKey("SM2", () => new Uint8Array(32).fill(7)).toPem());
  });

  test("OpenSSL's forms are read, encrypted ones with their password", () => {
    for (const type of ["sec1", "pkcs8"] as const) {
      const plain = { format: "pem", type } as const;
      const pair = generateKeyPairSync("ec", {
        namedCurve: "P-256",
        publicKeyEncoding: { format: "pem", type: "spki" },
        privateKeyEncoding: { ...plain, cipher: "aes-256-cbc", passphrase: "secret" },
      });
      assert.equal(parsePrivateKey(pair.privateKey, "secret").publicKey.pem, pair.publicKey);
      assert.throws(() => parsePrivateKey(pair.privateKey), { code: "CRYPTO_KEY_PASSWORD_REQUIRED" });
      assert.throws(() => parsePrivateKey(pair.privateKey, "wrong"), { code: "CRYPTO_KEY_PASSWORD_WRONG" });
    }
    const sm2 = generateKeyPairSync("ec", {
      namedCurve: "SM2",
      publicKeyEncoding: { format: "pem", type: "spki" },
      privateKeyEncoding: { format: "pem", type: "pkcs8", cipher: "aes-256-cbc", passphrase: "secret" },
    });
    assert.equal(parsePrivateKey(sm2.privateKey, "secret").publicKey.pem, sm2.publicKey);
    const ed = generateKeyPairSync("ed25519", {
      publicKeyEncoding: { format: "pem", type: "spki" },
      privateKeyEncoding: { format: "pem", type: "pkcs8" },
    });
    assert.equal(parsePrivateKey(ed.privateKey).publicKey.pem, ed.publicKey);
    assert.equal(parsePrivateKey(ed.privateKey).toPem(), ed.privateKey);
  });

  test("bad keys are refused by code", () => {
    assert.throws(() => parsePrivateKey("nothing"), { code: "CRYPTO_PEM_MALFORMED" });
    assert.throws(() => parsePrivateKey(encodePem("DSA PRIVATE KEY", Uint8Array.of(1))), {
      code: "CRYPTO_KEY_MALFORMED",
    });
    assert.throws(() => parsePrivateKey(encodePem("PRIVATE KEY", Uint8Array.of(1))), { code: "CRYPTO_DER_MALFORMED" });
    const zero = generatePrivateKey("SM2", () => new Uint8Array(32).fill(7)).toPem();
    const bytes = parsePemBlocks(zero)[0]?.bytes ?? assert.fail("no block");
    const zeroed = bytes.map((byte) => (byte === 7 ? 0 : byte));
    assert.throws(
      () => parsePrivateKey(encodePem("PRIVATE KEY", zeroed)),
      (error) => error instanceof CodedError,
    );
  });
});

describe("public keys", () => {
  test("key bits and PEM are those of the vectors", () => {
    for (const vector of readCertificateVectors()) {
      const key = parsePublicKey(vector.public_key_pem);
      assert.equal(key.pem, vector.public_key_pem);
      assert.equal(bytesToHex(key.keyBits), vector.public_key_raw);
      assert.equal(parsePublicKey(key.spkiDer).pem, key.pem);
      assert.equal(publicKeyFromBits(key.algorithm, key.keyBits).pem, key.pem);
    }
  });

  test("compressed points, points off the curve and small RSA moduli are refused", () => {
    const { keyBits } = generatePrivateKey("ECDSA_P256", () => new Uint8Array(32).fill(9)).publicKey;
    const malformed = { code: "CRYPTO_KEY_MALFORMED" };
    assert.throws(() => publicKeyFromBits("ECDSA_P256", Uint8Array.of(2, ...keyBits.subarray(1, 33))), malformed);
    assert.throws(
      () =>
        publicKeyFromBits(
          "ECDSA_P256",
          keyBits.map((byte, i) => (i === 64 ? byte ^ 1 : byte)),
        ),
      malformed,
    );
    assert.throws(() => publicKeyFromBits("SM2", keyBits), malformed);
    const { publicKey } = generateKeyPairSync("rsa", { modulusLength: 512 });
    assert.throws(() => parsePublicKey(publicKey.export({ format: "pem", type: "spki" })), malformed);
  });

  test("mutated keys give a key or a coded error", () => {
    const keys = readCertificateVectors().map(({ public_key_pem }) => parsePublicKey(public_key_pem).spkiDer);
    fc.assert(
      fc.property(fc.constantFrom(...keys), fc.nat(), fc.integer({ min: 0, max: 255 }), (der, at, byte) => {
        try {
          parsePublicKey(der.map((value, index) => (index === at % der.length ? byte : value)));
        } catch (error) {
          assert(error instanceof CodedError);
        }
      }),
      { seed: 7, numRuns: 500 },
    );
  });
});

test("signatures are normalised as Go's asn1 reads them", () => {
  const cases: readonly (readonly [string, string, string | undefined])[] = [
    ["canonical", "3006020101020102", "3006020101020102"],
    ["bytes after the sequence", "30060201010201020000", "3006020101020102"],
    ["elements after s", "3009020101020102020103", "3006020101020102"],
    ["zero", "3006020100020102", undefined],
    ["negative", "3006020181020102", undefined],
    ["not minimal", "300702020001020102", undefined],
    ["long form of a short length", "308106020101020102", undefined],
    ["s missing", "3003020101", undefined],
    ["truncated", "30060201010201", undefined],
    ["r longer than the curve", `3029022201${"00".repeat(33)}020102`, undefined],
    ["empty integer", "30050200020102", undefined],
  ];
  for (const [what, input, expected] of cases) {
    const normal = normalizeCurveSignature(hexToBytes(input) ?? assert.fail("not hex"), 32);
    assert.equal(normal === undefined ? undefined : bytesToHex(normal), expected, what);
  }
});
