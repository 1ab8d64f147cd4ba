/**
 * Members whose certificate, chain and revocation were found good and are kept. A consortium has tens to thousands of
 * active members; an entry is about 8 kB, so a full cache stays near 32 MB. The oldest entry makes room.
 */
export const membersCachedMax = 4096;

/**
 * Bytes of `member_info` that are parsed. Certificates of ChainMaker's generator are under 1 kB, RSA 4096 chains under
 * 8 kB; an unbounded text would let one request hold the parser for long.
 */
export const memberInfoSizeBytesMax = 64 * 1024;

/**
 * Endorsements that are judged for one message. Each may cost a certificate parse and a signature verification
 * (0.3 ms), and a consortium of several hundred organisations needs one or two each.
 */
export const endorsementsMax = 1024;
