import { create } from "@bufbuild/protobuf";
import { admin, installTx, majority, signTx, testMember, type TestMember, type TestTx } from "@yanta/chain/testing";
import { createTxView, EndorsementEntrySchema, encodeMessage, TxRequestSchema, type TxView } from "@yanta/protocol";
import type { SeededRandom } from "./seeded-random.ts";

/** A transaction and what is expected of it at admission. */
export interface RandomTx {
  readonly tx: TxView;
  /** `refused` must never enter the pool; `replayed` was sent before and may enter only when it did not get through then. */
  readonly expected: "good" | "replayed" | "refused";
}

const users: readonly TestMember[] = [1, 2, 3, 4].map((org) => testMember(org, "user/client1"));
const strangers: readonly TestMember[] = [
  testMember(1, "user/unknown"),
  testMember(1, "user/expired"),
  testMember(5, "user/client1"),
];
const contracts = ["alpha", "beta", "gamma", "nobody"];
const keys = ["a", "b", "c", "d", "e"];

/** Draws transactions of all kinds; `nowSeconds` dates them. */
export class RandomTraffic {
  readonly #random: SeededRandom;
  readonly #nowSeconds: () => bigint;
  #count = 0;
  /** A transaction that was sent before, for replays. */
  #earlier: TxView | undefined;

  constructor(random: SeededRandom, nowSeconds: () => bigint) {
    this.#random = random;
    this.#nowSeconds = nowSeconds;
  }

  next(): RandomTx {
    const drawn = this.#draw();
    this.#earlier ??= drawn.tx;
    if (drawn.expected === "good" && this.#random.chance(10)) this.#earlier = drawn.tx;
    return drawn;
  }

  #draw(): RandomTx {
    const roll = this.#random.below(100);
    if (roll < 80) return { tx: this.#sign(this.#call()), expected: "good" };
    if (roll < 86) return { tx: this.#sign(this.#governance()), expected: "good" };
    if (roll < 90) return { tx: this.#sign(this.#certificates()), expected: "good" };
    if (roll < 92) return { tx: installTx(this.#random.pick(contracts.slice(0, 3)), this.#nextId()), expected: "good" };
    if (roll < 94 && this.#earlier !== undefined) return { tx: this.#earlier, expected: "replayed" };
    return { tx: this.#bad(), expected: "refused" };
  }

  #call(): Partial<TestTx> {
    const { pick, chance } = this.#random;
    const method = pick([
      "put",
      "put",
      "bump",
      "bump",
      "bump",
      "get",
      "put-get",
      "list",
      "history",
      "emit",
      "call",
      "fail",
      "crash",
      "nothing",
    ]);
    const parameters = {
      key: pick(keys),
      value: `${this.#count}`,
      start: "a",
      limit: pick(["c", "z"]),
      topic: "t",
      data: "d",
      message: "no",
      contract: pick(contracts),
      method: pick(["bump", "put", "fail", "get"]),
      forgive: chance(50) ? "true" : "false",
    };
    return { sender: pick(users), contract: pick(contracts), method, parameters };
  }

  #governance(): Partial<TestTx> {
    const { pick, below, chance } = this.#random;
    if (chance(50)) {
      return {
        sender: admin,
        endorsers: majority,
        contract: "CHAIN_CONFIG",
        method: "BLOCK_UPDATE",
        parameters: { block_tx_capacity: String(1 + below(40)) },
      };
    }
    const method = pick(["FREEZE_CONTRACT", "UNFREEZE_CONTRACT", "UNFREEZE_CONTRACT"]);
    return {
      sender: admin,
      endorsers: majority,
      contract: "CONTRACT_MANAGE",
      method,
      parameters: { CONTRACT_NAME: pick(contracts) },
    };
  }

  #certificates(): Partial<TestTx> {
    const { pick } = this.#random;
    const method = pick(["CERTS_FREEZE", "CERTS_UNFREEZE", "CERTS_UNFREEZE"]);
    return { sender: admin, contract: "CERT_MANAGE", method, parameters: { certs: pick(users).certificatePem } };
  }

  #bad(): TxView {
    const call = this.#call();
    switch (this.#random.below(6)) {
      case 0:
        return this.#sign({ ...call, chainId: "chain2" });
      case 1:
        return this.#sign({ ...call, sender: this.#random.pick(strangers) });
      case 2:
        return this.#sign({ ...call, timestamp: this.#nowSeconds() - 10_000n });
      case 3:
        return this.#sign({ ...call, txId: "with space" });
      case 4:
        return this.#sign({
          sender: this.#random.pick(users),
          contract: "CHAIN_CONFIG",
          method: "BLOCK_UPDATE",
          parameters: { block_tx_capacity: "1" },
        });
      default:
        return this.#withOtherSignature(this.#sign(call));
    }
  }

  #withOtherSignature({ payload, sender }: TxView): TxView {
    const forged = create(EndorsementEntrySchema, {
      ...sender,
      signature: (sender?.signature ?? new Uint8Array()).toReversed(),
    });
    return createTxView(encodeMessage(TxRequestSchema, create(TxRequestSchema, { payload, sender: forged })));
  }

  #sign(part: Partial<TestTx>): TxView {
    return signTx({
      sender: admin,
      contract: "",
      method: "",
      txId: this.#nextId(),
      timestamp: this.#nowSeconds(),
      ...part,
    });
  }

  #nextId(): string {
    return `tx-${this.#count++}`;
  }
}
