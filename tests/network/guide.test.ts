import { dirname } from "node:path";
import { test } from "node:test";
import { setUpTool } from "../../tools/tests/set-up-tool.ts";
import { readGuide } from "../guides/read-guide.ts";
import { runGuide } from "../guides/run-guide.ts";

const engine = setUpTool("cometbft");

for (const name of ["several-organisations", "keys-and-upgrades"])
  for (const language of ["en", "zh"] as const)
    test(`guide ${language}/${name} does what it says`, { skip: engine.skip }, async () => {
      const guide = readGuide(language, name);
      await runGuide(guide, { parts: ["network"], programs: engine.kind === "ready" ? [dirname(engine.path)] : [] });
    });
