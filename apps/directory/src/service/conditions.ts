import type { IndexStore, SqlValue } from "@yanta/index-store";

/** Conditions of a question that are joined by AND, with their values. */
export class Conditions {
  private readonly texts: string[] = [];
  readonly values: SqlValue[] = [];

  /** `condition` has `?` where the value stands. */
  add(condition: string, value: SqlValue): this {
    this.texts.push(condition.replaceAll("?", this.value(value)));
    return this;
  }

  /** The same when the value is there. */
  addIf(condition: string, value: SqlValue | undefined): this {
    return value === undefined ? this : this.add(condition, value);
  }

  /** A condition without a value. */
  addText(condition: string): this {
    this.texts.push(condition);
    return this;
  }

  /** Where a value stands in the statement. */
  value(value: SqlValue): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }

  get where(): string {
    return this.texts.length === 0 ? "" : `WHERE ${this.texts.join(" AND ")}`;
  }
}

export interface Page<Row> {
  readonly items: Row[];
  readonly total: number;
  readonly page: number;
  readonly pageSize: number;
}

interface PageQuestion {
  readonly columns: string;
  /** Tables with their joins. */
  readonly from: string;
  readonly conditions: Conditions;
  readonly orderBy: string;
  readonly paging: { readonly page: number; readonly pageSize: number };
}

/** One page of rows, and how many there are. */
export async function readPage<Row extends object>(store: IndexStore, question: PageQuestion): Promise<Page<Row>> {
  const { columns, from, conditions, orderBy, paging } = question;
  const { page, pageSize } = paging;
  const [count] = await store.query<{ count: number }>(
    `SELECT count(*) AS count FROM ${from} ${conditions.where}`,
    conditions.values,
  );
  const rows = await store.query<Row>(
    `SELECT ${columns} FROM ${from} ${conditions.where} ORDER BY ${orderBy} LIMIT ${pageSize} OFFSET ${(page - 1) * pageSize}`,
    conditions.values,
  );
  return { items: [...rows], total: count?.count ?? 0, page, pageSize };
}

export function mapPage<Row, Item>(page: Page<Row>, map: (row: Row) => Item): Page<Item> {
  return { ...page, items: page.items.map(map) };
}
