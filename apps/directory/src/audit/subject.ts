import { auditErrors } from "./errors.ts";

/** What a bundle is about. */
export interface AuditSubject {
  readonly kind: "entry" | "request" | "delivery";
  readonly id: string;
  /** Name of the directory's contract on its chain. */
  readonly contract: string;
}

/** Name of a subject in the contract's audit rows. */
export function rowSubject({ kind, id }: AuditSubject): string {
  return `${kind === "delivery" ? "receipt" : kind}.${id}`;
}

/** The subject that a manifest names. Errors: DIRECTORY_AUDIT_SUBJECT. */
export function readSubject(fields: Readonly<Record<string, string>>): AuditSubject {
  const { kind, id, contract } = fields;
  if ((kind !== "entry" && kind !== "request" && kind !== "delivery") || id === undefined || contract === undefined)
    throw auditErrors.create("DIRECTORY_AUDIT_SUBJECT");
  return { kind, id, contract };
}
