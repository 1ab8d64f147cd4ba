import { utf8ToBytes } from "@yanta/bytes";
import { type Contract, TxStatusCode } from "@yanta/protocol";
import type { CallOutcome, Parameters, TxContext } from "../interface.ts";
import { failedCall } from "./failed-call.ts";

/** Set by callers of other runtimes (EVM): the sender is a contract. */
const crossCallType = "CALL_TYPE";
const crossCallValue = "CROSS";

export type InjectedParameters =
  | { readonly kind: "parameters"; readonly parameters: Map<string, Uint8Array> }
  | { readonly kind: "failed"; readonly outcome: CallOutcome };

/**
 * The user's parameters with those that the chain adds: role and uid (hex of the SubjectKeyIdentifier) and organisation of the
 * sender and of the contract's creator, transaction id and timestamp (as in the payload), block height; all as text. They replace
 * user parameters of the same name. The sender is the transaction's own in nested calls too.
 *
 * Not here: `__cross_caller__`, which the caller of another contract sets, and `__context_ptr__`, which the runtime sets.
 * Spec: vm.md §8.2.
 */
export function injectCallParameters(
  contract: Contract,
  context: TxContext,
  parameters: Parameters,
): InjectedParameters {
  const { creator } = contract;
  if (creator === undefined) {
    return {
      kind: "failed",
      outcome: failedCall(TxStatusCode.GET_CREATOR_FAILED, `creatorTmp is empty for contract:${contract.name}`),
    };
  }
  const { sender, tx } = context;
  const callType = parameters.get(crossCallType);
  const isCrossCall = callType !== undefined && isAsciiText(callType, crossCallValue);
  const all = new Map(parameters);
  const senderBytes = personBytes(sender);
  const creatorBytes = personBytes(creator);
  all.set("__sender_role__", isCrossCall ? utf8ToBytes("CONTRACT") : senderBytes.role);
  all.set("__sender_org_id__", senderBytes.orgId);
  all.set("__creator_org_id__", creatorBytes.orgId);
  all.set("__creator_role__", creatorBytes.role);
  all.set("__creator_pk__", creatorBytes.uid);
  all.set("__sender_pk__", senderBytes.uid);
  all.set("__tx_id__", utf8ToBytes(tx.txId));
  all.set("__block_height__", utf8ToBytes(String(context.blockHeight)));
  all.set("__tx_time_stamp__", utf8ToBytes(String(tx.payload.timestamp)));
  return { kind: "parameters", parameters: all };
}

/** Who sends or created, as identities and contract records say it. */
interface Person {
  readonly orgId: string;
  readonly role: string;
  readonly uid: string;
}

interface PersonBytes {
  readonly orgId: Uint8Array;
  readonly role: Uint8Array;
  readonly uid: Uint8Array;
}

/** Identities and contract records live as long as their caches hold them, and with them their encoded texts. */
const knownPersons = new WeakMap<Person, PersonBytes>();

function personBytes(person: Person): PersonBytes {
  const known = knownPersons.get(person);
  if (known !== undefined) return known;
  const { orgId, role, uid } = person;
  const bytes = { orgId: utf8ToBytes(orgId), role: utf8ToBytes(role), uid: utf8ToBytes(uid) };
  knownPersons.set(person, bytes);
  return bytes;
}

function isAsciiText(bytes: Uint8Array, text: string): boolean {
  if (bytes.length !== text.length) return false;
  for (let i = 0; i < bytes.length; i++) if (bytes[i] !== text.charCodeAt(i)) return false;
  return true;
}
