import { create, equals, fromBinary, toBinary, type DescMessage } from "@bufbuild/protobuf";
import { equalBytes } from "@yanta/bytes";
import { client, signTx } from "@yanta/chain/testing";
import {
  BlockInfoSchema,
  ChainConfigSchema,
  createTxView,
  decodeEasyCodec,
  decodeMessage,
  encodeEasyCodec,
  encodeMessage,
  RawTxRequestSchema,
  scanBlockInfo,
  splitTransaction,
  syscontract,
  TxRequestSchema,
  txpool,
  consensus,
  sync,
  DebugConfigRequestSchema,
  MemberSchema,
  PolicySchema,
  ContractSchema,
} from "@yanta/protocol";
import { testChainConfig } from "@yanta/chain/testing";
import { readRequest } from "../../../packages/rpc/src/grpc/read-request.ts";
import { isCallStatus } from "../call-status.ts";
import type { FuzzTarget } from "../fuzz-target.ts";
import { mutateBytes, randomBytes } from "../mutate/mutate-bytes.ts";
import { mutateProtobuf } from "../mutate/mutate-protobuf.ts";
import { demand, parsed } from "../refusal.ts";
import { sampleBlocks } from "../samples.ts";
import type { Random } from "../../support/random.ts";

const sampleRequest = (): Uint8Array =>
  signTx({
    sender: client,
    endorsers: [client],
    txId: "fuzz",
    contract: "fact",
    method: "save",
    parameters: { file_hash: "h", file_name: "n" },
  }).toRequestBytes();

/** One case in eight has no form, the rest are damaged samples. */
function damaged(samples: readonly Uint8Array[], random: Random): Uint8Array {
  return random.below(8) === 0 ? randomBytes(random) : mutateProtobuf(random.pick(samples), random);
}

/** A TxRequest as it comes from the network: everything that the node reads of it. */
const txRequest: FuzzTarget = {
  name: "tx-request",
  weight: 20,
  open: () => {
    const samples = [sampleRequest()];
    return {
      run(random) {
        const bytes = damaged(samples, random);
        const tx = parsed(() => createTxView(bytes));
        if (tx === undefined) return "refused";
        const canonical = tx.toRequestBytes();
        demand(
          equalBytes(createTxView(canonical).toRequestBytes(), canonical),
          "the canonical form of a request is its own canonical form",
        );
        const message = fromBinary(TxRequestSchema, canonical);
        demand(
          equalBytes(encodeMessage(TxRequestSchema, message), canonical),
          "a request's canonical form is what the encoder writes",
        );
        const { payload, sender, endorsers, payer } = tx;
        const read = create(TxRequestSchema, {
          ...(tx.hasPayload ? { payload } : {}),
          ...(sender === undefined ? {} : { sender }),
          endorsers: [...endorsers],
          ...(payer === undefined ? {} : { payer }),
        });
        demand(equals(TxRequestSchema, read, message), "the view reads what the decoder reads");
        const transaction = tx.toTransactionBytes(new Uint8Array(0));
        demand(
          equalBytes(splitTransaction(transaction).tx.payloadBytes, tx.payloadBytes),
          "a stored transaction holds the payload that was signed",
        );
        return "accepted";
      },
    };
  },
};

const requestSchemas: readonly DescMessage[] = [
  TxRequestSchema,
  RawTxRequestSchema,
  DebugConfigRequestSchema,
  txpool.GetPoolStatusRequestSchema,
  txpool.GetTxIdsByTypeAndStageRequestSchema,
  txpool.GetTxsInPoolByTxIdsRequestSchema,
  consensus.GetConsensusStatusRequestSchema,
  sync.GetSyncStateRequestSchema,
  ChainConfigSchema,
  BlockInfoSchema,
  MemberSchema,
  PolicySchema,
  ContractSchema,
  syscontract.MultiSignInfoSchema,
];

/** Every message that a method or a system contract decodes. */
const messages: FuzzTarget = {
  name: "messages",
  weight: 15,
  open: async () => {
    const request = sampleRequest();
    const blocks = await sampleBlocks();
    const samples = [
      request,
      toBinary(RawTxRequestSchema, create(RawTxRequestSchema, { rawTx: request })),
      encodeMessage(ChainConfigSchema, testChainConfig()),
      toBinary(
        txpool.GetTxsInPoolByTxIdsRequestSchema,
        create(txpool.GetTxsInPoolByTxIdsRequestSchema, { chainId: "chain1", txIds: ["a", "b"] }),
      ),
      ...blocks,
    ];
    return {
      run(random) {
        const schema = random.pick(requestSchemas);
        const bytes = damaged(samples, random);
        parsed(() => readRequest(schema, bytes), isCallStatus);
        const message = parsed(() => decodeMessage(schema, bytes));
        if (message === undefined) return "refused";
        const encoded = encodeMessage(schema, message);
        demand(
          equalBytes(encodeMessage(schema, decodeMessage(schema, encoded)), encoded),
          `${schema.typeName} decodes to itself`,
        );
        return "accepted";
      },
    };
  },
};

/** A block as a peer or an archive file gives it. */
const blockInfo: FuzzTarget = {
  name: "block-info",
  weight: 5,
  open: async () => {
    const samples = await sampleBlocks();
    return {
      run(random) {
        const bytes = damaged(samples, random);
        const block = parsed(() => scanBlockInfo(bytes));
        if (block === undefined) return "refused";
        for (const txBytes of block.txBytes) parsed(() => splitTransaction(txBytes));
        return "accepted";
      },
    };
  },
};

const codecVersions = [2_030_200, 2_030_600, 2_030_700];

/** What a contract hands to its host. */
const easyCodec: FuzzTarget = {
  name: "easy-codec",
  weight: 10,
  open: () => {
    const samples = [
      encodeEasyCodec([
        { key: "key", type: "string", value: "text" },
        { key: "field", type: "bytes", value: new Uint8Array(20) },
        { key: "version", keyType: "system", type: "int32", value: 7 },
      ]),
    ];
    return {
      run(random) {
        const bytes = random.below(8) === 0 ? randomBytes(random) : mutateBytes(random.pick(samples), random);
        const items = parsed(() => decodeEasyCodec(bytes, random.pick(codecVersions)));
        if (items === undefined) return "refused";
        const encoded = encodeEasyCodec(items);
        // An input this small holds no item by definition.
        if (encoded.length <= 20) return "accepted";
        demand(
          equalBytes(encodeEasyCodec(decodeEasyCodec(encoded, 2_030_700) ?? []), encoded),
          "EasyCodec items decode to themselves",
        );
        return "accepted";
      },
    };
  },
};

export const protobufTargets: readonly FuzzTarget[] = [txRequest, messages, blockInfo, easyCodec];
