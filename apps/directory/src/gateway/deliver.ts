import { bytesToHex, utf8ToBytes } from "@yanta/bytes";
import { hashBytes } from "@yanta/crypto";
import type { DeliveryStore, KeptDelivery } from "./delivery-store.ts";
import { type DirectoryView, failureCode, notGranted, type Receipt } from "./directory-view.ts";
import { gatewayErrors } from "./errors.ts";
import type { Source } from "./gateway-config.ts";
import { deliveriesAtOnceMax, questionAgeSecondsMax, sourceBytesMax } from "./limits.ts";
import { selectFields } from "./mask.ts";
import { brokenConstraint, type GrantedRequest, policyOf } from "./odrl-policy.ts";
import { type Question, readQuestion } from "./question.ts";
import { readSource } from "./read-source.ts";

/** What goes to a consumer: noted on chain before its first byte leaves. */
export interface Delivery {
  readonly kept: KeptDelivery;
  /** JSON, a list of records with the granted fields. */
  readonly body: Uint8Array;
}

export interface DelivererOptions {
  readonly view: DirectoryView;
  readonly contract: string;
  readonly store: DeliveryStore;
  readonly sources: ReadonlyMap<string, Source>;
  /** Unix seconds. */
  readonly now: () => number;
}

/**
 * Makes deliveries. The order is: the chain accepts the consumer's question, the data is read and kept, the use is counted on chain (`deliver`), and only then
 * the data leaves. A crash between two steps loses nothing: asked again with the same id, a delivery that is counted is handed over again without a second count,
 * one that is not is counted then.
 */
export class Deliverer {
  readonly #options: DelivererOptions;
  /** Ids that are being worked on: the same one twice at a time would be counted twice or answered half. */
  readonly #running = new Set<string>();

  constructor(options: DelivererOptions) {
    this.#options = options;
  }

  /** Errors: DIRECTORY_GATEWAY_*, and those of queries. */
  async deliver(questionBytes: Uint8Array): Promise<Delivery> {
    const { view, contract, now } = this.#options;
    const question = readQuestion(questionBytes, contract);
    // A chain need not look at the time of a query.
    if (Math.abs(now() - question.signedAt) > questionAgeSecondsMax)
      throw gatewayErrors.create("DIRECTORY_GATEWAY_SIGNER", {
        reason: "the question is too old, or of a wrong clock",
      });
    if (this.#running.size >= deliveriesAtOnceMax || this.#running.has(question.delivery))
      throw gatewayErrors.create("DIRECTORY_GATEWAY_BUSY");
    this.#running.add(question.delivery);
    try {
      const refusal = await view.ask(question);
      if (refusal === "DIR_NONE") throw notGranted(question.request, refusal);
      const request = await view.request(question.request);
      if (!(await view.isConsumer(question.uid, request)))
        throw gatewayErrors.create("DIRECTORY_GATEWAY_NOT_CONSUMER", { request: request.id });
      const kept = this.#options.store.find(question.delivery);
      return kept === undefined
        ? await this.#deliverNew(question, request, refusal)
        : await this.#deliverKept(kept, question, refusal);
    } finally {
      this.#running.delete(question.delivery);
    }
  }

  async #deliverNew(question: Question, request: GrantedRequest, refusal: string): Promise<Delivery> {
    const { store, now } = this.#options;
    if (refusal !== "") throw notGranted(request.id, refusal);
    const constraint = brokenConstraint(policyOf(request), { ...question, at: now() }, request.used);
    if (constraint !== undefined)
      throw gatewayErrors.create("DIRECTORY_GATEWAY_CONSTRAINT", { request: request.id, constraint });
    const body = await this.#read(request, question.fields);
    const kept: KeptDelivery = {
      id: question.delivery,
      request: request.id,
      member: question.uid,
      purpose: question.purpose,
      fields: question.fields,
      uses: question.uses,
      hash: bytesToHex(hashBytes("SHA256", body)),
      size: body.length,
      at: now(),
    };
    store.keep(kept, body);
    await this.#note(kept);
    return { kept, body };
  }

  async #deliverKept(kept: KeptDelivery, question: Question, refusal: string): Promise<Delivery> {
    const { store, view } = this.#options;
    if (!isSameQuestion(kept, question)) throw otherDelivery(kept.id);
    const receipt = await view.receipt(kept.id);
    if (receipt === undefined) {
      if (refusal !== "") throw notGranted(kept.request, refusal);
      await this.#note(kept);
    } else {
      this.#checkReceipt(kept, receipt);
      // Its own use may have been the last one.
      if (refusal !== "" && refusal !== "DIR_COUNT") throw notGranted(kept.request, refusal);
    }
    return { kept, body: store.body(kept.id) };
  }

  /** Counts the use on chain. When that fails the data does not leave. */
  async #note(kept: KeptDelivery): Promise<void> {
    const { view, store } = this.#options;
    const { id, request, hash, size, purpose, fields, uses } = kept;
    try {
      await view.directory.deliver({ id, request, hash, size: BigInt(size), purpose, fields, uses });
    } catch (error) {
      const code = failureCode(error);
      if (code === "DIR_EXISTS") return this.#checkReceipt(kept, await view.receipt(id));
      const reason = error instanceof Error ? error.message : String(error);
      // The contract's no is final. Whatever else went wrong may have been counted all the same, so the data stays for the next question.
      if (code !== undefined) store.remove(id);
      throw code === undefined
        ? gatewayErrors.create("DIRECTORY_GATEWAY_NOT_NOTED", { reason }, error)
        : notGranted(request, code);
    }
  }

  #checkReceipt(kept: KeptDelivery, receipt: Receipt | undefined): void {
    if (receipt?.hash !== kept.hash || receipt.request !== kept.request) {
      this.#options.store.remove(kept.id);
      throw otherDelivery(kept.id);
    }
    if (receipt.state === "DELIVERED") return;
    this.#options.store.remove(kept.id);
    throw gatewayErrors.create("DIRECTORY_GATEWAY_SETTLED", { delivery: kept.id, state: receipt.state });
  }

  async #read({ entry }: GrantedRequest, fields: readonly string[]): Promise<Uint8Array> {
    const source = this.#options.sources.get(entry);
    if (source === undefined) throw gatewayErrors.create("DIRECTORY_GATEWAY_NO_SOURCE", { entry });
    const selected = selectFields(await readSource(source), fields, source.masks);
    if (selected.kind === "missing")
      throw gatewayErrors.create("DIRECTORY_GATEWAY_FIELD", { entry, field: selected.field });
    const body = utf8ToBytes(`${JSON.stringify(selected.records)}\n`);
    if (body.length > sourceBytesMax)
      throw gatewayErrors.create("DIRECTORY_GATEWAY_TOO_LARGE", {
        what: "the delivery",
        max: `${sourceBytesMax} bytes`,
      });
    return body;
  }
}

function isSameQuestion(kept: KeptDelivery, question: Question): boolean {
  const { request, purpose, uses, fields, uid } = question;
  return (
    kept.member === uid &&
    kept.request === request &&
    kept.purpose === purpose &&
    kept.uses === uses &&
    JSON.stringify(kept.fields) === JSON.stringify(fields)
  );
}

function otherDelivery(delivery: string): Error {
  return gatewayErrors.create("DIRECTORY_GATEWAY_OTHER_DELIVERY", { delivery });
}
