import assert from "node:assert/strict";
import { test } from "node:test";
import { createCertificateSigner } from "@yanta/chain";
import { generatePrivateKey, issueCertificate, nodeIdFromPublicKey, type Certificate } from "@yanta/crypto";
import { identityFault, type IdentityJudge } from "./identity-fault.ts";
import { LiveIdentity, type NodeIdentity } from "./node-identity.ts";

const orgId = "org1";
let serial = 0;

function identity({ org = orgId, hasTls = true }: { org?: string; hasTls?: boolean } = {}): NodeIdentity {
  const privateKey = generatePrivateKey("ECDSA_P256");
  const certificate = issueCertificate({
    subject: { organization: [org], organizationalUnit: ["consensus"], commonName: `node${serial++}` },
    publicKey: privateKey.publicKey,
    signingKey: privateKey,
    notBefore: 0n,
    notAfter: 4_000_000_000n,
    keyUsage: ["digitalSignature"],
  });
  return {
    orgId: org,
    nodeId: nodeIdFromPublicKey(privateKey.publicKey),
    signer: createCertificateSigner(org, certificate, privateKey),
    signCertificate: certificate,
    netCertificate: certificate,
    rpcTls: hasTls ? { certificatePem: certificate.pem, privateKeyPem: privateKey.toPem() } : undefined,
  };
}

/** A chain that knows some certificates, as proposers and as TLS peers. */
function judge(
  proposers: readonly Certificate[],
  peers: readonly Certificate[],
  ids: readonly string[],
): IdentityJudge {
  const knows = (list: readonly Certificate[], pem: string) =>
    list.some((each) => each.pem === pem) ? undefined : { message: "unknown" };
  return {
    chain: {
      chainId: "chain1",
      accessControl: {
        verifyEndorsement: (_resource, _message, entry) =>
          knows(proposers, new TextDecoder().decode(entry.signer?.memberInfo)),
        verifyTlsPeer: (certificate) => knows(peers, certificate.pem),
      },
    },
    mayBecome: (nodeId) => ids.includes(nodeId),
  };
}

test("a node takes an identity that may do what its old one may", () => {
  const [old, next] = [identity(), identity()];
  const both = [old.signCertificate, next.signCertificate];
  assert.equal(identityFault(old, next, [judge(both, both, [next.nodeId])], 1n), undefined);
  assert.match(identityFault(old, next, [judge(both, both, [])], 1n) ?? "", /was not prepared for/);
  assert.match(identityFault(old, next, [judge([old.signCertificate], both, [next.nodeId])], 1n) ?? "", /unknown/);
  assert.match(identityFault(old, next, [judge(both, [old.signCertificate], [next.nodeId])], 1n) ?? "", /unknown/);
  assert.equal(identityFault(old, next, [judge([], [], [next.nodeId])], 1n), undefined, "nothing to lose");
});

test("organisation and use of TLS stay", () => {
  const old = identity();
  assert.match(identityFault(old, identity({ org: "org2" }), [], 1n) ?? "", /org2/);
  assert.match(identityFault(old, identity({ hasTls: false }), [], 1n) ?? "", /TLS/);
});

test("a signer that was given away signs with the identity in force", () => {
  const [old, next] = [identity(), identity()];
  const live = new LiveIdentity(old);
  const signer = live.signer();
  assert.equal(signer.member, old.signer.member);
  live.replace(next);
  assert.equal(signer.member, next.signer.member);
  const message = new Uint8Array([1]);
  const { publicKey, signatureHash } = next.signCertificate;
  assert.equal(publicKey.verify(message, signer.sign(message), signatureHash), true);
});
