import type { Sql } from "./interface.ts";

/** Rows of one statement: its text stays below a few megabytes. */
const rowsMax = 2_000;

export interface TableShape {
  readonly table: string;
  readonly keys: readonly string[];
  /** All columns, keys too; what is not named keeps its default in a new row. */
  readonly columns: readonly string[];
}

/**
 * Writes rows, in place of those with the same keys: one statement for many. A key may stand in `rows` once only. Values are those of JSON;
 * texts become whatever the column is.
 */
export async function upsertRows(sql: Sql, shape: TableShape, rows: readonly object[]): Promise<void> {
  const { table, keys, columns } = shape;
  const others = columns.filter((column) => !keys.includes(column));
  const change =
    others.length === 0
      ? "NOTHING"
      : `UPDATE SET ${others.map((column) => `${column} = excluded.${column}`).join(", ")}`;
  const names = columns.join(", ");
  const statement = `INSERT INTO ${table} (${names})
    SELECT ${names} FROM jsonb_populate_recordset(NULL::${table}, $1::jsonb)
    ON CONFLICT (${keys.join(", ")}) DO ${change}`;
  for (let start = 0; start < rows.length; start += rowsMax)
    await sql.query(statement, [JSON.stringify(rows.slice(start, start + rowsMax), storable)]);
}

/** Halves of characters and zero bytes, which PostgreSQL's texts cannot hold, become the replacement character. */
function storable(_key: string, value: unknown): unknown {
  if (typeof value !== "string" || (value.isWellFormed() && !value.includes("\0"))) return value;
  return value.toWellFormed().replaceAll("\0", "\ufffd");
}
