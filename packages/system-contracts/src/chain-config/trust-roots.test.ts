import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { create } from "@bufbuild/protobuf";
import { TrustRootConfigSchema } from "@yanta/protocol";
import { configOf, createConfigContext } from "../testing/config-context.ts";
import { orgIdOf, rootPem, userPem } from "../testing/test-identities.ts";
import { refusalOf, runMethod } from "../testing/run-method.ts";

const org1 = orgIdOf(1);
const org5 = orgIdOf(5);
const nodesFirst = "you must delete all consensus nodes under the organization first";

describe("TRUST_ROOT_ADD", () => {
  it("adds an organisation, or roots to a known one", () => {
    const added = configOf(
      runMethod(createConfigContext(), "CHAIN_CONFIG.TRUST_ROOT_ADD", { org_id: org5, root: rootPem(5) }),
    );
    assert.deepEqual(added.trustRoots.at(-1)?.root, [rootPem(5)]);
    const more = configOf(
      runMethod(createConfigContext(), "CHAIN_CONFIG.TRUST_ROOT_ADD", {
        org_id: org1,
        root: `${rootPem(5)},${rootPem(6)}`,
      }),
    );
    assert.equal(more.trustRoots.length, 4);
    assert.deepEqual(more.trustRoots[0]?.root, [rootPem(1), rootPem(5), rootPem(6)]);
  });

  it("refuses missing parameters, texts that are no certificates, and certificates that are no CA's", () => {
    const refusal = (root: string) =>
      refusalOf(runMethod(createConfigContext(), "CHAIN_CONFIG.TRUST_ROOT_ADD", { org_id: org5, root }));
    assert.equal(refusal(" "), "params is error, add trust root cert require param [org_id, root] not found");
    assert.equal(refusal("nothing"), "invalid PEM string for certificate");
    assert.match(refusal(userPem(5, "admin1")), /is not a CA certificate/);
  });
});

describe("TRUST_ROOT_UPDATE", () => {
  const update = (blockVersion: number, org: number) =>
    runMethod(
      createConfigContext((config) => {
        config.trustRoots.push(create(TrustRootConfigSchema, { orgId: org5, root: [rootPem(5)] }));
      }, blockVersion),
      "CHAIN_CONFIG.TRUST_ROOT_UPDATE",
      { org_id: orgIdOf(org), root: rootPem(6) },
    );

  it("replaces the roots of an organisation without consensus nodes", () => {
    assert.deepEqual(configOf(update(2_030_600, 5)).trustRoots.at(-1)?.root, [rootPem(6)]);
  });

  it("refuses organisations with consensus nodes, with the text of the version, and unknown ones", () => {
    assert.equal(refusalOf(update(2_030_600, 1)), `update trust root cert failed,${nodesFirst}`);
    assert.equal(refusalOf(update(2_030_200, 1)), `update trust root cert failed, ${nodesFirst}`);
    assert.equal(refusalOf(update(2_030_600, 7)), `params is error can not found orgId[${orgIdOf(7)}]`);
  });

  it("refuses missing parameters with ChainMaker's own spacing", () => {
    const outcome = runMethod(createConfigContext(), "CHAIN_CONFIG.TRUST_ROOT_UPDATE", { org_id: org1 });
    assert.equal(refusalOf(outcome), "params is error, add trust root cert require param [org_id, root]  not found");
  });
});

describe("TRUST_ROOT_DELETE", () => {
  it("removes an organisation that has no consensus nodes", () => {
    const context = createConfigContext((config) => config.consensus?.nodes.pop());
    const config = configOf(runMethod(context, "CHAIN_CONFIG.TRUST_ROOT_DELETE", { org_id: orgIdOf(4) }));
    assert.deepEqual(
      config.trustRoots.map((entry) => entry.orgId),
      [1, 2, 3].map(orgIdOf),
    );
  });

  it("refuses missing, unknown and guarded organisations", () => {
    const refusal = (blockVersion: number, parameters: Record<string, string>) =>
      refusalOf(runMethod(createConfigContext(undefined, blockVersion), "CHAIN_CONFIG.TRUST_ROOT_DELETE", parameters));
    assert.equal(refusal(2_030_600, {}), "delete trust root cert failed, require param [org_id], but not found");
    assert.equal(
      refusal(2_030_600, { org_id: "x" }),
      "delete trust root cert failed, param [x] not found from TrustRoot",
    );
    assert.equal(refusal(2_030_600, { org_id: org1 }), `delete trust root cert failed, ${nodesFirst}`);
    assert.equal(refusal(2_030_200, { org_id: org1 }), `update trust root cert failed, ${nodesFirst}`);
  });
});
