import { bytesToUtf8 } from "@yanta/bytes";
import type { DevMemberName, DevOutcome } from "@yanta/dev-chain";
import { TxStatusCode } from "@yanta/protocol";
import type { RpcMethod } from "../../json-rpc/answer-request.ts";
import { toData, toQuantity } from "../../json-rpc/hex.ts";
import { readObject } from "../../json-rpc/read-params.ts";
import { invalidParams } from "../../json-rpc/rpc-error.ts";
import type { DevContext } from "./dev-context.ts";
import { readOptionalInteger } from "./read-dev-params.ts";
import { readTextOrHex } from "./row-methods.ts";

/** Members of the chain's organisations, in whose names the node signs. */
export function createMemberMethods({ dev }: DevContext): Readonly<Record<string, RpcMethod>> {
  return {
    yanta_listMembers: () => dev.members.list(),
    yanta_impersonateMember: ([value]) => {
      const { orgId, name, certificate } = dev.members.find(readMember(value, "member"));
      return { orgId, name, certificate: certificate.pem };
    },
    /** `{sender, endorsers?, contract, method, parameters?, sequence?}`; parameters are texts, or hex with 0x. */
    yanta_sendTransaction: async ([value]) => {
      const call = readObject(value, "transaction");
      const { sender, endorsers = [], contract, method, parameters = {} } = call;
      if (typeof contract !== "string" || typeof method !== "string")
        throw invalidParams("transaction: contract and method are texts");
      if (!Array.isArray(endorsers)) throw invalidParams("endorsers: not a list");
      const sequence = readOptionalInteger(call["sequence"], "sequence");
      const outcome = await dev.send({
        sender: readMember(sender, "sender"),
        endorsers: endorsers.map((each) => readMember(each, "endorser")),
        contract,
        method,
        parameters: Object.fromEntries(
          Object.entries(readObject(parameters, "parameters")).map(([key, text]) => [key, readTextOrHex(text, key)]),
        ),
        ...(sequence === undefined ? {} : { sequence }),
      });
      return outcomeToJson(outcome);
    },
  };
}

function readMember(value: unknown, what: string): DevMemberName {
  const { orgId, name, role } = readObject(value, what);
  if (typeof orgId !== "string" || typeof name !== "string") throw invalidParams(`${what}: orgId and name are texts`);
  if (role === undefined || role === null) return { orgId, name };
  if (role !== "admin" && role !== "client" && role !== "light")
    throw invalidParams(`${what}: role is admin, client or light`);
  return { orgId, name, role };
}

function outcomeToJson(outcome: DevOutcome): Record<string, unknown> {
  const { kind, txId } = outcome;
  switch (kind) {
    case "waiting":
      return { kind, txId };
    case "refused":
      return { kind, txId, code: outcome.code, codeName: TxStatusCode[outcome.code], message: outcome.message };
    case "committed": {
      const { result, height, blockTimestamp } = outcome;
      const { contractResult } = result;
      const bytes = contractResult?.result ?? new Uint8Array(0);
      return {
        kind,
        txId,
        height: toQuantity(height),
        timestamp: toQuantity(blockTimestamp),
        code: result.code,
        codeName: TxStatusCode[result.code],
        message: contractResult?.message ?? "",
        result: toData(bytes),
        text: bytesToUtf8(bytes),
        gasUsed: toQuantity(contractResult?.gasUsed ?? 0n),
      };
    }
  }
}
