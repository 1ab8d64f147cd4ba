import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmTableFromMarkdown } from "mdast-util-gfm-table";
import type { toHast } from "mdast-util-to-hast";
import { gfmTable } from "micromark-extension-gfm-table";
import { markdownDepthMax } from "../limits.ts";

/** A parsed text. */
export type MarkdownTree = ReturnType<typeof fromMarkdown>;

/** Any part of it. */
export type MarkdownNode = Parameters<typeof toHast>[0];

/** CommonMark with tables. */
export function parseMarkdown(text: string): MarkdownTree {
  return fromMarkdown(text, { extensions: [gfmTable()], mdastExtensions: [gfmTableFromMarkdown()] });
}

/** What a course text may not contain; undefined when it is fine. Names the line. */
export function findMarkdownFault(root: MarkdownTree): string | undefined {
  return findFault(root, 0);
}

function findFault(node: MarkdownNode, depth: number): string | undefined {
  const complain = (what: string): string => `line ${node.position?.start.line ?? "?"}: ${what}`;
  if (depth > markdownDepthMax) return complain("nested too deeply");
  switch (node.type) {
    case "html":
      return complain("HTML is not allowed");
    case "image":
    case "imageReference":
      return complain("images are not allowed");
    case "definition":
    case "link":
      if (!isSafeAddress(node.url)) return complain(`the link ${node.url.slice(0, 60)} is not allowed`);
      break;
    case "heading":
      if (node.depth === 1) return complain("the title is in the front matter; headings begin with ##");
      break;
    default:
  }
  if (!("children" in node)) return undefined;
  for (const child of node.children) {
    const fault = findFault(child, depth + 1);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

/** Another site over https, or another lesson. */
function isSafeAddress(url: string): boolean {
  return /^https:\/\/[a-z0-9.-]+(\/[\w./~#?=&%+-]*)?$/i.test(url) || /^#\/[a-z]+\/\d\d-[a-z0-9-]+$/.test(url);
}
