import assert from "node:assert/strict";

import { bytesToHex, type BinaryString } from "@yanta/bytes";

import { withoutContents } from "../ledger/archive-blocks.ts";
import type { BlockCommit, LedgerReader } from "../interface.ts";

interface Modification {
  readonly height: bigint;
  readonly txIndex: number;
  readonly txId: string;
  readonly timestamp: bigint;
  readonly value: Uint8Array;
}

/** A ledger in its plainest form: lists and maps that are searched from end to end. */
export class LedgerModel {
  readonly blocks: BlockCommit[] = [];
  readonly #modifications = new Map<string, Modification[]>();

  commit(block: BlockCommit): void {
    this.blocks.push(block);
    block.txs.forEach(({ txId, writes }, txIndex) => {
      for (const { contract, key, value } of writes) {
        const id = `${contract}#${key}`;
        const list = this.#modifications.get(id) ?? [];
        list.push({ height: block.record.height, txIndex, txId, timestamp: block.timestamp, value });
        this.#modifications.set(id, list);
      }
    });
  }

  /** Forgets blocks above a height, as a crash before their fsync does. */
  truncated(count: number): LedgerModel {
    const model = new LedgerModel();
    for (const block of this.blocks.slice(0, count)) model.commit(block);
    return model;
  }

  /** The state in order, values in hex. */
  listState(): readonly (readonly [string, BinaryString, string])[] {
    return [...this.#modifications]
      .flatMap(([id, modifications]): [string, BinaryString, string][] => {
        const at = id.indexOf("#");
        const value = modifications.at(-1)?.value ?? new Uint8Array(0);
        return value.length === 0 ? [] : [[id.slice(0, at), id.slice(at + 1), bytesToHex(value)]];
      })
      .toSorted(([a, x], [b, y]) => byCharacters(`${a}#${x}`, `${b}#${y}`));
  }

  /** Asserts that a ledger answers every question as this model does, with blocks archived below a height. */
  assertEqual(ledger: LedgerReader, archivedHeight = 0n): void {
    const last = this.blocks.at(-1);
    assert.equal(ledger.lastHeight, last?.record.height);
    assert.deepEqual(
      ledger.lastBlockHash && bytesToHex(ledger.lastBlockHash),
      last && bytesToHex(last.record.blockHash),
    );
    assert.equal(ledger.lastConfigHeight, this.blocks.findLast((block) => block.isConfigBlock)?.record.height);
    assert.equal(ledger.archivedHeight, archivedHeight);
    for (const { record, txs, isConfigBlock } of this.blocks) {
      const found = ledger.getBlock(record.height);
      assert.ok(found !== undefined, `block ${record.height}`);
      const staysWhole = isConfigBlock || txs.some(({ writes }) => writes.some((w) => w.contract === "MULTI_SIGN"));
      const isArchived = record.height < archivedHeight && !staysWhole;
      const expected = isArchived ? withoutContents(record) : record;
      assert.deepEqual(
        Buffer.from(found.blockInfoBytes),
        Buffer.from(expected.blockInfoBytes),
        `block ${record.height}`,
      );
      assert.equal(found.archived, isArchived ? true : undefined);
      assert.deepEqual(Buffer.from(found.blockHash), Buffer.from(record.blockHash));
      assert.equal(ledger.getHeightByHash(record.blockHash), record.height);
      txs.forEach(({ txId }, index) => assert.deepEqual(ledger.getTxLocation(txId), { height: record.height, index }));
    }
    const contracts = new Map<string, [BinaryString, Uint8Array][]>();
    for (const [id, modifications] of this.#modifications) {
      const [contract = "", ...rest] = id.split("#");
      const key = rest.join("#");
      const value = modifications.at(-1)?.value ?? new Uint8Array(0);
      if (value.length > 0) contracts.set(contract, [...(contracts.get(contract) ?? []), [key, value]]);
      assert.deepEqual(
        toBuffer(ledger.getState(contract, key)),
        value.length === 0 ? undefined : Buffer.from(value),
        id,
      );
      const expected = modifications.map((item) => ({
        ...item,
        value: Buffer.from(item.value),
        isDelete: item.value.length === 0,
      }));
      assert.deepEqual(
        [...ledger.getHistory(contract, key)].map((item) => ({ ...item, value: Buffer.from(item.value) })),
        expected,
        id,
      );
      for (let height = -1; height <= this.blocks.length; height++) {
        const past = modifications.findLast((item) => item.height <= BigInt(height))?.value ?? new Uint8Array(0);
        assert.deepEqual(
          toBuffer(ledger.getStateAt(contract, key, BigInt(height))),
          past.length === 0 ? undefined : Buffer.from(past),
          `${id} at ${height}`,
        );
      }
    }
    this.#assertRangesEqual(ledger);
    for (const [contract, entries] of contracts) {
      const sorted = entries.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([key, value]) => [key, Buffer.from(value)]);
      assert.deepEqual(
        [...ledger.rangeState(contract, "", "\u00ff\u00ff")].map(([key, value]) => [key, Buffer.from(value)]),
        sorted,
        contract,
      );
    }
  }

  /** Ranges of the past, whole and from each key to each other. */
  #assertRangesEqual(ledger: LedgerReader): void {
    const ids = [...this.#modifications.keys()].map((id) => [
      id.slice(0, id.indexOf("#")),
      id.slice(id.indexOf("#") + 1),
    ]);
    for (const contract of new Set(ids.map(([name = ""]) => name))) {
      const keys = ids
        .filter(([other]) => other === contract)
        .map(([, key = ""]) => key)
        .toSorted(byCharacters);
      const borders = ["", ...keys, "\u00ff\u00ff"];
      for (let height = -1; height <= this.blocks.length; height++) {
        const rows = keys.flatMap((key): [string, Buffer][] => {
          const value = this.#modifications
            .get(`${contract}#${key}`)
            ?.findLast((item) => item.height <= BigInt(height))?.value;
          return value === undefined || value.length === 0 ? [] : [[key, Buffer.from(value)]];
        });
        for (const [index, start] of borders.entries()) {
          for (const limit of [borders[index + 1] ?? "", borders.at(-1) ?? ""]) {
            assert.deepEqual(
              [...ledger.rangeStateAt(contract, start, limit, BigInt(height))].map(([key, value]) => [
                key,
                Buffer.from(value),
              ]),
              rows.filter(([key]) => key >= start && key < limit),
              `${contract} from ${start} to ${limit} at ${height}`,
            );
          }
        }
      }
    }
  }
}

const byCharacters = (a: string, b: string): number => (a < b ? -1 : 1);

function toBuffer(bytes: Uint8Array | undefined): Buffer | undefined {
  return bytes === undefined ? undefined : Buffer.from(bytes);
}
