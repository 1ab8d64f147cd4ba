import { type BinaryString, binaryStringToText, bytesToUtf8, textToBinaryString, utf8ToBytes } from "@yanta/bytes";
import { parseCertificate } from "@yanta/crypto";
import { type EndorsementEntry, MemberType, scanOwnBlockInfo, splitTransaction } from "@yanta/protocol";
import type { LedgerReader, StateWrite } from "@yanta/storage";
import type {
  BlockView,
  ChainTip,
  SignedRequestView,
  SignerView,
  StateEntry,
  StateKey,
  StateRange,
  StateRow,
  TransactionView,
} from "../interface.ts";
import { stateRowsMax } from "../limits.ts";
import { recordToBlockView } from "./block-view.ts";

export function readTip(ledger: LedgerReader): ChainTip {
  const height = ledger.lastHeight ?? 0n;
  const { hash = "", timestamp = 0n } = readBlock(ledger, height) ?? {};
  return { height, hash, timestamp };
}

export function readBlock(ledger: LedgerReader, height: bigint): BlockView | undefined {
  const record = ledger.getBlock(height);
  return record === undefined ? undefined : recordToBlockView(record);
}

export function readTransaction(ledger: LedgerReader, txId: string): TransactionView | undefined {
  const location = ledger.getTxLocation(txId);
  return location === undefined ? undefined : readBlock(ledger, location.height)?.txs[location.index];
}

export function readRequest(ledger: LedgerReader, txId: string): SignedRequestView | undefined {
  const location = ledger.getTxLocation(txId);
  const record = location && ledger.getBlock(location.height);
  const bytes = record && scanOwnBlockInfo(record.blockInfoBytes).txBytes[location.index];
  if (bytes === undefined) return undefined;
  const { payload, sender, endorsers } = splitTransaction(bytes).tx;
  return {
    txId,
    contract: payload.contractName,
    method: payload.method,
    parameters: Object.fromEntries(payload.parameters.map(({ key, value }) => [key, value.slice()])),
    timestamp: payload.timestamp,
    sender: toSignerView(sender),
    endorsers: endorsers.flatMap((entry) => toSignerView(entry) ?? []),
  };
}

function toSignerView(entry: EndorsementEntry | undefined): SignerView | undefined {
  const member = entry?.signer;
  if (member === undefined) return undefined;
  const isCertificate = member.memberType === MemberType.CERT;
  const commonName = isCertificate ? parseCertificate(bytesToUtf8(member.memberInfo)).subject.commonName : "";
  return { orgId: member.orgId, commonName };
}

export function readState(ledger: LedgerReader, key: StateKey): Uint8Array | undefined {
  return ledger.getState(key.contract, storedKey(key))?.slice();
}

/** A row as the chain's controls take it. */
export function entryToWrite({ value, ...key }: StateEntry): StateWrite {
  return {
    contract: key.contract,
    key: storedKey(key),
    value: typeof value === "string" ? utf8ToBytes(value) : value,
  };
}

function storedKey({ key, field }: StateKey): BinaryString {
  return textToBinaryString(field === undefined ? key : `${key}#${field}`);
}

export function listState(
  ledger: LedgerReader,
  { contract, prefix = "", limit = stateRowsMax }: StateRange,
): readonly StateRow[] {
  const start = textToBinaryString(prefix);
  const rows: StateRow[] = [];
  for (const [key, value] of ledger.rangeState(contract, start, `${start}\u00ff`)) {
    if (rows.length >= Math.min(limit, stateRowsMax)) break;
    rows.push({ key: binaryStringToText(key), value: value.slice() });
  }
  return rows;
}
