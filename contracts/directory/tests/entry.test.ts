import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type City, day, forkCity, openCity, sampleCode, sampleContent, sampleItems, start } from "./city.ts";
import type { ModelHost } from "./model-host.ts";
import { officials, other, personOf, supplier } from "./people.ts";

interface Finding {
  readonly row: number;
  readonly field: string;
  readonly code: string;
}

const load = (city: City, ...contents: unknown[]) =>
  city.run("editor", "importEntries", { contents: JSON.stringify(contents) });

/** What is wrong with an import, as `row field code`. */
async function findings(city: City, ...contents: unknown[]): Promise<readonly string[]> {
  const ran = await load(city, ...contents);
  if (ran.ok) return [];
  const [, list = ""] = /^contract message:DIR_IMPORT entries: (.*)$/s.exec(ran.message) ?? [];
  return (JSON.parse(list) as Finding[]).map(({ row, field, code }) => `${row} ${field} ${code}`);
}

const entryOf = (city: City, code = sampleCode) =>
  city.json<{
    state: number;
    version: number;
    publishedVersion: number;
    at: number;
    hands: string[];
    revision: number;
    clock: { rule: string; due: number };
  }>("getEntry", { code });
const review = { code: sampleCode, version: 1, decision: "agree" };
const without = (key: string) => Object.fromEntries(Object.entries(sampleContent()).filter(([name]) => name !== key));
const item = (changes: object) => ({ items: [{ name: "甲", type: "C", ...changes }] });
const long = (length: number) => "长".repeat(length);

