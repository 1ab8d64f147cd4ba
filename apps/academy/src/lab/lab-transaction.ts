import type { SignedRequestView, SignerView, TransactionView } from "@yanta/playground";

/** A learner's transaction: what became of it, and what was signed. */
export interface LabTransaction extends TransactionView {
  readonly request: SignedRequestView;
  /** Unix seconds of its block. */
  readonly blockTimestamp: bigint;
}

/** Whether a transaction was executed without a failure. */
export function isSuccess({ code, contractCode }: Pick<LabTransaction, "code" | "contractCode">): boolean {
  return code === 0 && contractCode === 0;
}

/** Successful calls of a method, in order. */
export function callsOf(txs: readonly LabTransaction[], contract: string, method: string): readonly LabTransaction[] {
  return txs.filter((tx) => tx.contract === contract && tx.method === method && isSuccess(tx));
}

/** A parameter as text, empty when it was not given. */
export function argumentOf({ request }: LabTransaction, name: string): string {
  return bytesToText(request.parameters[name]);
}

/** Who sent it, in the console's form: `client1@org1`. */
export function senderOf({ request }: LabTransaction): string {
  return request.sender === undefined ? "" : signerToText(request.sender);
}

/** `admin1.sign.wx-org2.chainmaker.org` is `admin1@org2`. */
export function signerToText({ orgId, commonName }: SignerView): string {
  const org = /^wx-(org[1-4])\.chainmaker\.org$/.exec(orgId)?.[1] ?? orgId;
  return `${commonName.split(".")[0] ?? ""}@${org}`;
}

/** UTF-8; broken bytes become U+FFFD, nothing is empty. */
export function bytesToText(bytes: Uint8Array | undefined): string {
  return bytes === undefined ? "" : new TextDecoder().decode(bytes);
}
