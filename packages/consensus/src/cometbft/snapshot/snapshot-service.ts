import { create } from "@bufbuild/protobuf";
import type { BlockProducer } from "@yanta/chain";
import { type ChainConfig, hashAlgorithmOf } from "@yanta/protocol";
import type { LedgerReader } from "@yanta/storage";
import {
  type ApplySnapshotChunkRequest,
  ApplySnapshotChunkResult,
  type LoadSnapshotChunkRequest,
  type OfferSnapshotRequest,
  OfferSnapshotResult,
  type Response,
  ResponseSchema,
} from "../../gen/cometbft/abci_pb.js";
import { SnapshotRestore } from "./snapshot-restore.ts";
import { snapshotFormat, SnapshotSource } from "./snapshot-source.ts";
import type { StagedBlocks } from "./staged-blocks.ts";

export interface SnapshotServiceOptions {
  readonly ledger: LedgerReader;
  readonly config: () => ChainConfig;
  readonly bindingsDigest: Uint8Array;
  readonly producer: Pick<BlockProducer, "adopt">;
  /** Where the blocks of a snapshot gather; undefined = this node takes none. */
  readonly staged: StagedBlocks | undefined;
  /** Height of the last engine block that was decided, as far as this node knows. */
  readonly lastEngineHeight: () => bigint;
  /** Told when the chain was taken over. */
  readonly onRestored: () => void;
  readonly onNotice: (text: string, fields: Readonly<Record<string, unknown>>) => void;
}

/** The snapshot part of the application: gives the chain to newcomers, and takes it over when this node is one. */
export class SnapshotService {
  readonly source: SnapshotSource;
  readonly #options: SnapshotServiceOptions;
  #restore: SnapshotRestore | undefined;

  constructor(options: SnapshotServiceOptions) {
    this.#options = options;
    this.source = new SnapshotSource(options.ledger);
  }

  list(): Response {
    const snapshots = this.source
      .list(this.#options.lastEngineHeight())
      .map(({ engineHeight, chunkCount, hash, metadata }) => ({
        height: engineHeight,
        format: snapshotFormat,
        chunks: chunkCount,
        hash,
        metadata,
      }));
    return create(ResponseSchema, { value: { case: "listSnapshots", value: { snapshots } } });
  }

  load({ height, format, chunk }: LoadSnapshotChunkRequest): Response {
    const bytes = format === snapshotFormat ? this.source.chunk(height, chunk) : undefined;
    return create(ResponseSchema, {
      value: { case: "loadSnapshotChunk", value: bytes === undefined ? {} : { chunk: bytes } },
    });
  }

  offer({ snapshot, appHash }: OfferSnapshotRequest): Response {
    return create(ResponseSchema, {
      value: { case: "offerSnapshot", value: { result: this.#judge(snapshot, appHash) } },
    });
  }

  async apply({ index, chunk, sender }: ApplySnapshotChunkRequest): Promise<Response> {
    return create(ResponseSchema, {
      value: { case: "applySnapshotChunk", value: await this.#take(index, chunk, sender) },
    });
  }

  #judge(snapshot: OfferSnapshotRequest["snapshot"], appHash: Uint8Array): OfferSnapshotResult {
    const { ledger, config, bindingsDigest, staged, onNotice } = this.#options;
    if (snapshot === undefined || staged === undefined) return OfferSnapshotResult.REJECT;
    if (snapshot.format !== snapshotFormat) return OfferSnapshotResult.REJECT_FORMAT;
    this.#restore = SnapshotRestore.begin(
      { ledger, algorithm: hashAlgorithmOf(config()), bindingsDigest, staged },
      snapshot,
      appHash,
    );
    const { height, chunks } = snapshot;
    onNotice(this.#restore === undefined ? "snapshot refused" : "taking the chain over from a snapshot", {
      height,
      chunks,
    });
    return this.#restore === undefined ? OfferSnapshotResult.REJECT : OfferSnapshotResult.ACCEPT;
  }

  async #take(index: number, chunk: Uint8Array, sender: string) {
    const outcome = this.#restore?.add(index, chunk) ?? "useless";
    switch (outcome) {
      case "accepted":
        return { result: ApplySnapshotChunkResult.ACCEPT };
      case "complete":
        await this.#finish();
        return { result: ApplySnapshotChunkResult.ACCEPT };
      case "foreign":
        this.#options.onNotice("a peer sent a wrong piece of a snapshot", { index, sender });
        return { result: ApplySnapshotChunkResult.RETRY, refetchChunks: [index], rejectSenders: [sender] };
      case "useless":
        this.#restore = undefined;
        this.#options.onNotice("a snapshot could not be used", { index, sender });
        return { result: ApplySnapshotChunkResult.REJECT_SNAPSHOT, rejectSenders: [sender] };
    }
  }

  async #finish(): Promise<void> {
    const { producer, staged, onRestored } = this.#options;
    const records = this.#restore?.records() ?? [];
    await producer.adopt(records);
    this.#restore = undefined;
    staged?.clear();
    onRestored();
  }
}
