import { defineErrors } from "@yanta/errors";

/** Errors of the listeners. Refusals of single calls are gRPC statuses or ChainMaker's TxResponse, not these. */
export const rpcErrors = defineErrors("rpc", {
  RPC_PORT_IN_USE: {
    en: {
      message: "port {port} on {host} is already in use",
      advice:
        "Stop the program that holds the port (on Linux: ss -ltnp 'sport = :{port}'), or choose another with --port or rpc.port in chainmaker.yml.",
    },
    zh: {
      message: "{host} 的端口 {port} 已被占用",
      advice:
        "请停止占用该端口的程序（Linux 可用：ss -ltnp 'sport = :{port}'），或用 --port 参数、chainmaker.yml 的 rpc.port 改用其他端口。",
    },
    retryable: true,
  },
  RPC_ADDRESS_UNAVAILABLE: {
    en: {
      message: "cannot listen on {host}:{port}: {reason}",
      advice:
        "Check that rpc.host is an address of this machine and that you may open the port (ports below 1024 need rights).",
    },
    zh: {
      message: "无法监听 {host}:{port}：{reason}",
      advice: "请确认 rpc.host 是本机地址，并且有权限打开该端口（1024 以下端口需要权限）。",
    },
    retryable: false,
  },
  RPC_TLS_MATERIAL: {
    en: {
      message: "the TLS certificate or key of the RPC port cannot be used: {reason}",
      advice: "Check rpc.tls.cert_file and rpc.tls.priv_key_file; `yanta doctor` names what does not match.",
    },
    zh: {
      message: "RPC 端口的 TLS 证书或私钥不可用：{reason}",
      advice: "请检查 rpc.tls.cert_file 与 rpc.tls.priv_key_file；运行 `yanta doctor` 可指出不匹配之处。",
    },
    retryable: false,
  },
});
