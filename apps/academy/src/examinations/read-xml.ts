import { SaxesParser } from "saxes";
import { examErrors } from "./errors.ts";
import { xmlDepthMax } from "./limits.ts";

/** An element of a parsed document; names as they are written. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly (XmlElement | string)[];
}

/** Reads a stranger's document: well-formed, no document type, so no entities of its own, and not deep. Errors: ACADEMY_EXAM_INVALID. */
export function readXml(text: string, file: string): XmlElement {
  const refuse = (reason: string): Error => examErrors.create("ACADEMY_EXAM_INVALID", { file, reason });
  const parser = new SaxesParser();
  const open: { name: string; attributes: Record<string, string>; children: (XmlElement | string)[] }[] = [];
  let root: XmlElement | undefined;
  parser.on("error", ({ message }) => {
    throw refuse(message);
  });
  parser.on("doctype", () => {
    throw refuse("DOCTYPE");
  });
  parser.on("opentag", ({ name, attributes }) => {
    if (open.length >= xmlDepthMax) throw refuse(`> ${xmlDepthMax}`);
    const element = { name, attributes: { ...attributes }, children: [] };
    open.at(-1)?.children.push(element);
    root ??= element;
    open.push(element);
  });
  parser.on("closetag", () => void open.pop());
  const take = (piece: string): void => void open.at(-1)?.children.push(piece);
  parser.on("text", take);
  parser.on("cdata", take);
  parser.write(text).close();
  if (root === undefined) throw refuse("XML");
  return root;
}

/** All elements of a name below one, in order. */
export function findAll(element: XmlElement, name: string): readonly XmlElement[] {
  return element.children.flatMap((child) =>
    typeof child === "string" ? [] : [...(child.name === name ? [child] : []), ...findAll(child, name)],
  );
}

/** The text of an element without that of elements of some names, white space made one. */
export function textOf(element: XmlElement, without: readonly string[] = []): string {
  const parts = (each: XmlElement): string =>
    each.children
      .map((child) => (typeof child === "string" ? child : without.includes(child.name) ? " " : parts(child)))
      .join("");
  return parts(element).replaceAll(/\s+/g, " ").trim();
}
