import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { CodedError } from "@yanta/errors";
import { bakePng } from "./bake-png.ts";
import { bakeSvg } from "./bake-svg.ts";
import { type CertificateFile, readStatusList, writeCertificateFile } from "./certificate-file.ts";
import { issueCohort, openTree, readCertificate, revokeCertificates } from "./cohort-folder.ts";
import { drawPng, drawSvg } from "./draw-certificate.ts";
import { openCertificate } from "./open-certificate.ts";
import { readTrust } from "./read-trust.ts";
import { madeAt, makeCohort } from "./testing/made-cohort.ts";
import { type CertificateToVerify, checkNames, verifyCertificate } from "./verify-certificate.ts";

const home = mkdtempSync(join(tmpdir(), "certificates-"));
const folder = join(home, "cohort");
const { key, cohort, definition, awardOf } = makeCohort();
const count = await issueCohort({
  folder,
  definition,
  key,
  created: madeAt,
  awards: Array.from({ length: 5 }, (_, i) => awardOf(i)),
});
const statusList = await revokeCertificates(folder, { key, indexes: [2], asOf: madeAt });
const { root } = openTree(folder);
const cohortFile = { cohort: definition.id, issuer: cohort.issuer.did, count, root, anchor: new Uint8Array(0) };
const trust = readTrust([{ name: "issuers.txt", text: `# ours\n${cohort.issuer.did}\n` }]);
const unixSeconds = Date.parse(madeAt) / 1000;

async function verdictOf(index: number, change: Partial<CertificateToVerify> = {}): Promise<string> {
  const certificate = readCertificate(folder, index);
  const given = { certificate, statusList, cohort: cohortFile, trust, unixSeconds, ...change };
  const { verdict, checks } = await verifyCertificate(given);
  const said = checkNames.map((name) => {
    const check = checks[name];
    if (check.kind !== "fails") return `${name} ${check.kind}`;
    return `${name} ${check.error instanceof CodedError ? check.error.code.replace("ACADEMY_CERTIFICATE_", "") : String(check.error)}`;
  });
  return [verdict, ...said.filter((each) => !each.endsWith(" holds"))].join(", ");
}

function changed(change: (file: Required<CertificateFile>) => CertificateFile): { certificate: CertificateFile } {
  return { certificate: change(readCertificate(folder, 1)) };
}

describe("a certificate", () => {
  after(() => rmSync(home, { recursive: true }));

  it("holds against issuer, clock, status list and cohort; the anchor stays unknown without a chain to trust", async () => {
    assert.equal(await verdictOf(1), "incomplete, anchor unknown");
    assert.equal(await verdictOf(4), "incomplete, anchor unknown");
    const bare = { statusList: undefined, cohort: undefined };
    assert.equal(await verdictOf(1, bare), "incomplete, status unknown, cohort unknown, anchor unknown");
  });

  it("is invalid when revoked, too early, too late, or of an issuer that is not trusted", async () => {
    assert.equal(await verdictOf(2), "invalid, status REVOKED, anchor unknown");
    assert.equal(await verdictOf(1, { unixSeconds: unixSeconds - 100_000 }), "invalid, time TIME, anchor unknown");
    assert.equal(await verdictOf(1, { trust: readTrust([]) }), "invalid, issuer ISSUER, anchor unknown");
  });

  it("is invalid when anything in it or about its place is changed", async () => {
    const named = changed(({ credential, place }) => ({ credential: { ...credential, name: "Doctor" }, place }));
    assert.equal(await verdictOf(1, named), "invalid, signature SIGNATURE, cohort NOT_IN_COHORT, anchor unknown");
    const moved = changed(({ credential, place }) => ({ credential, place: place && { ...place, index: 0 } }));
    assert.equal(await verdictOf(1, moved), "invalid, cohort NOT_IN_COHORT, anchor unknown");
    const other = makeCohort();
    const impostor = changed(({ credential, place }) => {
      const { did } = other.cohort.issuer;
      return { credential: { ...credential, issuer: { ...credential.issuer, id: did } }, place };
    });
    assert.match(await verdictOf(1, impostor), /^invalid, signature SIGNATURE, issuer ISSUER/);
  });

  it("is read from its file, a bare credential, PNG and SVG; pictures keep nothing from before", async () => {
    const file = readCertificate(folder, 3);
    const png = await drawPng(file);
    const svg = drawSvg(file);
    for (const bytes of [writeCertificateFile(file), svg, bakePngTwice(png), png])
      assert.deepEqual(openCertificate(typeof bytes === "string" ? Buffer.from(bytes) : bytes), file);
    const bare = openCertificate(Buffer.from(JSON.stringify(file.credential)));
    assert.deepEqual(bare, { credential: file.credential, place: undefined });
    assert.match(svg, /开发 𠀀 &#60;b&#62;</u);
    assert.throws(() => bakeSvg(svg, { credential: "{}", place: undefined }), {
      code: "ACADEMY_CERTIFICATE_UNREADABLE",
    });
  });

  it("is refused as a stranger's garbage with a name", async () => {
    const png = await drawPng(readCertificate(folder, 3));
    const flipped = Uint8Array.from(png, (byte, at) => (at === 100 ? byte ^ 1 : byte));
    const json = JSON.stringify(readCertificate(folder, 3).credential);
    const garbage = ["", "{", "[]", "{}", "<svg/>", json.replace('"name"', '"extra":1,"name"'), "x".repeat(70_000)];
    for (const bytes of [...garbage.map((text) => Buffer.from(text)), flipped, png.subarray(0, 60), png.subarray(0, 8)])
      assert.throws(() => openCertificate(bytes), { code: "ACADEMY_CERTIFICATE_UNREADABLE" });
    assert.throws(() => readStatusList("{}"), { code: "ACADEMY_CERTIFICATE_UNREADABLE" });
  });
});

function bakePngTwice(png: Uint8Array): Uint8Array {
  const { credential, place } = readCertificate(folder, 3);
  const other = bakePng(png, { credential: "{}", place: "{}" });
  return bakePng(other, { credential: JSON.stringify(credential), place: JSON.stringify(place) });
}
