import { defineErrors } from "@yanta/errors";

/** Errors of the listener. What a single call meets is a JSON-RPC error (`json-rpc/rpc-error.ts`). */
export const ethereumRpcErrors = defineErrors("rpc-ethereum", {
  RPC_ETHEREUM_PORT_IN_USE: {
    en: {
      message: "port {port} on {host} is already in use, it is wanted for Ethereum JSON-RPC",
      advice:
        "Stop the program that holds the port, or choose another one with --ethereum-port or ethereum.port in chainmaker.yml.",
    },
    zh: {
      message: "以太坊 JSON-RPC 所需的 {host} 端口 {port} 已被占用",
      advice: "请停止占用该端口的程序，或用 --ethereum-port 参数、chainmaker.yml 的 ethereum.port 改用其他端口。",
    },
    retryable: true,
  },
  RPC_ETHEREUM_ADDRESS_UNAVAILABLE: {
    en: {
      message: "cannot listen on {host}:{port} for Ethereum JSON-RPC: {reason}",
      advice: "Check that ethereum.host is an address of this machine and that you may open the port.",
    },
    zh: {
      message: "无法在 {host}:{port} 监听以太坊 JSON-RPC：{reason}",
      advice: "请确认 ethereum.host 是本机地址，并且有权限打开该端口。",
    },
    retryable: false,
  },
});
