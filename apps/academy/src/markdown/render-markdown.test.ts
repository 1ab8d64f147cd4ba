import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { findMarkdownFault, parseMarkdown } from "./parse-markdown.ts";
import { renderMarkdown } from "./render-markdown.ts";

const hostile: readonly (readonly [text: string, fault: RegExp])[] = [
  ["<script>alert(1)</script>", /HTML/],
  ["a <b onclick=alert(1)>b</b>", /HTML/],
  ["<svg><script>alert(1)</script></svg>", /HTML/],
  ["<!-- hidden -->", /HTML/],
  ["![x](https://example.org/x.png)", /images/],
  ["![x](x.svg)", /images/],
  ["![x][y]\n\n[y]: https://example.org/x.png", /images/],
  ["[x](javascript:alert(1))", /link/],
  ["[x](JaVaScRiPt:alert(1))", /link/],
  ["[x](data:text/html,hello)", /link/],
  ["[x](http://example.org)", /link/],
  ["[x](//example.org)", /link/],
  ["[x](https://user@example.org/)", /link/],
  ["[x](../../../etc/passwd)", /link/],
  ["[x][y]\n\n[y]: javascript:alert(1)", /link/],
  ["<javascript:alert(1)>", /link|HTML/],
  ["# title", /title/],
  [`${"> ".repeat(40)}deep`, /nested/],
];

describe("Markdown of courses", () => {
  it("is refused when it could do anything but be read", () => {
    for (const [text, fault] of hostile) assert.match(findMarkdownFault(parseMarkdown(text)) ?? "", fault, text);
  });

  it("is harmless when it is rendered all the same", () => {
    for (const [text] of hostile) assert.match(renderMarkdown(text), safe, text);
  });

  it("becomes HTML with nothing but text, lists, tables, code and links", () => {
    const text =
      "## 标题\n\n一 **二** `c<d`\n\n- a\n- b\n\n| x | y |\n|---|---|\n| 1 | 2 |\n\n```ts a.ts\n1 < 2\n```\n\n[下一课](#/user/02-who-signs)";
    assert.equal(findMarkdownFault(parseMarkdown(text)), undefined);
    const html = renderMarkdown(text);
    for (const piece of [
      "<h2>标题</h2>",
      "<strong>二</strong>",
      "c&#x3C;d",
      "<table>",
      'class="language-ts"',
      "1 &#x3C; 2",
    ])
      assert.ok(html.includes(piece), `${piece} in ${html}`);
    assert.match(html, /<a href="#\/user\/02-who-signs">/);
  });

  it("is harmless whatever it is made of", () => {
    const seed = Number(process.env["MARKDOWN_SEED"] ?? Math.floor(Math.random() * 1e9));
    const piece = fc.oneof(
      fc.string(),
      fc.constantFrom(...hostile.map(([text]) => text)),
      fc.constantFrom(
        "<",
        ">",
        '"',
        "`",
        "[",
        "](",
        ")",
        "javascript:",
        "onerror=",
        "&#106;",
        "\n",
        "\t",
        "<img src=x ",
        "]: ",
        "|",
        "---",
      ),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        assert.match(renderMarkdown(pieces.join("")), safe);
      }),
      { seed, numRuns: 300 },
    );
  });
});

/** Every tag of the output is one of the list, with at most a checked address, class or number. */
const safe =
  /^([^<]|<\/?(p|h[234]|ul|ol|li|strong|em|code|pre|a|br|hr|blockquote|table|thead|tbody|tr|th|td)( href="(https:\/\/|[^":]*")[^"]*"?| class="language-[a-z0-9]+"| start="\d+")?>)*$/u;
