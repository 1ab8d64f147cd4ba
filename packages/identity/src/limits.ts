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

/**
 * Endorsements of one message that may turn out bad or doubled, above the number of good ones: a failure costs up to 3 ms (SM2, or the search for
 * a certificate's chain), and anybody can make them. Honest messages have none, or a few of members that have been revoked.
 */
export const failedEndorsementsMax = 16;
