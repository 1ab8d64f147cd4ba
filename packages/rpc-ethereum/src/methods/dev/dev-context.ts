import type { DevControls } from "@yanta/dev-chain";
import type { RpcContext } from "../rpc-context.ts";

/** What the methods of a development chain work with. */
export interface DevContext extends RpcContext {
  readonly dev: DevControls;
}
