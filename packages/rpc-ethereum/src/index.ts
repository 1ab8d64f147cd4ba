export { ethereumRpcErrors } from "./errors.ts";
export type { CallerRules } from "./server/check-caller.ts";
export {
  type EthereumRpcLogger,
  type EthereumRpcOptions,
  type EthereumRpcServer,
  startEthereumRpc,
} from "./start-ethereum-rpc.ts";
export type { Gateway } from "./submit/gateway.ts";
