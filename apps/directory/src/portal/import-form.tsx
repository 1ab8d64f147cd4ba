import { Button, FileField, TextAreaField, useLanguage } from "@yanta/ui";
import { type ReactNode, useMemo, useState } from "react";
import { decodeTable, type ImportTable, readImportTable, templateCsv } from "./import-table.ts";
import { useSession } from "./session.tsx";
import { useAct } from "./signing.tsx";

/** Largest file that is read. */
const fileBytesMax = 4 * 1024 * 1024;
/** Rows and faults that are shown. */
const shownMax = 50;

/** Writes entries from a table that is pasted or chosen; wrong cells are shown before anything is sent. */
export function ImportForm({ onDone }: { readonly onDone: () => void }): ReactNode {
  const { say } = useLanguage();
  const { session } = useSession();
  const act = useAct();
  const [text, setText] = useState("");
  const [isTooLarge, setTooLarge] = useState(false);
  const provider = session?.member.department ?? "";
  const table = useMemo(() => (text.trim() === "" ? undefined : readImportTable(text, provider)), [text, provider]);
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
        <a
          href={`data:text/csv;charset=utf-8,${encodeURIComponent(`\ufeff${templateCsv}`)}`}
          download={say({ en: "catalogue.csv", zh: "目录模板.csv" })}
        >
          {say({ en: "Template", zh: "下载模板" })}
        </a>
      </p>
      <FileField
        label={say({ en: "CSV file", zh: "CSV 文件" })}
        hint={say({ en: "UTF-8 or GB18030", zh: "支持 UTF-8 与 GB18030 编码" })}
        fault={
          isTooLarge ? say({ en: "larger than 4 MB: split the table", zh: "文件超过 4 MB，请拆分后填报" }) : undefined
        }
        accept=".csv,.tsv,.txt"
        onFiles={([file]) => {
          setTooLarge(file !== undefined && file.size > fileBytesMax);
          if (file === undefined || file.size > fileBytesMax) return setText("");
          void file.arrayBuffer().then((bytes) => setText(decodeTable(new Uint8Array(bytes))));
        }}
      />
      <TextAreaField
        label={say({ en: "Or paste cells from a spreadsheet", zh: "或粘贴电子表格中的单元格" })}
        value={text}
        rows={5}
        onChange={setText}
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

function Preview({ table: { titles, rows, faults } }: { readonly table: ImportTable }): ReactNode {
  const { say } = useLanguage();
  const faulty = new Set(faults.map(({ row, column }) => `${row} ${column}`));
  return (
    <>
      {faults.length === 0 ? (
        <p role="status">{say({ en: `${rows.length} rows, no faults`, zh: `共 ${rows.length} 行，校验通过` })}</p>
      ) : (
        <ul role="alert" className="ui-fault">
          {faults.slice(0, shownMax).map(({ row, column, fault }) => (
            <li key={`${row} ${column}`}>
              {say({ en: `row ${row}, ${column}: ${fault.en}`, zh: `第 ${row} 行「${column}」：${fault.zh}` })}
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
                <th key={index} scope="col" className={faulty.has(`1 ${title}`) ? "faulty" : undefined}>
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, shownMax).map((cells, index) => (
              <tr key={index}>
                <th scope="row">{index + 2}</th>
                {titles.map((title, column) => (
                  <td key={column} className={faulty.has(`${index + 2} ${title}`) ? "faulty" : undefined}>
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
