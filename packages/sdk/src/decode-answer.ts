import { fromBinary, type DescMessage, type MessageShape } from "@bufbuild/protobuf";
import { sdkErrors } from "./errors.ts";

/** Decodes what a node has answered to `method`. Errors: SDK_ANSWER_UNREADABLE. */
export function decodeAnswer<Desc extends DescMessage>(
  schema: Desc,
  bytes: Uint8Array,
  method: string,
): MessageShape<Desc> {
  try {
    return fromBinary(schema, bytes);
  } catch (error) {
    throw sdkErrors.create("SDK_ANSWER_UNREADABLE", { method }, error);
  }
}