describe("directory: contents of entries", () => {
  const bad: readonly (readonly [string, unknown, readonly string[]])[] = [
    ["no object", "x", [" DIR_FORMAT"]],
    ["a list", [], [" DIR_FORMAT"]],
    ["an unknown member", sampleContent({ phone: "13812345678" }), ["phone DIR_UNKNOWN"]],
    ["a long unknown member", sampleContent({ ["x".repeat(60)]: 1 }), [`${"x".repeat(50)} DIR_UNKNOWN`]],
    ["no code", without("code"), ["code DIR_FORMAT"]],
    ...[
      "",
      "307003001",
      "/000001",
      "30700/1",
      "007003001/1",
      "307003001/",
      "307003001/1234567890123",
      "30700300a/1",
      "307003001/a",
      "307003001-1",
      "307003001/1/2",
      "123456789012345678901/1",
      " 307003001/1",
    ].map((code) => [`the code ${code}`, sampleContent({ code }), ["code DIR_FORMAT"]] as const),
    ["no name", without("name"), ["name DIR_MISSING"]],
    ["a name that is no text", sampleContent({ name: { text: "x" } }), ["name DIR_MISSING"]],
    ["a long name", sampleContent({ name: long(201) }), ["name DIR_LENGTH"]],
    ["a person's number in the name", sampleContent({ name: "110101199003077571" }), ["name DIR_ID_NUMBER"]],
    ["no summary", without("summary"), ["summary DIR_MISSING"]],
    ["a long summary", sampleContent({ summary: long(2001) }), ["summary DIR_LENGTH"]],
    ["a tab in the summary", sampleContent({ summary: "a\tb" }), ["summary DIR_FORMAT"]],
    ["a phone in the summary", sampleContent({ summary: "请致电 138 1234 5678" }), ["summary DIR_PHONE"]],
    ["no provider", without("provider"), ["provider DIR_FORMAT"]],
    ["another's provider", sampleContent({ provider: other }), ["provider DIR_DEPARTMENT"]],
    ["a provider that is not there", sampleContent({ provider: "91330100799655058B" }), ["provider DIR_DEPARTMENT"]],
    ["no catalogue", without("catalogue"), ["catalogue DIR_MISSING"]],
    ["a catalogue that is not there", sampleContent({ catalogue: "cat-9" }), ["catalogue DIR_NONE"]],
    ["a duty for a catalogue", sampleContent({ catalogue: "duty-1" }), ["catalogue DIR_FORMAT"]],
    ...["format", "attribute", "cycle"].map((key) => [`no ${key}`, without(key), [`${key} DIR_MISSING`]] as const),
    ...[
      ["format", 0],
      ["format", 8],
      ["format", "3"],
      ["format", 1.5],
      ["format", 1e21],
      ["attribute", 0],
      ["attribute", 4],
      ["cycle", 0],
      ["cycle", 7],
      ["cycle", -1],
      ["cycle", null],
    ].map(
      ([key, value]) => [`${key} ${value}`, sampleContent({ [String(key)]: value }), [`${key} DIR_FORMAT`]] as const,
    ),
    ["no word about secrecy", without("isSecret"), ["isSecret DIR_MISSING"]],
    ["a secret", sampleContent({ isSecret: true }), ["isSecret DIR_SECRET"]],
    ["a text about secrecy", sampleContent({ isSecret: "false" }), ["isSecret DIR_SECRET"]],
    ["onPlatform that is no flag", sampleContent({ onPlatform: 1 }), ["onPlatform DIR_FORMAT"]],
    ["no sharing", without("sharing"), ["sharing DIR_MISSING"]],
    ["sharing that is a list", sampleContent({ sharing: [] }), ["sharing DIR_MISSING"]],
    ["sharing without type", sampleContent({ sharing: { mode: 1 } }), ["sharing.type DIR_MISSING"]],
    ["sharing of type 0", sampleContent({ sharing: { type: 0, mode: 1 } }), ["sharing.type DIR_FORMAT"]],
    ["sharing of type 4", sampleContent({ sharing: { type: 4, mode: 1 } }), ["sharing.type DIR_FORMAT"]],
    ["sharing without mode", sampleContent({ sharing: { type: 1 } }), ["sharing.mode DIR_MISSING"]],
    ["sharing by mode 0", sampleContent({ sharing: { type: 1, mode: 0 } }), ["sharing.mode DIR_FORMAT"]],
    ["sharing by mode 4", sampleContent({ sharing: { type: 1, mode: 4 } }), ["sharing.mode DIR_FORMAT"]],
    ["type 2 without condition", sampleContent({ sharing: { type: 2, mode: 1 } }), ["sharing.condition DIR_MISSING"]],
    ["type 3 without basis", sampleContent({ sharing: { type: 3 } }), ["sharing.basis DIR_MISSING"]],
    ["type 3 by mode 9", sampleContent({ sharing: { type: 3, basis: "x", mode: 9 } }), ["sharing.mode DIR_FORMAT"]],
    [
      "a long condition",
      sampleContent({ sharing: { type: 1, mode: 1, condition: long(501) } }),
      ["sharing.condition DIR_LENGTH"],
    ],
    [
      "a basis that is no text",
      sampleContent({ sharing: { type: 1, mode: 1, basis: 1 } }),
      ["sharing.basis DIR_MISSING"],
    ],
    ["an unknown member of sharing", sampleContent({ sharing: { type: 1, mode: 1, x: 1 } }), ["sharing.x DIR_UNKNOWN"]],
    ["no open", without("open"), ["open DIR_MISSING"]],
    ["open as a list", sampleContent({ open: [] }), ["open DIR_MISSING"]],
    ["open without type", sampleContent({ open: {} }), ["open.type DIR_MISSING"]],
    ["open of type 2", sampleContent({ open: { type: 2 } }), ["open.type DIR_FORMAT"]],
    ["open without condition", sampleContent({ open: { type: 1 } }), ["open.condition DIR_MISSING"]],
    [
      "closed with an empty condition",
      sampleContent({ open: { type: 0, condition: "" } }),
      ["open.condition DIR_MISSING"],
    ],
    ["an unknown member of open", sampleContent({ open: { type: 0, y: 1 } }), ["open.y DIR_UNKNOWN"]],
    ["related that is no list", sampleContent({ related: {} }), ["related DIR_FORMAT"]],
    ["too many related", sampleContent({ related: Array(51).fill("307003001/2") }), ["related DIR_FORMAT"]],
    ["related to itself", sampleContent({ related: ["307003001/2", sampleCode] }), ["related[1] DIR_FORMAT"]],
    ["related to no code", sampleContent({ related: ["x", 7] }), ["related[0] DIR_FORMAT", "related[1] DIR_FORMAT"]],
    ["no items", without("items"), ["items DIR_MISSING"]],
    ["an empty list of items", sampleContent({ items: [] }), ["items DIR_MISSING"]],
    ["items that are no list", sampleContent({ items: {} }), ["items DIR_MISSING"]],
    ["too many items", sampleContent({ items: manyItems(301) }), ["items DIR_LENGTH"]],
    ["an item that is no object", sampleContent({ items: ["x"] }), ["items[0]. DIR_FORMAT"]],
    ["an item without name", sampleContent(item({ name: "" })), ["items[0].name DIR_MISSING"]],
    ["an item with a long name", sampleContent(item({ name: long(101) })), ["items[0].name DIR_LENGTH"]],
    ...["a'b", 'a"b', "a\\b", "a\nb"].map(
      (name) => [`the item ${name}`, sampleContent(item({ name })), ["items[0].name DIR_FORMAT"]] as const,
    ),
    ["two items of a name", sampleContent({ items: [...sampleItems, sampleItems[0]] }), ["items[3].name DIR_EXISTS"]],
    ...["", "c", "X", "CN"].map(
      (type) => [`the type ${type}`, sampleContent(item({ type })), ["items[0].type DIR_FORMAT"]] as const,
    ),
    ...[0, 10_000, "3"].map(
      (length) => [`the length ${length}`, sampleContent(item({ length })), ["items[0].length DIR_FORMAT"]] as const,
    ),
    ["a long note", sampleContent(item({ note: long(501) })), ["items[0].note DIR_LENGTH"]],
    ["an item of sharing 0", sampleContent(item({ sharing: 0 })), ["items[0].sharing DIR_FORMAT"]],
    ["an item of sharing 4", sampleContent(item({ sharing: 4 })), ["items[0].sharing DIR_FORMAT"]],
    ["an item that is not shared without basis", sampleContent(item({ sharing: 3 })), ["items[0].basis DIR_MISSING"]],
    ["an empty basis", sampleContent(item({ sharing: 2, basis: "" })), ["items[0].basis DIR_MISSING"]],
    ["isPersonal that is no flag", sampleContent(item({ isPersonal: 1 })), ["items[0].isPersonal DIR_FORMAT"]],
    [
      "a personal item without holder, purpose and retention",
      sampleContent(item({ isPersonal: true })),
      ["items[0].holder DIR_MISSING", "items[0].purpose DIR_MISSING", "items[0].retention DIR_MISSING"],
    ],
    ["an empty holder", sampleContent(item({ holder: "" })), ["items[0].holder DIR_MISSING"]],
    ["an empty purpose", sampleContent(item({ purpose: "" })), ["items[0].purpose DIR_MISSING"]],
    ["an empty retention", sampleContent(item({ retention: "" })), ["items[0].retention DIR_MISSING"]],
    ["an unknown member of an item", sampleContent(item({ z: 1 })), ["items[0].z DIR_UNKNOWN"]],
  ];
  for (const [what, content, expected] of bad)
    it(`names ${what}`, async () => {
      const city = await openCity();
      assert.deepEqual(
        await findings(city, content),
        expected.map((finding) => `0 ${finding}`),
      );
    });

  const good: readonly (readonly [string, unknown])[] = [
    ["the least", sampleContent()],
    ["spaces and lines in texts", sampleContent({ summary: "一 二\n三" })],
    ["the longest texts", sampleContent({ name: long(200), summary: long(2000) })],
    ["a short code", sampleContent({ code: "100000/1" })],
    ["a long code", sampleContent({ code: "99999999999999999999/123456789012" })],
    [
      "every choice at its least",
      sampleContent({ format: 1, attribute: 1, cycle: 1, open: { type: 0 }, onPlatform: false }),
    ],
    [
      "every choice at its most",
      sampleContent({ format: 7, attribute: 3, cycle: 6, open: { type: 1, condition: "登录" }, onPlatform: true }),
    ],
    ["sharing without conditions", sampleContent({ sharing: { type: 1, mode: 1 } })],
    ["no sharing by law", sampleContent({ sharing: { type: 3, basis: "《保密法》第九条" } })],
    ["related entries", sampleContent({ related: Array(50).fill("307003001/2") })],
    ["many items", sampleContent({ items: manyItems(300) })],
    ["every type of item", sampleContent({ items: [..."CNYDTLMGBIF"].map((type) => ({ name: type, type })) })],
    [
      "an item with everything",
      sampleContent(
        item({
          length: 9999,
          note: long(500),
          sharing: 3,
          basis: "法",
          isPersonal: true,
          holder: "局",
          purpose: "办理",
          retention: "五年",
        }),
      ),
    ],
    ["the least of an item", sampleContent(item({ name: long(100), length: 1, sharing: 1, isPersonal: false }))],
  ];
  for (const [what, content] of good)
    it(`takes ${what}`, async () => {
      const city = await openCity();
      assert.deepEqual(await findings(city, content), []);
      const { code } = content as { code: string };
      assert.deepEqual(await city.json("getContent", { code, version: 1 }), content);
    });

  it("refuses a member that is there twice: its first value would be stored unseen", async () => {
    const city = await openCity();
    const text = JSON.stringify(sampleContent()).replace('{"code"', '{"summary":"13812345678","code"');
    const message = await city.refused("editor", "importEntries", { contents: `[${text}]` });
    assert.equal(message, 'DIR_IMPORT entries: [{"row":0,"field":"summary","code":"DIR_EXISTS"}]');
  });
});

