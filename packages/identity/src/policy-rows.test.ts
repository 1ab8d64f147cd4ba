import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { policyTableFiles } from "./policy-tables.ts";
import {
  accessControl,
  admin,
  client,
  commonNode,
  consensusNode,
  light,
  org,
  verify,
  type TxOptions,
} from "./testing/test-network.ts";

/** Who must pass and who must not, by the name of a policy; written from access.md §8 "Policy names", not from the code. */
const expectations: Readonly<
  Record<string, { readonly pass: readonly TxOptions[]; readonly fail: readonly TxOptions[] }>
> = {
  Config: {
    pass: [{ endorsers: [admin(1), admin(2), admin(4)] }],
    fail: [{ endorsers: [admin(1), admin(2)] }, { endorsers: [client(1), client(2), client(3)] }],
  },
  PubMajority: { pass: [{ endorsers: [admin(1), admin(2), admin(4)] }], fail: [{ endorsers: [admin(1), admin(2)] }] },
  SelfConfig: {
    pass: [{ sender: admin(3), parameters: { org_id: org(3) } }],
    fail: [
      { sender: client(3), parameters: { org_id: org(3) } },
      { sender: admin(2), parameters: { org_id: org(3) } },
      { sender: admin(2) },
    ],
  },
  Admin: {
    pass: [{ sender: admin(1) }, { endorsers: [admin(2)] }],
    fail: [{ sender: client(1) }, { sender: consensusNode(1) }],
  },
  RelayCross: { pass: [{ sender: admin(1) }], fail: [{ sender: client(1) }] },
  Write: {
    pass: [{ sender: client(1) }, { sender: admin(1) }, { sender: consensusNode(1) }],
    fail: [{ sender: light(1) }, { sender: commonNode(1) }],
  },
  SpecialWrite: {
    pass: [{ sender: client(1) }, { sender: admin(1) }, { sender: light(1) }],
    fail: [{ sender: commonNode(1) }, { sender: consensusNode(1) }],
  },
  Consensus: {
    pass: [{ sender: consensusNode(1) }],
    fail: [{ sender: client(1) }, { sender: admin(1) }, { sender: commonNode(1) }],
  },
  FORBIDDEN: { pass: [], fail: [{ sender: admin(1) }, { endorsers: [admin(1), admin(2), admin(3), admin(4)] }] },
};

describe("every row of the newest table, certificate mode", () => {
  const [newest] = policyTableFiles;
  for (const version of ["2030300", "2030600", "2030700"]) {
    it(`is enforced as named at ${version}`, () => {
      const control = accessControl((config) => void (config.version = version));
      let rows = 0;
      for (const row of newest?.rows ?? []) {
        const [resource, cell] = [row[0] ?? "", row[1] ?? ""];
        if (!resource.includes("-")) continue;
        rows++;
        if (cell === "") {
          assert.equal(verify(control, resource, { sender: light(1) }), undefined, resource);
          continue;
        }
        const expected = expectations[cell.slice(2)];
        assert.ok(expected !== undefined, cell);
        const stage = cell.startsWith("S:") ? "[verifySenderPrincipal]" : "[verifyEndorsementsPrincipal]";
        for (const options of expected.pass) assert.equal(verify(control, resource, options), undefined, resource);
        for (const options of expected.fail)
          assert.ok(verify(control, resource, options)?.startsWith(stage), `${resource} ${cell}`);
      }
      assert.equal(rows, 70);
    });
  }
});
