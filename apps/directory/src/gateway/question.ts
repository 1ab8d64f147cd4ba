import { bytesToHex, bytesToUtf8 } from "@yanta/bytes";
import { parseCertificate } from "@yanta/crypto";
import { createTxView, MemberType, TxType, type TxView } from "@yanta/protocol";
import { type Client, createPayload, signRequest } from "@yanta/sdk";
import { gatewayErrors } from "./errors.ts";

/** What a consumer wants to have delivered. */
export interface Wanted {
  /** Chosen by the consumer; asking again with the same one never counts twice. */
  readonly delivery: string;
  readonly request: string;
  readonly purpose: string;
  readonly fields: readonly string[];
  readonly uses: number;
}

/** A consumer's question: a query of the contract that the consumer signed. The chain judges signature, certificate, time and grant. */
export interface Question extends Wanted {
  /** M(TxRequest). */
  readonly bytes: Uint8Array;
  /** When the consumer says that it signed, Unix seconds. */
  readonly signedAt: number;
  /** Hex of the subject key identifier of the certificate that it shows; true only once the chain has accepted the question. */
  readonly uid: string;
}

/** Signs a question. The contract passes over the parameter `delivery`; it is there for the gateway. */
export async function signQuestion(client: Client, contract: string, wanted: Wanted): Promise<Uint8Array> {
  const { delivery, request, purpose, fields, uses } = wanted;
  const payload = createPayload(client, {
    txType: TxType.QUERY_CONTRACT,
    contract,
    method: "checkGrant",
    parameters: { request, purpose, fields: JSON.stringify(fields), uses: String(uses), delivery },
  });
  return (await signRequest(payload, { signer: client.signer })).bytes;
}

/** Reads a question from anybody. Errors: DIRECTORY_GATEWAY_QUESTION. */
export function readQuestion(bytes: Uint8Array, contract: string): Question {
  const refuse = (reason: string, cause?: unknown): Error =>
    gatewayErrors.create("DIRECTORY_GATEWAY_QUESTION", { reason }, cause);
  let tx: TxView;
  let uid: string;
  try {
    tx = createTxView(bytes);
    uid = uidOf(tx);
  } catch (error) {
    throw refuse("it cannot be read", error);
  }
  const { payload } = tx;
  if (payload.txType !== TxType.QUERY_CONTRACT || payload.contractName !== contract || payload.method !== "checkGrant")
    throw refuse("it is no query of checkGrant");
  const parameters = new Map(payload.parameters.map(({ key, value }) => [key, bytesToUtf8(value)]));
  if (parameters.size < payload.parameters.length) throw refuse("a parameter comes twice");
  const text = (name: string): string => {
    const value = parameters.get(name);
    if (value === undefined || value === "") throw refuse(`${name} is missing`);
    return value;
  };
  const delivery = text("delivery");
  if (!/^[A-Za-z0-9-]{1,64}$/.test(delivery)) throw refuse("delivery is no id");
  const uses = text("uses");
  if (!/^[1-9]\d{0,5}$/.test(uses)) throw refuse("uses is no number");
  const fields = parseFields(text("fields"));
  if (fields === undefined) throw refuse("fields is no list of different names");
  const signedAt = Number(payload.timestamp);
  return {
    bytes,
    signedAt,
    uid,
    delivery,
    request: text("request"),
    purpose: text("purpose"),
    fields,
    uses: Number(uses),
  };
}

function uidOf({ sender }: TxView): string {
  if (sender?.signer?.memberType !== MemberType.CERT) throw new TypeError("no certificate");
  const { subjectKeyId } = parseCertificate(bytesToUtf8(sender.signer.memberInfo));
  if (subjectKeyId === undefined) throw new TypeError("no subject key identifier");
  return bytesToHex(subjectKeyId);
}

function parseFields(text: string): readonly string[] | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!Array.isArray(value) || !value.every((field) => typeof field === "string")) return undefined;
  return value.length > 0 && new Set(value).size === value.length ? value : undefined;
}
