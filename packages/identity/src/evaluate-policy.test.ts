import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { evaluatePolicy, type PolicyQuestion, type Signer } from "./evaluate-policy.ts";

const resource = "CONTRACT_MANAGE-INIT_CONTRACT";

function ask(
  rule: string,
  signers: readonly Signer[],
  more: { orgs?: string[]; roles?: string[]; orgCount?: number; targetOrg?: string } = {},
): string | undefined {
  const policy = { rule, orgs: new Set(more.orgs ?? []), roles: new Set(more.roles ?? []) };
  return evaluatePolicy({ policy, resource, signers, orgCount: more.orgCount ?? 4, targetOrg: more.targetOrg })
    ?.message;
}

function admins(...orgIds: readonly string[]): Signer[] {
  return orgIds.map((orgId) => ({ orgId, role: "ADMIN" }));
}

const client1: Signer = { orgId: "org1", role: "CLIENT" };

describe("rule ANY", () => {
  const text = `authentication fail: signers do not meet the requirement (${resource})`;
  it("passes on one signer of a listed organisation and role", () => {
    assert.equal(ask("ANY", [client1, ...admins("org2")], { orgs: ["org2"], roles: ["ADMIN"] }), undefined);
  });
  it("asks both of the same signer", () => {
    assert.equal(ask("ANY", [client1, ...admins("org2")], { orgs: ["org1"], roles: ["ADMIN"] }), text);
  });
  it("counts everyone when nothing is listed, and nobody when nobody signed", () => {
    assert.equal(ask("ANY", [client1]), undefined);
    assert.equal(ask("ANY", []), text);
  });
});

describe("rule ALL", () => {
  const text = "authentication fail: not all of the listed organtizations consend to this action";
  it("needs every organisation of the chain when none is listed", () => {
    assert.equal(ask("ALL", admins("org1", "org2", "org3", "org4")), undefined);
    assert.equal(ask("ALL", admins("org1", "org2", "org3", "org3")), text);
  });
  it("needs exactly the listed ones otherwise", () => {
    assert.equal(ask("ALL", admins("org1", "org2", "org3"), { orgs: ["org1", "org2"] }), undefined);
    assert.equal(ask("ALL", admins("org1", "org3"), { orgs: ["org1", "org2"] }), text);
  });
  it("honours roles", () => {
    assert.equal(ask("ALL", [client1], { orgs: ["org1"], roles: ["ADMIN"] }), text);
  });
});

describe("rule MAJORITY", () => {
  const text = (required: number, received: number): string =>
    `authentication fail: not enough participants support this action: ${required} valid endorsements required, ${received} valid endorsements received`;
  it("needs administrators of more than half of the organisations", () => {
    assert.equal(ask("MAJORITY", admins("org1", "org2", "org3")), undefined);
    assert.equal(ask("MAJORITY", admins("org1", "org2")), text(3, 2));
    assert.equal(ask("MAJORITY", admins("org1"), { orgCount: 3 }), text(2, 1));
    assert.equal(ask("MAJORITY", admins("org1", "org2"), { orgCount: 3 }), undefined);
    assert.equal(ask("MAJORITY", admins("org1"), { orgCount: 1 }), undefined);
  });
  it("counts an organisation once and other roles not at all", () => {
    assert.equal(ask("MAJORITY", [...admins("org1", "org1", "org2"), { orgId: "org3", role: "CLIENT" }]), text(3, 2));
  });
  it("ignores the lists", () => {
    assert.equal(ask("MAJORITY", admins("org1", "org2", "org3"), { orgs: ["org4"], roles: ["CLIENT"] }), undefined);
  });
});

describe("rule SELF", () => {
  it("needs an administrator of the organisation concerned", () => {
    assert.equal(ask("SELF", admins("org1", "org2"), { targetOrg: "org2" }), undefined);
    assert.equal(
      ask("SELF", admins("org1"), { targetOrg: "org2" }),
      "authentication fail: target [org2] does not belong to the signer",
    );
    assert.equal(
      ask("SELF", [client1], { targetOrg: "org1", roles: ["CLIENT"] }),
      "authentication fail: target [org1] does not belong to the signer",
    );
  });
  it("refuses without an organisation", () => {
    assert.equal(
      ask("SELF", admins("org1"), { targetOrg: "" }),
      "authentication fail: SELF keyword requires the owner of the affected target",
    );
    assert.equal(
      ask("SELF", admins("org1")),
      "authentication fail: SELF keyword requires the owner of the affected target",
    );
  });
});

describe("rule FORBIDDEN", () => {
  it("never passes", () => {
    assert.equal(
      ask("FORBIDDEN", admins("org1", "org2", "org3", "org4")),
      `authentication fail: [${resource}] is forbidden to access`,
    );
  });
});

