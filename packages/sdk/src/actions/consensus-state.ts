import { create, toBinary } from "@bufbuild/protobuf";
import { BytesValueSchema } from "@bufbuild/protobuf/wkt";
import { bytesToUtf8 } from "@yanta/bytes";
import { consensus } from "@yanta/protocol";
import type { Client } from "../client.ts";
import { decodeAnswer } from "../decode-answer.ts";
import { sdkErrors } from "../errors.ts";
import type { CallOptions } from "../transport/transport.ts";

/** What a node says of its consensus: a JSON object; which members it has depends on the engine. Errors: SDK_ANSWER_UNREADABLE. */
export async function getConsensusState(
  client: Client,
  options: CallOptions = {},
): Promise<Readonly<Record<string, unknown>>> {
  const method = "GetConsensusStateJSON";
  const { GetConsensusStatusRequestSchema } = consensus;
  const request = create(GetConsensusStatusRequestSchema, { chainId: client.chainId });
  const answer = await client.transport.unary(method, toBinary(GetConsensusStatusRequestSchema, request), options);
  const { value } = decodeAnswer(BytesValueSchema, answer, method);
  try {
    const state: unknown = JSON.parse(bytesToUtf8(value));
    return typeof state === "object" && state !== null ? { ...state } : {};
  } catch (error) {
    throw sdkErrors.create("SDK_ANSWER_UNREADABLE", { method }, error);
  }
}
