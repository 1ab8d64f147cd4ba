import { createServer, type Server } from "node:http";
import type { Chain } from "@yanta/chain";
import type { DevControls } from "@yanta/dev-chain";
import { ethereumRpcErrors } from "./errors.ts";
import { Answerer } from "./json-rpc/answerer.ts";
import { connectionsMax, requestTimeoutMs, sweepIntervalMs } from "./limits.ts";
import { createMethods } from "./methods/create-methods.ts";
import { RecentHashes } from "./methods/recent-hashes.ts";
import type { RpcContext } from "./methods/rpc-context.ts";
import type { CallerRules } from "./server/check-caller.ts";
import { handleHttp } from "./server/http-handler.ts";
import { createSocketServer } from "./server/socket-server.ts";
import { type Gateway, signRequest } from "./submit/gateway.ts";
import { type SenderClock, TransactionSender } from "./submit/transaction-sender.ts";
import { BlockReader } from "./view/block-reader.ts";

/** Where the listener tells what happened; messages are constant, what varies stands in fields. */
export interface EthereumRpcLogger {
  debug(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export interface EthereumRpcOptions {
  readonly chain: Chain;
  readonly gateway: Gateway;
  readonly host: string;
  /** 0 takes a free port. */
  readonly port: number;
  readonly rules: CallerRules;
  readonly clock: SenderClock;
  /** The controls of a development chain: whoever reaches the port may use them. */
  readonly dev?: DevControls;
  readonly clientVersion: string;
  readonly logger: EthereumRpcLogger;
}

export interface EthereumRpcServer {
  readonly port: number;
  close(): Promise<void>;
}

/**
 * Serves Ethereum's JSON-RPC for one chain, by HTTP and WebSocket on one port.
 *
 * Errors: RPC_ETHEREUM_PORT_IN_USE, RPC_ETHEREUM_ADDRESS_UNAVAILABLE.
 */
export async function startEthereumRpc(options: EthereumRpcOptions): Promise<EthereumRpcServer> {
  const { chain, clock, gateway, logger, rules } = options;
  const accepted = new RecentHashes();
  const sender = new TransactionSender({
    chain,
    gateway,
    clock,
    onDropped: (hash, reason) => logger.warn({ hash, reason }, "Ethereum transaction dropped"),
    onAccepted: (hash) => {
      accepted.add(hash);
      sockets.onAccepted(hash);
    },
  });
  const context: RpcContext = {
    chain,
    blocks: new BlockReader(chain),
    sender,
    clock,
    accepted,
    callTx: callRequest(gateway, clock),
    dev: options.dev,
    clientVersion: options.clientVersion,
  };
  const answerer = new Answerer({
    methods: createMethods(context),
    onFault: (method, error) => logger.error({ method, err: error }, "fault in an Ethereum method"),
  });
  const server = createServer((request, response) => {
    handleHttp(request, response, { rules, answerer }).catch((error: unknown) => {
      logger.debug({ err: error }, "an Ethereum request broke off");
      response.destroy();
    });
  });
  server.maxConnections = connectionsMax;
  server.requestTimeout = requestTimeoutMs;
  const onCutOff = (reason: string): void => logger.debug({ reason }, "an Ethereum subscriber was cut off");
  const sockets = createSocketServer({ server, context, rules, answerer, onCutOff });
  await listen(server, options);
  const stopListening = chain.onBlock(({ header, txIds }) => {
    sender.settle(txIds);
    sockets.onBlock(header.blockHeight);
  });
  const stopReverting = chain.onRevert((height) => {
    context.blocks.forgetAbove(height);
    sender.reset();
  });
  const sweeping = setInterval(() => sender.sweep(), sweepIntervalMs);
  sweeping.unref();
  const address = server.address();
  return {
    port: typeof address === "object" && address !== null ? address.port : options.port,
    close: async () => {
      stopListening();
      stopReverting();
      clearInterval(sweeping);
      sockets.close();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
      await answerer.close();
    },
  };
}

/** What messages run under that are only tried out. It never leaves this process. */
function callRequest(gateway: Gateway, clock: SenderClock): RpcContext["callTx"] {
  const unixSeconds = clock.unixSeconds();
  return signRequest(gateway, { txId: "0".repeat(64), contract: "call", method: "call", parameters: [], unixSeconds });
}

function listen(server: Server, { host, port }: EthereumRpcOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    const refuse = (error: NodeJS.ErrnoException): void => {
      const code = error.code === "EADDRINUSE" ? "RPC_ETHEREUM_PORT_IN_USE" : "RPC_ETHEREUM_ADDRESS_UNAVAILABLE";
      reject(ethereumRpcErrors.create(code, { host, port, reason: error.message }, error));
    };
    server.once("error", refuse);
    server.listen(port, host, () => {
      server.off("error", refuse);
      resolve();
    });
  });
}
