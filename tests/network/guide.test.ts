import { dirname } from "node:path";
import { test } from "node:test";
import { setUpTool } from "../../tools/tests/set-up-tool.ts";
import { readGuide } from "../guides/read-guide.ts";
import { runGuide } from "../guides/run-guide.ts";

const engine = setUpTool("cometbft");

for (const language of ["en", "zh"] as const) {
  test(`guide ${language}/several-organisations does what it says`, { skip: engine.skip }, async () => {
    const guide = readGuide(language, "several-organisations");
    await runGuide(guide, { parts: ["network"], programs: engine.kind === "ready" ? [dirname(engine.path)] : [] });
  });
}
