import { z } from "zod";

/**
 * The keys of chainmaker.yml that have an effect here, lower-cased (ChainMaker reads keys without regard to
 * case), with ChainMaker's defaults where config.md §4 gives them. Other keys are sorted out by `sortKeys`.
 */

const megabytes = z.number().int().min(1).max(1024);
const port = z.number().int().min(0).max(65_535);

export const nodeSchema = z.looseObject({
  auth_type: z
    .string()
    .default("permissionedWithCert")
    .describe("Identity mode; the chain configuration must name the same one."),
  blockchain: z
    .array(z.looseObject({ chainid: z.string().min(1), genesis: z.string().min(1) }))
    .min(1)
    .describe("Chains of this node: id and path of the chain configuration."),
  node: z.looseObject({
    org_id: z.string().min(1).describe("Organisation of this node."),
    priv_key_file: z.string().min(1).describe("Private key the node signs blocks with."),
    cert_file: z.string().min(1).describe("Certificate of that key."),
    priv_key_password: z
      .string()
      .optional()
      .describe("Password of an encrypted key; better given by YANTA_KEY_PASSWORD."),
    cert_cache_size: z
      .number()
      .int()
      .min(1)
      .max(1_000_000)
      .default(1024)
      .describe("Certificates whose check is remembered."),
    cert_key_usage_check: z
      .boolean()
      .default(true)
      .describe("Refuse senders whose certificate is not meant for signing."),
    pkcs11: z.looseObject({ enabled: z.boolean().default(false) }).optional(),
    kms: z.looseObject({ enabled: z.boolean().default(false) }).optional(),
  }),
  net: z
    .looseObject({
      listen_addr: z.string().default("").describe("Address of the node that clients see in GET_CHAIN_INFO."),
      tls: z.looseObject({ cert_file: z.string().optional(), priv_key_file: z.string().optional() }).optional(),
    })
    .prefault({}),
  txpool: z
    .looseObject({
      max_txpool_size: z.number().int().min(1).max(1_000_000).default(50_000).describe("Transactions that may wait."),
      max_config_txpool_size: z
        .number()
        .int()
        .min(1)
        .max(10_000)
        .default(100)
        .describe("Configuration transactions that may wait."),
    })
    .prefault({}),
  rpc: z
    .looseObject({
      host: z
        .string()
        .default("127.0.0.1")
        .describe("Address to listen on; other machines reach the node only when this says so."),
      port: port.default(12_301).describe("Port of the gRPC service."),
      sync_tx_result_timeout: z.number().int().min(1).max(3600).default(60).describe("Seconds SendRequestSync waits."),
      max_send_msg_size: megabytes.default(100).describe("Largest answer in MB."),
      max_recv_msg_size: megabytes.default(100).describe("Largest request in MB."),
      debug_addresses: z
        .array(z.string())
        .default([])
        .describe("Client addresses besides this machine that may call debug methods (Yanta's own key)."),
      tls: z
        .looseObject({
          mode: z.string().default("disable").describe("twoway, oneway or disable."),
          cert_file: z.string().optional(),
          priv_key_file: z.string().optional(),
        })
        .prefault({}),
      blacklist: z.looseObject({ addresses: z.array(z.string()).nullish() }).optional(),
      ratelimit: z
        .looseObject({
          enabled: z.boolean().default(false),
          type: z.number().int().default(0).describe("0 one limit for all, 1 one for each address."),
          token_per_second: z.number().int().default(0).describe("0 stands for 10,000, negative for no limit."),
          token_bucket_size: z.number().int().default(0).describe("As token_per_second."),
        })
        .optional(),
    })
    .prefault({}),
  storage: z
    .looseObject({
      store_path: z.string().default("./data").describe("Folder of the ledger."),
      unarchive_block_height: z
        .number()
        .int()
        .min(10)
        .default(300_000)
        .describe("Latest blocks that archiving leaves whole."),
    })
    .prefault({}),
  monitor: z
    .looseObject({
      enabled: z.boolean().default(false).describe("Serve /metrics, /healthz and /readyz."),
      host: z.string().default("127.0.0.1").describe("Address of the metrics listener (Yanta's own key)."),
      port: port.default(14_321).describe("Port of the metrics listener."),
    })
    .prefault({}),
  log: z
    .looseObject({ config_file: z.string().optional(), level: z.enum(["debug", "info", "warn", "error"]).optional() })
    .prefault({}),
  debug: z.looseObject({}).optional(),
});

export type NodeSection = z.infer<typeof nodeSchema>;
