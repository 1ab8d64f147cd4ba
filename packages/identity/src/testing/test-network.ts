import { readFileSync } from "node:fs";
import { create } from "@bufbuild/protobuf";
import { hashBytes, parseCertificate, parsePrivateKey, type Certificate, type PrivateKey } from "@yanta/crypto";
import {
  ChainConfigSchema,
  createTxView,
  encodeMessage,
  EndorsementEntrySchema,
  KeyValuePairSchema,
  MemberSchema,
  MemberType,
  PayloadSchema,
  ResourcePolicySchema,
  TxRequestSchema,
  TxType,
  type ChainConfig,
  type EndorsementEntry,
  type Payload,
  type TxView,
} from "@yanta/protocol";
import { bytesToHex, utf8ToBytes } from "@yanta/bytes";
import { createAccessControl } from "../access-control.ts";
import type { AccessControl, StateReader } from "../interface.ts";

const cryptoConfig = new URL("../../../../third_party/chainmaker-testdata/testdata/crypto-config/", import.meta.url);

/** A time at which the test certificates are valid: 2027-06-01. */
export const now = 1_811_808_000n;

/** Organisation id of the test data: org(1) is `wx-org1.chainmaker.org`. */
export function org(number: number): string {
  return `wx-org${number}.chainmaker.org`;
}

export function readTestFile(path: string): Uint8Array {
  return new Uint8Array(readFileSync(new URL(path, cryptoConfig)));
}

/** Someone who can sign: a certificate file's bytes with its key. */
export interface Person {
  readonly orgId: string;
  readonly pem: Uint8Array;
  readonly certificate: Certificate;
  readonly key: PrivateKey;
}

const people = new Map<string, Person>();

/** `user/admin1`, `user/client3`, `node/consensus1` … of an organisation; `kind` is sign or tls. */
export function person(orgNumber: number, path: string, kind: "sign" | "tls" = "sign"): Person {
  const base = `${org(orgNumber)}/${path}/${path.split("/").at(-1)}.${kind}`;
  const known = people.get(base);
  if (known !== undefined) return known;
  const pem = readTestFile(`${base}.crt`);
  const made: Person = {
    orgId: org(orgNumber),
    pem,
    certificate: parseCertificate(pem),
    key: parsePrivateKey(readTestFile(`${base}.key`)),
  };
  people.set(base, made);
  return made;
}

export const admin = (orgNumber: number): Person => person(orgNumber, "user/admin1");
export const client = (orgNumber: number): Person => person(orgNumber, "user/client1");
export const light = (orgNumber: number): Person => person(orgNumber, "user/light1");
export const consensusNode = (orgNumber: number): Person => person(orgNumber, "node/consensus1");
export const commonNode = (orgNumber: number): Person => person(orgNumber, "node/common1");

/** The chain of bc1.yml: organisations 1 to 4. */
export function testConfig(change: (config: ChainConfig) => void = () => undefined): ChainConfig {
  const config = create(ChainConfigSchema, {
    chainId: "chain1",
    version: "2030600",
    authType: "permissionedWithCert",
    crypto: { hash: "SHA256" },
    trustRoots: [1, 2, 3, 4].map((number) => ({
      orgId: org(number),
      root: [new TextDecoder().decode(readTestFile(`${org(number)}/ca/ca.crt`))],
    })),
  });
  change(config);
  return config;
}

/** CERT_MANAGE's state as a test writes it: texts and bytes by key. */
export type TestState = Readonly<Record<string, string | Uint8Array>>;

export function stateReader(state: TestState = {}): StateReader {
  return (contract, key) => {
    const value = contract === "CERT_MANAGE" ? state[key] : undefined;
    return typeof value === "string" ? utf8ToBytes(value) : value;
  };
}

export function accessControl(change?: (config: ChainConfig) => void, state?: TestState): AccessControl {
  return createAccessControl({ config: testConfig(change), state: stateReader(state) });
}

