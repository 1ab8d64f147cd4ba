import { batchBytesMax, mempoolBytesMax, mempoolCountMax, peerBytesPerSecondMax } from "./limits.ts";

export interface EngineConfig {
  /** Name among its peers, for people. */
  readonly moniker: string;
  /** Where it listens for its peers: host:port. */
  readonly listenAddress: string;
  /** host:port under which others reach it, when that is not where it listens. */
  readonly externalAddress: string | undefined;
  /** `peerId@host:port` of the engines it keeps connected to. */
  readonly peers: readonly string[];
  /** block_interval of the chain: the pause after each engine block. */
  readonly blockIntervalMs: number;
  readonly logLevel: "error" | "info";
  /** Where a new engine takes the chain over from; without it, it fetches block by block. */
  readonly stateSync?: { readonly servers: readonly string[]; readonly height: number; readonly hash: string };
}

/** Peers that come and go are errors to its p2p module; what a node wants to know of them stands in `peers`. */
const logLevels = { error: "p2p:none,*:error", info: "p2p:error,*:info" } as const;

/**
 * `config.toml` of a node's engine. What it leaves out keeps CometBFT's defaults. ABCI and RPC addresses are given on
 * the command line, as they change from start to start.
 *
 * Blocks follow at once when there are transactions and never otherwise (`create_empty_blocks`); the pauses that make
 * up latency (gossip, flushing of packets) are as short as a local network lets them be. The app keeps results and
 * finds transactions, so the engine neither indexes nor stores responses.
 */
export function engineConfigToml(config: EngineConfig): string {
  const { moniker, listenAddress, externalAddress = "", peers, blockIntervalMs, logLevel, stateSync } = config;
  const lines = (section: string, values: Readonly<Record<string, string | number | boolean>>): string =>
    [
      ...(section === "" ? [] : [`[${section}]`]),
      ...Object.entries(values).map(([key, value]) => `${key} = ${JSON.stringify(value)}`),
      "",
    ].join("\n");
  return [
    "# Written by yanta at every start; changes are lost. What can be set stands in chainmaker.yml.",
    // Each engine that connects is asked for at the application: only those with a binding may.
    lines("", { moniker, log_level: logLevels[logLevel], log_format: "json", abci: "socket", filter_peers: true }),
    lines("rpc", {
      cors_allowed_origins: "",
      max_open_connections: 100,
      // A batch in base64 with its envelope.
      max_body_bytes: 2 * batchBytesMax,
      unsafe: false,
      pprof_laddr: "",
    }).replace('cors_allowed_origins = ""', "cors_allowed_origins = []"),
    lines("p2p", {
      laddr: `tcp://${listenAddress}`,
      external_address: externalAddress,
      persistent_peers: peers.join(","),
      persistent_peers_max_dial_period: "5s",
      addr_book_strict: false,
      allow_duplicate_ip: true,
      // Peers are the nodes that net.seeds names: nobody else may put addresses into the book.
      pex: false,
      flush_throttle_timeout: "5ms",
      max_packet_msg_payload_size: 16_384,
      send_rate: peerBytesPerSecondMax,
      recv_rate: peerBytesPerSecondMax,
    }),
    lines("mempool", {
      type: "flood",
      recheck: true,
      size: mempoolCountMax,
      max_txs_bytes: mempoolBytesMax,
      max_tx_bytes: batchBytesMax,
      cache_size: 2 * mempoolCountMax,
    }),
    lines("consensus", {
      create_empty_blocks: false,
      timeout_propose: "2s",
      timeout_propose_delta: "500ms",
      timeout_prevote: "500ms",
      timeout_prevote_delta: "500ms",
      timeout_precommit: "500ms",
      timeout_precommit_delta: "500ms",
      timeout_commit: `${blockIntervalMs}ms`,
      skip_timeout_commit: false,
      peer_gossip_sleep_duration: "10ms",
      // With sharp clocks or not: the block's time is ours to judge, the engine's only has to grow.
      block_time_tolerance: "1m0s",
    }),
    ...(stateSync === undefined ? [] : [lines("statesync", stateSyncValues(stateSync))]),
    lines("storage", { discard_abci_responses: true }),
    lines("tx_index", { indexer: "null" }),
    lines("instrumentation", { prometheus: false }),
  ].join("\n");
}

/** Validators of a consortium do not leave with a deposit: what they signed a year ago still binds them. */
const trustPeriod = "8760h0m0s";

function stateSyncValues({ servers, height, hash }: NonNullable<EngineConfig["stateSync"]>) {
  return {
    enable: true,
    rpc_servers: servers.map((server) => `http://${server}`).join(","),
    trust_height: height,
    trust_hash: hash.toUpperCase(),
    trust_period: trustPeriod,
    discovery_time: "5s",
  };
}
