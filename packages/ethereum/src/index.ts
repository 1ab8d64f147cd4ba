export { addToBloom, bloomBytes } from "./bloom.ts";
export { transactionBytesMax } from "./limits.ts";
export { decodeRlp, encodeRlp, numberToRlp, type RlpValue } from "./rlp.ts";
export {
  type AccessListEntry,
  createdAddress,
  type DecodedTransaction,
  decodeTransaction,
  type EthereumTransaction,
} from "./transaction.ts";