describe("directory: import of entries", () => {
  const rows = (count: number) =>
    Array.from({ length: count }, (_, i) =>
      sampleContent({ code: `307003001/${i}`, items: [{ name: "a", type: "C" }] }),
    );

  it("does all or nothing, and names every row and field", async () => {
    const city = await openCity();
    const before = city.host.rows();
    const found = await findings(
      city,
      sampleContent(),
      sampleContent({ code: "307003001/2", format: 9, name: "" }),
      sampleContent(),
    );
    assert.deepEqual(found, ["1 name DIR_MISSING", "1 format DIR_FORMAT", "2 code DIR_EXISTS"]);
    assert.deepEqual(city.host.rows(), before);
    const ran = await load(city, sampleContent(), sampleContent({ code: "307003001/2" }));
    assert.equal(ran.text, "2");
    assert.deepEqual(ran.events, [
      ["entryChanged", sampleCode, "1", "-1", "0", "1"],
      ["entryChanged", "307003001/2", "1", "-1", "0", "1"],
    ]);
    const query = { department: supplier };
    assert.deepEqual(await city.json("getEntriesOf", query), [sampleCode, "307003001/2"]);
    assert.deepEqual(await city.json("getEntriesOf", { ...query, start: 1 }), ["307003001/2"]);
    assert.deepEqual(await city.json("getEntriesOf", { ...query, count: 1 }), [sampleCode]);
  });

  it("takes 500 rows within the gas of one transaction, and tells 200 findings", async () => {
    const city = await openCity();
    assert.equal(
      await city.refused("editor", "importEntries", { contents: JSON.stringify(rows(501)) }),
      "DIR_LENGTH entries",
    );
    const found = await findings(city, ...rows(500).map((row) => ({ ...row, format: 0 })));
    assert.equal(found.length, 200);
    assert.equal(found[199], "199 format DIR_FORMAT");
    const ran = await load(city, ...rows(500));
    assert.equal(ran.text, "500", ran.message);
    const all = await city.json<string[]>("getEntriesOf", { department: supplier, count: 1000 });
    assert.equal(all.length, 500);
  });

  it("takes half a million characters within memory and gas, and no more", async () => {
    const city = await openCity();
    const items = manyItems(300).map((each, i) => ({ ...each, note: `第${i}项${"注".repeat(70)}` }));
    const big = (i: number) => sampleContent({ code: `307003001/${i}`, items });
    const size = JSON.stringify(big(10)).length + 1;
    const contents = JSON.stringify(Array.from({ length: Math.floor(500_000 / size) }, (_, i) => big(10 + i)));
    assert.equal(
      await city.refused("editor", "importEntries", { contents: contents.padEnd(500_001) }),
      "DIR_LENGTH contents",
    );
    const ran = await city.run("editor", "importEntries", { contents: contents.padEnd(500_000) });
    assert.ok(ran.ok, ran.message);
  });

  it("says what is no list", async () => {
    const city = await openCity();
    const take = (contents: string) => city.refused("editor", "importEntries", { contents });
    assert.equal(await take("{"), "DIR_FORMAT entries is no JSON at character 1");
    assert.equal(await take("{}"), "DIR_FORMAT entries");
    assert.equal(await take("[]"), "DIR_FORMAT entries");
    assert.equal(
      await city.refused("consumer", "importEntries", { contents: "[]" }),
      "DIR_ROLE importEntries: provider",
    );
  });

  it("hands in and reviews many at once, all or none", async () => {
    const city = await openCity();
    const codes = ["307003001/1", "307003001/2", "307003001/3"];
    await load(city, ...codes.map((code) => sampleContent({ code })));
    const names = codes.map((code) => `${code}@1`);
    assert.equal(await city.refused("editor", "submitEntries", { codes: [] }), "DIR_LENGTH codes");
    assert.equal(await city.refused("editor", "submitEntries", { codes: Array(501).fill("x") }), "DIR_LENGTH codes");
    assert.equal(
      await city.refused("editor", "submitEntries", { codes: Array(500).fill("x") }),
      "DIR_NONE submitEntry[0]: x",
    );
    assert.equal(
      await city.refused("editor", "submitEntries", { codes: [codes[0] ?? "", codes[0] ?? ""] }),
      "DIR_STATE submitEntry[1]: 10",
    );
    assert.equal(await city.does("editor", "submitEntries", { codes }), "3");
    const agree = { names, decision: "agree" };
    const refused = (changes: object) => city.refused("registrar", "reviewEntries", { ...agree, ...changes });
    assert.equal(await refused({ names: [] }), "DIR_LENGTH entries");
    assert.equal(await refused({ names: Array(501).fill("x") }), "DIR_LENGTH entries");
    for (const name of ["x", "307003001/1@", "307003001/1@x", "307003001/1@1000000"])
      assert.equal(await refused({ names: [name] }), `DIR_FORMAT reviewEntry[0]: ${name}`);
    assert.equal(await refused({ names: ["x@999999"] }), "DIR_NONE reviewEntry[0]: x");
    assert.equal(await refused({ names: [names[0] ?? "", "307003001/2@2"] }), "DIR_VERSION reviewEntry[1]: 1");
    assert.equal(await city.refused("doubleEditor", "reviewEntries", agree), "DIR_SAME_PERSON reviewEntry[0]");
    assert.equal(await city.refused("editor", "reviewEntries", agree), "DIR_ROLE reviewEntry[0]: registrar");
    assert.equal(await city.does("registrar", "reviewEntries", { ...agree, reason: "批量同意" }), "3");
    for (const code of codes) assert.equal((await entryOf(city, code)).state, 19);
    await city.does("editor", "submitEntries", { codes });
    await city.does("registrar", "reviewEntries", agree);
    const deeds = await city.json<{ action: string; reason: string }[]>("deedsOf", { subject: `entry.${codes[0]}` });
    assert.deepEqual(deeds.map(({ reason }) => reason).slice(-3), ["批量同意", "", ""]);
  });

  it("keeps a code to the department that has it", async () => {
    const city = await openCity();
    await load(city, sampleContent());
    const mine = sampleContent({ provider: other });
    const message = await city.refused("outsider", "importEntries", { contents: JSON.stringify([mine]) });
    assert.equal(message, 'DIR_IMPORT entries: [{"row":0,"field":"code","code":"DIR_EXISTS"}]');
  });
});

