import type { City } from "@yanta/directory-contract/generate";
import { type IndexStore, openIndexStore, prepareSchema } from "@yanta/index-store";
import type { FastifyInstance } from "fastify";
import { createDirectoryProjection } from "../projection/directory-projection.ts";
import { ChainFactsReader } from "../service/chain-facts.ts";
import type { ServiceParts } from "../service/context.ts";
import { createCountCache } from "../service/count-cache.ts";
import { createService } from "../service/create-service.ts";
import { Sessions } from "../service/sessions.ts";
import { cityBlocks, madeBlock, madeContract, madeSeconds, type MadeWrite } from "./made-blocks.ts";

/** A service over an index of made blocks: without a chain, so it only reads. */
export interface MadeService {
  readonly server: FastifyInstance;
  readonly store: IndexStore;
  readonly parts: ServiceParts;
  /** What was thrown that no caller is told. */
  readonly failures: unknown[];
  /** A token of a member of a department, who is made. */
  logIn(department: string, roles: readonly string[]): Promise<string>;
  /** Applies one more block. */
  write(writes: readonly MadeWrite[]): Promise<void>;
  close(): Promise<void>;
}

/** Serves a city; `change` replaces parts, for instance the contract. */
export async function startMadeService(
  city: City,
  change: (store: IndexStore) => Promise<Partial<ServiceParts>> = async () => ({}),
): Promise<MadeService> {
  const store = await openIndexStore({ location: "memory", schema: "test" });
  const projection = createDirectoryProjection(madeContract);
  await prepareSchema(store, projection);
  const blocks = [...cityBlocks(city, 100)];
  await store.transaction((sql) => projection.apply(sql, blocks));
  let height = blocks.length - 1;
  const nowSeconds = (): number => madeSeconds + 10_000;
  const random = { next: 1 };
  const contract = { getRules: async () => "[]" } as unknown as ServiceParts["contract"];
  const status = () => ({
    cursor: {
      chainId: "chain1",
      genesisHash: "00",
      height: BigInt(height),
      hash: "00",
      unixSeconds: BigInt(madeSeconds),
    },
    isRebuilding: false,
    isOutdated: false,
    fault: "",
  });
  const parts = {
    store,
    follower: { status } as unknown as ServiceParts["follower"],
    client: { chainId: "chain1" } as unknown as ServiceParts["client"],
    contract,
    contractName: madeContract,
    nowSeconds,
    sessions: new Sessions(nowSeconds, (length) => new Uint8Array(length).fill(random.next++)),
    chainFacts: new ChainFactsReader(store, contract, nowSeconds),
    counts: createCountCache(nowSeconds),
    ...(await change(store)),
  } satisfies ServiceParts;
  const failures: unknown[] = [];
  const server = createService({ parts, checkAnswers: true, onFailure: (error) => failures.push(error) });
  const write = async (writes: readonly MadeWrite[]): Promise<void> => {
    height++;
    const block = madeBlock(height, writes);
    await store.transaction((sql) => projection.apply(sql, [block]));
  };
  return {
    server,
    store,
    parts,
    failures,
    write,
    logIn: async (department, roles) => {
      const uid = random.next.toString(16).padStart(64, "0");
      const person = "f".repeat(64);
      const value = { uid, org: "org1", department, person, roles, isActive: true, revision: 1, at: madeSeconds };
      await write([{ key: `member#${uid}`, value }]);
      return parts.sessions.begin(uid).token;
    },
    close: async () => {
      await server.close();
      await store.close();
    },
  };
}
