import { create } from "@bufbuild/protobuf";
import { emptyBytes, equalBytes, utf8ToBytes } from "@yanta/bytes";
import { certManageContract } from "@yanta/identity";
import { AliasInfosSchema, encodeMessage, MemberType, type AliasInfo } from "@yanta/protocol";
import type { TxContext } from "@yanta/vm";
import { createNativeEvent, nativeTopics } from "../contract-event.ts";
import type { NativeMethod } from "../interface.ts";
import { refuse, succeed, succeedWithText } from "../outcome.ts";
import { isAnyBlank, isBlank, parameterText, refuseLongList } from "../parameters.ts";
import {
  addAliasState,
  changeAliasState,
  createAlias,
  createAliasState,
  currentCertificate,
  findAlias,
} from "./alias-state.ts";
import { parseCertificateText } from "./certificate-input.ts";

const aliasPattern = "^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,63}$";
const aliasFormat = new RegExp(aliasPattern);

/** CERT_ALIAS_ADD: names the sender's certificate. A deleted alias may be added again. Spec: system-contracts.md §5. */
export const addAlias: NativeMethod = (context, parameters) => {
  const name = parameterText(parameters, "alias").trim();
  if (name === "") return refuse("add alias failed, alias name is nil");
  if (!aliasFormat.test(name)) return refuse(`add alias failed, alias name[${name}] must match ${aliasPattern}`);
  const { memberType, memberInfo } = context.sender.member;
  if (memberType !== MemberType.CERT) return refuse("add alias failed, MemberType must be MemberType_CERT ");
  const lookup = findAlias(context, name);
  if (lookup.kind === "refused") return refuse(`add alias failed, ${lookup.message}`);
  const alias = lookup.kind === "found" ? lookup.alias : createAlias(name);
  if (currentCertificate(alias).length > 0) return refuse(`add alias failed, alias[${name}] already exist`);
  addAliasState(context, alias, createAliasState(context, memberInfo));
  return succeedWithText("ok");
};

/** CERT_ALIAS_UPDATE: another certificate of the endorsing administrator's organisation takes the alias. */
export const updateAlias: NativeMethod = (context, parameters) => {
  const pem = parameterText(parameters, "cert").trim();
  const name = parameterText(parameters, "alias").trim();
  if (isAnyBlank(name, pem)) return refuse("update alias failed, alias name or cert is nil");
  if (!aliasFormat.test(name)) return refuse(`update alias failed, alias name[${name}] must match ${aliasPattern}`);
  const lookup = findAlias(context, name);
  if (lookup.kind === "refused") return refuse(lookup.message);
  if (lookup.kind === "missing" || currentCertificate(lookup.alias).length === 0)
    return refuse(`update alias fail, alias[${name}] not exist`);
  const next = organisationOf(pem);
  if (next.kind === "refused") return refuse(`update alias fail, params[cert] format error, err:${next.message}`);
  const now = organisationOf(currentCertificate(lookup.alias));
  if (now.kind === "refused") return refuse(`update alias fail, params[cert] format error, err:${now.message}`);
  if (!isActingFor(context, next.orgId))
    return refuse(`update alias fail, you can't change to other organization[${next.orgId}] cert. `);
  if (!isActingFor(context, now.orgId))
    return refuse(`update alias fail, you can't change other organization[${next.orgId}] cert. `);
  const certificate = utf8ToBytes(pem);
  if (equalBytes(currentCertificate(lookup.alias), certificate))
    return refuse(`update alias fail, alias[${name}] is already the cert`);
  changeAliasState(context, lookup.alias, createAliasState(context, certificate));
  return succeedWithText("ok", [aliasEvent(context, nativeTopics.certAliasUpdate, name)]);
};

/** CERTS_ALIAS_DELETE: takes the certificates of all `aliases` away; the records stay with their history. */
export const deleteAliases: NativeMethod = (context, parameters) => {
  const names = parameterText(parameters, "aliases").trim();
  if (names === "") return refuse("delete alias failed, alias name is nil");
  for (const name of names.split(",")) {
    const lookup = findAlias(context, name);
    if (lookup.kind === "refused") return refuse(lookup.message);
    if (lookup.kind === "missing" || currentCertificate(lookup.alias).length === 0)
      return refuse(`delete alias fail, alias[${name}] not exist`);
    const now = organisationOf(currentCertificate(lookup.alias));
    if (now.kind === "refused") return refuse(`delete alias fail, params[cert] format error, err:${now.message}`);
    if (!isActingFor(context, now.orgId))
      return refuse(`delete alias fail, you can't delete other organization[${now.orgId}] cert. `);
    changeAliasState(context, lookup.alias, createAliasState(context, emptyBytes));
  }
  return succeedWithText("ok", [aliasEvent(context, nativeTopics.certAliasDelete, names)]);
};

/** CERTS_ALIAS_QUERY: M(AliasInfos) in the order asked. */
export const queryAliases: NativeMethod = (context, parameters) => {
  const names = parameterText(parameters, "aliases").trim();
  if (isBlank(names)) return refuse("query alias failed, alias name is nil");
  const tooLong = refuseLongList(names, "aliases");
  if (tooLong !== undefined) return refuse(tooLong);
  const aliasInfos: AliasInfo[] = [];
  for (const name of names.split(",")) {
    const lookup = findAlias(context, name);
    if (lookup.kind === "refused") return refuse(lookup.message);
    if (lookup.kind === "missing")
      return refuse(`query alias failed, not found alias[${name}], you should add alias first`);
    aliasInfos.push(lookup.alias);
  }
  return succeed(encodeMessage(AliasInfosSchema, create(AliasInfosSchema, { aliasInfos })));
};

type Organisation =
  | { readonly kind: "organisation"; readonly orgId: string }
  | { readonly kind: "refused"; readonly message: string };

function organisationOf(pem: string | Uint8Array): Organisation {
  const parsed = parseCertificateText(pem);
  if (parsed.kind === "refused") return parsed;
  const [orgId] = parsed.certificate.subject.organization;
  return orgId === undefined ? { kind: "refused", message: "%!s(<nil>)" } : { kind: "organisation", orgId };
}

/** Whether the first endorser, or the sender when there is none, belongs to an organisation. */
function isActingFor(context: TxContext, orgId: string): boolean {
  const [endorser] = context.tx.endorsers;
  const signer = endorser === undefined ? context.sender.member : endorser.signer;
  return signer?.orgId === orgId;
}

function aliasEvent(context: TxContext, topic: string, names: string) {
  return createNativeEvent(context, {
    topic,
    contract: certManageContract,
    version: context.chainConfig.version,
    data: [names],
  });
}