describe("directory: an entry's states", () => {
  it("goes from draft over registration to publication, each step reviewed and noted", async () => {
    const city = await openCity();
    await load(city, sampleContent());
    assert.deepEqual(await city.events("editor", "submitEntry", { code: sampleCode }), [
      ["entryChanged", sampleCode, "1", "0", "10", "2"],
    ]);
    assert.deepEqual(await city.events("registrar", "reviewEntry", review), [
      ["entryChanged", sampleCode, "1", "10", "19", "3"],
    ]);
    assert.deepEqual(await city.events("approver", "submitEntry", { code: sampleCode }), [
      ["entryChanged", sampleCode, "1", "19", "20", "4"],
    ]);
    city.host.now += 5n;
    assert.deepEqual(await city.events("registrar", "reviewEntry", { ...review, reason: "同意" }), [
      ["entryChanged", sampleCode, "1", "20", "29", "5"],
    ]);
    const { clock, ...entry } = await entryOf(city);
    assert.deepEqual(entry, {
      code: sampleCode,
      provider: supplier,
      version: 1,
      state: 29,
      publishedVersion: 1,
      lastPublished: 1,
      publishedAt: Number(start + 5n),
      revision: 5,
      at: Number(start + 5n),
      hands: [personOf(officials.editor), personOf(officials.approver)],
    });
    assert.equal(clock.rule, "");
    const deeds = await city.json<
      { action: string; from: string; to: string; reason: string; by: string; department: string }[]
    >("deedsOf", { subject: `entry.${sampleCode}` });
    assert.deepEqual(
      deeds.map(({ action, from, to, reason }) => `${action} ${from} ${to} ${reason}`),
      ["saveEntry -1 0 ", "submitEntry 0 10 ", "reviewEntry 10 19 ", "submitEntry 19 20 ", "reviewEntry 20 29 同意"],
    );
    assert.deepEqual([deeds[0]?.by, deeds[0]?.department], [city.uid("editor"), supplier]);
  });

  it("lets each action start from its states only", async () => {
    const city = await openCity();
    const states = await cityInStates(city);
    const actions = {
      importEntries: [0, 1, 2, 19, 22, 23, 29],
      submitEntry: [0, 19],
      reviewEntry: [10, 20],
      unpublishEntry: [29],
    };
    for (const [state, at] of states) {
      const { version } = await entryOf(at);
      const before = at.host.rows();
      const tries = {
        importEntries: () => findings(forkCity(at), sampleContent()),
        submitEntry: () => refusalOf(at, "editor", "submitEntry", { code: sampleCode }),
        reviewEntry: () => refusalOf(at, "registrar", "reviewEntry", { ...review, version }),
        unpublishEntry: () => refusalOf(at, "registrar", "unpublishEntry", { code: sampleCode, reason: "停用" }),
      };
      for (const [action, starts] of Object.entries(actions)) {
        const refusal = await tries[action as keyof typeof tries]();
        if (starts.includes(state)) assert.deepEqual(refusal, [], `${action} from ${state}`);
        else if (action === "importEntries") assert.deepEqual(refusal, ["0 code DIR_STATE"]);
        else assert.deepEqual(refusal, [`DIR_STATE ${action}: ${state}`]);
      }
      assert.deepEqual(at.host.rows(), before);
    }
    assert.deepEqual(
      [...states.keys()].sort((a, b) => a - b),
      [0, 1, 2, 10, 19, 20, 22, 23, 29],
    );
  });

  it("goes back with a reason", async () => {
    const city = await openCity();
    await load(city, sampleContent());
    await city.does("editor", "submitEntry", { code: sampleCode });
    for (const decision of ["return", "reject"]) {
      const said = { ...review, decision };
      assert.equal(await city.refused("registrar", "reviewEntry", said), "DIR_MISSING reason");
      assert.equal(
        await city.refused("registrar", "reviewEntry", { ...said, reason: "x".repeat(501) }),
        "DIR_LENGTH reason",
      );
    }
    assert.equal(
      await city.refused("registrar", "reviewEntry", { ...review, reason: "13812345678" }),
      "DIR_PHONE reason",
    );
    assert.equal(
      await city.refused("registrar", "reviewEntry", { ...review, decision: "maybe" }),
      "DIR_FORMAT decision: maybe",
    );
    assert.equal(
      await city.refused("registrar", "reviewEntry", { ...review, version: 2 }),
      "DIR_VERSION reviewEntry: 1",
    );
    assert.equal(await city.refused("approver", "reviewEntry", review), "DIR_ROLE reviewEntry: registrar");
    assert.equal(await city.refused("registrar", "reviewEntry", { ...review, code: "x" }), "DIR_NONE reviewEntry: x");
    assert.equal(
      await city.refused("registrar", "submitEntry", { code: sampleCode }),
      "DIR_ROLE submitEntry: provider",
    );
    assert.equal(
      await city.refused("outsider", "submitEntry", { code: sampleCode }),
      `DIR_DEPARTMENT submitEntry: ${supplier}`,
    );
    await city.does("registrar", "reviewEntry", { ...review, decision: "return", reason: "x".repeat(500) });
    const deeds = await city.json<{ reason: string }[]>("deedsOf", { subject: `entry.${sampleCode}` });
    assert.equal(deeds.at(-1)?.reason, "x".repeat(500));
  });

  it("keeps what was handed in, and counts versions", async () => {
    const city = await openCity();
    await load(city, sampleContent({ name: "一" }));
    await load(city, sampleContent({ name: "一改" }));
    assert.equal((await entryOf(city)).version, 1);
    await city.does("editor", "submitEntry", { code: sampleCode });
    await city.does("registrar", "reviewEntry", { ...review, decision: "return", reason: "改" });
    await load(city, sampleContent({ name: "二" }));
    assert.equal((await entryOf(city)).version, 2);
    const names = async (version: number) =>
      (await city.json<{ name: string }>("getContent", { code: sampleCode, version })).name;
    assert.deepEqual([await names(1), await names(2)], ["一改", "二"]);
    assert.equal(await city.asks("getContent", { code: sampleCode, version: 3 }), "DIR_NONE version: 3");
    assert.equal(await city.asks("getContent", { code: "x", version: 1 }), "DIR_NONE version: 1");
    // Who wrote only the first version may review the second.
    assert.deepEqual((await entryOf(city)).hands, [personOf(officials.editor)]);
    await city.run("approver", "importEntries", { contents: JSON.stringify([sampleContent({ name: "三" })]) });
    assert.deepEqual((await entryOf(city)).hands, [personOf(officials.editor), personOf(officials.approver)]);
  });

  it("keeps the published version while the next one is under way", async () => {
    const city = await openCity();
    await city.publish();
    await load(city, sampleContent({ name: "新" }));
    assert.partialDeepStrictEqual(await entryOf(city), { state: 0, version: 2, publishedVersion: 1 });
    await city.does("editor", "submitEntry", { code: sampleCode });
    await city.does("registrar", "reviewEntry", { ...review, version: 2 });
    assert.partialDeepStrictEqual(await entryOf(city), { state: 19, publishedVersion: 1 });
    await city.does("editor", "submitEntry", { code: sampleCode });
    await city.does("registrar", "reviewEntry", { ...review, version: 2 });
    assert.partialDeepStrictEqual(await entryOf(city), { state: 29, publishedVersion: 2, lastPublished: 2 });
  });

  it("leaves the directory by the provider's or a registrar's word", async () => {
    const city = await openCity();
    await city.publish();
    const out = { code: sampleCode, reason: "机构改革" };
    assert.equal(await city.refused("consumer", "unpublishEntry", out), "DIR_ROLE unpublishEntry: provider");
    assert.equal(await city.refused("outsider", "unpublishEntry", out), `DIR_DEPARTMENT unpublishEntry: ${supplier}`);
    assert.equal(await city.refused("editor", "unpublishEntry", { ...out, reason: "" }), "DIR_MISSING reason");
    assert.equal(
      await city.refused("editor", "unpublishEntry", { ...out, reason: "x".repeat(501) }),
      "DIR_LENGTH reason",
    );
    // With another version under way that one stays where it is.
    await load(city, sampleContent());
    assert.deepEqual(await city.events("editor", "unpublishEntry", { ...out, reason: "x".repeat(500) }), [
      ["entryChanged", sampleCode, "2", "0", "0", "7"],
    ]);
    assert.partialDeepStrictEqual(await entryOf(city), {
      state: 0,
      version: 2,
      publishedVersion: 0,
      lastPublished: 1,
    });
    assert.equal(await city.refused("editor", "unpublishEntry", out), "DIR_STATE unpublishEntry: 0");
    const deed = (await city.json<object[]>("deedsOf", { subject: `entry.${sampleCode}` })).at(-1);
    assert.partialDeepStrictEqual(deed, { action: "unpublishEntry", from: "0", to: "0" });
  });

  it("is reviewed by nobody who had a hand in it, nor by that person's second account", async () => {
    const city = await openCity();
    await load(city, sampleContent());
    await city.does("approver", "submitEntry", { code: sampleCode });
    assert.equal(await city.refused("doubleEditor", "reviewEntry", review), "DIR_SAME_PERSON reviewEntry");
    await city.does("registrar", "reviewEntry", review);
    await city.does("approver", "submitEntry", { code: sampleCode });
    assert.equal(await city.refused("doubleEditor", "reviewEntry", review), "DIR_SAME_PERSON reviewEntry");
  });

  it("has a clock for each review, and is overdue for whoever looks later", async () => {
    const city = await openCity();
    await load(city, sampleContent());
    city.host.now = start + 4n * day;
    await city.does("editor", "submitEntry", { code: sampleCode });
    const { clock } = await entryOf(city);
    // From Friday two working days: the end of Tuesday.
    const due = start - 9n * 3600n + 9n * day;
    assert.deepEqual(clock, {
      rule: "entryReview",
      startedAt: Number(start + 4n * day),
      days: 2,
      due: Number(due),
      isPaused: false,
      isProvisional: false,
    });
    city.host.now = due - 1n;
    assert.equal(await city.asks("overdue"), "[]");
    const fact = (workingDaysOver: number, level: number) => [
      { subject: `entry.${sampleCode}`, rule: "entryReview", due: Number(due), workingDaysOver, level },
    ];
    city.host.now = due;
    assert.deepEqual(await city.json("overdue"), fact(1, 1));
    city.host.now = due + 3n * day;
    assert.deepEqual(await city.json("overdue"), fact(3, 1));
    city.host.now = due + 6n * day;
    assert.deepEqual(await city.json("overdue"), fact(5, 2));
    city.host.now = due + 14n * day;
    assert.deepEqual(await city.json("overdue"), fact(11, 3));
    assert.equal(await city.asks("overdue", { start: 1 }), "[]");
    assert.equal(await city.asks("overdue", { count: 0 }), "[]");
    await city.does("registrar", "reviewEntry", review);
    assert.equal(await city.asks("overdue"), "[]");
  });

  it("never goes back in time", async () => {
    const city = await openCity();
    await load(city, sampleContent());
    city.host.now = start - 500n;
    await city.does("editor", "submitEntry", { code: sampleCode });
    assert.partialDeepStrictEqual(await entryOf(city), {
      at: Number(start),
      clock: { startedAt: Number(start) },
    });
  });
});

