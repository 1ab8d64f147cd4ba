import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { CodedError } from "@yanta/errors";
import { readBundle, type TrustRoots, writeBundle } from "@yanta/proof";
import { createAudit } from "../../apps/directory/src/audit/create-audit.ts";
import type { AuditSubject } from "../../apps/directory/src/audit/subject.ts";
import { summaryOf } from "../../apps/directory/src/audit/summary.ts";
import { verifyAudit } from "../../apps/directory/src/audit/verify-audit.ts";
import { type ChainHost, type City, openChainCity, sampleCode } from "../../contracts/directory/tests/city.ts";
import { officials } from "../../contracts/directory/tests/people.ts";
import { getBlockHeader, getChainConfig, type Client } from "@yanta/sdk";

const hash = "d4".repeat(32);
let city: City<ChainHost>;
let client: Client;
let roots: TrustRoots;

function bundleOf(kind: AuditSubject["kind"], id: string) {
  return createAudit(client, { subject: { kind, id, contract: "directory" }, bindings: [] });
}

function codeOf(bundle: Uint8Array): string {
  try {
    verifyAudit(bundle, roots);
  } catch (error) {
    assert.ok(error instanceof CodedError, String(error));
    return error.code;
  }
  return "none";
}

describe("an audit bundle of a real chain", () => {
  before(async () => {
    city = await openChainCity();
    await city.publish();
    await city.request("R1", "ACTIVE");
    const delivery = { request: "R1", hash, size: 10, purpose: "涉税事项办理", fields: ["企业名称"] };
    await city.does("approver", "deliver", { id: "D1", ...delivery });
    await city.does("consumer", "acknowledge", { id: "D1", hash, size: 10 });
    await city.does("approver", "deliver", { id: "D2", ...delivery });
    await city.request("R2", "COMPLIANCE");
    await city.does("consumer", "withdrawRequest", { id: "R2", reason: "不再需要" });
    client = city.host.chain.client(city.host.memberOf(officials.auditor));
    const certificates = (await getChainConfig(client)).trustRoots.flatMap(({ root }) => root);
    roots = { genesisHash: (await getBlockHeader(client, 0n)).blockHash, certificates };
  });

  it("proves a request with its deliveries to someone who has the genesis hash and the CAs", async () => {
    const { bundle } = await bundleOf("request", "R1");
    const trail = verifyAudit(bundle, roots);
    assert.deepEqual(
      trail.deeds.filter(({ subject }) => subject === "request.R1").map(({ action }) => action),
      [
        "submitRequest",
        "takeRequest",
        "passRequest",
        "approveRequest",
        "signAgreement",
        "signAgreement",
        "grantAccess",
        "activateAccess",
        "deliver",
        "deliver",
      ],
    );
    assert.deepEqual(
      [trail.complete.get("request.R1"), trail.complete.get("receipt.D1"), trail.complete.get("receipt.D2")],
      [10, 2, 1],
    );
    assert.match(summaryOf(trail, "en"), /request\.R1#1 submitRequest[^]*org3\.example \/ consumer/);
    assert.match(summaryOf(trail, "zh"), /不经投票[^]*未证明/);
    assert.ok(bundle.length < 100_000, String(bundle.length));
  });

  it("proves an entry, a delivery, and a request that was withdrawn", async () => {
    const entry = verifyAudit((await bundleOf("entry", sampleCode)).bundle, roots);
    assert.equal(entry.complete.get(`entry.${sampleCode}`), 5);
    const delivery = verifyAudit((await bundleOf("delivery", "D1")).bundle, roots);
    assert.equal(delivery.complete.get("receipt.D1"), 2);
    assert.equal(delivery.complete.get("request.R1"), 10);
    const withdrawn = verifyAudit((await bundleOf("request", "R2")).bundle, roots);
    assert.equal(withdrawn.deeds.at(-1)?.reason, "不再需要");
    await assert.rejects(bundleOf("request", "R9"), { code: "DIRECTORY_AUDIT_NOTHING" });
  });

  it("refuses a bundle that leaves a deed out, or whose words say something else", async () => {
    const { manifest, proof, texts } = readBundle((await bundleOf("request", "R1")).bundle);
    const write = (change: Partial<Parameters<typeof writeBundle>[0]>): Uint8Array =>
      writeBundle({
        chainId: "chain1",
        subject: manifest.subject,
        proof,
        texts: Object.fromEntries(texts),
        ...change,
      });
    assert.equal(codeOf(write({})), "none");
    const { transactions } = proof;
    assert.equal(
      codeOf(write({ proof: { ...proof, transactions: transactions.toSpliced(3, 1) } })),
      "DIRECTORY_AUDIT_GAP",
    );
    assert.equal(
      codeOf(write({ proof: { ...proof, transactions: transactions.slice(0, -1) } })),
      "DIRECTORY_AUDIT_WORDS",
    );
    const english = texts.get("summary.en.txt") ?? "";
    assert.equal(
      codeOf(
        write({
          texts: { ...Object.fromEntries(texts), "summary.en.txt": english.replace("submitRequest", "approved") },
        }),
      ),
      "DIRECTORY_AUDIT_WORDS",
    );
    assert.equal(
      codeOf(write({ texts: { ...Object.fromEntries(texts), "readme.txt": "trust me" } })),
      "DIRECTORY_AUDIT_WORDS",
    );
    assert.equal(codeOf(write({ subject: { ...manifest.subject, id: "R2" } })), "DIRECTORY_AUDIT_NOTHING");
    assert.equal(codeOf(write({ subject: { kind: "exam" } })), "DIRECTORY_AUDIT_SUBJECT");
  });
});
