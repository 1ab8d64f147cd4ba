import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { generatePrivateKey } from "@yanta/crypto";
import { City, encode, openCity, start, type Values } from "./city.ts";
import { openModelHost } from "./model-host.ts";
import { authority, creditCode, issuer, officials, other, personOf, proofOf, supplier, user } from "./people.ts";

const newOffice = creditCode("1111000000002222");
const stranger = "c0ffee";
const personHash = "9f".repeat(32);

/** Parameters that register a member who is no official of the tests. */
function newcomer(changes: Values = {}): Values {
  const proof = proofOf("org2.example", stranger, personHash);
  return { uid: stranger, department: supplier, roles: ["provider"], person: personHash, proof, ...changes };
}

describe("directory: who is who", () => {
  it("begins with one administrator, for whom the issuer vouches", async () => {
    const city = new City(await openModelHost(start));
    const root = city.registration("root");
    const first: Values = {
      issuer: issuer.publicKey.pem,
      department: authority,
      name: "市大数据局",
      person: personOf(officials.root),
      proof: String(root["proof"]),
    };
    const install = async (changes: Values) => {
      const ran = await city.host.install(officials.root, encode({ ...first, ...changes }));
      return ran.ok ? "" : ran.message.replace("contract message:", "");
    };
    assert.equal(await install({ issuer: "x" }), "DIR_FORMAT key");
    assert.equal(await install({ department: "x" }), "DIR_FORMAT department: x");
    assert.equal(await install({ name: "" }), "DIR_MISSING name");
    assert.equal(await install({ name: "x".repeat(101) }), "DIR_LENGTH name");
    assert.equal(await install({ person: "x" }), "DIR_FORMAT person");
    assert.equal(await install({ proof: "?" }), "DIR_FORMAT proof is no base64");
    assert.equal(await install({ proof: proofOf("org1.example", "00", personOf(officials.root)) }), "DIR_PROOF proof");
    assert.equal(await install({ name: "x".repeat(100) }), "");
    assert.deepEqual(await city.json("getMember", { uid: city.uid("root") }), {
      uid: city.uid("root"),
      org: "org1.example",
      department: authority,
      person: personOf(officials.root),
      roles: ["administrator"],
      isActive: true,
      revision: 1,
      at: Number(start),
    });
    assert.deepEqual(await city.json("deedsOf", { subject: `member.${city.uid("root")}` }), [
      {
        subject: `member.${city.uid("root")}`,
        revision: 1,
        action: "init_contract",
        by: city.uid("root"),
        department: authority,
        at: Number(start),
        from: "",
        to: "ACTIVE",
        reason: "",
        basis: "",
        tx: "8".padStart(64, "0"),
      },
    ]);
    assert.equal(await city.asks("getIssuer", { org: "org1.example" }), issuer.publicKey.pem);
    assert.equal(await city.asks("getIssuer", { org: "org 2" }), "");
  });

  it("lets departments in by their social credit code", async () => {
    const city = await openCity();
    const register = (changes: Values) =>
      city.refused("root", "registerDepartment", {
        code: newOffice,
        org: "org2.example",
        name: "区市场监管局",
        level: 2,
        parent: supplier,
        ...changes,
      });
    assert.equal(await register({ code: "" }), "DIR_FORMAT code");
    for (const code of [
      "x",
      newOffice.slice(1),
      `${newOffice}0`,
      newOffice.replace("2", "3"),
      newOffice.replace("1", "I"),
    ])
      assert.equal(await register({ code }), `DIR_FORMAT code: ${code}`);
    assert.equal(await register({ code: supplier }), `DIR_EXISTS code: ${supplier}`);
    assert.equal(await register({ org: "" }), "DIR_MISSING org");
    assert.equal(await register({ name: "  " }), "DIR_MISSING name");
    assert.equal(await register({ name: "x".repeat(101) }), "DIR_LENGTH name");
    assert.equal(await register({ name: "联系人 13812345678" }), "DIR_PHONE name");
    assert.equal(await register({ name: "a\tb" }), "DIR_FORMAT name");
    for (const level of [0, 4]) assert.equal(await register({ level }), "DIR_FORMAT level");
    assert.equal(await register({ parent: newOffice }), `DIR_NONE parent: ${newOffice}`);
    const values = { code: newOffice, org: "org2.example", name: "x".repeat(100), level: 3, parent: supplier };
    assert.equal(
      await city.refused("registrar", "registerDepartment", values),
      "DIR_ROLE registerDepartment: administrator",
    );
    assert.deepEqual(await city.events("root", "registerDepartment", values), [
      ["departmentChanged", newOffice, "ACTIVE", ""],
    ]);
    assert.deepEqual(await city.json("getDepartment", { code: newOffice }), {
      ...values,
      state: "ACTIVE",
      successor: "",
      isHeir: false,
      revision: 1,
      at: Number(start),
    });
    // A city's office does not stand below a town's.
    const below = { code: creditCode("1111000000002223"), org: "o", name: "上级", level: 2, parent: newOffice };
    assert.equal(await city.refused("root", "registerDepartment", below), `DIR_FORMAT parent: ${newOffice}`);
    await city.does("root", "registerDepartment", { ...below, level: 3 });
    await city.does("root", "registerDepartment", {
      ...below,
      code: creditCode("1111000000002224"),
      level: 1,
      parent: "",
    });
    const deeds = await city.json<object[]>("deedsOf", { subject: `department.${newOffice}` });
    assert.equal(deeds.length, 1);
    assert.partialDeepStrictEqual(deeds[0], {
      action: "registerDepartment",
      from: "",
      to: "ACTIVE",
      by: city.uid("root"),
    });
    await city.does("root", "leaveDepartment", { code: newOffice, reason: "撤并" });
    assert.deepEqual(await city.json("getDepartment", { code: newOffice }), {
      ...values,
      state: "LEFT",
      successor: "",
      isHeir: false,
      revision: 2,
      at: Number(start),
    });
    for (const code of ["91330100799655058B", "9144030071526726XG", "914403001922038216", "91110000802100433B"])
      await city.does("root", "registerDepartment", { code, org: "o", name: "公开的代码", level: 1 });
  });

  it("lets members in by the word of an administrator and of the issuer", async () => {
    const city = await openCity();
    const register = (changes: Values) => city.refused("root", "registerMember", newcomer(changes));
    assert.equal(await register({ department: newOffice }), `DIR_NONE department: ${newOffice}`);
    for (const uid of ["", "XY", "C0FFEE", "0".repeat(129), "c0ffee "])
      assert.equal(await register({ uid }), "DIR_FORMAT uid");
    assert.equal(await register({ uid: city.uid("editor") }), `DIR_EXISTS uid: ${city.uid("editor")}`);
    assert.equal(await register({ roles: [] }), "DIR_MISSING roles");
    assert.equal(await register({ roles: ["king"] }), "DIR_FORMAT roles: king");
    assert.equal(await register({ roles: ["provider", "provider"] }), "DIR_FORMAT roles: provider");
    assert.equal(await register({ roles: ["auditor", "provider"] }), "DIR_FORMAT roles: auditor");
    assert.equal(await register({ roles: ["provider", "auditor"] }), "DIR_FORMAT roles: auditor");
    for (const person of [
      "",
      personHash.slice(1),
      `${personHash}0`,
      personHash.toUpperCase(),
      personHash.replace("9", "g"),
    ])
      assert.equal(await register({ person }), "DIR_FORMAT person");
    const forged = proofOf("org2.example", stranger, personHash, generatePrivateKey("SM2"));
    assert.equal(await register({ proof: forged }), "DIR_PROOF proof");
    assert.equal(await register({ proof: proofOf("org3.example", stranger, personHash) }), "DIR_PROOF proof");
    assert.equal(await register({ proof: proofOf("org2.example", "c0ffef", personHash) }), "DIR_PROOF proof");
    assert.equal(await register({ proof: proofOf("org2.example", stranger, "8f".repeat(32)) }), "DIR_PROOF proof");
    assert.equal(
      await city.refused("registrar", "registerMember", newcomer()),
      "DIR_ROLE registerMember: administrator",
    );
    assert.deepEqual(await city.events("root", "registerMember", newcomer({ roles: ["provider", "consumer"] })), [
      ["memberChanged", stranger, supplier, '["provider","consumer"]', "true"],
    ]);
    assert.partialDeepStrictEqual(await city.json("getMember", { uid: stranger }), {
      uid: stranger,
      org: "org2.example",
      department: supplier,
      person: personHash,
      isActive: true,
      revision: 1,
      roles: ["provider", "consumer"],
    });
    const [deed] = await city.json<object[]>("deedsOf", { subject: `member.${stranger}` });
    assert.partialDeepStrictEqual(deed, { action: "registerMember", from: "", to: "provider,consumer" });
    assert.equal(await city.asks("getMember", { uid: "no such" }), "DIR_NONE uid: no such");
    const code = creditCode("1111000000002225");
    await city.does("root", "registerDepartment", { code, org: "org9.example", name: "无签发人", level: 1 });
    assert.equal(
      await city.refused("root", "registerMember", newcomer({ uid: "ab", department: code })),
      "DIR_NONE issuer: org9.example",
    );
  });

  it("takes roles, departments and members away again", async () => {
    const city = await openCity();
    const uid = city.uid("editor");
    const change = { uid, department: supplier, roles: ["provider"], isActive: false, reason: "离职" };
    const refused = (changes: Values) => city.refused("root", "changeMember", { ...change, ...changes });
    assert.equal(await refused({ uid: "00" }), "DIR_NONE uid: 00");
    assert.equal(await refused({ uid: city.uid("root") }), "DIR_SAME_PERSON changeMember");
    assert.equal(await refused({ roles: [] }), "DIR_MISSING roles");
    assert.equal(await refused({ department: user }), "DIR_ORG department: org3.example");
    assert.equal(await refused({ department: newOffice }), `DIR_NONE department: ${newOffice}`);
    assert.equal(await refused({ reason: "" }), "DIR_MISSING reason");
    assert.equal(await refused({ reason: "x".repeat(501) }), "DIR_LENGTH reason");
    assert.equal(await city.refused("registrar", "changeMember", change), "DIR_ROLE changeMember: administrator");
    assert.deepEqual(await city.events("root", "changeMember", change), [
      ["memberChanged", uid, supplier, '["provider"]', "false"],
    ]);
    assert.equal(await city.refused("editor", "importEntries", { contents: "[]" }), `DIR_MEMBER sender: ${uid}`);
    assert.deepEqual(await city.json("getMember", { uid }), {
      uid,
      org: "org2.example",
      department: supplier,
      person: personOf(officials.editor),
      roles: ["provider"],
      isActive: false,
      revision: 2,
      at: Number(start),
    });
    await city.does("root", "changeMember", {
      ...change,
      isActive: true,
      roles: ["consumer"],
      reason: "x".repeat(500),
    });
    assert.equal(await city.refused("editor", "importEntries", { contents: "[]" }), "DIR_ROLE importEntries: provider");
    const deeds = await city.json<{ action: string; from: string; to: string; reason: string }[]>("deedsOf", {
      subject: `member.${uid}`,
    });
    assert.deepEqual(
      deeds.map(({ action, from, to, reason }) => [action, from, to, reason.slice(0, 2)]),
      [
        ["registerMember", "", "provider", ""],
        ["changeMember", "provider", "", "离职"],
        ["changeMember", "", "consumer", "xx"],
      ],
    );
  });

  it("knows nobody who was not let in, and no key in another organisation's certificate", async () => {
    const city = await openCity();
    const nobody = { name: "nobody", organization: 2 };
    const contents = encode({ contents: "[]" });
    const unknown = await city.host.run(nobody, "importEntries", contents, false);
    assert.equal(unknown.message, `contract message:DIR_MEMBER sender: ${city.host.uidOf("nobody")}`);
    const elsewhere = await city.host.run({ name: "editor", organization: 3 }, "importEntries", contents, false);
    assert.equal(elsewhere.message, `contract message:DIR_MEMBER sender: ${city.uid("editor")}`);
  });

  it("lets an organisation's administrator act for what is its own, and for nothing else", async () => {
    const city = await openCity();
    // The authority makes the outsider administrator of organisation 4.
    const admin = { uid: city.uid("outsider"), department: other, isActive: true, reason: "授权" };
    await city.does("root", "changeMember", { ...admin, roles: ["administrator", "consumer"] });
    const own = { uid: "d00d", department: other, roles: ["consumer"], person: personHash };
    const proof = proofOf("org4.example", "d00d", personHash);
    await city.does("outsider", "registerMember", { ...own, proof });
    assert.equal(await city.refused("outsider", "registerMember", newcomer()), "DIR_ORG registerMember: org2.example");
    const second = proofOf("org4.example", "d00e", personHash);
    for (const role of ["administrator", "registrar", "compliance", "auditor"])
      assert.equal(
        await city.refused("outsider", "registerMember", { ...own, uid: "d00e", roles: [role], proof: second }),
        "DIR_ORG registerMember: org1.example",
      );
    const change = { uid: "d00d", department: other, roles: ["provider"], isActive: true, reason: "换岗" };
    await city.does("outsider", "changeMember", change);
    assert.equal(
      await city.refused("outsider", "changeMember", { ...change, roles: ["administrator"] }),
      "DIR_ORG changeMember: org1.example",
    );
    await city.does("root", "changeMember", { ...change, roles: ["administrator"] });
    assert.equal(await city.refused("outsider", "changeMember", change), "DIR_ORG changeMember: org1.example");
    assert.equal(
      await city.refused("outsider", "changeMember", { ...change, uid: city.uid("editor"), department: supplier }),
      "DIR_ORG changeMember: org2.example",
    );
    for (const [method, values] of [
      ["setIssuer", { org: "org4.example", key: issuer.publicKey.pem, reason: "x" }],
      ["setRule", { name: "supply", days: 1, pauses: false, source: "x" }],
      ["registerDepartment", { code: newOffice, org: "org4.example", name: "x", level: 1 }],
      ["leaveDepartment", { code: other, reason: "x" }],
    ] as const)
      assert.equal(await city.refused("outsider", method, values), `DIR_ORG ${method}: org1.example`);
    const duty = { id: "own", kind: "job", name: "岗", department: other };
    await city.does("outsider", "putDuty", duty);
    assert.equal(
      await city.refused("outsider", "putDuty", { ...duty, department: supplier }),
      "DIR_ORG putDuty: org2.example",
    );
  });

  it("lets nobody in, or make a second self, by their own word", async () => {
    const city = await openCity();
    const person = personOf(officials.root);
    const proof = proofOf("org2.example", stranger, person);
    assert.equal(
      await city.refused("root", "registerMember", newcomer({ person, proof })),
      "DIR_SAME_PERSON registerMember",
    );
  });

  it("changes issuers", async () => {
    const city = await openCity();
    const next = generatePrivateKey("SM2");
    const set = { org: "org2.example", key: next.publicKey.pem, reason: "换证" };
    assert.equal(await city.refused("root", "setIssuer", { ...set, org: "" }), "DIR_MISSING org");
    assert.equal(await city.refused("root", "setIssuer", { ...set, key: "k" }), "DIR_FORMAT key");
    assert.equal(await city.refused("root", "setIssuer", { ...set, reason: "" }), "DIR_MISSING reason");
    assert.equal(await city.refused("root", "setIssuer", { ...set, reason: "x".repeat(501) }), "DIR_LENGTH reason");
    assert.equal(await city.refused("registrar", "setIssuer", set), "DIR_ROLE setIssuer: administrator");
    assert.equal(await city.does("root", "setIssuer", { ...set, reason: "x".repeat(500) }), "org2.example");
    assert.equal(await city.refused("root", "registerMember", newcomer()), "DIR_PROOF proof");
    const proof = proofOf("org2.example", stranger, personHash, next);
    assert.equal(await city.does("root", "registerMember", newcomer({ proof })), stranger);
    const deeds = await city.json<object[]>("deedsOf", { subject: "setting.issuer.org2.example" });
    assert.equal(deeds.length, 2);
    assert.partialDeepStrictEqual(deeds[1], { revision: 2, action: "setIssuer", by: city.uid("root") });
  });

  it("takes an auditor's remarks on what is there", async () => {
    const city = await openCity();
    const subject = `department.${supplier}`;
    const remark = { subject, text: "代码已核对" };
    assert.equal(await city.refused("root", "remark", remark), "DIR_ROLE remark: auditor");
    assert.equal(await city.refused("auditor", "remark", { ...remark, text: "" }), "DIR_MISSING text");
    assert.equal(await city.refused("auditor", "remark", { ...remark, text: "x".repeat(501) }), "DIR_LENGTH text");
    assert.equal(
      await city.refused("auditor", "remark", { ...remark, subject: "department.x" }),
      "DIR_NONE subject: department.x",
    );
    const long = "x".repeat(101);
    assert.equal(await city.refused("auditor", "remark", { ...remark, subject: long }), `DIR_NONE subject: ${long}`);
    assert.equal(await city.does("auditor", "remark", remark), subject);
    await city.does("auditor", "remark", { ...remark, text: "x".repeat(500) });
    const deeds = await city.json<object[]>("deedsOf", { subject: `setting.remark.${subject}` });
    assert.equal(deeds.length, 2);
    assert.partialDeepStrictEqual(deeds[0], { action: "remark", reason: "代码已核对", by: city.uid("auditor") });
    assert.equal((await city.json<object[]>("deedsOf", { subject: `setting.remark.${subject}`, start: 1 })).length, 1);
    assert.equal((await city.json<object[]>("deedsOf", { subject: `setting.remark.${subject}`, count: 1 })).length, 1);
  });

  it("does nothing whose audit entry cannot be written", async () => {
    const city = await openCity();
    const before = city.host.rows();
    city.host.refuseWrite = (key) => key.startsWith("audit#");
    await assert.rejects(
      city.run("root", "setRule", { name: "supply", days: 1, pauses: false, source: "x" }),
      /refused/,
    );
    assert.deepEqual(city.host.rows(), before);
  });
});