/** A city for each state that an entry can be in. */
async function cityInStates(city: City<ModelHost>): Promise<Map<number, typeof city>> {
  const fork = () => forkCity(city);
  await load(city, sampleContent());
  const states = new Map([[0, fork()]]);
  const branch = async (state: number, decision: string) => {
    const at = fork();
    await at.does("registrar", "reviewEntry", { ...review, decision, reason: "因" });
    states.set(state, at);
  };
  await city.does("editor", "submitEntry", { code: sampleCode });
  states.set(10, fork());
  await branch(1, "return");
  await branch(2, "reject");
  await city.does("registrar", "reviewEntry", review);
  states.set(19, fork());
  await city.does("editor", "submitEntry", { code: sampleCode });
  states.set(20, fork());
  await branch(22, "reject");
  const returned = fork();
  await returned.does("registrar", "reviewEntry", { ...review, decision: "return", reason: "因" });
  assert.equal((await entryOf(returned)).state, 1);
  await city.does("registrar", "reviewEntry", review);
  states.set(29, fork());
  await city.does("editor", "unpublishEntry", { code: sampleCode, reason: "停用" });
  states.set(23, city);
  for (const [state, at] of states) assert.equal((await entryOf(at)).state, state);
  return states;
}

/** The refusal of an action that is tried on a fork: an empty list when it is done. */
async function refusalOf(
  city: City<ModelHost>,
  ...[who, method, values]: Parameters<City["run"]>
): Promise<readonly string[]> {
  const ran = await forkCity(city).run(who, method, values);
  return ran.ok ? [] : [ran.message.replace("contract message:", "")];
}

function manyItems(count: number): object[] {
  return Array.from({ length: count }, (_, i) => ({ name: `项${i}`, type: "C" }));
}
