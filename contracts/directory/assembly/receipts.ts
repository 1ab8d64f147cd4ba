import { Event4, Json, JsonWriter, stateKey, StateMap } from "@yanta/contract-sdk";
import { Acting } from "./acting";
import { audit } from "./audit";
import { grantFault } from "./grants";
import { numberOf, textsOf, textsToJson } from "./records";
import { need } from "./refuse";
import { Request } from "./request";
import { begin, enter } from "./requests";
import { checkHash, checkId, checkText } from "./texts";

/** A delivery was noted by its provider (DELIVERED), and by its consumer (ACKNOWLEDGED or REFUSED). */
const receiptChanged = new Event4<string, string, string, string>("receiptChanged", "id", "request", "state", "hash");

const receipts = new StateMap<string>("receipt");

/** Proof of one delivery, signed by both sides: each sends the transaction that says so. */
export class Receipt {
  state: string = "DELIVERED";
  providerUid: string = "";
  deliveredAt: i64 = 0;
  consumerUid: string = "";
  answeredAt: i64 = 0;
  revision: i32 = 0;

  constructor(
    public id: string,
    public request: string,
    /** Of the request when it was delivered. */
    public agreement: string,
    /** Of what was delivered; of many answers the root of a Merkle tree. */
    public hash: string,
    /** Bytes. */
    public size: i64,
    public uses: i32,
    public purpose: string,
    public fields: string[],
  ) {}

  static load(id: string): Receipt {
    const stored = receipts.getOr(stateKey([id]), "");
    need(stored != "", "DIR_NONE", "id", id);
    const json = Json.parse(stored);
    const receipt = new Receipt(
      id,
      json.textOf("request"),
      json.textOf("agreement"),
      json.textOf("hash"),
      numberOf(json, "size"),
      <i32>numberOf(json, "uses"),
      json.textOf("purpose"),
      textsOf(json, "fields"),
    );
    receipt.state = json.textOf("state");
    receipt.providerUid = json.textOf("providerUid");
    receipt.deliveredAt = numberOf(json, "deliveredAt");
    receipt.consumerUid = json.textOf("consumerUid");
    receipt.answeredAt = numberOf(json, "answeredAt");
    receipt.revision = <i32>numberOf(json, "revision");
    return receipt;
  }

  toJson(): string {
    return new JsonWriter()
      .text("id", this.id)
      .text("request", this.request)
      .text("agreement", this.agreement)
      .text("hash", this.hash)
      .value<i64>("size", this.size)
      .value<i32>("uses", this.uses)
      .text("purpose", this.purpose)
      .raw("fields", textsToJson(this.fields))
      .text("state", this.state)
      .text("providerUid", this.providerUid)
      .value<i64>("deliveredAt", this.deliveredAt)
      .text("consumerUid", this.consumerUid)
      .value<i64>("answeredAt", this.answeredAt)
      .value<i32>("revision", this.revision)
      .toString();
  }

  save(acting: Acting, action: string, from: string, reason: string): void {
    this.revision++;
    const deed = acting.deed(action, max<i64>(this.deliveredAt, this.answeredAt), from, this.state, reason);
    audit("receipt." + this.id, this.revision, deed);
    receipts.set(stateKey([this.id]), this.toJson());
    receiptChanged.emit(this.id, this.request, this.state, this.hash);
  }
}

/** The provider has delivered what the grant allows. */
export function deliver(acting: Acting, receipt: Receipt): void {
  checkId(receipt.id, "id");
  need(!receipts.has(stateKey([receipt.id])), "DIR_EXISTS", "id", receipt.id);
  checkHash(receipt.hash, "hash");
  need(receipt.size >= 0, "DIR_FORMAT", "size");
  const request = begin(acting, receipt.request, "deliver");
  const now = acting.timeAfter(request.at);
  const fault = grantFault(request, receipt.purpose, receipt.fields, receipt.uses, now);
  need(fault == "", fault, "deliver");
  request.used += receipt.uses;
  receipt.agreement = request.agreement;
  receipt.providerUid = acting.uid;
  receipt.deliveredAt = now;
  enter(request, acting, "deliver", request.state);
  receipt.save(acting, "deliver", "", "");
}

/** The consumer has received the same. */
export function acknowledge(acting: Acting, id: string, hash: string, size: i64): void {
  const receipt = Receipt.load(id);
  answer(acting, receipt, begin(acting, receipt.request, "acknowledge"), "acknowledge");
  need(hash == receipt.hash, "DIR_DIFFERS", "hash", receipt.hash);
  need(size == receipt.size, "DIR_DIFFERS", "size", receipt.size.toString());
  receipt.state = "ACKNOWLEDGED";
  receipt.save(acting, "acknowledge", "DELIVERED", "");
}

/** The consumer has not received it, or something else: the uses count no longer. */
export function refuseDelivery(acting: Acting, id: string, reason: string): void {
  const receipt = Receipt.load(id);
  const request = begin(acting, receipt.request, "refuseDelivery");
  answer(acting, receipt, request, "refuseDelivery");
  checkText(reason, "reason", 500);
  receipt.state = "REFUSED";
  request.used -= receipt.uses;
  enter(request, acting, "refuseDelivery", request.state);
  receipt.save(acting, "refuseDelivery", "DELIVERED", reason);
}

function answer(acting: Acting, receipt: Receipt, request: Request, action: string): void {
  need(receipt.state == "DELIVERED", "DIR_STATE", action, receipt.state);
  receipt.consumerUid = acting.uid;
  receipt.answeredAt = max<i64>(acting.timeAfter(request.at), receipt.deliveredAt);
}