export interface EndorseOptions {
  readonly orgId?: string;
  readonly memberType?: MemberType;
  readonly memberInfo?: Uint8Array;
  /** Signs something else. */
  readonly isForged?: boolean;
}

/** `who`'s signature over `message`. */
export function endorse(who: Person, message: Uint8Array, options: EndorseOptions = {}): EndorsementEntry {
  return create(EndorsementEntrySchema, {
    signer: create(MemberSchema, {
      orgId: options.orgId ?? who.orgId,
      memberType: options.memberType ?? MemberType.CERT,
      memberInfo: options.memberInfo ?? who.pem,
    }),
    signature: who.key.sign(
      options.isForged === true ? utf8ToBytes("something else") : message,
      who.certificate.signatureHash,
    ),
  });
}

export interface TxOptions {
  readonly sender?: Person | undefined;
  readonly senderOptions?: EndorseOptions;
  readonly endorsers?: readonly Person[];
  readonly forgers?: readonly Person[];
  readonly payer?: Person;
  readonly payerOptions?: EndorseOptions;
  readonly parameters?: Readonly<Record<string, string>>;
  readonly txType?: TxType;
  readonly payload?: Partial<Pick<Payload, "chainId" | "txId" | "timestamp" | "expirationTime">>;
}

/** A signed transaction for `<contract>-<method>`; the sender is client1 of organisation 1 unless said. */
export function signedTx(resource: string, options: TxOptions = {}): TxView {
  const at = resource.indexOf("-");
  const payload = create(PayloadSchema, {
    chainId: "chain1",
    txType: options.txType ?? TxType.INVOKE_CONTRACT,
    txId: "ab".repeat(32),
    timestamp: now,
    contractName: resource.slice(0, at),
    method: resource.slice(at + 1),
    parameters: Object.entries(options.parameters ?? {}).map(([key, value]) =>
      create(KeyValuePairSchema, { key, value: utf8ToBytes(value) }),
    ),
    ...options.payload,
  });
  const bytes = encodeMessage(PayloadSchema, payload);
  const sender = "sender" in options ? options.sender : client(1);
  return createTxView(
    encodeMessage(
      TxRequestSchema,
      create(TxRequestSchema, {
        payload,
        ...(sender && { sender: endorse(sender, bytes, options.senderOptions) }),
        endorsers: [
          ...(options.endorsers ?? []).map((endorser) => endorse(endorser, bytes)),
          ...(options.forgers ?? []).map((forger) => endorse(forger, bytes, { isForged: true })),
        ],
        ...(options.payer && { payer: endorse(options.payer, bytes, options.payerOptions) }),
      }),
    ),
  );
}

/** The chain's hash of a certificate, as CERT_ADD stores it, raw and in hex. */
export function certificateHash(who: Person): { readonly raw: Uint8Array; readonly hex: string } {
  const raw = hashBytes("SHA256", who.certificate.der);
  return { raw, hex: bytesToHex(raw) };
}

/** Adds one customised policy to a test's configuration. */
export function withPolicy(
  resourceName: string,
  rule: string,
  orgList: string[] = [],
  roleList: string[] = [],
): (config: ChainConfig) => void {
  return (config) => {
    config.resourcePolicies.push(create(ResourcePolicySchema, { resourceName, policy: { rule, orgList, roleList } }));
  };
}

/** Sets the version of a test's configuration. */
export function withVersion(text: string): (config: ChainConfig) => void {
  return (config) => {
    config.version = text;
  };
}

/** The refusal's text for one signed transaction; undefined = allowed. */
export function verify(
  control: AccessControl,
  resource: string,
  options?: TxOptions,
  time: bigint = now,
): string | undefined {
  return control.verifyTransaction(signedTx(resource, options), time)?.message;
}

/** What refinement says when no endorsement is good, and how stage 1 wraps it. */
export const allFailed = "authentication failed, [refine endorsements failed, all endorsers have failed verification]";
export const typeFailed = `[verifyTxTypePrincipal]authentication error: ${allFailed}`;
