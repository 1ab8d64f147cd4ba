import { callContract, CallParameters, fromText, toText } from "@yanta/contract-sdk";

/** Asks the contract under test, and ends the call when it does not answer what is expected. */
function expectFee(grams: u64, expected: u64): void {
  const parameters = new CallParameters().add<u64>("grams", grams);
  const answer = fromText<u64>(toText<Uint8Array>(callContract("postage", "fee", parameters)));
  assert(answer == expected, grams.toString() + " g cost " + answer.toString() + ", not " + expected.toString());
}

/** @query */
export function run(): string {
  expectFee(1, 8);
  expectFee(1000, 8);
  expectFee(1001, 10);
  expectFee(1500, 10);
  expectFee(1501, 12);
  return "passed";
}
