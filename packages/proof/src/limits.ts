/** Blocks, configurations and transactions of one proof: a request has some dozen deeds, an entry some hundred. */
export const proofBlocksMax = 20_000;
export const proofTransactionsMax = 20_000;

/** Configuration blocks of one chain: a change a week is a thousand in twenty years. */
export const proofConfigurationsMax = 5_000;

/** Bytes of a block header: a certificate with its text, hashes, and what consensus adds. */
export const headerBytesMax = 256 * 1024;

/** Levels of a Merkle tree: more transactions than a block can count. */
export const merkleLevelsMax = 32;

/** Blocks that may link one without a certificate to a later one that has it: certificates come late, but not for long. */
export const linkBlocksMax = 64;

/** Bytes of one file in a bundle: a whole block of a chain that others decide on. */
export const bundleFileBytesMax = 64 * 1024 * 1024;

/** Bytes of a bundle as it is sent, and of all its files unpacked: what a browser's tab bears. */
export const bundleBytesMax = 128 * 1024 * 1024;
export const bundleUnpackedBytesMax = 512 * 1024 * 1024;

/** Files of a bundle: two a transaction, three a block, and some. */
export const bundleFilesMax = 100_000;

/** Bytes of `manifest.json`. */
export const manifestBytesMax = 32 * 1024 * 1024;

/** Characters of a chain configuration's file. */
export const genesisFileCharactersMax = 1_000_000;
