/** What an action on a request needs: the states that it starts from and the side that does it. */
export class Step {
  constructor(
    public from: string[],
    /** consumer and provider are departments of the request; compliance and mediator members with the role compliance. */
    public side: string,
  ) {}
}

/** SUBMITTED → COMPLIANCE → PROVIDER_REVIEW → APPROVED → AGREED → GRANTED → ACTIVE ↔ SUSPENDED → an end, and the ways beside it. */
export function stepOf(action: string): Step {
  const review = ["COMPLIANCE", "PROVIDER_REVIEW"];
  const granted = ["GRANTED", "ACTIVE", "SUSPENDED"];
  if (action == "takeRequest") return new Step(["SUBMITTED"], "compliance");
  if (action == "passRequest") return new Step(["COMPLIANCE"], "compliance");
  if (action == "returnRequest" || action == "rejectRequest") return new Step(review, "reviewer");
  if (action == "resubmitRequest") return new Step(["RETURNED"], "consumer");
  if (action == "approveRequest") return new Step(["PROVIDER_REVIEW"], "provider");
  if (action == "signAgreement") return new Step(["APPROVED"], "party");
  if (action == "grantAccess") return new Step(["AGREED"], "provider");
  if (action == "activateAccess") return new Step(["GRANTED"], "consumer");
  if (action == "suspendAccess") return new Step(["ACTIVE"], "guard");
  if (action == "resumeAccess") return new Step(["SUSPENDED"], "guard");
  if (action == "revokeAccess") return new Step(granted, "guard");
  if (action == "completeAccess") return new Step(["ACTIVE", "SUSPENDED"], "consumer");
  if (action == "confirmChange") return new Step(granted, "consumer");
  if (action == "deliver") return new Step(["ACTIVE"], "provider");
  if (action == "acknowledge" || action == "refuseDelivery") return new Step(granted, "consumer");
  if (action == "disputeRequest") return new Step(["REJECTED"], "consumer");
  if (action == "mediateRequest") return new Step(["DISPUTE"], "mediator");
  if (action == "reviewAgain") return new Step(["MEDIATED"], "provider");
  // withdrawRequest
  return new Step(["SUBMITTED", "COMPLIANCE", "PROVIDER_REVIEW", "RETURNED", "APPROVED", "AGREED", "DISPUTE"], "consumer");
}
