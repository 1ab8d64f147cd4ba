import { upsertRows, type Sql } from "@yanta/index-store";
import { shapes, type TableName } from "./tables.ts";

export type Row = Readonly<Record<string, unknown>>;

/** Rows that some blocks write, the last of each key: one statement a table when they are stored. */
export class RowBatch {
  private readonly tables = new Map<TableName, Map<string, Row | undefined>>();

  put(table: TableName, row: Row): void {
    this.rowsOf(table).set(this.keyOf(table, row), row);
  }

  /** The row with these keys is there no longer. */
  remove(table: TableName, keys: Row): void {
    this.rowsOf(table).set(this.keyOf(table, keys), undefined);
    this.removed.push({ table, keys });
  }

  rows(table: TableName): readonly Row[] {
    return [...this.rowsOf(table).values()].filter((row) => row !== undefined);
  }

  async save(sql: Sql): Promise<void> {
    for (const { table, keys } of this.removed) {
      const names = shapes[table].keys;
      const condition = names.map((name, index) => `${name} = $${index + 1}`).join(" AND ");
      await sql.query(
        `DELETE FROM ${table} WHERE ${condition}`,
        names.map((name) => String(keys[name])),
      );
    }
    for (const table of this.tables.keys()) await upsertRows(sql, shapes[table], this.rows(table));
  }

  private readonly removed: { readonly table: TableName; readonly keys: Row }[] = [];

  private rowsOf(table: TableName): Map<string, Row | undefined> {
    let rows = this.tables.get(table);
    if (rows === undefined) this.tables.set(table, (rows = new Map()));
    return rows;
  }

  private keyOf(table: TableName, row: Row): string {
    return shapes[table].keys.map((name) => String(row[name])).join(" ");
  }
}
