import { CodedError } from "@yanta/errors";
import type { RpcMethod } from "../../json-rpc/answer-request.ts";
import { RpcError, serverError } from "../../json-rpc/rpc-error.ts";
import type { DevContext } from "./dev-context.ts";
import { createImpersonationMethods } from "./impersonation-methods.ts";
import { createInfoMethods } from "./info-methods.ts";
import { createMemberMethods } from "./member-methods.ts";
import { createMiningMethods } from "./mining-methods.ts";
import { createPoolMethods } from "./pool-methods.ts";
import { createRowMethods } from "./row-methods.ts";
import { createSnapshotMethods } from "./snapshot-methods.ts";
import { createTimeMethods } from "./time-methods.ts";

/**
 * The controls of a development chain: `yanta_*`, and the names that Anvil and Hardhat have where they mean the same. A refusal is a
 * server error whose text begins with its code. Spec: docs/adr/0011.
 */
export function createDevMethods(context: DevContext): Readonly<Record<string, RpcMethod>> {
  const methods: Readonly<Record<string, RpcMethod>> = {
    ...createSnapshotMethods(context),
    ...createTimeMethods(context),
    ...createMiningMethods(context),
    ...createPoolMethods(context),
    ...createRowMethods(context),
    ...createImpersonationMethods(context),
    ...createMemberMethods(context),
    ...createInfoMethods(context),
  };
  return Object.fromEntries(Object.entries(methods).map(([name, method]) => [name, withCodes(method)]));
}

function withCodes(method: RpcMethod): RpcMethod {
  return async (params) => {
    try {
      return await method(params);
    } catch (error) {
      if (error instanceof RpcError || !(error instanceof CodedError)) throw error;
      throw serverError(error.message);
    }
  };
}
