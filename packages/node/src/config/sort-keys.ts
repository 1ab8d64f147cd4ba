import { isMapping } from "@yanta/protocol";
import type { YamlMapping } from "./yaml-file.ts";
import { nodeSchema } from "./node-schema.ts";
import { z } from "zod";

/** Keys of a configuration that do nothing here, dotted. */
export interface SortedKeys {
  /** ChainMaker has the key; it has no effect on Yanta. */
  readonly ineffective: readonly string[];
  /** Neither ChainMaker nor Yanta has the key: probably a slip. */
  readonly unknown: readonly string[];
}

/**
 * ChainMaker's keys (config.md §4) without an effect here and why; a section's name covers what is below it.
 * `docs/generated/configuration.md` lists them.
 */
export const ineffectiveSections: Readonly<Record<string, { readonly en: string; readonly zh: string }>> = {
  "log.config_file": {
    en: "Logs are JSON lines on standard error; log.level sets the level.",
    zh: "日志以 JSON 行输出到标准错误，级别由 log.level 设置。",
  },
  crypto_engine: { en: "There is one implementation of SM2 and SM3.", zh: "SM2/SM3 只有一种实现。" },
  "node.type": { en: "Read by nobody.", zh: "不使用。" },
  "node.fast_sync": { en: "The engine brings a node up to date.", zh: "由引擎负责同步。" },
  "node.pkcs11": { en: "See node.pkcs11.enabled.", zh: "参见 node.pkcs11.enabled。" },
  "node.kms": { en: "See node.kms.enabled.", zh: "参见 node.kms.enabled。" },
  "node.priv_enc_key_file": {
    en: "One TLS certificate serves signing and encryption.",
    zh: "不区分 TLS 签名与加密证书。",
  },
  "node.cert_enc_file": { en: "As node.priv_enc_key_file.", zh: "同 node.priv_enc_key_file。" },
  "node.ca_path": { en: "Roots come from the chain configuration.", zh: "根证书取自链配置。" },
  sync: { en: "The engine brings a node up to date.", zh: "由引擎负责同步。" },
  net: {
    en: "Tuning of ChainMaker's P2P nets; nodes talk by their engines.",
    zh: "长安链 P2P 网络的调优项；节点之间由引擎通信。",
  },
  txpool: {
    en: "Tuning of ChainMaker's pools; there is one pool.",
    zh: "长安链交易池的调优项；本节点只有一种交易池。",
  },
  "rpc.provider": { en: "Always gRPC.", zh: "始终为 gRPC。" },
  "rpc.check_chain_conf_trust_roots_change_interval": {
    en: "Changed roots hold from the next connection on.",
    zh: "信任根变更对之后的连接立即生效。",
  },
  "rpc.gateway": { en: "There is no HTTP gateway yet.", zh: "暂无 HTTP 网关。" },
  "rpc.subscriber": {
    en: "A subscription is as slow as its reader; it needs no limit.",
    zh: "订阅按读取速度推送，无需限流。",
  },
  "rpc.tls": { en: "Clients' roots come from the chain configuration.", zh: "客户端的信任根取自链配置。" },
  tx_filter: { en: "Repeated ids are looked up in the ledger's index.", zh: "重复交易由账本索引判断。" },
  pprof: { en: "Go's profiler. Node.js has its own (--inspect).", zh: "Go 的性能分析工具；Node.js 另有 --inspect。" },
  consensus: {
    en: "Tuning of ChainMaker's RAFT and TBFT; CometBFT has its own.",
    zh: "长安链 RAFT、TBFT 的调优项；CometBFT 另有自己的设置。",
  },
  scheduler: { en: "Tuning of ChainMaker's scheduler.", zh: "长安链调度器的调优项。" },
  core: { en: "Tuning of ChainMaker's core.", zh: "长安链核心模块的调优项。" },
  storage: {
    en: "Tuning and choice of ChainMaker's stores; there is one store.",
    zh: "长安链存储的选型与调优项；本节点只有一种存储。",
  },
  vm: { en: "Docker engines of Go contracts, which do not run here.", zh: "Go 合约的 Docker 引擎，本节点不运行。" },
  debug: { en: "Switches of ChainMaker's own code.", zh: "长安链自身的调试开关。" },
};

/** Sorts the keys of a lower-cased chainmaker.yml that the schema does not use. */
export function sortKeys(yaml: YamlMapping): SortedKeys {
  const unused = unusedKeys(yaml, nodeSchema, "");
  const isIneffective = (key: string): boolean =>
    Object.keys(ineffectiveSections).some((section) => key === section || key.startsWith(`${section}.`));
  return { ineffective: unused.filter(isIneffective), unknown: unused.filter((key) => !isIneffective(key)) };
}

function unusedKeys(yaml: YamlMapping, schema: z.ZodObject, prefix: string): string[] {
  return Object.entries(yaml).flatMap(([name, value]) => {
    const field = schema.shape[name];
    if (field === undefined) return [prefix + name];
    const inner = objectInside(field);
    return inner !== undefined && isMapping(value) ? unusedKeys(value, inner, `${prefix}${name}.`) : [];
  });
}

function objectInside(schema: z.core.$ZodType): z.ZodObject | undefined {
  if (schema instanceof z.ZodObject) return schema;
  if (
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodPrefault ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodNullable
  ) {
    return objectInside(schema.unwrap());
  }
  return undefined;
}
