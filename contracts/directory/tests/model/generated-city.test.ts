import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { generateCity } from "../../generate/generate-city.ts";
import { encode, openCity, type Values } from "../city.ts";
import { issuer, personOf, proofOf } from "../people.ts";

const small = { departments: 50, districts: 16, systems: 60, entries: 400 };

describe("directory: a generated city", () => {
  it("is the same for the same seed, and keeps codes and ids apart", () => {
    const [city, again, other] = [generateCity(1, small), generateCity(1, small), generateCity(2, small)];
    const entries = [...city.entries()];
    assert.deepEqual([...again.entries()], entries);
    assert.notDeepEqual([...other.entries()], entries);
    assert.deepEqual(again.departments, city.departments);
    for (const names of [
      entries.map(({ code }) => code),
      city.duties.map(({ id }) => id),
      city.departments.map(({ code }) => code),
    ])
      assert.equal(new Set(names).size, names.length);
    assert.equal(new Set(city.departments.map(({ name }) => name)).size, small.departments);
    for (const type of [1, 2, 3]) assert.ok(entries.some(({ sharing }) => sharing.type === type));
    assert.equal([...generateCity(1).entries()].length, 200);
  });

  it("scales: codes stay apart at 80 departments and 100,000 entries", () => {
    const codes = new Set<string>();
    for (const { code } of generateCity(1, {
      departments: 80,
      districts: 16,
      systems: 2700,
      entries: 100_000,
    }).entries())
      codes.add(code);
    assert.equal(codes.size, 100_000);
  });

  it("is taken by the contract, row by row", async () => {
    const model = await openCity();
    const made = generateCity(7, { departments: 6, entries: 240, systems: 12 });
    const send = async (name: string, organization: number, method: string, values: Values) => {
      const ran = await model.host.run({ name, organization }, method, encode(values), false);
      assert.ok(ran.ok, `${method}: ${ran.message}`);
    };
    await send("root", 1, "setIssuer", { org: "org5.example", key: issuer.publicKey.pem, reason: "开通" });
    for (const { code, name, level, parent } of made.departments)
      await send("root", 1, "registerDepartment", { code, org: "org5.example", name, level, parent });
    for (const duty of made.duties) await send("root", 1, "putDuty", { ...duty });
    const byDepartment = Map.groupBy(made.entries(), ({ provider }) => provider);
    for (const [department, entries] of byDepartment) {
      const name = `clerk ${department}`;
      const uid = model.host.uidOf(name);
      const person = personOf({ name, organization: 5, department, roles: [] });
      const proof = proofOf("org5.example", uid, person);
      await send("root", 1, "registerMember", { uid, department, roles: ["provider"], person, proof });
      await send(name, 5, "importEntries", { contents: JSON.stringify(entries) });
    }
  });
});
