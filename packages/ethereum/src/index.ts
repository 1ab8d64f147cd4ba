export { addToBloom, bloomBytes } from "./bloom.ts";
export { transactionBytesMax } from "./limits.ts";
export { revertData, revertReason } from "./revert-reason.ts";
export { decodeRlp, encodeRlp, numberToRlp, type RlpValue } from "./rlp.ts";
export {
  type AccessListEntry,
  createdAddress,
  type DecodedTransaction,
  decodeTransaction,
  type EthereumTransaction,
} from "./transaction.ts";
export {
  decodeUnsignedTransaction,
  encodeUnsignedTransaction,
  isUnsignedTransaction,
  type UnsignedTransaction,
} from "./unsigned-transaction.ts";
