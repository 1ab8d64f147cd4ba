import { Button, FileField, TextAreaField, useLanguage } from "@yanta/ui";
import { type ReactNode, useMemo, useState } from "react";
import { cellName, type CellTable } from "../exchange/spreadsheet/cell-table.ts";
import { type ImportTable, readImportTable } from "../exchange/spreadsheet/import-table.ts";
import { fileBytesMax } from "../exchange/spreadsheet/limits.ts";
import { readTable, tooLarge } from "../exchange/spreadsheet/read-table.ts";
import { readText } from "../exchange/spreadsheet/read-text.ts";
import { useSession } from "./session.tsx";
import { useAct } from "./signing.tsx";

/** Rows and faults that are shown. */
const shownMax = 50;

/** Writes entries from a table that is pasted or chosen; wrong cells are shown before anything is sent. */
export function ImportForm({ onDone }: { readonly onDone: () => void }): ReactNode {
  const { say } = useLanguage();
  const { session } = useSession();
  const act = useAct();
  const [pasted, setPasted] = useState("");
  const [cells, setCells] = useState<CellTable>();
  const provider = session?.member.department ?? "";
  const table = useMemo(() => (cells === undefined ? undefined : readImportTable(cells, provider)), [cells, provider]);
  const isGood = table !== undefined && table.faults.length === 0 && table.entries.length > 0;
  const send = async (): Promise<void> => {
    const contents = JSON.stringify(table?.entries ?? []);
    if ((await act({ method: "importEntries", parameters: { contents } })) !== undefined) onDone();
  };
  return (
    <form
      className="panel form"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <p className="ui-quiet">
        {say({
          en: "One row an item; rows without a code belong to the entry above. ",
          zh: "每行一个信息项；代码为空的行归入上一条目录。",
        })}
        <a href="/api/v1/templates/entries?format=xlsx" download>
          {say({ en: "Template (.xlsx)", zh: "下载模板（.xlsx）" })}
        </a>{" "}
        <a href="/api/v1/templates/entries?format=csv" download>
          {say({ en: "(.csv)", zh: "（.csv）" })}
        </a>
      </p>
      <FileField
        label={say({ en: "File .xlsx or CSV", zh: "文件（.xlsx 或 CSV）" })}
        hint={say({ en: "CSV in UTF-8 or GB18030", zh: "CSV 支持 UTF-8 与 GB18030 编码" })}
        fault={undefined}
        accept=".xlsx,.csv,.tsv,.txt"
        onFiles={([file]) => {
          setPasted("");
          if (file === undefined) return setCells(undefined);
          if (file.size > fileBytesMax) return setCells(tooLarge);
          void file.arrayBuffer().then(async (bytes) => setCells(await readTable(new Uint8Array(bytes))));
        }}
      />
      <TextAreaField
        label={say({ en: "Or paste cells from a spreadsheet", zh: "或粘贴电子表格中的单元格" })}
        value={pasted}
        rows={5}
        onChange={(text) => {
          setPasted(text);
          setCells(text.trim() === "" ? undefined : readText(text));
        }}
      />
      {table === undefined ? null : <Preview table={table} />}
      <p className="actions">
        <Button type="submit" kind="primary" disabled={!isGood}>
          {say({
            en: `Sign ${table?.entries.length ?? 0} entries`,
            zh: `签名提交 ${table?.entries.length ?? 0} 条目录`,
          })}
        </Button>
        <Button onClick={onDone}>{say({ en: "Cancel", zh: "取消" })}</Button>
      </p>
    </form>
  );
}

function Preview({ table: { titles, rows, faults, notes } }: { readonly table: ImportTable }): ReactNode {
  const { say } = useLanguage();
  const faulty = new Set(faults.map(({ cell }) => cell));
  return (
    <>
      {notes.map((note) => (
        <p key={note.en} className="ui-quiet">
          {say(note)}
        </p>
      ))}
      {faults.length === 0 ? (
        <p role="status">{say({ en: `${rows.length} rows, no faults`, zh: `共 ${rows.length} 行，校验通过` })}</p>
      ) : (
        <ul role="alert" className="ui-fault">
          {faults.slice(0, shownMax).map(({ row, column, cell, fault }, index) => (
            <li key={index}>
              {say({
                en: `row ${row}, ${column}${cell === "" ? "" : ` (${cell})`}: ${fault.en}`,
                zh: `第 ${row} 行「${column}」${cell === "" ? "" : `（${cell}）`}：${fault.zh}`,
              })}
            </li>
          ))}
        </ul>
      )}
      <div className="sheet">
        <table className="cells">
          <thead>
            <tr>
              <th scope="col">#</th>
              {titles.map((title, index) => (
                <th key={index} scope="col">
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, shownMax).map(({ number, cells }) => (
              <tr key={number}>
                <th scope="row">{number}</th>
                {titles.map((_title, column) => (
                  <td key={column} className={faulty.has(cellName(number - 1, column)) ? "faulty" : undefined}>
                    {cells[column] ?? ""}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
