import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Correction } from "../../api/request.ts";
import type { Role } from "../../api/department.ts";
import { correctionActionsOf } from "./corrections.ts";

const opener = "A".repeat(18);
const provider = "B".repeat(18);

function actions(state: Correction["state"], department: string, roles: readonly Role[], person = "somebody") {
  const member = {
    uid: "0a",
    org: "org1",
    department,
    departmentName: "",
    roles: [...roles],
    isActive: true,
    at: 1,
  };
  const ticket = { department: opener, provider, person: "the one who opened it", state };
  return correctionActionsOf(ticket, { member, departments: [department], person });
}

describe("what may be done to a correction ticket", () => {
  it("lets the entry's provider answer, and nobody of it without the role, nor who opened it", () => {
    assert.deepEqual(actions("OPEN", provider, ["provider"]), ["accept", "refuse"]);
    assert.deepEqual(actions("ACCEPTED", provider, ["provider"]), ["done"]);
    assert.deepEqual(actions("DONE", provider, ["provider"]), []);
    assert.deepEqual(actions("OPEN", provider, ["consumer"]), []);
    assert.deepEqual(actions("OPEN", provider, ["provider"], "the one who opened it"), []);
  });

  it("lets the opener's department decide, whatever its members' roles", () => {
    assert.deepEqual(actions("OPEN", opener, []), ["withdraw"]);
    assert.deepEqual(actions("ACCEPTED", opener, ["provider"]), ["withdraw"]);
    assert.deepEqual(actions("DONE", opener, []), ["close", "reopen"]);
    assert.deepEqual(actions("REFUSED", opener, []), ["reopen"]);
    for (const state of ["CLOSED", "WITHDRAWN"] as const) assert.deepEqual(actions(state, opener, ["provider"]), []);
  });

  it("lets others only look", () => {
    assert.deepEqual(actions("OPEN", "C".repeat(18), ["provider", "compliance"]), []);
  });
});
