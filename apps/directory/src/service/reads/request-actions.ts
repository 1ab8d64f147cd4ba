import type { Role } from "../../api/department.ts";
import type { Request, RequestAction } from "../../api/request.ts";
import type { Standing } from "../standing.ts";

/** What of a request the next step depends on. */
export interface RequestFacts {
  readonly consumer: string;
  readonly provider: string;
  readonly state: Request["state"];
  readonly outcome: Request["outcome"];
  readonly until: number;
  readonly consumer_signed: boolean;
  readonly provider_signed: boolean;
  /** Persons who acted, as `side person`. */
  readonly hands: readonly string[];
}

/** The side that someone acts on: a department of the request, or compliance for all. */
export type Side = "consumer" | "provider" | "compliance" | "mediator";

interface Step {
  readonly action: RequestAction;
  readonly side: Side;
}

const step = (side: Side, ...actions: RequestAction[]): readonly Step[] => actions.map((action) => ({ action, side }));

const guards = (...actions: RequestAction[]): readonly Step[] => [
  ...step("provider", ...actions),
  ...step("compliance", ...actions),
];

const cancel = step("consumer", "withdrawRequest");

/** What each side may do in a state. Spec: the contract's request-steps.ts; a test compares them with the contract. */
const steps: Readonly<Partial<Record<Request["state"], readonly Step[]>>> = {
  SUBMITTED: [...step("compliance", "takeRequest"), ...cancel],
  COMPLIANCE: [...step("compliance", "passRequest", "returnRequest", "rejectRequest"), ...cancel],
  PROVIDER_REVIEW: [...step("provider", "approveRequest", "returnRequest", "rejectRequest"), ...cancel],
  RETURNED: [...step("consumer", "resubmitRequest"), ...cancel],
  APPROVED: [...step("consumer", "signAgreement"), ...step("provider", "signAgreement"), ...cancel],
  AGREED: [...step("provider", "grantAccess"), ...cancel],
  GRANTED: [...step("consumer", "activateAccess", "confirmChange"), ...guards("revokeAccess")],
  ACTIVE: [
    ...step("consumer", "completeAccess", "confirmChange"),
    ...step("provider", "deliver"),
    ...guards("suspendAccess", "revokeAccess"),
  ],
  SUSPENDED: [...step("consumer", "completeAccess", "confirmChange"), ...guards("resumeAccess", "revokeAccess")],
  REJECTED: step("consumer", "disputeRequest"),
  DISPUTE: [...step("mediator", "mediateRequest"), ...cancel],
  MEDIATED: step("provider", "reviewAgain"),
};

export interface ActionSight {
  readonly now: number;
  readonly mustConfirm: boolean;
}

/** What a member may do to a request now, as far as can be told without asking the contract, which decides. */
export function requestActionsOf(
  request: RequestFacts,
  standing: Standing,
  sight: ActionSight,
): readonly RequestAction[] {
  const allowed = (steps[request.state] ?? []).filter(
    ({ action, side }) => standsOn(request, standing, side) && isDue(request, action, side, sight),
  );
  const actions = allowed.map(({ action }) => action);
  const isOver = ["GRANTED", "ACTIVE", "SUSPENDED"].includes(request.state) && sight.now >= request.until;
  return [...new Set(isOver ? [...actions, "expireAccess" as const] : actions)];
}

/** Whether a member acts on a side: role, department, and not on another side before. */
function standsOn({ hands, ...request }: RequestFacts, { member, person, departments }: Standing, side: Side): boolean {
  const isOther = hands.some((hand) => hand.endsWith(` ${person}`) && hand !== `${side} ${person}`);
  if (isOther) return false;
  const role: Role = side === "mediator" ? "compliance" : side;
  if (!member.roles.includes(role)) return false;
  return role === "compliance" || departments.includes(request[role === "consumer" ? "consumer" : "provider"]);
}

function isDue(request: RequestFacts, action: RequestAction, side: Side, { now, mustConfirm }: ActionSight): boolean {
  switch (action) {
    case "confirmChange":
      return mustConfirm;
    case "reviewAgain":
      return request.outcome === "again";
    case "signAgreement":
      return side === "consumer" ? !request.consumer_signed : !request.provider_signed;
    case "grantAccess":
    case "activateAccess":
    case "deliver":
      return now < request.until;
    default:
      return true;
  }
}

/** Whether somebody owes something. */
export function isOpenRequest({ state, outcome }: Pick<Request, "state" | "outcome">): boolean {
  const isEnd = ["REJECTED", "EXPIRED", "REVOKED", "COMPLETED", "WITHDRAWN"].includes(state);
  return !isEnd && !(state === "MEDIATED" && outcome === "stands");
}
