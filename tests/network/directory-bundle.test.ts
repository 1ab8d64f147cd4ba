import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { bytesToHex } from "@yanta/bytes";
import { parseCertificate } from "@yanta/crypto";
import { createDirectoryClient } from "@yanta/directory-contract/client";
import { readBundle, writeBundle } from "@yanta/proof";
import {
  changeChainConfig,
  createCertificateSigner,
  getBlockHeader,
  getChainConfig,
  installContract,
  type Client,
} from "@yanta/sdk";
import { sampleContent } from "../../contracts/directory/tests/city.ts";
import { authority, issuer, personOf, proofOf } from "../../contracts/directory/tests/people.ts";
import { setUpTool } from "../../tools/tests/set-up-tool.ts";
import { startNetwork, type NetworkUnderTest } from "./network-under-test.ts";

const engine = setUpTool("cometbft");
const launcher = fileURLToPath(new URL("../../apps/directory/yanta-directory.mjs", import.meta.url));
const wasm = readFileSync(new URL("../../contracts/directory/build/directory.wasm", import.meta.url));
const code = "307003001/000001";

/** Runs `yanta-directory` to its end. */
function runDirectory(...args: readonly string[]): Promise<{ readonly code: number | null; readonly text: string }> {
  const child = spawn(process.execPath, [launcher, ...args, "--lang", "en"], { stdio: ["ignore", "pipe", "pipe"] });
  let text = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (part: string) => (text += part));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (exitCode) => resolve({ code: exitCode, text }));
  });
}

/** A user of the network's made-up organisations. */
function signerOf(network: NetworkUnderTest, orgId: string, user: string) {
  const base = join(network.folder, "crypto-config", orgId, "user", user, `${user}.sign`);
  const certificatePem = readFileSync(`${base}.crt`, "utf8");
  const { subjectKeyId } = parseCertificate(certificatePem);
  const signer = createCertificateSigner({ orgId, certificatePem, privateKeyPem: readFileSync(`${base}.key`, "utf8") });
  return { signer, uid: bytesToHex(subjectKeyId ?? assert.fail("no key identifier")) };
}

/** The directory with one entry, and a change of the configuration between its two deeds. */
async function fillDirectory(network: NetworkUnderTest, orgIds: readonly string[]): Promise<void> {
  const [orgId = ""] = orgIds;
  const admins = orgIds.map((each) => signerOf(network, each, "admin1").signer);
  const [root, editor] = [signerOf(network, orgId, "admin1"), signerOf(network, orgId, "client1")];
  const line = network.nodes[0]?.client ?? assert.fail("no node");
  const as = ({ signer }: typeof root): Client => ({ ...line, signer });
  const proven = (name: string, uid: string) => {
    const person = personOf({ name, organization: 1, department: authority, roles: [] });
    return { person, proof: proofOf(orgId, uid, person) };
  };
  await installContract(as(root), {
    name: "directory",
    version: "1.0",
    runtime: "WASMER",
    bytecode: wasm,
    endorsers: admins,
    parameters: {
      issuer: issuer.publicKey.pem,
      department: authority,
      name: "市大数据局",
      ...proven("root", root.uid),
    },
  });
  const administrator = createDirectoryClient(as(root));
  const roles = ["provider"];
  await administrator.registerMember({
    uid: editor.uid,
    department: authority,
    roles,
    ...proven("editor", editor.uid),
  });
  const duty = { department: authority, name: "企业登记" };
  await administrator.putDuty({ ...duty, id: "job-1", kind: "job" });
  await administrator.putDuty({ ...duty, id: "duty-1", kind: "duty", parent: "job-1" });
  await administrator.putDuty({ ...duty, id: "cat-1", kind: "catalogue", parent: "duty-1" });
  const provider = createDirectoryClient(as(editor));
  await provider.importEntries({ contents: JSON.stringify([sampleContent({ provider: authority })]) });
  await changeChainConfig(as(root), {
    method: "BLOCK_UPDATE",
    parameters: { block_tx_capacity: "90" },
    endorsers: admins,
  });
  await provider.submitEntry({ code });
}

test("a bundle of four organisations' chain holds after the network has ended", { skip: engine.skip }, async () => {
  if (engine.kind === "missing") return;
  const network = await startNetwork({ count: 4, engine: engine.path, delayMs: "direct" });
  const path = (name: string): string => join(network.folder, name);
  try {
    const { trustRoots } = await getChainConfig(network.nodes[0]?.client ?? assert.fail());
    await fillDirectory(
      network,
      trustRoots.map(({ orgId }) => orgId),
    );
    mkdirSync(path("roots"));
    for (const { orgId, root } of trustRoots) writeFileSync(path(`roots/${orgId}.crt`), root.join("\n"));
    const { blockHash } = await getBlockHeader(network.nodes[3]?.client ?? assert.fail(), 0n);
    writeFileSync(path("roots/genesis.hash"), bytesToHex(blockHash));
    const bindings = join(network.nodes[0]?.folder ?? "", "engine-bindings");
    const create = ["bundle", "create", "--entry", code, "--sdk-config", network.sdkConfig, "--bindings", bindings];
    const created = await runDirectory(...create, "--out", path("bundle.zip"));
    assert.equal(created.code, 0, created.text);
    await Promise.all(network.nodes.map((node) => node.stop()));

    const verified = await runDirectory("verify", path("bundle.zip"), "--roots", path("roots"));
    assert.equal(verified.code, 0, verified.text);
    assert.match(verified.text, /Deeds 1 to 2 of entry\.307003001\/000001 are all here/);
    assert.match(
      verified.text,
      /More than two thirds of the validators in force signed for each block \(at least [34] of 4\)/,
    );
    assert.match(verified.text, /follows from 2 configuration blocks/);

    // The configuration that the network began with is as good as the hash of its genesis.
    renameSync(path("roots/genesis.hash"), path("genesis.hash"));
    copyFileSync(join(network.nodes[0]?.folder ?? "", "bc1.yml"), path("roots/bc1.yml"));
    const byFile = await runDirectory("verify", path("bundle.zip"), "--roots", path("roots"));
    assert.equal(byFile.text, verified.text);

    // The same without the votes proves nothing, whatever its texts say.
    const { manifest, proof, texts } = readBundle(readFileSync(path("bundle.zip")));
    const blocks = proof.blocks.map(({ headerBytes }) => ({ headerBytes }));
    const bare = { chainId: manifest.chainId, subject: manifest.subject, proof: { ...proof, blocks } };
    writeFileSync(path("bare.zip"), writeBundle({ ...bare, texts: Object.fromEntries(texts) }));
    const refused = await runDirectory("verify", path("bare.zip"), "--roots", path("roots"));
    assert.equal(refused.code, 1);
    assert.match(refused.text, /PROOF_CERTIFICATE_MISSING/);
  } finally {
    await network.close();
  }
});
