import { globSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { setUpTool } from "../../tools/tests/set-up-tool.ts";
import { SmallDiskError } from "./network-under-test.ts";
import { randomNetwork } from "./random-network.ts";
import { readNetwork, type DeclaredNetwork } from "./read-network.ts";
import { runNetwork } from "./run-network.ts";

/** Declared networks that run with `npm run test:full`; the others only with NETWORKS=all or by name. */
const usual = ["perturbations"];

const engine = setUpTool("cometbft");
const wanted = process.env["NETWORKS"]?.split(",") ?? usual;
const seeds = process.env["NETWORK_SEEDS"]?.split(",").map(Number);
const declared = globSync(join(import.meta.dirname, "networks/*.toml"))
  .toSorted()
  .map(readNetwork);

const networks: readonly DeclaredNetwork[] =
  seeds === undefined
    ? declared.filter(({ name }) => wanted.includes(name) || wanted.includes("all"))
    : seeds.map(randomNetwork);

for (const network of networks) {
  test(`network ${network.name}`, { skip: engine.skip }, async (t) => {
    if (engine.kind === "missing") return;
    try {
      await runNetwork(t, network, engine.path);
    } catch (error) {
      if (!(error instanceof SmallDiskError)) throw error;
      t.skip("this user may not mount a small disk");
    }
  });
}
