import { callTx, installTx } from "@yanta/chain/testing";

/** Transactions that every run draws from: signed once. */
export const installs = ["alpha", "beta"].map((name) => installTx(name));
export const calls = Array.from({ length: 60 }, (_, i) =>
  callTx(`t${i}`, i % 3 === 0 ? "bump" : "put", { key: `k${i % 2}`, value: `v${i}` }, i % 4 === 0 ? "beta" : "alpha"),
);
