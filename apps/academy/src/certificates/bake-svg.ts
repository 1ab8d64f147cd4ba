import type { BakedTexts } from "./bake-png.ts";
import { certificateErrors } from "./errors.ts";
import { imageBytesMax } from "./limits.ts";

/** Spec: 1EdTech Open Badges 3.0 §5.3.2 "SVG". */
const namespace = "https://purl.imsglobal.org/ob/v3p0";
const elements = { credential: "openbadges:credential", place: "openbadges:yantaplace" } as const;

/** Puts a credential into an SVG of ours. The picture's text is otherwise unchanged. Errors: ACADEMY_CERTIFICATE_UNREADABLE. */
export function bakeSvg(svg: string, { credential, place }: BakedTexts): string {
  const [open] = /<svg\b[^<>]*>/.exec(svg) ?? [];
  if (open === undefined || svg.includes("openbadges:")) throw unreadable("svg");
  const added = [
    element(elements.credential, credential),
    ...(place === undefined ? [] : [element(elements.place, place)]),
  ];
  return svg.replace(open, () => `${open.slice(0, -1)} xmlns:openbadges="${namespace}">${added.join("")}`);
}

/** Takes them out of a stranger's SVG, which is never drawn. Errors: ACADEMY_CERTIFICATE_UNREADABLE. */
export function unbakeSvg(svg: string): BakedTexts {
  if (svg.length > imageBytesMax) throw unreadable(`> ${imageBytesMax}`);
  if (!svg.includes(`xmlns:openbadges="${namespace}"`)) throw unreadable("xmlns:openbadges");
  const credential = find(svg, elements.credential);
  if (credential === undefined) throw unreadable(elements.credential);
  return { credential, place: find(svg, elements.place) };
}

/** JSON has no `]]>` outside of texts, and there `>` may be written as an escape. */
function element(name: string, json: string): string {
  return `<${name}><![CDATA[${json.replaceAll("]]>", "]]\\u003e")}]]></${name}>`;
}

function find(svg: string, name: string): string | undefined {
  const [, after, ...more] = svg.split(`<${name}>`);
  if (after === undefined) return undefined;
  const [json, end] = after.trimStart().split("]]>");
  if (more.length > 0 || json?.startsWith("<![CDATA[") !== true || end?.trimStart().startsWith(`</${name}>`) !== true)
    throw unreadable(name);
  return json.slice("<![CDATA[".length).trim();
}

function unreadable(reason: string): Error {
  return certificateErrors.create("ACADEMY_CERTIFICATE_UNREADABLE", {
    what: { en: "a baked picture", zh: "嵌有证书的图片" },
    reason,
  });
}
