import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { strFromU8, strToU8, unzipSync, zipSync } from "fflate";
import { exportQti } from "./export-qti.ts";
import { importQti } from "./import-qti.ts";
import { makeQuestion } from "./testing/made-exam.ts";

const questions = [
  makeQuestion("user/01-what-a-ledger-is/why-chain"),
  { ...makeQuestion("b-2"), text: { zh: "<b>&\"'二", en: 'less < more & "quoted"' } },
];

const item = (body: string, head = ""): string => `<?xml version="1.0"?>${head}
<qti-assessment-item xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0" identifier="Item_1" title="t">
  <qti-response-declaration identifier="R" cardinality="single" base-type="identifier"><qti-correct-response><qti-value>B</qti-value></qti-correct-response></qti-response-declaration>
  <qti-item-body>${body}</qti-item-body></qti-assessment-item>`;
const choices =
  '<qti-choice-interaction response-identifier="R" max-choices="1"><qti-prompt>Which?</qti-prompt><qti-simple-choice identifier="A">one</qti-simple-choice><qti-simple-choice identifier="B"><em>two</em></qti-simple-choice><qti-simple-choice identifier="C">three</qti-simple-choice></qti-choice-interaction>';

const packageOf = (...items: readonly string[]): Uint8Array =>
  zipSync(Object.fromEntries(items.map((xml, at) => [`item-${at}.xml`, strToU8(xml)])));

describe("QTI 3", () => {
  it("gives back what was exported, the same bytes each time", () => {
    const zip = exportQti(questions);
    assert.deepEqual(importQti(zip), { questions, skipped: [] });
    assert.deepEqual(exportQti(questions), zip);
    const manifest = strFromU8(unzipSync(zip)["imsmanifest.xml"] ?? new Uint8Array(0));
    assert.equal(manifest.match(/type="imsqti_item_xmlv3p0"/g)?.length, 4);
  });

  it("takes single-choice items of others, with the text before the choices", () => {
    const { questions: found, skipped } = importQti(packageOf(item(`<p>Look  at\nthis.</p>${choices}`)));
    assert.deepEqual(skipped, []);
    assert.deepEqual(
      [found[0]?.id, found[0]?.text],
      ["item-1", { zh: "Look at this. Which?", en: "Look at this. Which?" }],
    );
    assert.deepEqual(
      found[0]?.options.map(({ text, right }) => [text.en, right]),
      [
        ["one", false],
        ["two", true],
        ["three", false],
      ],
    );
  });

  it("names what it does not take, and takes the rest", () => {
    const { questions: found, skipped } = importQti(
      packageOf(
        item(choices),
        item(choices + choices),
        item('<qti-text-entry-interaction response-identifier="R"/>'),
        item(choices).replace('cardinality="single"', 'cardinality="multiple"'),
        item(choices)
          .replace('<qti-simple-choice identifier="C">three</qti-simple-choice>', "")
          .replace("Item_1", "Item_2"),
        "<other/>",
      ),
    );
    assert.equal(found.length, 1);
    assert.equal(skipped.length, 4);
  });

  it("refuses entities, broken and deep documents, and packages that unpack without end", () => {
    const refused = { code: "ACADEMY_EXAM_INVALID" };
    assert.throws(() => importQti(packageOf(item(choices, '<!DOCTYPE x [<!ENTITY a "b">]>'))), refused);
    assert.throws(() => importQti(packageOf(item("&unknown;"))), refused);
    assert.throws(() => importQti(packageOf("<a><b></a>")), refused);
    assert.throws(() => importQti(packageOf("<a>".repeat(1_000) + "</a>".repeat(1_000))), refused);
    assert.throws(() => importQti(packageOf(`<a>${" ".repeat(1_000_000)}</a>`)), refused);
    assert.throws(() => importQti(strToU8("no zip")), refused);
  });
});
