import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { nodeIdFromPublicKey, parseCertificate } from "@yanta/crypto";
import { issueAuthority, issueMember, writeIdentity } from "../dev-chain/identities.ts";
import { installCertificates } from "./install-certificates.ts";
import { isOfRoots, issueCertificates, readCertificates, requireSamePlace } from "./new-identity.ts";

const orgId = "wx-org1.chainmaker.org";
const unixSeconds = 1_800_000_000n;
const authority = issueAuthority({ orgId, unixSeconds });
const member = (kind: "sign" | "tls") =>
  issueMember({ authority, orgId, name: "consensus1", role: "consensus", kind, unixSeconds });
const before = { sign: member("sign"), tls: member("tls") };
const nodeId = (tls: typeof before.tls): string => nodeIdFromPublicKey(tls.certificate.publicKey);

test("new certificates stand for the same node in a new CA; the TLS key makes the id", () => {
  const next = issueAuthority({ orgId, unixSeconds });
  const common = { authority: next, previous: before.sign.certificate, orgId, unixSeconds };
  const renewed = issueCertificates({ ...common, tlsKey: before.tls.privateKey });
  const replaced = issueCertificates(common);
  assert.equal(nodeId(renewed.tls), nodeId(before.tls));
  assert.notEqual(nodeId(replaced.tls), nodeId(before.tls));
  for (const { sign, tls } of [renewed, replaced]) {
    requireSamePlace({ sign, tls }, before.sign.certificate, orgId);
    assert.equal(sign.certificate.subject.commonName, before.sign.certificate.subject.commonName);
    for (const { certificate } of [sign, tls]) {
      assert.equal(isOfRoots(certificate, [next.certificate.pem], unixSeconds), true);
      assert.equal(isOfRoots(certificate, [authority.certificate.pem], unixSeconds), false);
    }
  }
});

test("certificates of another organisation or role, and files that do not fit, are refused", (t) => {
  const refused = { code: "CLI_ARGUMENT" };
  const admin = issueMember({ authority, orgId, name: "admin1", role: "admin", kind: "sign", unixSeconds });
  const place = before.sign.certificate;
  assert.throws(() => requireSamePlace({ sign: admin, tls: before.tls }, place, orgId), refused);
  assert.throws(() => requireSamePlace(before, place, "wx-org2.chainmaker.org"), refused);
  const folder = mkdtempSync(join(tmpdir(), "yanta-identity-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const base = join(folder, "consensus1");
  assert.throws(() => readCertificates(base), refused);
  writeIdentity(`${base}.sign`, before.sign);
  writeIdentity(`${base}.tls`, { certificate: before.tls.certificate, privateKey: before.sign.privateKey });
  assert.throws(() => readCertificates(base), refused);
  writeIdentity(`${base}.tls`, before.tls);
  assert.equal(readCertificates(base).tls.certificate.pem, before.tls.certificate.pem);
});

test("files are replaced whole, and the old ones stay beside them", (t) => {
  const folder = mkdtempSync(join(tmpdir(), "yanta-identity-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const files = (kind: string) => ({
    certificateFile: join(folder, `${kind}.crt`),
    keyFile: join(folder, `${kind}.key`),
  });
  writeIdentity(join(folder, "sign"), before.sign);
  writeIdentity(join(folder, "tls"), before.tls);
  const next = { sign: member("sign"), tls: member("tls") };
  const changed = installCertificates({ signing: files("sign"), tls: [files("tls")] }, next);
  assert.equal(changed.length, 4);
  assert.equal(readFileSync(join(folder, "tls.crt"), "utf8"), next.tls.certificate.pem);
  assert.equal(readFileSync(join(folder, "tls.crt.old"), "utf8"), before.tls.certificate.pem);
  assert.equal(parseCertificate(readFileSync(join(folder, "sign.crt"))).serialHex, next.sign.certificate.serialHex);
  if (process.platform !== "win32")
    for (const name of ["tls.key", "tls.key.old"]) assert.equal(statSync(join(folder, name)).mode & 0o777, 0o600, name);
});
