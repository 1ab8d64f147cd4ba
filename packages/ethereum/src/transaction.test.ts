import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { bytesToHex, hexToBytes } from "@yanta/bytes";
import { encodeRlp, numberToRlp } from "./rlp.ts";
import { createdAddress, decodeTransaction } from "./transaction.ts";

const bytes = (hex: string): Uint8Array => hexToBytes(hex) ?? assert.fail("no hex");
const word = (n: number): Uint8Array => numberToRlp(BigInt(n));

/** The example of EIP-155: key 0x46…46, nonce 9, chain 1. */
const eip155 =
  "f86c098504a817c800825208943535353535353535353535353535353535353535880de0b6b3a76400008025a028ef61340bd939bc2195fe537567866003e1a15d3c71ff63e1590620aa636276a067cbe9d8997f761aecb703304b3800ccf555c9f3dc64214b297fb1966a3b6d83";

describe("decodeTransaction", () => {
  it("reads the example of EIP-155", () => {
    const decoded = decodeTransaction(bytes(eip155));
    assert.equal(decoded.kind, "transaction");
    const { from, nonce, chainId, to, value, gasPrice, hash } = decoded.transaction;
    assert.equal(from, "9d8a62f656a8d1615c1294fd71e9cfb3e4855a4f");
    assert.deepEqual([nonce, chainId, value, gasPrice], [9n, 1n, 10n ** 18n, 20_000_000_000n]);
    assert.equal(to, "35".repeat(20));
    assert.equal(bytesToHex(hash), "33469b22e9f636356c4160a87eb19df52b7412e8eac32a4a55ffe88ea8350788");
  });

  it("refuses bytes that are no transaction, whatever is cut off or put behind", () => {
    const raw = bytes(eip155);
    for (let length = 0; length < raw.length; length++)
      assert.equal(decodeTransaction(raw.subarray(0, length)).kind, "refused");
    assert.equal(decodeTransaction(Uint8Array.of(...raw, 0)).kind, "refused");
    assert.equal(decodeTransaction(new Uint8Array(200_000)).kind, "refused");
  });

  it("refuses unprotected, high-s, unknown and over-long transactions", () => {
    const fields = (v: number, s: Uint8Array) =>
      encodeRlp([word(9), word(1), word(1), new Uint8Array(20), word(0), word(0), word(v), word(5), s]);
    const text = (raw: Uint8Array) => {
      const decoded = decodeTransaction(raw);
      return decoded.kind === "refused" ? decoded.text : "transaction";
    };
    assert.match(text(fields(27, word(5))), /replay-protected/);
    assert.equal(text(fields(37, new Uint8Array(32).fill(0xff))), "invalid sender");
    assert.equal(text(Uint8Array.of(3, 0xc0)), "transaction type not supported");
    assert.equal(text(Uint8Array.of(2, 0xc0)), "rlp: the bytes are no transaction");
  });
});

describe("createdAddress", () => {
  it("hashes sender and nonce", () => {
    const sender = "6ac7ea33f8831ea9dcc53393aaa88b25a785dbf0";
    assert.equal(createdAddress(sender, 0n), "cd234a471b72ba2f1ccf0a70fcaba648a5eecd8d");
    assert.equal(createdAddress(sender, 1n), "343c43a37d37dff08ae8c4a11544c718abb4fcf8");
  });
});
