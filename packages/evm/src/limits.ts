/**
 * Frames of DELEGATECALL and CALLCODE within one contract call. Proxies and libraries nest a handful. With the price of
 * memory it bounds what all frames of a call can hold to about 200 MB.
 */
export const frameDepthMax = 64;

/** Hex digits of one event's data. Spec: ledger.md §6.3. */
export const eventDataDigitsMax = 65_535;

/** Bytes of one text that a contract collects for a contract of another runtime: it is copied with every word that comes. */
export const collectedTextBytesMax = 16 * 1024;