describe("thresholds", () => {
  const text = (required: string, received: number): string =>
    `authentication fail: not enough participants support this action: ${required} valid endorsements required, ${received} valid endorsements received`;
  it("n counts distinct organisations by the lists", () => {
    assert.equal(ask("2", admins("org1", "org2")), undefined);
    assert.equal(ask("2", admins("org1", "org1")), text("2", 1));
    assert.equal(ask("2", admins("org1", "org2"), { orgs: ["org1", "org3"] }), text("2", 1));
    assert.equal(ask("2", [client1, ...admins("org2")], { roles: ["ADMIN"] }), text("2", 1));
  });
  it("n/d is a share of all organisations or of the listed ones, printed with six decimals", () => {
    assert.equal(ask("3/4", admins("org1", "org2", "org3")), undefined);
    assert.equal(ask("3/4", admins("org1", "org2")), text("3.000000", 2));
    assert.equal(ask("2/3", admins("org1", "org2")), text("2.666667", 2));
    assert.equal(ask("1/2", admins("org1"), { orgs: ["org1", "org2"] }), undefined);
  });
  it("takes a denominator that is not positive as the number of organisations", () => {
    assert.equal(ask("2/0", admins("org1", "org2")), undefined);
    assert.equal(ask("2/-1", admins("org1")), text("2.000000", 1));
  });
  it("names what it cannot read", () => {
    const unrecognized = "authentication fail: unrecognized rule, should be ANY, MAJORITY, ALL, SELF, ";
    assert.equal(ask("SOME", admins("org1")), `${unrecognized}ac threshold (integer), or ac portion (fraction)`);
    assert.equal(ask("", admins("org1")), `${unrecognized}ac threshold (integer), or ac portion (fraction)`);
    assert.equal(ask("1.5", admins("org1")), `${unrecognized}ac threshold (integer), or ac portion (fraction)`);
    assert.equal(ask("1/x", admins("org1")), `${unrecognized}an integer, or ac fraction`);
    assert.equal(
      ask("1/2/3", admins("org1")),
      "authentication fail: unrecognized principle type, should be ANY, MAJORITY, ALL, SELF, an integer (Threshold), or ac fraction (Portion)",
    );
  });
});

describe("properties of evaluation", () => {
  const orgId = fc.constantFrom("org1", "org2", "org3", "org4", "org5");
  const signer = fc.record({ orgId, role: fc.constantFrom("ADMIN", "CLIENT", "LIGHT", "CONSENSUS", "") });
  const question = fc.record({
    policy: fc.record({
      rule: fc.constantFrom(
        "ANY",
        "ALL",
        "MAJORITY",
        "SELF",
        "FORBIDDEN",
        "0",
        "1",
        "2",
        "5",
        "1/2",
        "3/4",
        "2/0",
        "x",
      ),
      orgs: fc.uniqueArray(orgId).map((orgs) => new Set(orgs)),
      roles: fc.uniqueArray(fc.constantFrom("ADMIN", "CLIENT")).map((roles) => new Set(roles)),
    }),
    resource: fc.constant(resource),
    signers: fc.array(signer, { maxLength: 8 }),
    orgCount: fc.integer({ min: 1, max: 5 }),
    targetOrg: fc.option(orgId, { nil: undefined }),
  });

  it("does not depend on the order of signers", () => {
    fc.assert(
      fc.property(question, fc.infiniteStream(fc.nat()), (asked: PolicyQuestion, order) => {
        const shuffled = asked.signers
          .map((entry) => ({ entry, at: order.next().value ?? 0 }))
          .toSorted((a, b) => a.at - b.at)
          .map(({ entry }) => entry);
        assert.deepEqual(evaluatePolicy({ ...asked, signers: shuffled }), evaluatePolicy(asked));
      }),
    );
  });

  it("another administrator never turns a pass into a refusal, except where ALL counts exactly", () => {
    fc.assert(
      fc.property(question, orgId, (asked: PolicyQuestion, org) => {
        fc.pre(evaluatePolicy(asked) === undefined);
        // ALL asks for equality with the number of organisations, which members of unknown ones could exceed; here they cannot be.
        fc.pre(asked.policy.rule !== "ALL" || asked.policy.orgs.size > 0);
        assert.equal(
          evaluatePolicy({ ...asked, signers: [...asked.signers, { orgId: org, role: "ADMIN" }] }),
          undefined,
        );
      }),
    );
  });

  it("a signer twice counts once", () => {
    fc.assert(
      fc.property(question, (asked: PolicyQuestion) => {
        assert.deepEqual(
          evaluatePolicy({ ...asked, signers: [...asked.signers, ...asked.signers] }),
          evaluatePolicy(asked),
        );
      }),
    );
  });
});
