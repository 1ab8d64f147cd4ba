import { emptyBytes } from "@yanta/bytes";
import type { Member } from "../gen/accesscontrol/member_pb.js";
import type { EndorsementEntry, KeyValuePair, Limit, Payload } from "../gen/common/request_pb.js";
import { CanonicalReader } from "./canonical-reader.ts";

/** The payload of canonical bytes, as `fromBinary` gives it. */
export function decodePayload(bytes: Uint8Array): Payload {
  const reader = new CanonicalReader(bytes);
  const payload: Payload = {
    $typeName: "common.Payload",
    chainId: "",
    txType: 0,
    txId: "",
    timestamp: 0n,
    expirationTime: 0n,
    contractName: "",
    method: "",
    parameters: [],
    sequence: 0n,
  };
  for (let field = reader.field(); field !== 0; field = reader.field()) {
    switch (field) {
      case 1:
        payload.chainId = reader.text();
        break;
      case 2:
        payload.txType = reader.int32();
        break;
      case 3:
        payload.txId = reader.text();
        break;
      case 4:
        payload.timestamp = reader.int64();
        break;
      case 5:
        payload.expirationTime = reader.int64();
        break;
      case 6:
        payload.contractName = reader.text();
        break;
      case 7:
        payload.method = reader.text();
        break;
      case 8:
        payload.parameters.push(decodeParameter(reader));
        break;
      case 9:
        payload.sequence = reader.uint64();
        break;
      default:
        payload.limit = decodeLimit(reader);
    }
  }
  return payload;
}

/** The entry of canonical bytes, as `fromBinary` gives it. */
export function decodeEndorsement(bytes: Uint8Array): EndorsementEntry {
  const reader = new CanonicalReader(bytes);
  const entry: EndorsementEntry = { $typeName: "common.EndorsementEntry", signature: emptyBytes };
  for (let field = reader.field(); field !== 0; field = reader.field()) {
    if (field === 1) entry.signer = decodeMember(reader);
    else entry.signature = reader.delimited();
  }
  return entry;
}

function decodeMember(reader: CanonicalReader): Member {
  const member: Member = { $typeName: "accesscontrol.Member", orgId: "", memberType: 0, memberInfo: emptyBytes };
  within(reader, (field) => {
    if (field === 1) member.orgId = reader.text();
    else if (field === 2) member.memberType = reader.int32();
    else member.memberInfo = reader.delimited();
  });
  return member;
}

function decodeParameter(reader: CanonicalReader): KeyValuePair {
  const pair: KeyValuePair = { $typeName: "common.KeyValuePair", key: "", value: emptyBytes };
  within(reader, (field) => {
    if (field === 1) pair.key = reader.text();
    else pair.value = reader.delimited();
  });
  return pair;
}

function decodeLimit(reader: CanonicalReader): Limit {
  const limit: Limit = { $typeName: "common.Limit", gasLimit: 0n };
  within(reader, () => (limit.gasLimit = reader.uint64()));
  return limit;
}

/** Reads the fields of a nested message. */
function within(reader: CanonicalReader, read: (field: number) => void): void {
  const length = reader.length();
  const { end } = reader;
  reader.end = reader.position + length;
  for (let field = reader.field(); field !== 0; field = reader.field()) read(field);
  reader.end = end;
}
