import assert from "node:assert/strict";
import type { IncomingMessage } from "node:http";
import { test } from "node:test";
import { refuseCaller } from "./check-caller.ts";

const rules = { origins: new Set(["https://dapp.example"]), hosts: new Set(["node.example"]) };
const judge = (host: string | undefined, origin?: string) =>
  refuseCaller({ headers: { host, origin } } as IncomingMessage, rules)?.split(" ", 1)[0];

test("programs of this machine may call, under its own names", () => {
  for (const host of ["localhost:8545", "127.0.0.1:8545", "[::1]:8545", "LOCALHOST", "node.example:8545"])
    assert.equal(judge(host), undefined, host);
  for (const host of [undefined, "", "evil.example", "localhost.evil.example:8545", "127.0.0.1.evil.example"])
    assert.equal(judge(host), "host", host);
});

test("pages may call when they are of this machine or named", () => {
  for (const origin of ["http://localhost:3000", "https://127.0.0.1", "http://[::1]:5173", "https://dapp.example"])
    assert.equal(judge("localhost", origin), undefined, origin);
  for (const origin of [
    "null",
    "",
    "https://evil.example",
    "http://localhost.evil.example",
    "file://localhost",
    "https://dapp.example.evil.example",
  ])
    assert.equal(judge("localhost", origin), "origin", origin);
});
