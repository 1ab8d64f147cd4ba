import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { loadContract, openContractChain, type CallParameters, type TestMember } from "@yanta/contract-testing";
import { createDid, sign, type SampleDid } from "./sm2-documents.ts";

async function openDids(parameters: CallParameters = {}) {
  const chain = await openContractChain();
  const [creator = chain.member()] = chain.admins();
  const contract = await chain.install("cmdid", await loadContract(import.meta.url), { sender: creator, parameters });
  const message = (text: string) => text.replace("contract message:", "");
  const read = async (method: string, of: CallParameters = {}): Promise<string> => {
    const result = await contract.query(method, of);
    return result.ok ? result.text : message(result.message);
  };
  const send = async (sender: TestMember, method: string, of: CallParameters) => {
    const result = await contract.invoke(method, of, { sender });
    return result.ok ? result.text : message(result.message);
  };
  const events = async (sender: TestMember, method: string, of: CallParameters) => {
    const result = await contract.invoke(method, of, { sender });
    assert.ok(result.ok, result.message);
    return result.events.map(({ topic, data }) => [topic, ...data]);
  };
  const register = async (sender: TestMember, did: SampleDid) =>
    assert.equal(await send(sender, "AddDidDocument", { didDocument: did.text }), did.did);
  const [alice, bob, carol] = [
    chain.member(1, "client", "alice"),
    chain.member(2, "client", "bob"),
    chain.member(3, "client", "carol"),
  ];
  return { chain, contract, creator, alice, bob, carol, read, send, events, register };
}

const noRight = "CMDID: only the creator and admins may do this";

