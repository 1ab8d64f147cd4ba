import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { strToU8, unzipSync, zipSync } from "fflate";
import { CodedError } from "@yanta/errors";
import { collectChainProof } from "../collect/collect-chain-proof.ts";
import { bundleFileBytesMax } from "../limits.ts";
import { clientOf, makeChain } from "../testing/made-chain.ts";
import { verifyChainProof } from "../verify-chain-proof.ts";
import { readBundle } from "./read-bundle.ts";
import { writeBundle } from "./write-bundle.ts";

const chain = await makeChain();
const proof = await collectChainProof(clientOf(chain), { txIds: ["a1", "c2"], bindings: [] });
const roots = { genesisHash: chain.ledger.getBlock(0n)?.blockHash ?? new Uint8Array(), certificates: [] };
const texts = { "summary.en.txt": "two transactions\n", "summary.zh.txt": "两笔交易\n" };
const bundle = writeBundle({ chainId: "chain1", subject: { kind: "request", id: "R1" }, proof, texts });
const seed = Number(process.env["YANTA_SEED"] ?? Date.now() % 1_000_000);

function codeOf(bytes: Uint8Array): string {
  try {
    const read = readBundle(bytes);
    verifyChainProof(read.proof, roots);
  } catch (error) {
    assert.ok(error instanceof CodedError, String(error));
    return error.code;
  }
  return "none";
}

/** The bundle with its files changed, packed again. */
function repacked(change: (files: Record<string, Uint8Array>) => void): Uint8Array {
  const files = unzipSync(bundle);
  change(files);
  return zipSync(files);
}

/** A zip whose last entries claim another size: bytes 24 to 27 of their records in its directory. */
function claiming(zip: Uint8Array, size: number, count: number): Uint8Array {
  const changed = zip.slice();
  const view = new DataView(changed.buffer);
  const places = [...changed.keys()].filter(
    (at) => at + 46 <= changed.length && view.getUint32(at, true) === 0x02014b50,
  );
  for (const at of places.slice(-count)) view.setUint32(at + 24, size, true);
  return changed;
}

/** With another manifest. */
function withManifest(change: (manifest: Record<string, never>) => void): Uint8Array {
  return repacked((files) => {
    const manifest = JSON.parse(new TextDecoder().decode(files["manifest.json"]));
    change(manifest);
    files["manifest.json"] = strToU8(JSON.stringify(manifest));
  });
}

describe("a bundle", () => {
  it("is read as it was written, and always has the same bytes", () => {
    const read = readBundle(bundle);
    assert.deepEqual(read.proof, proof);
    assert.deepEqual(read.manifest.subject, { kind: "request", id: "R1" });
    assert.deepEqual(Object.fromEntries(read.texts), texts);
    assert.deepEqual(writeBundle({ chainId: "chain1", subject: { kind: "request", id: "R1" }, proof, texts }), bundle);
    assert.equal(codeOf(bundle), "none");
  });

  it("is refused when a file is missing, more, or another", () => {
    assert.equal(codeOf(repacked((files) => delete files["transactions/2-1.tx"])), "PROOF_FILE_CHANGED");
    assert.equal(codeOf(repacked((files) => (files["summary.fr.txt"] = strToU8("?")))), "PROOF_FILE_CHANGED");
    assert.equal(codeOf(repacked((files) => (files["summary.en.txt"] = strToU8("nothing")))), "PROOF_FILE_CHANGED");
    assert.equal(codeOf(repacked((files) => delete files["manifest.json"])), "PROOF_BUNDLE_UNREADABLE");
  });

  it("has no names that lead out of it", () => {
    for (const name of ["../x", "/x", "a/../b", "blocks/../../x", "C:\\x", "__proto__", "blocks/x/y", "x".repeat(200)])
      assert.equal(codeOf(repacked((files) => (files[name] = strToU8("?")))), "PROOF_BUNDLE_UNREADABLE", name);
  });

  it("has no name twice", () => {
    const twice = zipSync({ "manifest.json": strToU8("{}"), "manifest.jsoo": strToU8("{}") });
    const same = new Uint8Array(twice);
    const text = new TextDecoder("latin1").decode(same);
    for (let at = text.indexOf("manifest.jsoo"); at >= 0; at = text.indexOf("manifest.jsoo", at + 1))
      same[at + "manifest.jso".length] = "n".charCodeAt(0);
    assert.equal(codeOf(same), "PROOF_BUNDLE_UNREADABLE");
  });

  it("is not unpacked when its files say that they are larger than it may be, nor believed when they lie", () => {
    const files = Object.fromEntries(Array.from({ length: 9 }, (_, n) => [`t${n}.txt`, strToU8("small")]));
    const small = zipSync({ "manifest.json": strToU8("{}"), ...files });
    assert.equal(codeOf(claiming(small, bundleFileBytesMax + 1, 1)), "PROOF_TOO_LARGE");
    assert.equal(codeOf(claiming(small, bundleFileBytesMax, 9)), "PROOF_TOO_LARGE");
    assert.equal(codeOf(claiming(small, 4000, 1)), "PROOF_BUNDLE_UNREADABLE");
    assert.notEqual(codeOf(claiming(small, 1, 1)), "none");
  });

  it("is refused with a manifest that is none", () => {
    for (const change of [
      (manifest: Record<string, unknown>) => (manifest["format"] = "yanta-proof-bundle/2"),
      (manifest: Record<string, unknown>) => delete manifest["blocks"],
      (manifest: Record<string, unknown>) => (manifest["transactions"] = [{}]),
      (manifest: Record<string, unknown>) => (manifest["bindings"] = [1]),
      (manifest: Record<string, unknown>) => (manifest["files"] = []),
      (manifest: Record<string, unknown>) => (manifest["subject"] = null),
      (manifest: Record<string, unknown>) => {
        const list = manifest["transactions"] as unknown[];
        list.push(list[0]);
      },
    ])
      assert.equal(codeOf(withManifest(change)), "PROOF_MALFORMED", String(change));
    assert.equal(codeOf(repacked((files) => (files["manifest.json"] = strToU8("{")))), "PROOF_MALFORMED");
  });

  it(`says so with a code when it was cut off or damaged anywhere (seed ${seed})`, () => {
    fc.assert(
      fc.property(fc.nat(bundle.length - 1), fc.integer({ min: 1, max: 255 }), (place, mask) => {
        codeOf(bundle.subarray(0, place));
        const damaged = bundle.slice();
        damaged[place] = (damaged[place] ?? 0) ^ mask;
        // Some bytes of a zip say nothing (times, attributes); none may end in anything but a code or the same proof.
        if (codeOf(damaged) === "none") assert.deepEqual(readBundle(damaged).proof, proof);
      }),
      { seed, numRuns: 100 },
    );
    assert.equal(codeOf(bundle.subarray(0, bundle.length - 30)), "PROOF_BUNDLE_UNREADABLE");
    assert.equal(codeOf(new Uint8Array()), "PROOF_BUNDLE_UNREADABLE");
  });
});
