import { base64ToBytes, bytesToBase64, bytesToHex, bytesToUtf8, hexToBytes, utf8ToBytes } from "@yanta/bytes";
import { z } from "zod";
import type { BakedTexts } from "./bake-png.ts";
import { credentialSchema, type Credential, type StatusList, statusListSchema } from "./credential.ts";
import { certificateErrors } from "./errors.ts";
import { certificateBytesMax, cohortFileBytesMax, cohortSizeMax, statusListBytesMax } from "./limits.ts";

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const cohortId = z
  .string()
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/)
  .max(60);

const place = z.strictObject({
  cohort: cohortId,
  index: z.int().min(0).max(cohortSizeMax),
  path: z.array(hash).max(20),
});

/** Where a certificate stands in its cohort's tree; hashes in hex. */
export type CertificatePlace = z.infer<typeof place>;

const certificateFile = z.strictObject({
  format: z.literal("yanta-certificate/1"),
  credential: credentialSchema,
  place,
});

/** What a graduate holds and shows. */
export interface CertificateFile {
  readonly credential: Credential;
  /** Absent when it came as a bare credential, e.g. out of a wallet. */
  readonly place: CertificatePlace | undefined;
}

const cohortFile = z.strictObject({
  format: z.literal("yanta-cohort/1"),
  cohort: cohortId,
  issuer: z.string().max(200),
  count: z.int().min(1).max(cohortSizeMax),
  root: hash,
  anchor: z.base64(),
});

/** What everybody may have: a cohort's root with the proof that a chain holds it. */
export interface CohortFile {
  readonly cohort: string;
  readonly issuer: string;
  readonly count: number;
  readonly root: Uint8Array;
  /** A bundle of `@yanta/proof` with the anchoring transaction. */
  readonly anchor: Uint8Array;
}

export function writeCertificateFile({ credential, place: at }: Required<CertificateFile>): string {
  return `${JSON.stringify({ format: "yanta-certificate/1", credential, place: at })}\n`;
}

export function writeCohortFile({ cohort, issuer, count, root, anchor }: CohortFile): Uint8Array {
  const format = "yanta-cohort/1";
  const fields = { format, cohort, issuer, count, root: bytesToHex(root), anchor: bytesToBase64(anchor) };
  return utf8ToBytes(`${JSON.stringify(fields)}\n`);
}

export const what = {
  certificate: { en: "a certificate", zh: "证书" },
  cohort: { en: "a cohort's file", zh: "届次文件" },
  statusList: { en: "a status list", zh: "状态列表" },
} as const;

/** A certificate's file of a stranger, or a bare credential. Errors: ACADEMY_CERTIFICATE_UNREADABLE. */
export function readCertificateFile(text: string): CertificateFile {
  if (text.length > certificateBytesMax) throw unreadable(what.certificate, `> ${certificateBytesMax}`);
  const value = parseJson(text, what.certificate);
  if ("format" in value) {
    const { credential, place: at } = check(certificateFile, value, what.certificate);
    return { credential, place: at };
  }
  return { credential: check(credentialSchema, value, what.certificate), place: undefined };
}

/** What was baked into a picture. Errors: ACADEMY_CERTIFICATE_UNREADABLE. */
export function readBakedTexts(texts: BakedTexts): CertificateFile {
  const credential = check(credentialSchema, parseJson(texts.credential, what.certificate), what.certificate);
  if (texts.place === undefined) return { credential, place: undefined };
  return { credential, place: check(place, parseJson(texts.place, what.certificate), what.certificate) };
}

/** Errors: ACADEMY_CERTIFICATE_UNREADABLE. */
export function readCohortFile(bytes: Uint8Array): CohortFile {
  if (bytes.length > cohortFileBytesMax) throw unreadable(what.cohort, `> ${cohortFileBytesMax}`);
  const { root, anchor, ...fields } = check(cohortFile, parseJson(bytesToUtf8(bytes), what.cohort), what.cohort);
  return { ...fields, root: hexToBytes(root) ?? new Uint8Array(0), anchor: base64ToBytes(anchor) ?? new Uint8Array(0) };
}

/** Errors: ACADEMY_CERTIFICATE_UNREADABLE. */
export function readStatusList(text: string): StatusList {
  if (text.length > statusListBytesMax) throw unreadable(what.statusList, `> ${statusListBytesMax}`);
  return check(statusListSchema, parseJson(text, what.statusList), what.statusList);
}

type Words = (typeof what)[keyof typeof what];

function parseJson(text: string, words: Words): object {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw unreadable(words, "JSON", error);
  }
  if (typeof value !== "object" || value === null) throw unreadable(words, "JSON");
  return value;
}

function check<Schema extends z.ZodType>(schema: Schema, value: unknown, words: Words): z.infer<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw unreadable(words, `${issue?.path.join(".") ?? ""}: ${issue?.message ?? ""}`);
}

function unreadable(words: Words, reason: string, cause?: unknown): Error {
  return certificateErrors.create("ACADEMY_CERTIFICATE_UNREADABLE", { what: words, reason }, cause);
}