describe("cmdid", () => {
  it("has the interface that its clients know", async () => {
    const { abi } = await loadContract(import.meta.url);
    const built = JSON.parse(readFileSync(new URL("../build/cmdid.abi.json", import.meta.url), "utf8"));
    assert.deepEqual(abi, built);
  });

  it("keeps to CMBC and CMDID, with one of two methods", async () => {
    const { read } = await openDids();
    assert.equal(await read("Standards"), '["CMBC","CMDID"]');
    assert.equal(await read("SupportStandard", { standardName: "CMDID" }), "true");
    assert.equal(await read("SupportStandard", { standardName: "CMID" }), "false");
    assert.equal(await read("DidMethod"), "cm");
    assert.equal(await (await openDids({ didMethod: "cnbn" })).read("DidMethod"), "cnbn");
    await assert.rejects(openDids({ didMethod: "web" }), /didMethod must be cm or cnbn/);
  });

  it("names a parameter that is missing", async () => {
    const { creator, read, send } = await openDids();
    const missing = (name: string) => `CMDID: require parameter:'${name}'`;
    for (const [method, name] of [
      ["IsValidDid", "did"],
      ["GetDidDocument", "did"],
      ["GetDidByPubkey", "pubKey"],
      ["GetDidByAddress", "address"],
      ["VerifyVc", "vcJson"],
      ["VerifyVp", "vpJson"],
      ["GetVcIssuers", "did"],
      ["IsAdmin", "address"],
      ["GetVcTemplate", "id"],
    ] as const)
      assert.equal(await read(method), missing(name));
    for (const [method, name] of [
      ["AddDidDocument", "didDocument"],
      ["UpdateDidDocument", "didDocument"],
      ["RevokeVc", "vcID"],
      ["AddBlackList", "dids"],
      ["DeleteBlackList", "dids"],
      ["SetTrustRootList", "dids"],
      ["AddTrustIssuer", "dids"],
      ["DeleteTrustIssuer", "dids"],
      ["VcIssueLog", "issuer"],
      ["SetVcTemplate", "id"],
      ["SetAdmin", "address"],
      ["DeleteAdmin", "address"],
    ] as const)
      assert.equal(await send(creator, method, {}), missing(name));
  });

  it("has admins by its creator's word", async () => {
    const { chain, creator, alice, bob, read, send } = await openDids();
    const address = chain.addressOf(alice);
    assert.equal(await send(bob, "SetAdmin", { address }), "CMDID: only the creator may do this");
    assert.equal(await send(creator, "SetAdmin", { address: "x" }), "CMDID: x is no address");
    assert.equal(await send(alice, "AddBlackList", { dids: "did:x" }), noRight);
    assert.equal(await send(creator, "SetAdmin", { address }), "ok");
    assert.equal(await read("IsAdmin", { address }), "true");
    assert.equal(await send(alice, "AddBlackList", { dids: "did:x" }), "ok");
    assert.equal(await send(alice, "DeleteAdmin", { address }), "CMDID: only the creator may do this");
    await send(creator, "DeleteAdmin", { address });
    assert.equal(await read("IsAdmin", { address }), "false");
    assert.equal(await send(alice, "DeleteBlackList", { dids: "did:x" }), noRight);
  });

  for (const method of ["cm", "cnbn"] as const)
    it(`registers a did:${method} whose document is signed by its own key`, async () => {
      const { alice, bob, read, send, events } = await openDids({ didMethod: method });
      const did = createDid(method);
      assert.equal(await read("IsValidDid", { did: did.did }), "false");
      assert.deepEqual(await events(alice, "AddDidDocument", { didDocument: did.text }), [
        ["SetDidDocument", did.did, did.text],
      ]);
      assert.equal(await read("GetDidDocument", { did: did.did }), did.text);
      assert.equal(await read("IsValidDid", { did: did.did }), "true");
      assert.equal(await read("GetDidByPubkey", { pubKey: did.key.publicKey.pem }), did.did);
      const address = (did.document["verificationMethod"] as { address: string }[])[0]?.address ?? "";
      assert.equal(await read("GetDidByAddress", { address }), did.did);
      assert.equal(await send(bob, "AddDidDocument", { didDocument: did.text }), `CMDID: ${did.did} exists`);
      const second = createDid(method);
      assert.match(await send(alice, "AddDidDocument", { didDocument: second.text }), /acts for another DID/);
      const other = createDid(method);
      assert.equal(await read("GetDidByPubkey", { pubKey: other.key.publicKey.pem }), "");
      assert.equal(await read("GetDidByPubkey", { pubKey: "x" }), "CMDID: pubKey is no SM2 key");
      assert.equal(await read("GetDidDocument", { did: other.did }), `CMDID: no document of ${other.did}`);
    });

  it("refuses documents that are not their DID's own", async () => {
    const { alice, send } = await openDids();
    const [did, other] = [createDid(), createDid()];
    const add = (didDocument: string) => send(alice, "AddDidDocument", { didDocument });
    assert.match(await add(sign({ ...did.document, id: other.did }, did)), /is not made from its first key$/);
    assert.match(await add(did.text.replace("2026-01-01", "2026-01-02")), /^CMDID: the proof of .* is wrong$/);
    assert.match(await add(sign(did.document, { key: other.key, methodId: did.methodId })), /is wrong$/);
    assert.equal(await add(sign(did.document, other)), `CMDID: no verification method ${other.methodId}`);
    assert.equal(await add(JSON.stringify(did.document)), "CMDID: a document without proof");
    assert.equal(await add(JSON.stringify({ ...did.document, proof: [] })), "CMDID: a document without proof");
    assert.equal(
      await add(sign({ ...did.document, verificationMethod: [] }, did)),
      "CMDID: a document without verificationMethod",
    );
    assert.equal(await add("{"), "didDocument is no JSON at character 1");
    const cnbn = createDid("cnbn");
    assert.match(await add(cnbn.text), /is not made from its first key$/);
    const proof = (JSON.parse(did.text) as { proof: Record<string, string> }).proof;
    assert.equal(
      await add(JSON.stringify({ ...did.document, proof: { ...proof, proofValue: "?" } })),
      "CMDID: proofValue is no base64",
    );
    // A list of proofs, and a key named by its fragment, are good.
    const short = { ...proof, verificationMethod: "#keys-0" };
    assert.equal(await add(JSON.stringify({ ...did.document, proof: [proof, short] })), did.did);
  });

  it("lets a document change with its own key, its controller's, or for admins", async () => {
    const { creator, alice, bob, carol, read, send, register } = await openDids();
    const controller = createDid();
    const did = createDid("cm", { controller: [controller.did] });
    await register(alice, did);
    await register(bob, controller);
    const fresh = createDid();
    const rotated = {
      ...did.document,
      verificationMethod: [{ id: `${did.did}#keys-1`, type: "SM2", publicKeyPem: fresh.key.publicKey.pem }],
    };
    const update = (sender: TestMember, text: string) => send(sender, "UpdateDidDocument", { didDocument: text });
    const byOwn = sign(rotated, did);
    assert.equal(await update(carol, byOwn), `CMDID: no right to update ${did.did}`);
    assert.match(
      await update(alice, sign(rotated, { key: fresh.key, methodId: `${did.did}#keys-1` })),
      /no verification method/,
    );
    assert.equal(await update(alice, byOwn), did.did);
    assert.equal(await read("GetDidDocument", { did: did.did }), byOwn);
    assert.equal(await read("GetDidByPubkey", { pubKey: did.key.publicKey.pem }), "");
    assert.equal(await read("GetDidByPubkey", { pubKey: fresh.key.publicKey.pem }), did.did);
    assert.match(await update(alice, byOwn), /no verification method/);
    const byController = sign({ ...did.document, note: "1" }, controller);
    assert.equal(await update(bob, byController), did.did);
    const newest = createDid();
    const recovered = {
      ...rotated,
      verificationMethod: [{ id: `${did.did}#keys-2`, type: "SM2", publicKeyPem: newest.key.publicKey.pem }],
    };
    const byNew = sign(recovered, { key: newest.key, methodId: `${did.did}#keys-2` });
    assert.match(await update(alice, byNew), /no verification method/);
    assert.equal(await update(creator, byNew), did.did);
    const stolen = { ...recovered, verificationMethod: controller.document["verificationMethod"] };
    assert.equal(
      await update(alice, sign(stolen, { key: newest.key, methodId: `${did.did}#keys-2` })),
      "CMDID: a key of another DID",
    );
  });

  it("verifies credentials, and says what is wrong", async () => {
    const { chain, creator, alice, bob, read, send, register } = await openDids();
    const [issuer, subject] = [createDid(), createDid()];
    await register(alice, issuer);
    await register(bob, subject);
    const credential = {
      "@context": ["https://www.w3.org/2018/credentials/v1"],
      id: "vc-1",
      type: ["VerifiableCredential"],
      issuer: issuer.did,
      issuanceDate: "2026-01-01T00:00:00Z",
      expirationDate: new Date(Number(chain.clock.unixSeconds()) * 1000 + 1000).toISOString(),
      credentialSubject: { id: subject.did, 姓名: "李" },
    };
    const verify = (vc: Record<string, unknown>, by = issuer) => read("VerifyVc", { vcJson: sign(vc, by) });
    assert.equal(await verify(credential), `CMDID: ${issuer.did} is no trusted issuer`);
    await send(creator, "AddTrustIssuer", { dids: issuer.did });
    assert.equal(await verify(credential), "true");
    assert.equal(await verify({ ...credential, issuer: { id: issuer.did } }), "true");
    assert.match(await verify(credential, subject), /no verification method/);
    assert.match(await verify(credential, { ...issuer, key: subject.key }), /is wrong$/);
    assert.equal(
      await read("VerifyVc", { vcJson: sign(credential, issuer).replace("李", "王") }),
      `CMDID: the proof of ${issuer.methodId} is wrong`,
    );
    const { id: _id, ...noId } = credential;
    assert.equal(await verify(noId), "CMDID: a credential without id");
    const { issuer: _issuer, ...noIssuer } = credential;
    assert.equal(await verify(noIssuer), "CMDID: a credential without issuer");
    assert.equal(await verify({ ...credential, issuer: "did:cm:x" }), "CMDID: did:cm:x is not valid");
    const at = (seconds: number) => new Date(Number(chain.clock.unixSeconds()) * 1000 + seconds * 1000).toISOString();
    for (const expirationDate of [at(0), at(-1), "soon", "2026-13-01T00:00:00Z"])
      assert.equal(await verify({ ...credential, expirationDate }), "CMDID: vc-1 has expired", expirationDate);
    const zoned = at(8 * 3600 + 1).replace(/\.\d+Z$/, "+08:00");
    assert.equal(await verify({ ...credential, expirationDate: zoned }), "true", zoned);
    assert.equal(
      await verify({ ...credential, expirationDate: at(8 * 3600).replace("Z", "+08:00") }),
      "CMDID: vc-1 has expired",
    );
    assert.equal(await verify({ ...credential, expirationDate: at(-3600 + 1).replace("Z", "-01:00") }), "true");
    const { expirationDate: _expiration, ...forEver } = credential;
    assert.equal(await verify(forEver), "true");
    await send(creator, "AddBlackList", { dids: subject.did });
    assert.equal(await verify(credential), `CMDID: ${subject.did} is on the black list`);
    await send(creator, "DeleteBlackList", { dids: subject.did });
    await send(creator, "AddBlackList", { dids: issuer.did });
    assert.equal(await verify(credential), `CMDID: ${issuer.did} is not valid`);
    await send(creator, "DeleteBlackList", { dids: JSON.stringify([issuer.did]) });
    await send(creator, "DeleteTrustIssuer", { dids: issuer.did });
    assert.equal(await verify(credential), `CMDID: ${issuer.did} is no trusted issuer`);
  });

  it("verifies presentations of their holders", async () => {
    const { creator, alice, bob, read, send, register } = await openDids();
    const [issuer, holder] = [createDid(), createDid()];
    await register(alice, issuer);
    await register(bob, holder);
    await send(creator, "AddTrustIssuer", { dids: issuer.did });
    const vc = JSON.parse(sign({ id: "vc-1", issuer: issuer.did, credentialSubject: { id: holder.did } }, issuer));
    const presentation = { id: "vp-1", type: "VerifiablePresentation", verifiableCredential: [vc] };
    const verify = (vp: Record<string, unknown>, by = holder) => read("VerifyVp", { vpJson: sign(vp, by) });
    assert.equal(await verify(presentation), "true");
    assert.match(await verify(presentation, { ...holder, key: issuer.key }), /is wrong$/);
    assert.equal(
      await verify({ ...presentation, verifiableCredential: [] }),
      "CMDID: a presentation without credentials",
    );
    const touched = { ...vc, id: "vc-2" };
    assert.match(await verify({ ...presentation, verifiableCredential: [vc, touched] }), /is wrong$/);
    const unknown = createDid();
    assert.equal(await verify(presentation, unknown), `CMDID: ${unknown.did} is not valid`);
  });

  it("revokes: admins any credential, an issuer its own", async () => {
    const { creator, alice, bob, carol, read, send, events, register } = await openDids();
    const [first, second] = [createDid(), createDid()];
    await register(alice, first);
    await register(bob, second);
    assert.equal(await send(alice, "RevokeVc", { vcID: "1" }), "CMDID: no right to revoke");
    await send(creator, "AddTrustIssuer", { dids: JSON.stringify([first.did, second.did]) });
    assert.equal(await send(carol, "RevokeVc", { vcID: "1" }), "CMDID: no right to revoke");
    const verify = (id: string, issuer: SampleDid) =>
      read("VerifyVc", { vcJson: sign({ id, issuer: issuer.did }, issuer) });
    assert.deepEqual(await events(bob, "RevokeVc", { vcID: "1" }), [["RevokeVc", "1"]]);
    assert.equal(await verify("1", first), "true");
    assert.equal(await verify("1", second), "CMDID: 1 is revoked");
    await send(creator, "RevokeVc", { vcID: "2" });
    assert.deepEqual(
      [await verify("2", first), await verify("2", second)],
      ["CMDID: 2 is revoked", "CMDID: 2 is revoked"],
    );
    assert.deepEqual(JSON.parse(await read("GetRevokedVcList")).toSorted(), ["1", "2"]);
    assert.equal(await read("GetRevokedVcList", { vcIDSearch: "2" }), '["2"]');
  });

  it("keeps lists, page by page", async () => {
    const { creator, alice, read, send, events } = await openDids();
    const dids = Array.from({ length: 12 }, (_, i) => `did:cm:${String(i).padStart(2, "0")}`);
    const all = JSON.stringify(dids);
    for (const [add, remove, list, search] of [
      ["AddBlackList", "DeleteBlackList", "GetBlackList", "didSearch"],
      ["AddTrustIssuer", "DeleteTrustIssuer", "GetTrustIssuer", "didSearch"],
    ] as const) {
      assert.equal(await send(alice, add, { dids: all }), noRight);
      assert.deepEqual(await events(creator, add, { dids: all }), [[add, all]]);
      assert.deepEqual(JSON.parse(await read(list)), dids.slice(0, 10));
      assert.deepEqual(JSON.parse(await read(list, { start: "10" })), dids.slice(10));
      assert.deepEqual(JSON.parse(await read(list, { start: "1", count: "2" })), dids.slice(1, 3));
      assert.deepEqual(JSON.parse(await read(list, { [search]: "1" })), ["did:cm:01", "did:cm:10", "did:cm:11"]);
      assert.equal(await read(list, { count: "0" }), "[]");
      assert.equal(await send(alice, remove, { dids: all }), noRight);
      assert.deepEqual(await events(creator, remove, { dids: dids[0] ?? "" }), [[remove, dids[0]]]);
      assert.equal(JSON.parse(await read(list))[0], dids[1]);
    }
    const many = (count: number) => JSON.stringify(Array.from({ length: count }, (_, i) => `d${i}`));
    assert.equal(await send(creator, "AddBlackList", { dids: many(101) }), "CMDID: from 1 to 100 DIDs");
    assert.equal(await send(creator, "AddBlackList", { dids: "[]" }), "CMDID: from 1 to 100 DIDs");
    assert.equal(await send(creator, "AddBlackList", { dids: many(100) }), "ok");
    assert.equal(JSON.parse(await read("GetBlackList", { count: "500" })).length, 100);
    assert.equal(await read("GetTrustRootList"), "[]");
    assert.equal(await send(alice, "SetTrustRootList", { dids: "did:a" }), noRight);
    assert.deepEqual(await events(creator, "SetTrustRootList", { dids: '["did:a","did:b"]' }), [
      ["SetTrustRootList", '["did:a","did:b"]'],
    ]);
    assert.equal(await read("GetTrustRootList"), '["did:a","did:b"]');
  });

  it("notes who issued what to whom", async () => {
    const { creator, alice, bob, read, send, events, register } = await openDids();
    const [issuer, other] = [createDid(), createDid()];
    await register(alice, issuer);
    await register(bob, other);
    const entry = { issuer: issuer.did, did: "did:cm:s", templateID: "t", vcID: "1" };
    assert.equal(await send(alice, "VcIssueLog", entry), `CMDID: ${issuer.did} is no trusted issuer`);
    await send(creator, "AddTrustIssuer", { dids: JSON.stringify([issuer.did, other.did]) });
    assert.equal(await send(bob, "VcIssueLog", entry), `CMDID: the sender does not act for ${issuer.did}`);
    assert.deepEqual(await events(alice, "VcIssueLog", entry), [["VcIssueLog", issuer.did, "did:cm:s", "t", "1"]]);
    assert.equal(await send(alice, "VcIssueLog", entry), "CMDID: 1 is logged");
    await send(alice, "VcIssueLog", { ...entry, vcID: "2", did: "did:cm:z" });
    await send(bob, "VcIssueLog", { ...entry, issuer: other.did, vcID: "3", templateID: "u" });
    const ids = async (asked: CallParameters) =>
      (JSON.parse(await read("GetVcIssueLogs", asked)) as { vcID: string }[]).map(({ vcID }) => vcID).toSorted();
    assert.deepEqual(await ids({}), ["1", "2", "3"]);
    assert.deepEqual(await ids({ issuer: issuer.did }), ["1", "2"]);
    assert.deepEqual(await ids({ did: "did:cm:s" }), ["1", "3"]);
    assert.deepEqual(await ids({ templateID: "u" }), ["3"]);
    assert.equal((await ids({ start: "1" })).length, 2);
    assert.equal((await ids({ count: "2" })).length, 2);
    assert.deepEqual(
      JSON.parse(await read("GetVcIssuers", { did: "did:cm:s" })).toSorted(),
      [issuer.did, other.did].toSorted(),
    );
    assert.equal(await read("GetVcIssuers", { did: "did:cm:z" }), JSON.stringify([issuer.did]));
  });

  it("delegates for a time", async () => {
    const { chain, alice, bob, carol, read, send, events, register } = await openDids();
    const [own, delegatee] = [createDid(), createDid()];
    await register(alice, own);
    const grant = { delegateeDid: delegatee.did, resource: "r", action: "a" };
    assert.equal(await send(alice, "Delegate", grant), `CMDID: ${delegatee.did} is not valid`);
    await register(bob, delegatee);
    assert.equal(await send(carol, "Delegate", grant), "CMDID: the sender acts for no DID");
    const now = chain.clock.unixSeconds();
    assert.equal(
      await send(alice, "Delegate", { ...grant, expiration: String(now) }),
      "CMDID: expiration is in the past",
    );
    assert.deepEqual(await events(alice, "Delegate", grant), [["Delegate", own.did, delegatee.did, "r", "a"]]);
    await send(alice, "Delegate", { ...grant, action: "b", expiration: String(now + 10n) });
    const actions = async (asked: CallParameters) =>
      (JSON.parse(await read("GetDelegateList", asked)) as { action: string }[]).map(({ action }) => action);
    assert.deepEqual(await actions({}), ["a", "b"]);
    assert.deepEqual(await actions({ action: "b" }), ["b"]);
    assert.deepEqual(await actions({ delegatorDid: own.did, delegateeDid: delegatee.did, resource: "r", count: "1" }), [
      "a",
    ]);
    assert.deepEqual(await actions({ start: "1" }), ["b"]);
    for (const none of [{ delegatorDid: "x" }, { delegateeDid: "x" }, { resource: "x" }])
      assert.deepEqual(await actions(none), []);
    chain.clock.advance(10);
    assert.deepEqual(await actions({}), ["a"]);
    assert.equal(await send(bob, "RevokeDelegate", grant), "CMDID: no such delegation");
    assert.deepEqual(await events(alice, "RevokeDelegate", grant), [
      ["RevokeDelegate", own.did, delegatee.did, "r", "a"],
    ]);
    assert.equal(await send(alice, "RevokeDelegate", grant), "CMDID: no such delegation");
    assert.deepEqual(await actions({}), []);
  });

  it("keeps templates of credentials", async () => {
    const { creator, alice, read, send, events, register } = await openDids();
    const template = { id: "1", name: "degree", vcType: "edu", version: "v1", template: '{ "type": "object" }' };
    const issuer = createDid();
    await register(alice, issuer);
    assert.equal(await send(alice, "SetVcTemplate", template), "CMDID: no right to set templates");
    await send(creator, "AddTrustIssuer", { dids: issuer.did });
    assert.deepEqual(await events(alice, "SetVcTemplate", template), [["SetVcTemplate", "1", "degree", "v1"]]);
    assert.equal(await send(creator, "SetVcTemplate", template), "CMDID: template 1 v1 exists");
    assert.equal(
      await send(creator, "SetVcTemplate", { ...template, version: "v2", template: "[]" }),
      "CMDID: template must be a JSON object",
    );
    assert.equal(await send(creator, "SetVcTemplate", { ...template, version: "v2", name: "badge" }), "ok");
    const stored = { ...template, template: { type: "object" } };
    assert.deepEqual(JSON.parse(await read("GetVcTemplate", { id: "1", version: "v1" })), stored);
    assert.equal(await read("GetVcTemplate", { id: "1", version: "v3" }), "CMDID: no template 1 v3");
    const versions = async (asked: CallParameters) =>
      (JSON.parse(await read("GetVcTemplateList", asked)) as { version: string }[]).map(({ version }) => version);
    assert.deepEqual(await versions({}), ["v1", "v2"]);
    assert.deepEqual(await versions({ nameSearch: "badge" }), ["v2"]);
    assert.deepEqual(await versions({ start: "1" }), ["v2"]);
    assert.deepEqual(await versions({ count: "1" }), ["v1"]);
  });
});
