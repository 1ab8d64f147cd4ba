import { fromBinary } from "@bufbuild/protobuf";
import { base64ToBytes, bytesToUtf8, equalBytes } from "@yanta/bytes";
import { defineErrors } from "@yanta/errors";
import { type Payload, PayloadSchema, TxType } from "@yanta/protocol";
import { payloadToBytes, signRequest, type Signer } from "@yanta/sdk/offline";

export const payloadErrors = defineErrors("directory-payload", {
  DIRECTORY_PAYLOAD_FOREIGN: {
    en: {
      message: "The service wants something else signed than you asked for ({what})",
      advice: "Nothing was signed. Do not go on; tell the administrator.",
    },
    zh: {
      message: "服务返回的待签内容与您的操作不符（{what}）",
      advice: "未进行签名。请停止操作并联系管理员。",
    },
    retryable: false,
  },
});

/** A parameter as the contract's client takes it. */
export type ParameterValue = string | number | boolean | readonly string[];

/** What somebody wants to do. */
export interface Wish {
  readonly kind: "invoke" | "query";
  readonly method: string;
  readonly parameters: Readonly<Record<string, ParameterValue>>;
}

/** Something that a member wants to do on the chain. */
export type Deed = Pick<Wish, "method" | "parameters">;

/**
 * Reads a payload that the service made, and sees that it says what was asked for and nothing more: the service is not trusted.
 * Errors: DIRECTORY_PAYLOAD_FOREIGN.
 */
export function readPayload(base64: string, wish: Wish): Payload {
  const bytes = base64ToBytes(base64) ?? new Uint8Array();
  let payload: Payload;
  try {
    payload = fromBinary(PayloadSchema, bytes);
  } catch (error) {
    throw payloadErrors.create("DIRECTORY_PAYLOAD_FOREIGN", { what: "payload" }, error);
  }
  const foreign = differenceOf(payload, bytes, wish);
  if (foreign !== undefined) throw payloadErrors.create("DIRECTORY_PAYLOAD_FOREIGN", { what: foreign });
  return payload;
}

/** The first part of a payload that differs from the wish; undefined = none. */
function differenceOf(payload: Payload, bytes: Uint8Array, { kind, method, parameters }: Wish): string | undefined {
  // Fields that this page does not know would be signed unseen.
  if (!equalBytes(payloadToBytes(payload), bytes)) return "payload";
  if (payload.txType !== (kind === "query" ? TxType.QUERY_CONTRACT : TxType.INVOKE_CONTRACT)) return "txType";
  if (payload.method !== method) return "method";
  const wanted = Object.entries(parameters);
  if (payload.parameters.length !== wanted.length) return "parameters";
  for (const { key, value } of payload.parameters) {
    const given = parameters[key];
    if (given === undefined || bytesToUtf8(value) !== textOf(given)) return `parameters.${key}`;
  }
  return undefined;
}

/** A parameter's text on the chain. */
export function textOf(value: ParameterValue): string {
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** common.TxRequest with the member's signature. */
export async function signPayload(payload: Payload, signer: Signer): Promise<Uint8Array> {
  return (await signRequest(payload, { signer })).bytes;
}
