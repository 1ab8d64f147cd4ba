import assert from "node:assert/strict";
import { it } from "node:test";
import type { LabBench } from "../lab/lab.ts";
import { parseTranscript, runTranscript } from "./transcript.ts";

/** A console that prints what is typed behind `say`. */
const bench = { run: async (command: string) => command.slice(4).split("/") } as unknown as LabBench;

it("a transcript is commands and what they print, with … for what differs", async () => {
  assert.deepEqual(parseTranscript("> a\n1\n\n2\n> b\n"), [
    { command: "a", expected: ["1", "2"] },
    { command: "b", expected: [] },
  ]);
  const good = "> say one/two\none\ntwo\n> say id=17 end\nid=… end\n> say a-b-c\n…b…\n> say x\n…\n";
  assert.deepEqual(await runTranscript(bench, good), []);
  const bad = ["one\n", "one\ntwo\nthree\n", "two\none\n", "one\ntw\n", "one\nt…x\n", "one\ntwo…two\n", "…two\ntwo\n"];
  for (const expected of bad)
    assert.equal((await runTranscript(bench, `> say one/two\n${expected}`)).length, 1, expected);
});
