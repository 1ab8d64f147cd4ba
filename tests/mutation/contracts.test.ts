import assert from "node:assert/strict";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { listMutants, runMutants } from "./run-mutants.ts";

/** A slice of what `node tools/mutate-contracts.ts` runs; of it nine in ten die, here at least eight in ten. */
const count = 20;
/** Of each contract, however large it is. */
const countEach = 3;
const killedMin = 16;
/** The same mutants each time: of random ones, one draw in 75 has more survivors than that. `MUTATION_SEED` gives another. */
const seed = Number(process.env["MUTATION_SEED"] ?? "20261124");

test("tests of contracts notice a changed comparison or constant", async () => {
  console.log(`seed ${seed}`);
  const folder = fileURLToPath(new URL("../../contracts", import.meta.url));
  const { killed, invalid, survivors } = await runMutants(folder, listMutants(folder, seed, countEach).slice(0, count));
  assert.ok(
    killed >= killedMin - invalid,
    `seed ${seed}: ${killed} killed of ${count}; survived: ${survivors.join(", ")}`,
  );
});
