/**
 * Rows of a CSV text: fields in double quotes may hold commas, line ends and doubled quotes. Undefined when a quote is not closed, or text follows a closing
 * one. Spec: RFC 4180, section 2.
 */
export function parseCsv(text: string): readonly (readonly string[])[] | undefined {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = text.startsWith("\ufeff") ? 1 : 0;
  while (at < text.length) {
    const field = text[at] === '"' ? quoted(text, at) : plain(text, at);
    if (field === undefined) return undefined;
    row.push(field.value);
    at = field.end;
    if (text[at] === ",") {
      at++;
      if (at === text.length) row.push("");
      else continue;
    }
    if (text.startsWith("\r\n", at)) at += 2;
    else if (text[at] === "\n") at++;
    else if (at < text.length) return undefined;
    rows.push(row);
    row = [];
  }
  return rows;
}

interface Field {
  readonly value: string;
  readonly end: number;
}

function quoted(text: string, start: number): Field | undefined {
  let value = "";
  for (let at = start + 1; ;) {
    const close = text.indexOf('"', at);
    if (close < 0) return undefined;
    value += text.slice(at, close);
    if (text[close + 1] !== '"') return { value, end: close + 1 };
    value += '"';
    at = close + 2;
  }
}

function plain(text: string, start: number): Field {
  let end = start;
  while (end < text.length && text[end] !== "," && text[end] !== "\n" && !text.startsWith("\r\n", end)) end++;
  return { value: text.slice(start, end), end };
}
