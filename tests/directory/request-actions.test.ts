import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { requestActions, type RequestAction } from "../../apps/directory/src/api/request.ts";
import { requestActionsOf, type RequestFacts } from "../../apps/directory/src/service/reads/request-actions.ts";
import type { Standing } from "../../apps/directory/src/service/standing.ts";
import {
  access,
  agreement,
  type City,
  forkCity,
  openCity,
  sampleCode,
  sampleWish,
  type Values,
} from "../../contracts/directory/tests/city.ts";
import { officials, type OfficialName, personOf } from "../../contracts/directory/tests/people.ts";

/** Parameters with which an action is good as far as they go. */
const parameters: Readonly<Partial<Record<RequestAction, Values>>> = {
  returnRequest: { reason: "请补充" },
  rejectRequest: { reason: "不符合条件", basis: "条例" },
  resubmitRequest: sampleWish(),
  signAgreement: { agreement },
  grantAccess: { access },
  suspendAccess: { reason: "维护" },
  revokeAccess: { reason: "终止", basis: "协议" },
  confirmChange: { version: 1 },
  disputeRequest: { reason: "请复核" },
  mediateRequest: { outcome: "again", reason: "再审" },
  withdrawRequest: { reason: "不再需要" },
};

interface Step {
  readonly who: OfficialName;
  readonly method: RequestAction;
}

/** Where requests stand: a state of the straight way, and steps from there. */
const places: readonly (readonly [string, ...Step[]])[] = [
  ["SUBMITTED"],
  ["COMPLIANCE"],
  ["COMPLIANCE", { who: "compliance", method: "returnRequest" }],
  ["PROVIDER_REVIEW"],
  ["PROVIDER_REVIEW", { who: "approver", method: "returnRequest" }],
  ["PROVIDER_REVIEW", { who: "approver", method: "rejectRequest" }],
  ["PROVIDER_REVIEW", { who: "approver", method: "rejectRequest" }, { who: "consumer", method: "disputeRequest" }],
  [
    "PROVIDER_REVIEW",
    { who: "approver", method: "rejectRequest" },
    { who: "consumer", method: "disputeRequest" },
    { who: "mediator", method: "mediateRequest" },
  ],
  ["APPROVED"],
  ["HALF_SIGNED"],
  ["AGREED"],
  ["GRANTED"],
  ["ACTIVE"],
  ["ACTIVE", { who: "approver", method: "suspendAccess" }],
  ["ACTIVE", { who: "consumer", method: "completeAccess" }],
  ["SUBMITTED", { who: "consumer", method: "withdrawRequest" }],
];

interface StoredRequest {
  readonly consumer: string;
  readonly provider: string;
  readonly state: RequestFacts["state"];
  readonly outcome: RequestFacts["outcome"];
  readonly until: number;
  readonly consumerSigned: boolean;
  readonly providerSigned: boolean;
  readonly hands: readonly string[];
}

function standingOf(name: OfficialName): Standing {
  const { department, roles } = officials[name];
  const member = {
    uid: "",
    org: "",
    department,
    departmentName: "",
    roles: [...roles] as never,
    isActive: true,
    at: 0,
  };
  return { member, person: personOf(officials[name]), departments: [department], seesAll: false };
}

async function actionsTold(city: City, id: string, who: OfficialName): Promise<readonly RequestAction[]> {
  const { consumerSigned, providerSigned, ...record } = await city.json<StoredRequest>("getRequest", { id });
  const facts = { ...record, consumer_signed: consumerSigned, provider_signed: providerSigned };
  return requestActionsOf(facts, standingOf(who), { now: Number(city.host.now), mustConfirm: false });
}

async function isDone(
  city: Awaited<ReturnType<typeof openCity>>,
  id: string,
  who: OfficialName,
  action: RequestAction,
) {
  const delivery = { id: "D-1", request: id, hash: access, size: 4, purpose: "涉税事项办理", fields: ["企业名称"] };
  const values = action === "deliver" ? delivery : { id, ...parameters[action] };
  return (await forkCity(city).run(who, action, values)).ok;
}

describe("actions that the service tells are those that the contract takes", () => {
  for (const [state, ...more] of places) {
    it([state, ...more.map(({ method }) => method)].join(" → "), async () => {
      const city = await openCity();
      await city.publish();
      await city.request("R-1", state);
      for (const { who, method } of more) await city.does(who, method, { id: "R-1", ...parameters[method] });
      assert.equal((await city.json<{ entry: string }>("getRequest", { id: "R-1" })).entry, sampleCode);
      for (const who of Object.keys(officials) as OfficialName[]) {
        const told = await actionsTold(city, "R-1", who);
        for (const action of requestActions) {
          const taken = await isDone(city, "R-1", who, action);
          // Signing again is taken, and changes nothing.
          if (action === "signAgreement" && taken && !told.includes(action)) continue;
          assert.equal(told.includes(action), taken, `${who} ${action}`);
        }
      }
    });
  }
});
