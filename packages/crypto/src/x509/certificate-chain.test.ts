import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { readThirdParty } from "../testing/vectors.ts";
import type { Certificate, KeyAlgorithm, KeyUsage, PrivateKey } from "../interface.ts";
import { generatePrivateKey } from "../keys/generate.ts";
import { chainLengthMax, chainSignatureChecksMax } from "../limits.ts";
import { parseCertificate } from "./certificate.ts";
import { verifyCertificateChain } from "./certificate-chain.ts";
import { issueCertificate } from "./issue-certificate.ts";

const day = 86_400n;
const start = 1_800_000_000n;
const now = start + day;

interface Entity {
  readonly certificate: Certificate;
  readonly key: PrivateKey;
}

interface EntityOptions {
  readonly name: string;
  readonly issuer?: Entity;
  readonly isCa?: boolean;
  readonly pathLengthMax?: number;
  readonly keyUsage?: readonly KeyUsage[];
  readonly days?: bigint;
  readonly algorithm?: KeyAlgorithm;
  readonly key?: PrivateKey;
}

function issue(options: EntityOptions): Entity {
  const { name, issuer, isCa = true, keyUsage = isCa ? ["keyCertSign"] : ["digitalSignature"], days = 100n } = options;
  const key = options.key ?? generatePrivateKey(options.algorithm ?? "ECDSA_P256");
  const certificate = issueCertificate({
    subject: { commonName: name, organization: ["org"] },
    publicKey: key.publicKey,
    signingKey: issuer?.key ?? key,
    ...(issuer === undefined ? {} : { issuer: issuer.certificate }),
    notBefore: start,
    notAfter: start + days * day,
    isCa,
    keyUsage,
    ...(options.pathLengthMax === undefined ? {} : { pathLengthMax: options.pathLengthMax }),
  });
  return { certificate, key };
}

function verify(leaf: Entity, roots: readonly Entity[], intermediates: readonly Entity[] = [], unixSeconds = now) {
  return verifyCertificateChain({
    leaf: leaf.certificate,
    roots: roots.map(({ certificate }) => certificate),
    intermediates: intermediates.map(({ certificate }) => certificate),
    unixSeconds,
  });
}

function reason(result: ReturnType<typeof verifyCertificateChain>): string {
  return result.kind === "valid" ? "valid" : result.reason;
}

const root = issue({ name: "root" });
const middle = issue({ name: "middle", issuer: root });
const leaf = issue({ name: "leaf", issuer: middle, isCa: false });

