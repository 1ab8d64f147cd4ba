import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { create } from "@bufbuild/protobuf";
import { generatePrivateKey, issueCertificate, type Certificate, type PrivateKey } from "@yanta/crypto";
import { TrustRootConfigSchema } from "@yanta/protocol";
import { checkTrustConfig } from "./check-config.ts";
import { client, now, org, testConfig } from "./testing/test-network.ts";
import { readTrustRoots } from "./trust-roots.ts";

interface Issued {
  readonly certificate: Certificate;
  readonly key: PrivateKey;
}

function issue(commonName: string, issuer: Issued | undefined, isCa = true): Issued {
  const key = generatePrivateKey("ECDSA_P256");
  const certificate = issueCertificate({
    subject: { commonName, organization: ["org"], organizationalUnit: ["root-cert"] },
    publicKey: key.publicKey,
    signingKey: issuer?.key ?? key,
    ...(issuer && { issuer: issuer.certificate }),
    notBefore: now - 1000n,
    notAfter: now + 1000n,
    isCa,
    keyUsage: isCa ? ["keyCertSign", "cRLSign"] : ["digitalSignature"],
  });
  return { certificate, key };
}

const root = issue("root", undefined);
const middle = issue("middle", root);
const low = issue("low", middle);
const leaf = issue("leaf", low, false);

function read(...bundles: readonly (readonly Issued[])[]) {
  const root = bundles.map((bundle) => bundle.map(({ certificate }) => certificate.pem).join(""));
  return readTrustRoots([create(TrustRootConfigSchema, { orgId: "org", root })]);
}

function rootNames(outcome: ReturnType<typeof read>): readonly string[] | string {
  if (outcome.kind === "invalid") return outcome.message;
  return (outcome.roots.rootsByOrg.get("org") ?? []).map(({ subject }) => subject.commonName);
}

describe("readTrustRoots", () => {
  const notCa = "the certificate configured as root for organization org is not a CA certificate";

  it("takes the end of each bundle's chain as a root, in whatever order it stands", () => {
    for (const bundle of [
      [low, middle, root],
      [root, middle, low],
      [middle, root, low],
    ])
      assert.deepEqual(rootNames(read(bundle)), ["root"]);
  });
  it("keeps every certificate as an intermediate", () => {
    const outcome = read([low, middle, root]);
    assert.equal(outcome.kind === "roots" && outcome.roots.intermediates.length, 3);
  });
  it("takes an intermediate authority that stands alone as a root", () => {
    assert.deepEqual(rootNames(read([middle])), ["middle"]);
    assert.deepEqual(rootNames(read([leaf, low])), ["low"]);
  });
  it("gives an organisation several roots by several entries", () => {
    assert.deepEqual(rootNames(read([middle], [root])), ["middle", "root"]);
  });
  it("refuses what ends in no authority, and what is no certificate", () => {
    assert.equal(rootNames(read([leaf])), notCa);
    assert.equal(rootNames(read([])), "invalid entry int trusted root cert list");
  });
  it("knows an organisation without entries", () => {
    assert.deepEqual(rootNames(read()), []);
  });
});

describe("checkTrustConfig", () => {
  it("accepts a chain's configuration and names what no access control could be built from", () => {
    assert.equal(checkTrustConfig(testConfig()), undefined);
    const clientPem = new TextDecoder().decode(client(1).pem);
    assert.equal(
      checkTrustConfig(testConfig((config) => void config.trustRoots[1]?.root.push(clientPem)))?.message,
      `the certificate configured as root for organization ${org(2)} is not a CA certificate`,
    );
    const withMember = (memberInfo: string) =>
      testConfig((config) => {
        config.trustMembers.push({
          $typeName: "config.TrustMemberConfig",
          memberInfo,
          orgId: "x",
          role: "client",
          nodeId: "",
        });
      });
    assert.equal(checkTrustConfig(withMember(clientPem)), undefined);
    assert.equal(
      checkTrustConfig(withMember("x"))?.message,
      "init trust members failed, none certificate given, memberInfo:[x]",
    );
    const damaged = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    assert.equal(
      checkTrustConfig(withMember(damaged))?.message,
      `init trust members failed, parse certificate failed, memberInfo:[${damaged}]`,
    );
  });
});
