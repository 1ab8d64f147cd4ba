/** The chain core as an application would bundle it: all of it, whether the application calls it or not. */
export * as bytes from "@yanta/bytes";
export * as chain from "@yanta/chain";
export * as consensus from "@yanta/consensus";
export * as crypto from "@yanta/crypto";
export * as errors from "@yanta/errors";
export * as identity from "@yanta/identity";
export * as protocol from "@yanta/protocol";
export * as storage from "@yanta/storage";
export * as systemContracts from "@yanta/system-contracts";
export * as vm from "@yanta/vm";