describe("verifyCertificateChain", () => {
  for (const algorithm of ["ECDSA_P256", "SM2", "RSA", "ED25519"] as const) {
    test(`finds the chain over an intermediate, ${algorithm}`, () => {
      const a = issue({ name: "a", algorithm });
      const b = issue({ name: "b", issuer: a, algorithm });
      const c = issue({ name: "c", issuer: b, isCa: false });
      const result = verify(c, [root, a], [middle, b]);
      assert.equal(result.kind, "valid");
      assert.deepEqual(result.kind === "valid" && result.chains, [[c.certificate, b.certificate, a.certificate]]);
    });
  }

  test("the official test certificates verify, the expired and the foreign do not", () => {
    const certs = "chainmaker-testdata/testdata-chainmaker-layout/config/wx-org1.chainmaker.org/certs";
    const read = (path: string) => parseCertificate(readThirdParty(`${certs}/${path}`));
    const roots = [1, 2, 3, 4].map((org) => read(`ca/wx-org${org}.chainmaker.org/ca.crt`));
    const check = (user: string, unixSeconds = 1_795_500_000n) =>
      verifyCertificateChain({ leaf: read(`user/${user}/${user}.sign.crt`), roots, intermediates: [], unixSeconds });
    assert.equal(reason(check("client1")), "valid");
    assert.equal(reason(check("client1", 5_000_000_000n)), "expired");
    assert.equal(reason(check("client1", 1n)), "notYetValid");
    assert.equal(reason(check("expired")), "expired");
    assert.equal(reason(check("unknown")), "unknownAuthority");
  });

  test("a leaf that is a root is a chain of itself, even without CA flag", () => {
    const alone = issue({ name: "alone", isCa: false });
    assert.deepEqual(verify(alone, [alone]), { kind: "valid", chains: [[alone.certificate]] });
    assert.equal(reason(verify(alone, [root])), "unknownAuthority");
  });

  test("says with Go's words what is wrong", () => {
    const impostor = issue({ name: "root" });
    const result = verify(leaf, [root], []);
    assert.deepEqual(result, {
      kind: "invalid",
      reason: "unknownAuthority",
      message: "x509: certificate signed by unknown authority",
    });
    const forged = verify(issue({ name: "x", issuer: impostor, isCa: false }), [root]);
    assert.equal(
      forged.kind === "invalid" && forged.message,
      'x509: certificate signed by unknown authority (possibly because of "x509: ECDSA verification failure" while trying to verify candidate authority certificate "root")',
    );
    const late = verify(leaf, [root], [middle], start + 101n * day);
    assert.equal(
      late.kind === "invalid" && late.message,
      "x509: certificate has expired or is not yet valid: current time 2027-04-26T08:00:00Z is after 2027-04-25T08:00:00Z",
    );
  });

  test("times that no calendar has are answered, not thrown at", () => {
    for (const unixSeconds of [-(2n ** 63n), 2n ** 63n - 1n]) {
      assert.notEqual(verify(leaf, [root], [middle], unixSeconds).kind, "valid");
    }
  });

  test("an expired or not authorised certificate above the leaf breaks the chain", () => {
    const brief = issue({ name: "brief", issuer: root, days: 10n });
    const below = issue({ name: "below", issuer: brief, isCa: false });
    assert.equal(reason(verify(below, [root], [brief], start + 11n * day)), "expired");
    const noCa = issue({ name: "noCa", keyUsage: ["digitalSignature"], isCa: false, issuer: root });
    const key = generatePrivateKey("ECDSA_P256");
    assert.throws(
      () =>
        issueCertificate({
          subject: { commonName: "x" },
          publicKey: key.publicKey,
          signingKey: noCa.key,
          issuer: noCa.certificate,
          notBefore: start,
          notAfter: now,
          keyUsage: [],
        }),
      { code: "CRYPTO_ISSUE_REFUSED" },
    );
    const forgedIssuer = { ...noCa, certificate: { ...noCa.certificate, isCa: true } };
    const underNoCa = issue({ name: "under", issuer: forgedIssuer, isCa: false });
    assert.equal(reason(verify(underNoCa, [root], [noCa])), "unknownAuthority");
    const noSign = issue({ name: "noSign", issuer: root, keyUsage: ["cRLSign"] });
    assert.equal(
      reason(verify(issue({ name: "y", issuer: noSign, isCa: false }), [root], [noSign])),
      "unknownAuthority",
    );
  });

  test("path lengths are kept", () => {
    const strict = issue({ name: "strict", pathLengthMax: 0 });
    assert.equal(reason(verify(issue({ name: "direct", issuer: strict, isCa: false }), [strict])), "valid");
    const between = issue({ name: "between", issuer: strict });
    const below = issue({ name: "below", issuer: between, isCa: false });
    assert.equal(reason(verify(below, [strict], [between])), "tooManyIntermediates");
  });

  test("unknown critical extensions are refused", () => {
    const odd = { ...leaf, certificate: { ...leaf.certificate, unhandledCriticalOids: ["1.2.3"] } };
    assert.equal(reason(verify(odd, [root], [middle])), "unhandledCriticalExtension");
  });

  test("all chains are found, and loops end", () => {
    const otherRoot = issue({ name: "otherRoot" });
    const crossed = issue({ name: "middle", issuer: otherRoot, key: middle.key });
    const result = verify(leaf, [root, otherRoot], [middle, crossed]);
    assert.equal(result.kind === "valid" && result.chains.length, 2);
    const x = issue({ name: "x" });
    const y = issue({ name: "y", issuer: x });
    const xByY = issue({ name: "x", issuer: y, key: x.key });
    assert.equal(
      reason(verify(issue({ name: "z", issuer: xByY, isCa: false }), [root], [y, xByY])),
      "unknownAuthority",
    );
  });

  test("chains are no longer than the bound, and crowds of candidates no larger", () => {
    let last = root;
    const chain: Entity[] = [];
    for (let i = 0; i < chainLengthMax - 1; i++) {
      last = issue({ name: `ca${i}`, issuer: last });
      chain.push(last);
    }
    const allowed = chain.slice(0, -1);
    assert.equal(
      reason(verify(issue({ name: "end", issuer: allowed.at(-1) ?? root, isCa: false }), [root], allowed)),
      "valid",
    );
    assert.equal(reason(verify(issue({ name: "end", issuer: last, isCa: false }), [root], chain)), "unknownAuthority");

    const impostors = Array.from({ length: chainSignatureChecksMax + 1 }, () => issue({ name: "middle" }));
    assert.equal(reason(verify(leaf, [root], impostors)), "signatureCheckLimit");
  });
});
