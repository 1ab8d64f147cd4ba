import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { namedPolicies } from "./named-policies.ts";
import { createPolicyTable, policyTableFiles, type PolicyTable } from "./policy-tables.ts";

const kinds: Readonly<
  Record<string, keyof Pick<PolicyTable, "message" | "txType" | "sender" | "endorsement" | "exceptional">>
> = {
  M: "message",
  T: "txType",
  S: "sender",
  E: "endorsement",
  X: "exceptional",
};

describe("policy tables", () => {
  it("cover every block version once", () => {
    const spans = policyTableFiles.map(({ blockVersionFrom, blockVersionTo }) => [blockVersionFrom, blockVersionTo]);
    assert.deepEqual(spans, [
      [2030300, 4294967295],
      [221, 2030299],
      [0, 220],
    ]);
  });

  it("have the specification's number of rows, names once", () => {
    assert.deepEqual(
      policyTableFiles.map(({ rows }) => rows.length),
      [77, 80, 81],
    );
    for (const { rows } of policyTableFiles) assert.equal(new Set(rows.map(([name]) => name)).size, rows.length);
  });

  for (const file of policyTableFiles) {
    for (const column of ["cert", "pwk", "publicTbft", "publicDpos"] as const) {
      it(`${file.source}: every ${column} cell is looked up as it is written`, () => {
        const table = createPolicyTable(column, file.blockVersionFrom);
        let expected = 0;
        for (const row of file.rows) {
          const cell = row[file.columns.indexOf(column)];
          const lastOfKind = new Map(
            (cell === undefined || cell === "" ? [] : cell.split(" + ")).map((entry) => [
              entry.slice(0, 1),
              entry.slice(2),
            ]),
          );
          for (const [kind, property] of Object.entries(kinds)) {
            const name = lastOfKind.get(kind);
            if (name !== undefined) expected++;
            assert.equal(
              table[property].get(row[0] ?? ""),
              name === undefined ? undefined : namedPolicies.get(name),
              `${row[0]} ${kind}`,
            );
          }
        }
        const found = Object.values(kinds).reduce((sum, property) => sum + table[property].size, 0);
        assert.equal(found, expected);
      });
    }
  }

  it("selects by block version", () => {
    assert.equal(createPolicyTable("cert", 2030600).endorsement.get("CONTRACT_MANAGE-INIT_CONTRACT")?.rule, "ANY");
    assert.equal(createPolicyTable("cert", 2030700).endorsement.get("CONTRACT_MANAGE-INIT_CONTRACT")?.rule, "ANY");
    assert.equal(createPolicyTable("cert", 2030200).endorsement.get("CONTRACT_MANAGE-INIT_CONTRACT")?.rule, "MAJORITY");
    assert.equal(createPolicyTable("cert", 220).endorsement.get("ALL_TEST")?.rule, "ALL");
    assert.equal(createPolicyTable("cert", 221).endorsement.get("ALL_TEST"), undefined);
  });
});
