import assert from "node:assert/strict";
import { it } from "node:test";
import { printable } from "./printable.ts";

it("shows what would move the cursor or turn the text by its number", () => {
  assert.equal(printable("已\u202e核\n查\u001b[2J"), "已\\u{202e}核\\u{a}查\\u{1b}[2J");
  assert.equal(printable("张三 approves"), "张三 approves");
});
