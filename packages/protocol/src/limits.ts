/** Largest message that is scanned at all. ChainMaker's node takes 100 MB over gRPC by default; blocks need some room above that. */
export const messageSizeBytesMax = 256 * 1024 * 1024;

/**
 * Fields of one block record that is not in canonical form, nested ones counted: bounds the work that two-byte fields could cause.
 * A full block of 10,000 transactions has under a million.
 */
export const messageFieldsMax = 4_000_000;

/** Pieces of one block or its record that a stranger sent: a signed transaction has over 100 bytes, an empty field two. */
export const blockPiecesMax = 1_000_000;

/** Fields of one transaction, nested ones counted. */
export const transactionFieldsMax = 65_536;

/** Nesting of messages. Ours nest at most eight deep. */
export const messageDepthMax = 32;

/** A pooled write buffer above this size is given back after use. */
export const pooledBufferBytesMax = 4 * 1024 * 1024;

/** EasyCodec items that a decoder takes. Spec: vm.md §1. */
export const easyCodecItemsMax = 128;

/** Bytes of an EasyCodec key. Spec: vm.md §1. */
export const easyCodecKeyBytesMax = 64;
