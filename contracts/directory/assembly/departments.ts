import { Acting } from "./acting";
import { Department, departmentExists, openRequests, providedEntries } from "./department";
import { need } from "./refuse";
import { checkText, isCreditCode } from "./texts";

/** An administrator of the authority lets a department in. */
export function addDepartment(acting: Acting, department: Department): void {
  acting.needAuthority("registerDepartment");
  need(isCreditCode(department.code), "DIR_FORMAT", "code", department.code);
  need(!departmentExists(department.code), "DIR_EXISTS", "code", department.code);
  need(department.org != "", "DIR_MISSING", "org");
  checkText(department.name, "name", 100);
  need(department.level >= 1 && department.level <= 3, "DIR_FORMAT", "level");
  if (department.parent != "") {
    const parent = Department.load(department.parent, "parent");
    need(parent.isActive, "DIR_LEFT", "parent", department.parent);
    need(parent.level <= department.level, "DIR_FORMAT", "parent", department.parent);
  }
  department.save(acting.deed("registerDepartment", 0, "", "ACTIVE"));
}

/**
 * A department goes. What it asked of others must be at its end; what others asked of it, its entries and its corrections go to a
 * successor, which there must be as soon as something is open.
 */
export function leaveDepartment(acting: Acting, code: string, successor: string, reason: string): void {
  acting.needAuthority("leaveDepartment");
  checkText(reason, "reason", 500);
  const department = Department.load(code, "code");
  need(department.isActive, "DIR_LEFT", "code", code);
  const asked = openRequests(code, "consumer", 10);
  need(asked.length == 0, "DIR_OPEN_REQUESTS", "consumer", asked.join(","));
  const owed = openRequests(code, "provider", 10);
  need(successor != "" || owed.length == 0, "DIR_OPEN_REQUESTS", "successor", owed.join(","));
  const isEmpty = !department.isHeir && providedEntries(code, 0, 1).length == 0;
  need(successor != "" || isEmpty, "DIR_MISSING", "successor");
  need(successor != code, "DIR_FORMAT", "successor", successor);
  if (successor != "") inherit(acting, successor);
  department.state = "LEFT";
  department.successor = successor;
  department.save(acting.deed("leaveDepartment", department.at, "ACTIVE", "LEFT", reason));
}

function inherit(acting: Acting, code: string): void {
  const heir = Department.load(code, "successor");
  need(heir.isActive, "DIR_LEFT", "successor", code);
  heir.isHeir = true;
  heir.save(acting.deed("inheritDepartment", heir.at, "ACTIVE", "ACTIVE"));
}
