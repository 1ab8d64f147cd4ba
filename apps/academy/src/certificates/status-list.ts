import { base64ToBytes, bytesToBase64 } from "@yanta/bytes";
import type { SigningKey } from "@yanta/crypto";
import { gunzipSync, gzipSync } from "fflate";
import { type Cohort, type Credential, type StatusList, statusListAddress, statusListSchema } from "./credential.ts";
import { credentialContext } from "./document-loader.ts";
import { certificateErrors } from "./errors.ts";
import { cohortSizeMax, statusListBitsMin } from "./limits.ts";
import { signCredential } from "./sign-credential.ts";

export interface StatusListToSign {
  readonly cohort: Pick<Cohort, "address" | "id" | "issuer">;
  /** Certificates of the cohort. */
  readonly count: number;
  /** Places of those that are revoked. */
  readonly revoked: readonly number[];
  /** `2026-11-24T00:00:00Z` */
  readonly asOf: string;
}

/** The list that says which certificates of a cohort do not count any more. Spec: W3C Bitstring Status List 1.0 §2.2, §3.3. */
export async function signStatusList(list: StatusListToSign, key: SigningKey): Promise<StatusList> {
  const bits = new Uint8Array(Math.ceil(Math.max(list.count, statusListBitsMin) / 8));
  for (const index of list.revoked) bits[index >> 3] = (bits[index >> 3] ?? 0) | (0x80 >> (index & 7));
  const id = statusListAddress(list.cohort);
  const credential: Omit<StatusList, "proof"> = {
    "@context": [credentialContext[0]],
    id,
    type: ["VerifiableCredential", "BitstringStatusListCredential"],
    issuer: list.cohort.issuer.did,
    validFrom: list.asOf,
    credentialSubject: {
      id: `${id}#list`,
      type: "BitstringStatusList",
      statusPurpose: "revocation",
      encodedList: `u${toBase64Url(gzipSync(bits, { level: 9, mtime: 0 }))}`,
    },
  };
  return statusListSchema.parse(await signCredential(credential, key, list.asOf));
}

/** Whether a certificate is revoked by a list whose signature holds. Errors: ACADEMY_CERTIFICATE_STATUS_FOREIGN, ACADEMY_CERTIFICATE_REVOKED. */
export function checkStatus({ issuer, credentialStatus }: Credential, list: StatusList): void {
  const foreign = (reason: string): Error => certificateErrors.create("ACADEMY_CERTIFICATE_STATUS_FOREIGN", { reason });
  if (list.id !== credentialStatus.statusListCredential) throw foreign(list.id);
  if (list.issuer !== issuer.id) throw foreign(list.issuer);
  const bits = decodeBits(list.credentialSubject.encodedList);
  const index = Number(credentialStatus.statusListIndex);
  const byte = bits?.[index >> 3];
  if (bits === undefined || bits.length * 8 < statusListBitsMin || byte === undefined) throw foreign("encodedList");
  if ((byte & (0x80 >> (index & 7))) !== 0)
    throw certificateErrors.create("ACADEMY_CERTIFICATE_REVOKED", { asOf: list.validFrom });
}

/** Never larger than the longest list, whatever the compressed bytes say. */
function decodeBits(encoded: string): Uint8Array | undefined {
  const bytes = fromBase64Url(encoded.slice(1));
  if (bytes === undefined || bytes.length < 18) return undefined;
  const sizeBytes = new DataView(bytes.buffer, bytes.byteOffset).getUint32(bytes.length - 4, true);
  if (sizeBytes > cohortSizeMax / 8) return undefined;
  try {
    // What does not fit is dropped, not kept: a list that is longer than it says shows by its length.
    const bits = gunzipSync(bytes, { out: new Uint8Array(sizeBytes + 1) });
    return bits.length === sizeBytes ? bits : undefined;
  } catch {
    return undefined;
  }
}

function toBase64Url(bytes: Uint8Array): string {
  return bytesToBase64(bytes).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function fromBase64Url(text: string): Uint8Array | undefined {
  const padded = text + "=".repeat((4 - (text.length % 4)) % 4);
  return base64ToBytes(padded.replaceAll("-", "+").replaceAll("_", "/"));
}
