import { create } from "@bufbuild/protobuf";
import fc from "fast-check";
import { type Member, MemberSchema } from "../gen/accesscontrol/member_pb.js";
import { type BlockHeader, BlockHeaderSchema } from "../gen/common/block_pb.js";
import {
  type EndorsementEntry,
  EndorsementEntrySchema,
  type Payload,
  PayloadSchema,
  type TxRequest,
  TxRequestSchema,
} from "../gen/common/request_pb.js";
import { type Result, ResultSchema } from "../gen/common/result_pb.js";
import { type Transaction, TransactionSchema } from "../gen/common/transaction_pb.js";

/** Texts with long, empty and non-ASCII ones among them. */
export const textArbitrary: fc.Arbitrary<string> = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.string({ unit: "grapheme", maxLength: 60 }),
  fc.constant("x".repeat(200)),
);
const bytes = fc.uint8Array({ maxLength: 40 });
const uint64 = fc.oneof(fc.bigInt({ min: 0n, max: 300n }), fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }));
const int64 = fc.oneof(fc.bigInt({ min: 0n, max: 300n }), fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }));
const uint32 = fc.oneof(fc.nat(200), fc.integer({ min: 0, max: 2 ** 32 - 1 }));
const enumNumber = fc.oneof(fc.nat(8), fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }));

function optional<Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<{ value?: Value }> {
  return fc.record({ value }, { requiredKeys: [] });
}

const member: fc.Arbitrary<Member> = fc
  .record({ orgId: textArbitrary, memberType: enumNumber, memberInfo: bytes })
  .map((value) => create(MemberSchema, value));

const entry: fc.Arbitrary<EndorsementEntry> = fc
  .record({ signer: optional(member), signature: bytes })
  .map(({ signer, signature }) =>
    create(EndorsementEntrySchema, { ...(signer.value && { signer: signer.value }), signature }),
  );

const payload: fc.Arbitrary<Payload> = fc
  .record({
    chainId: textArbitrary,
    txType: enumNumber,
    txId: textArbitrary,
    timestamp: int64,
    expirationTime: int64,
    contractName: textArbitrary,
    method: textArbitrary,
    parameters: fc.array(fc.record({ key: textArbitrary, value: bytes }), { maxLength: 4 }),
    sequence: uint64,
    limit: optional(fc.record({ gasLimit: uint64 })),
  })
  .map(({ limit, ...rest }) => create(PayloadSchema, { ...rest, ...(limit.value && { limit: limit.value }) }));

const signedParts = fc.record({
  payload: optional(payload),
  sender: optional(entry),
  endorsers: fc.array(entry, { maxLength: 3 }),
  payer: optional(entry),
});

/** Any common.TxRequest. */
export const txRequestArbitrary: fc.Arbitrary<TxRequest> = signedParts.map((parts) =>
  create(TxRequestSchema, {
    ...(parts.payload.value && { payload: parts.payload.value }),
    ...(parts.sender.value && { sender: parts.sender.value }),
    endorsers: parts.endorsers,
    ...(parts.payer.value && { payer: parts.payer.value }),
  }),
);

/** Any common.Result. */
export const resultArbitrary: fc.Arbitrary<Result> = fc
  .record({
    code: fc.nat(48),
    contractResult: optional(
      fc.record({
        code: uint32,
        result: fc.oneof(bytes, fc.constant(new Uint8Array(20_000).fill(7))),
        message: textArbitrary,
        gasUsed: uint64,
        contractEvent: fc.array(
          fc.record({
            topic: textArbitrary,
            txId: textArbitrary,
            contractName: textArbitrary,
            contractVersion: textArbitrary,
            eventData: fc.array(textArbitrary, { maxLength: 4 }),
          }),
          { maxLength: 3 },
        ),
      }),
    ),
    rwSetHash: bytes,
    message: textArbitrary,
  })
  .map(({ contractResult, ...rest }) =>
    create(ResultSchema, { ...rest, ...(contractResult.value && { contractResult: contractResult.value }) }),
  );

/** Any common.Transaction. */
export const transactionArbitrary: fc.Arbitrary<Transaction> = fc
  .record({ request: txRequestArbitrary, result: optional(resultArbitrary) })
  .map(({ request, result }) =>
    create(TransactionSchema, {
      ...(request.payload && { payload: request.payload }),
      ...(request.sender && { sender: request.sender }),
      endorsers: request.endorsers,
      ...(request.payer && { payer: request.payer }),
      ...(result.value && { result: result.value }),
    }),
  );

/** Any common.BlockHeader. */
export const headerArbitrary: fc.Arbitrary<BlockHeader> = fc
  .record({
    blockVersion: uint32,
    blockType: fc.nat(7),
    chainId: textArbitrary,
    blockHeight: uint64,
    blockHash: bytes,
    preBlockHash: bytes,
    preConfHeight: uint64,
    txCount: uint32,
    txRoot: bytes,
    dagHash: bytes,
    rwSetRoot: bytes,
    blockTimestamp: int64,
    consensusArgs: bytes,
    proposer: optional(member),
    signature: bytes,
  })
  .map(({ proposer, ...rest }) =>
    create(BlockHeaderSchema, { ...rest, ...(proposer.value && { proposer: proposer.value }) }),
  );
