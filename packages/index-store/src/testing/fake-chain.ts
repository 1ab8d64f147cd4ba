import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import { bytesToHex, utf8ToBytes } from "@yanta/bytes";
import {
  BlockHeaderSchema,
  BlockInfoSchema,
  ChainInfoSchema,
  MemberSchema,
  SubscribeResultSchema,
  TxRequestSchema,
  TxResponseSchema,
  type BlockInfo,
  type Payload,
} from "@yanta/protocol";
import type { Client } from "@yanta/sdk";

/** A write of a block's only transaction. */
export interface FakeWrite {
  readonly key: string;
  readonly value: string;
}

/** A chain of a test: its blocks are what the test says, its client is without a network. */
export class FakeChain {
  readonly client: Client;
  private readonly name: string;
  private readonly blocks: BlockInfo[] = [];
  private wake: () => void = () => undefined;
  /** The next streams end with an error after so many blocks. */
  failAfter: number | undefined;

  constructor(name: string) {
    this.name = name;
    this.client = {
      chainId: "chain1",
      nowMs: () => 1_700_000_000_000,
      randomBytes: (length) => new Uint8Array(length),
      signer: { member: create(MemberSchema), sign: () => new Uint8Array(1) },
      transport: {
        address: "fake",
        unary: async (_method, bytes) => this.answer(fromBinary(TxRequestSchema, bytes).payload),
        stream: (_method, bytes, options) => this.stream(fromBinary(TxRequestSchema, bytes).payload, options?.signal),
        close: () => undefined,
      },
    };
  }

  get height(): bigint {
    return BigInt(this.blocks.length - 1);
  }

  /** Adds a block with one transaction; `isDone` false: it failed. */
  add(writes: readonly FakeWrite[], isDone = true): void {
    const height = this.blocks.length;
    const txId = `${this.name}-tx-${height}`;
    const before = this.blocks.at(-1)?.block?.header?.blockHash ?? new Uint8Array(32);
    this.blocks.push(
      create(BlockInfoSchema, {
        block: {
          header: {
            blockHeight: BigInt(height),
            blockHash: utf8ToBytes(`${this.name}-${height}`.padEnd(32, "-")),
            preBlockHash: before,
            blockTimestamp: BigInt(1_700_000_000 + height),
          },
          txs: [{ payload: { txId }, result: { code: isDone ? 0 : 4, contractResult: { code: isDone ? 0 : 1 } } }],
        },
        rwsetList: [
          {
            txId,
            txWrites: writes.map(({ key, value }) => ({
              key: utf8ToBytes(key),
              value: utf8ToBytes(value),
              contractName: "test",
            })),
          },
        ],
      }),
    );
    this.wake();
  }

  /** Forgets the last blocks. */
  goBack(count: number): void {
    this.blocks.splice(-count);
  }

  private answer(payload: Payload | undefined): Uint8Array {
    const result =
      payload?.method === "GET_CHAIN_INFO"
        ? toBinary(ChainInfoSchema, create(ChainInfoSchema, { blockHeight: this.height }))
        : this.header(payload);
    return toBinary(TxResponseSchema, create(TxResponseSchema, { contractResult: { result } }));
  }

  private header(payload: Payload | undefined): Uint8Array {
    const { value } = payload?.parameters.find(({ key }) => key === "blockHeight") ?? {};
    const header = this.blocks[Number(new TextDecoder().decode(value))]?.block?.header;
    return toBinary(BlockHeaderSchema, header ?? create(BlockHeaderSchema));
  }

  private async *stream(payload: Payload | undefined, signal: AbortSignal | undefined): AsyncIterable<Uint8Array> {
    const end = numberOf(payload, "END_BLOCK");
    let sent = 0;
    // As nodes do. Spec: rpc.md §9, "start > last".
    for (
      let height = Math.min(numberOf(payload, "START_BLOCK"), this.blocks.length - 1);
      end < 0 || height <= end;
      height++
    ) {
      while (height >= this.blocks.length) await this.change(signal);
      if (this.failAfter !== undefined && sent >= this.failAfter) throw new Error("the connection broke");
      const block = this.blocks[height];
      if (block === undefined) throw new RangeError(`no block ${height}`);
      const data = toBinary(BlockInfoSchema, block);
      yield toBinary(SubscribeResultSchema, create(SubscribeResultSchema, { data }));
      sent++;
    }
  }

  private async change(signal: AbortSignal | undefined): Promise<void> {
    signal?.throwIfAborted();
    await new Promise<void>((resolve) => {
      const before = this.wake;
      this.wake = () => {
        this.wake = () => undefined;
        before();
        resolve();
      };
      signal?.addEventListener("abort", () => resolve());
    });
    signal?.throwIfAborted();
  }
}

/** A parameter of eight bytes, lowest first. */
function numberOf(payload: Payload | undefined, name: string): number {
  const value = payload?.parameters.find(({ key }) => key === name)?.value ?? new Uint8Array(8);
  return Number(BigInt.asIntN(64, BigInt(`0x${bytesToHex(value.toReversed())}`)));
}
