import { globSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { setUpTool } from "../../tools/tests/set-up-tool.ts";
import { readNetwork } from "./read-network.ts";
import { runNetwork } from "./run-network.ts";

/** Declared networks that run with `npm run test:full`; the others only with NETWORKS=all or by name. */
const usual = ["one-kill", "perturbations"];

const engine = setUpTool("cometbft");
const wanted = process.env["NETWORKS"]?.split(",") ?? usual;

for (const file of globSync(join(import.meta.dirname, "networks/*.toml")).toSorted()) {
  const network = readNetwork(file);
  if (!wanted.includes(network.name) && !wanted.includes("all")) continue;
  test(`network ${network.name}`, { skip: engine.skip }, async (t) => {
    if (engine.kind === "ready") await runNetwork(t, network, engine.path);
  });
}
