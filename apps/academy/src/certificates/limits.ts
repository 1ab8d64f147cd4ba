/** Certificates of a cohort: half a million, and the depth of a tree that a stranger may send. */
export const cohortSizeMax = 1_048_576;

/** Bits of the shortest status list: a shorter one would tell whom it is about. Spec: W3C Bitstring Status List 1.0 §3.1. */
export const statusListBitsMin = 131_072;

/** Bytes of a status list: a million bits that do not compress have 180 kB in base64. */
export const statusListBytesMax = 400_000;

/** Bytes of a certificate's file: ours have 4 kB. */
export const certificateBytesMax = 64_000;

/** Bytes of an image that a credential was baked into. */
export const imageBytesMax = 4_000_000;

/** Bytes of a cohort's file: with the proof of its anchor on a large network. */
export const cohortFileBytesMax = 16_000_000;

/** Submissions that one cohort is issued for, at the same time in work: a thread each. */
export const regradingsAtOnceMax = 2;

/** Bytes of a roster's line. */
export const rosterLineBytesMax = 4_000;

/** Files of trust roots: a network of some hundred organisations. */
export const trustFilesMax = 500;

/** Characters of one of them. */
export const trustFileCharactersMax = 200_000;
