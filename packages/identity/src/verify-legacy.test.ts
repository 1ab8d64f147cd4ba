import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { TxType } from "@yanta/protocol";
import {
  accessControl,
  admin,
  client,
  light,
  now,
  org,
  signedTx,
  withPolicy,
  withVersion,
  verify,
  allFailed,
} from "./testing/test-network.ts";

describe("rules before 2030300", () => {
  for (const text of ["2030200", "v2.2.0_alpha"]) {
    const control = accessControl(withVersion(text));
    it(`${text}: light users may do what the exceptional table opens to them`, () => {
      assert.equal(
        verify(control, "fact-save", { sender: light(1) }),
        "authentication error: authentication fail: signers do not meet the requirement (INVOKE_CONTRACT)",
      );
      assert.equal(verify(control, "CERT_MANAGE-CERT_ADD", { sender: light(1) }), undefined);
      assert.equal(
        verify(control, "CHAIN_QUERY-GET_BLOCK_BY_HEIGHT", { sender: light(1), txType: TxType.QUERY_CONTRACT }),
        undefined,
      );
      assert.equal(
        verify(control, "PUBKEY_MANAGE-PUBKEY_ADD"),
        "authentication error: authentication fail: [PUBKEY_MANAGE-PUBKEY_ADD] is forbidden to access",
      );
    });
    it(`${text}: the sender is not added to endorsers`, () => {
      const init = "CONTRACT_MANAGE-INIT_CONTRACT";
      assert.equal(verify(control, init, { endorsers: [1, 2, 3].map(admin) }), undefined);
      assert.equal(
        verify(control, init, { sender: admin(3), endorsers: [admin(1), admin(2)] }),
        `authentication error for ${init}: authentication fail: not enough participants support this action: 3 valid endorsements required, 2 valid endorsements received`,
      );
      assert.equal(verify(control, init, { forgers: [admin(1)] }), `authentication error for ${init}: ${allFailed}`);
    });
    it(`${text}: bad senders, SELF and the quirk of SELF without parameters`, () => {
      const resource = "CHAIN_CONFIG-TRUST_ROOT_UPDATE";
      assert.equal(
        verify(control, "fact-save", { senderOptions: { isForged: true } }),
        `authentication error: ${allFailed}`,
      );
      assert.equal(verify(control, resource, { sender: admin(2), parameters: { org_id: org(2) } }), undefined);
      assert.equal(
        verify(control, resource, { sender: admin(2), parameters: { x: "y" } }),
        "verification rule is [SELF], but org_id is not set in the parameter",
      );
      assert.equal(verify(control, resource, { sender: client(2) }), undefined);
    });
  }
  it("a customised policy stands for the sender's, too, from 221 on", () => {
    const guard = withPolicy("fact-save", "2", [], ["CLIENT"]);
    const both = (text: string) => accessControl((config) => (guard(config), withVersion(text)(config)));
    assert.match(
      verify(both("2030200"), "fact-save", { endorsers: [client(1), client(2)] }) ?? "",
      /^authentication error: .*2 valid endorsements required, 1 valid endorsements received$/,
    );
    assert.equal(verify(both("220"), "fact-save", { endorsers: [client(1), client(2)] }), undefined);
  });
  it("a contract's call is judged by the callee from 221 on, by itself before", () => {
    const tx = signedTx("fact-save");
    assert.match(
      accessControl(withVersion("2030200")).verifyCrossCall(tx, "CONTRACT_MANAGE", "FREEZE_CONTRACT", now)?.message ??
        "",
      /^authentication error for fact-save: /,
    );
    assert.equal(
      accessControl(withVersion("220")).verifyCrossCall(tx, "CONTRACT_MANAGE", "FREEZE_CONTRACT", now),
      undefined,
    );
  });
});
