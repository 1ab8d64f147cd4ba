import { strToU8, zipSync } from "fflate";
import { type Language, languages } from "../local-text.ts";
import type { BankQuestion } from "./exam.ts";

const itemNamespace = "http://www.imsglobal.org/xsd/imsqtiasi_v3p0";
const packageNamespace = "http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1";
const matchCorrect = "https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/match_correct.xml";
const xmlLanguages: Readonly<Record<Language, string>> = { zh: "zh-CN", en: "en" };

/**
 * A bank as a package of QTI 3: each question is an item in each language, which have our id as their label. The same bank gives the same bytes.
 * Spec: 1EdTech QTI 3.0 ASI information model; QTI 3.0 package.
 */
export function exportQti(questions: readonly BankQuestion[]): Uint8Array {
  const items = questions.flatMap((question, at) =>
    languages.map((language) => {
      const identifier = `q${at + 1}-${language}`;
      return { identifier, file: `items/${identifier}.xml`, xml: itemXml(question, language, identifier) };
    }),
  );
  const files = items.map(({ file, xml }) => [file, strToU8(xml)] as const);
  const manifest = ["imsmanifest.xml", strToU8(manifestXml(items))] as const;
  return zipSync(Object.fromEntries([manifest, ...files]), { mtime: "1980-01-01T00:00:00" });
}

function itemXml({ id, text, options }: BankQuestion, language: Language, identifier: string): string {
  const right = options.findIndex((option) => option.right);
  const choices = options.map(
    (option, at) =>
      `      <qti-simple-choice identifier="c${at + 1}">${escapeXml(option.text[language])}<qti-feedback-inline outcome-identifier="FEEDBACK" identifier="c${at + 1}" show-hide="show">${escapeXml(option.why[language])}</qti-feedback-inline></qti-simple-choice>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>
<qti-assessment-item xmlns="${itemNamespace}" identifier="${identifier}" title="${escapeXml([...text[language]].slice(0, 60).join(""))}" label="${escapeXml(id)}" xml:lang="${xmlLanguages[language]}" adaptive="false" time-dependent="false">
  <qti-response-declaration identifier="RESPONSE" cardinality="single" base-type="identifier">
    <qti-correct-response><qti-value>c${right + 1}</qti-value></qti-correct-response>
  </qti-response-declaration>
  <qti-outcome-declaration identifier="SCORE" cardinality="single" base-type="float"><qti-default-value><qti-value>0</qti-value></qti-default-value></qti-outcome-declaration>
  <qti-outcome-declaration identifier="FEEDBACK" cardinality="single" base-type="identifier"/>
  <qti-item-body>
    <qti-choice-interaction response-identifier="RESPONSE" shuffle="true" max-choices="1">
      <qti-prompt>${escapeXml(text[language])}</qti-prompt>
${choices.join("\n")}
    </qti-choice-interaction>
  </qti-item-body>
  <qti-response-processing template="${matchCorrect}"/>
</qti-assessment-item>
`;
}

function manifestXml(items: readonly { readonly identifier: string; readonly file: string }[]): string {
  const resources = items.map(
    ({ identifier, file }) =>
      `    <resource identifier="${identifier}" type="imsqti_item_xmlv3p0" href="${file}"><file href="${file}"/></resource>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>
<manifest xmlns="${packageNamespace}" identifier="bank">
  <metadata><schema>QTI Package</schema><schemaversion>3.0.0</schemaversion></metadata>
  <organizations/>
  <resources>
${resources.join("\n")}
  </resources>
</manifest>
`;
}

function escapeXml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (mark) => `&#${mark.charCodeAt(0)};`);
}
