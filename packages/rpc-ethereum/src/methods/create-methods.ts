import type { RpcMethod } from "../json-rpc/answer-request.ts";
import { createBlockMethods } from "./block-methods.ts";
import { createCallMethods } from "./call-methods.ts";
import { createDevMethods } from "./dev/create-dev-methods.ts";
import { createFilterMethods } from "./filter-methods.ts";
import { createNodeMethods } from "./node-methods.ts";
import { createSimulateMethods } from "./simulate-methods.ts";
import { createTraceMethods } from "./trace-methods.ts";
import type { RpcContext } from "./rpc-context.ts";
import { createStateMethods } from "./state-methods.ts";

/** All methods by name. */
export function createMethods(context: RpcContext): ReadonlyMap<string, RpcMethod> {
  const { dev } = context;
  return new Map(
    Object.entries({
      ...createNodeMethods(context),
      ...createBlockMethods(context),
      ...createStateMethods(context),
      ...createCallMethods(context),
      ...createFilterMethods(context),
      ...createSimulateMethods(context),
      ...createTraceMethods(context),
      ...(dev === undefined ? {} : createDevMethods({ ...context, dev })),
    }),
  );
}
