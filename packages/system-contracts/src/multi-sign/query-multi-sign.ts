import { textToBinaryString } from "@yanta/bytes";
import { decodeMessage, encodeMessage, syscontract } from "@yanta/protocol";
import { createTruncation, truncatePayload } from "../chain-query/truncate.ts";
import { parseInteger } from "../go-text.ts";
import type { NativeMethod } from "../interface.ts";
import { refuse, succeed } from "../outcome.ts";
import { isBlank, parameterText } from "../parameters.ts";
import { multiSignName } from "./multi-sign-state.ts";

/** QUERY: M(MultiSignInfo), empty for an unknown transaction id; the request's parameters may be shortened. */
export const queryMultiSign: NativeMethod = (context, parameters) => {
  const lengthText = parameterText(parameters, "truncateValueLen");
  const length = lengthText === "" ? ({ kind: "value", value: 0n } as const) : parseInteger(lengthText);
  if (length.kind === "error") return refuse(length.message);
  const txId = parameterText(parameters, "TX_ID");
  if (isBlank(txId)) return refuse("multi sign query params verify fail. txId cannot be empty");
  const bytes = context.get(multiSignName, textToBinaryString(txId));
  if (bytes === undefined || length.value <= 0n) return succeed(bytes);
  const info = decodeMessage(syscontract.MultiSignInfoSchema, bytes);
  truncatePayload(info.payload, createTruncation(Number(length.value), parameterText(parameters, "truncateModel")));
  return succeed(encodeMessage(syscontract.MultiSignInfoSchema, info));
};
