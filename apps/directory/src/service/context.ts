import type { DirectoryClient } from "@yanta/directory-contract/client";
import type { Follower, IndexStore } from "@yanta/index-store";
import type { Client } from "@yanta/sdk";
import type { AnswerOf, CallOf, EndpointName, Endpoints } from "../api/endpoints.ts";
import type { Exchange } from "../exchange/exchange.ts";
import type { ClockSight } from "../deadline/clock-of.ts";
import type { ChainFacts, ChainFactsReader } from "./chain-facts.ts";
import type { Sessions } from "./sessions.ts";
import type { Standing } from "./standing.ts";

/** What the service is made of. */
export interface ServiceParts {
  readonly store: IndexStore;
  readonly follower: Follower;
  /** The service's own identity at the chain: it reads, and passes on what members signed. */
  readonly client: Client;
  readonly contract: DirectoryClient;
  readonly contractName: string;
  readonly sessions: Sessions;
  readonly chainFacts: ChainFactsReader;
  readonly counts: CountCache;
  readonly nowSeconds: () => number;
  /** Where others reach the service, for addresses in what it gives; without it they are those that callers use. */
  readonly publicUrl?: string;
  /** JSON texts of the engine bindings that the network was started with, for audit bundles; none for a solo chain. */
  readonly bindings?: readonly string[];
  /** What is exchanged with other systems; undefined when nothing is. */
  readonly exchange?: Exchange;
}

/** Keeps what was counted over the whole index for a while. */
export interface CountCache {
  get<Value>(name: string, count: () => Promise<Value>): Promise<Value>;
}

/** One call, as its handler sees it. */
export interface Call<Name extends EndpointName> extends CallOf<Name> {
  readonly parts: ServiceParts;
  readonly facts: ChainFacts;
  /** Undefined without a session, which only open endpoints allow. */
  readonly standing: Endpoints[Name]["access"] extends "member" ? Standing : Standing | undefined;
  readonly token: string;
  /** Media types that the caller wants, as in its Accept header. */
  readonly accept: string;
  /** Where the service is reached, without a slash at the end. */
  readonly base: string;
  sight(): Promise<ClockSight>;
}

export type Handler<Name extends EndpointName> = (call: Call<Name>) => Promise<AnswerOf<Name>>;

export type Handlers = { readonly [Name in EndpointName]: Handler<Name> };
