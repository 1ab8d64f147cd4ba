import { create } from "@bufbuild/protobuf";
import { bytesToUtf8, emptyBytes, textToBinaryString, utf8ToBytes } from "@yanta/bytes";
import { certManageContract, storedCertificateKey } from "@yanta/identity";
import {
  AliasCertInfoSchema,
  AliasInfoSchema,
  decodeMessage,
  encodeMessage,
  type AliasCertInfo,
  type AliasInfo,
} from "@yanta/protocol";
import type { TxContext } from "@yanta/vm";
import { isBlank } from "../parameters.ts";
import { certificateHashHex } from "./certificate-input.ts";

/** Entries of an alias's history that update and delete keep. Spec: system-contracts.md §5. */
const aliasHistoryMax = 10;

/** Longest alias that can be looked up, as any state key. */
const aliasLengthMax = 1024;

const aliasPrefix = "cert_alias#";
/** Comma list of all aliases ever added. */
const allAliasesKey = "cert_alias#all";

export type AliasLookup =
  | { readonly kind: "found"; readonly alias: AliasInfo }
  | { readonly kind: "missing" }
  | { readonly kind: "refused"; readonly message: string };

/** The record of an alias, a recorded read. A deleted alias is found, without a certificate. */
export function findAlias(context: TxContext, name: string): AliasLookup {
  if (isBlank(name)) return { kind: "refused", message: "params[alias] is empty" };
  if (name.length > aliasLengthMax) return { kind: "refused", message: `key[${name}] too long` };
  if (!/^[a-zA-Z0-9._-]+$/.test(name))
    return { kind: "refused", message: `key[${name}] can only consist of numbers, dot, letters and underscores` };
  const bytes = context.get(certManageContract, aliasPrefix + name);
  if (bytes === undefined || bytes.length === 0) return { kind: "missing" };
  return { kind: "found", alias: decodeMessage(AliasInfoSchema, bytes) };
}

/** The alias's certificate now; empty when it was deleted. */
export function currentCertificate(alias: AliasInfo): Uint8Array {
  return alias.nowCert?.cert ?? emptyBytes;
}

/** A state of an alias from this block on. */
export function createAliasState(context: TxContext, certificate: Uint8Array): AliasCertInfo {
  const hash = certificate.length === 0 ? "" : (certificateHashHex(context.chainConfig, certificate) ?? "");
  return create(AliasCertInfoSchema, { hash, cert: certificate, blockHeight: context.blockHeight });
}

/** Stores a new or added-again alias: its history is not shortened, its name joins the list of all. */
export function addAliasState(context: TxContext, alias: AliasInfo, state: AliasCertInfo): void {
  const all = context.get(certManageContract, allAliasesKey) ?? emptyBytes;
  const names = all.length === 0 ? alias.alias : `${bytesToUtf8(all)},${alias.alias}`;
  context.put(certManageContract, allAliasesKey, utf8ToBytes(names));
  storeAlias(context, alias, state, [...alias.hisCerts, state]);
}

/** Stores a changed alias with the latest ten entries of its history. */
export function changeAliasState(context: TxContext, alias: AliasInfo, state: AliasCertInfo): void {
  storeAlias(context, alias, state, [...alias.hisCerts, state].slice(-aliasHistoryMax));
}

/** A record for a name that was never used. */
export function createAlias(name: string): AliasInfo {
  return create(AliasInfoSchema, { alias: name });
}

function storeAlias(context: TxContext, alias: AliasInfo, state: AliasCertInfo, history: AliasCertInfo[]): void {
  const stored = create(AliasInfoSchema, { alias: alias.alias, nowCert: state, hisCerts: history });
  context.put(
    certManageContract,
    textToBinaryString(aliasPrefix + alias.alias),
    encodeMessage(AliasInfoSchema, stored),
  );
  context.put(certManageContract, storedCertificateKey(utf8ToBytes(alias.alias)), state.cert);
}
