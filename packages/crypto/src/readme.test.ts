import assert from "node:assert/strict";
import { test } from "node:test";
import { generatePrivateKey } from "./keys/generate.ts";
import { verifyCertificateChain } from "./x509/certificate-chain.ts";
import { issueChainmakerCertificate } from "./x509/chainmaker-certificate.ts";

test("the README's example runs", () => {
  const caKey = generatePrivateKey("ECDSA_P256");
  const clientKey = generatePrivateKey("ECDSA_P256");
  const period = { notBefore: 1_800_000_000n, notAfter: 1_900_000_000n };
  const organizationId = "wx-org1.chainmaker.org";
  const ca = issueChainmakerCertificate({
    kind: "ca",
    organizationId,
    publicKey: caKey.publicKey,
    signingKey: caKey,
    ...period,
  });
  const client = issueChainmakerCertificate({
    kind: "sign",
    name: "client1",
    role: "client",
    organizationId,
    publicKey: clientKey.publicKey,
    signingKey: caKey,
    issuer: ca,
    ...period,
  });
  const message = new TextEncoder().encode("payload");
  const signature = clientKey.sign(message, client.signatureHash);
  assert(client.publicKey.verify(message, signature, client.signatureHash));
  assert.deepEqual(
    verifyCertificateChain({ leaf: client, intermediates: [], roots: [ca], unixSeconds: 1_850_000_000n }),
    {
      kind: "valid",
      chains: [[client, ca]],
    },
  );
});
