import { sanitize, type Schema } from "hast-util-sanitize";
import { toHtml } from "hast-util-to-html";
import { toHast } from "mdast-util-to-hast";
import { parseMarkdown } from "./parse-markdown.ts";

/** What pages may contain of a text: no forms, images, styles, ids, scripts; links over https or to a lesson. */
const schema: Schema = {
  tagNames: "p h2 h3 h4 ul ol li strong em code pre a br hr blockquote table thead tbody tr th td".split(" "),
  attributes: { a: ["href"], code: [["className", /^language-[a-z0-9]+$/]], ol: ["start"] },
  protocols: { href: ["https"] },
  strip: ["script", "style"],
  clobber: [],
  clobberPrefix: "",
};

/** Renders Markdown to HTML that is safe in a page, whatever the text is: raw HTML is dropped, the rest goes through an allow-list. */
export function renderMarkdown(text: string): string {
  const tree = sanitize(toHast(parseMarkdown(text)), schema);
  return toHtml(tree);
}
