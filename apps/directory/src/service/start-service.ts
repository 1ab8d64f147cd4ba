import { createDirectoryClient } from "@yanta/directory-contract/client";
import { openFollower, openIndexStore, type Follower } from "@yanta/index-store";
import type { Client } from "@yanta/sdk";
import type { FastifyInstance } from "fastify";
import { startExchange } from "../exchange/exchange.ts";
import type { ExchangeConfig } from "../exchange/exchange-config.ts";
import { createDirectoryProjection } from "../projection/directory-projection.ts";
import { ChainFactsReader } from "./chain-facts.ts";
import { createCountCache } from "./count-cache.ts";
import { createService } from "./create-service.ts";
import { Sessions } from "./sessions.ts";

export interface StartOptions {
  /** The service's own member at the chain: reads and subscribes. */
  readonly client: Client;
  readonly contract: string;
  /** Folder, `memory` or URL of a PostgreSQL server. */
  readonly index: string;
  readonly host: string;
  readonly port: number;
  readonly publicUrl?: string;
  /** JSON texts of the engine bindings that the network was started with; none for a solo chain. */
  readonly bindings?: readonly string[];
  /** Other catalogues that are read, others that are told. */
  readonly exchange?: ExchangeConfig;
  readonly onFailure: (error: unknown) => void;
  /** Adds what else is served, such as the portal. */
  readonly extend?: (server: FastifyInstance) => void;
  readonly checkAnswers?: boolean;
}

export interface RunningService {
  readonly url: string;
  readonly follower: Follower;
  close(): Promise<void>;
}

/** Opens the index, follows the chain and serves. Errors: those of the index; EADDRINUSE of a port that is taken. */
export async function startService(options: StartOptions): Promise<RunningService> {
  const { client, contract: contractName, onFailure } = options;
  const nowSeconds = (): number => Math.floor(client.nowMs() / 1000);
  const store = await openIndexStore({ location: options.index, schema: "directory" });
  const follower = await openFollower({
    client,
    store,
    projection: createDirectoryProjection(contractName),
    onFault: onFailure,
  });
  const contract = createDirectoryClient(client, contractName);
  const exchange =
    options.exchange === undefined
      ? undefined
      : await startExchange({
          store,
          config: options.exchange,
          chainId: client.chainId,
          height: () => Number(follower.status().cursor?.height ?? -1n),
          nowSeconds,
          onFailure,
        });
  const parts = {
    store,
    follower,
    client,
    contract,
    contractName,
    nowSeconds,
    sessions: new Sessions(nowSeconds, client.randomBytes),
    chainFacts: new ChainFactsReader(store, contract, nowSeconds),
    counts: createCountCache(nowSeconds),
    ...(options.publicUrl === undefined ? {} : { publicUrl: options.publicUrl.replace(/\/+$/, "") }),
    ...(options.bindings === undefined ? {} : { bindings: options.bindings }),
    ...(exchange === undefined ? {} : { exchange }),
  };
  const server = createService({ parts, onFailure, ...(options.checkAnswers === true ? { checkAnswers: true } : {}) });
  options.extend?.(server);
  const close = async (): Promise<void> => {
    await server.close();
    await exchange?.close();
    await follower.close();
    await store.close();
  };
  try {
    return { url: await server.listen({ host: options.host, port: options.port }), follower, close };
  } catch (error) {
    await close();
    throw error;
  }
}
