import { readFileSync } from "node:fs";
import { CodedError } from "@yanta/errors";
import { z } from "zod";
import type { Finding, Problem } from "../api/problem.ts";
import { serviceErrors } from "./errors.ts";

interface Words {
  readonly en: { readonly message: string; readonly advice: string };
  readonly zh: { readonly message: string; readonly advice: string };
}

/** Words of the contract's refusals. */
const messages = JSON.parse(
  readFileSync(new URL(import.meta.resolve("@yanta/directory-contract/messages.json")), "utf8"),
) as Readonly<Record<string, Words>>;

/** A refusal with the HTTP status that goes with it. */
export interface Refusal {
  readonly status: number;
  readonly problem: Problem;
}

const statuses: Readonly<Record<string, number>> = {
  DIRECTORY_SERVICE_INPUT: 400,
  DIRECTORY_SERVICE_REQUEST: 400,
  DIRECTORY_SERVICE_SESSION: 401,
  DIRECTORY_SERVICE_CHALLENGE: 401,
  DIRECTORY_SERVICE_SIGNER: 401,
  DIRECTORY_SERVICE_FORBIDDEN: 403,
  DIRECTORY_SERVICE_NOT_FOUND: 404,
  DIRECTORY_SERVICE_TOO_LARGE: 413,
  DIRECTORY_SERVICE_BUSY: 503,
  DIRECTORY_SERVICE_REBUILDING: 503,
  DIRECTORY_SERVICE_EMPTY: 503,
  DIRECTORY_EXCHANGE_FORMAT: 406,
  SDK_REFUSED: 422,
  SDK_UNREACHABLE: 502,
  SDK_CALL_FAILED: 502,
  SDK_ANSWER_UNREADABLE: 502,
};

/** What a caller is told of a failure; undefined when it is none of those that are foreseen. */
export function refusalOf(error: unknown): Refusal | undefined {
  if (error instanceof z.ZodError) return refusalOf(inputError(error));
  if (!(error instanceof CodedError)) return undefined;
  if (error.code === "SDK_CONTRACT_FAILED") return contractRefusal(error) ?? { status: 422, problem: problemOf(error) };
  // A bundle that cannot be made: the chain's answers do not prove what they say, or there is nothing to prove.
  const isUnproven = error.code.startsWith("DIRECTORY_AUDIT_") || error.code.startsWith("PROOF_");
  const status = statuses[error.code] ?? (isUnproven ? 422 : undefined);
  return status === undefined ? undefined : { status, problem: problemOf(error) };
}

/** A coded error as callers see it. */
export function problemOf(error: CodedError, field = ""): Problem {
  const { code, retryable } = error;
  return { code, en: error.explain("en"), zh: error.explain("zh"), field, detail: "", findings: [], retryable };
}

function inputError(error: z.ZodError): CodedError {
  const [issue] = error.issues;
  const field = issue?.path.join(".") ?? "";
  return serviceErrors.create("DIRECTORY_SERVICE_INPUT", { field: field || "body", reason: issue?.message ?? "" });
}

/** `CODE field: detail` of the contract, with its words; undefined when the message is another one. */
function contractRefusal(error: CodedError): Refusal | undefined {
  const text = String(error.details["message"] ?? "");
  const match = /(DIR_[A-Z_]+) ?([^:]*)(?:: ([\s\S]*))?$/.exec(text);
  const [, code = "", field = "", detail = ""] = match ?? [];
  const words = messages[code];
  if (words === undefined) return undefined;
  const findings = code === "DIR_IMPORT" ? readFindings(detail) : [];
  return {
    status: 422,
    problem: { code, ...words, field, detail: findings.length > 0 ? "" : detail, findings, retryable: false },
  };
}

function readFindings(detail: string): Finding[] {
  const found = JSON.parse(detail) as readonly { row: number; field: string; code: string }[];
  const unknown: Words = { en: { message: "", advice: "" }, zh: { message: "", advice: "" } };
  return found.map((finding) => ({ ...finding, ...(messages[finding.code] ?? unknown) }));
}
