import { bytesToHex, hexToBytes, utf8ToBytes } from "@yanta/bytes";
import { addressFromPublicKey, addressTypes, keccak256 } from "@yanta/crypto";
import { type Contract, MemberSchema } from "@yanta/protocol";
import { create } from "@bufbuild/protobuf";
import { gasPerTransactionMax, type TxContext } from "@yanta/vm";
import type { Environment } from "../interpreter/host.ts";
import { bytesToBigInt } from "../precompiles/precompile.ts";

const zeroAddress = "0".repeat(40);

/** Block and transaction as EVM contracts of a ChainMaker chain see them. Spec: vm.md §5.2. */
export function createChainEnvironment(context: TxContext, contract: Contract): Environment {
  return {
    gasPrice: 1n,
    number: context.blockHeight,
    timestamp: context.blockTimestamp,
    prevRandao: 0n,
    gasLimit: gasPerTransactionMax,
    baseFee: 0n,
    blobBaseFee: 0n,
    blobHashes: [],
    get origin() {
      return context.senderAddress;
    },
    get coinbase() {
      return creatorAddress(context, contract);
    },
    get chainId() {
      return bytesToBigInt(utf8ToBytes(context.tx.payload.chainId));
    },
  };
}

/**
 * Address of the contract's creator. Where it comes from the key, the creator's certificate must still be good at the block's
 * time; it is zero when it is not, while ChainMaker then runs no call of the contract (docs/deviations.md).
 */
function creatorAddress(context: TxContext, { creator }: Contract): string {
  if (creator === undefined) return zeroAddress;
  const type = addressTypes[context.chainConfig.vm?.addrType ?? 0] ?? "CHAINMAKER";
  if (type === "CHAINMAKER") return bytesToHex(keccak256(hexToBytes(creator.uid) ?? new Uint8Array(0)).subarray(12));
  const { orgId, memberType, memberInfo } = creator;
  const resolved = context.accessControl.resolveMember(
    create(MemberSchema, { orgId, memberType, memberInfo }),
    context.blockTimestamp,
  );
  if (resolved.kind === "refusal") return zeroAddress;
  const { publicKey, certificate } = resolved.identity;
  return addressFromPublicKey({ publicKey, subjectKeyId: certificate?.subjectKeyId }, type);
}
