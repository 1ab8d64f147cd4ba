/** The ChainMaker version whose behaviour clients see; answers GetChainMakerVersion. */
export const chainMakerVersion = "v2.3.7";

/** Yanta's own version. */
export const yantaVersion = "0.1.0";

/** Highest block version a chain may be raised to. Spec: config.md §2 "DefaultBlockVersion". */
export const blockVersionMax = 2_030_700;
