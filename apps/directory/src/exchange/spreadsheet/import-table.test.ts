import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { readImportTable } from "./import-table.ts";
import { rowsMax } from "./limits.ts";
import { decodeTable, readText } from "./read-text.ts";
import { templateCsv } from "./template.ts";

const provider = "11610000MB2A00001X";
const whole = templateCsv.replace("信息,,3,3", "信息,C1,3,3");
const read = (text: string) => readImportTable(readText(text), provider);

/** The template with one text in place of another. */
const tableWith = (text: string, other: string) => read(whole.replace(text, other));
const faultsOf = (text: string, other: string): readonly string[] =>
  tableWith(text, other).faults.map(({ row, column, fault }) => `${row} ${column}: ${fault.en}`);

describe("a table of entries", () => {
  it("becomes entries; rows without a code go on with the entry above", () => {
    const { entries, faults } = read(whole);
    assert.deepEqual(faults, []);
    assert.deepEqual(entries, [
      {
        code: "307003001/000001",
        name: "企业登记基本信息",
        summary: "企业登记注册的基本信息",
        provider,
        catalogue: "C1",
        format: 3,
        attribute: 3,
        cycle: 2,
        isSecret: false,
        sharing: { type: 2, mode: 1, condition: "用于行政审批核验" },
        open: { type: 0 },
        items: [
          { name: "企业名称", type: "C", length: 200 },
          { name: "统一社会信用代码", type: "C", length: 18 },
        ],
      },
    ]);
  });

  it("may come from a spreadsheet by tabs, with words for numbers and English titles", () => {
    const tabs = [
      "code\tname\tsummary\tcatalogue\tformat\tattribute\tcycle\tsharing\tmode\topen\titem\ttype",
      "307003001/000002\t名称\t摘要\tC1\t数据库\t部门信息资源\t每日\t无条件共享\t服务接口\t不向社会开放\t信息项\t字符型",
    ].join("\n");
    const { entries, faults } = read(tabs);
    assert.deepEqual(faults, []);
    assert.equal(JSON.stringify(entries).includes('"format":3,"attribute":3,"cycle":2'), true);
  });

  it("names each wrong cell", () => {
    assert.deepEqual(faultsOf("307003001/000001", "第一条"), ["2 信息资源代码: such as 307003001/000001"]);
    assert.match(faultsOf("C1,3,3", "C1,9,3").join(), /^2 信息资源格式: one of 1 document/);
    assert.deepEqual(faultsOf("用于行政审批核验", ""), ["2 共享条件: conditional sharing needs its condition"]);
    assert.match(faultsOf("C,18", "X,18").join(), /^3 数据类型/);
    assert.deepEqual(faultsOf("C,18", "C,many"), ["3 数据长度: a whole number"]);
    assert.deepEqual(faultsOf("更新周期,", ""), ["1 更新周期: this column is missing"]);
    assert.deepEqual(faultsOf(",企业登记基本信息,", ",,"), ["2 信息资源名称: must not be empty"]);
  });

  it("refuses a code that is there twice, and more than it can show", () => {
    const [title = "", row = ""] = whole.split("\r\n");
    const twice = read([title, row, row].join("\n"));
    assert.deepEqual(
      twice.faults.map(({ row: number, fault }) => `${number} ${fault.en}`),
      ["3 the same code as in row 2"],
    );
    const long = read([title, ...Array(rowsMax + 1).fill(row)].join("\n"));
    assert.equal(long.entries.length, 0);
    assert.match(long.faults[0]?.fault.en ?? "", /at most 5000 rows/);
  });

  it("keeps the numbers of rows, over empty rows and texts of several lines", () => {
    const [title = "", row = ""] = whole.split("\r\n");
    const broken = row.replace("企业登记注册的基本信息", '"两行\n摘要"').replace("000001", "x");
    const { faults } = read([title, "", broken, ",,,", row.replace("C,200", "X,200")].join("\r\n"));
    assert.deepEqual(
      faults.map(({ cell, column }) => `${cell} ${column}`),
      ["A3 信息资源代码", "Q5 数据类型"],
    );
  });

  it("does not guess what a row without a code belongs to when it says otherwise", () => {
    assert.match(
      faultsOf(",,,,,,,,,,,,,,,统一", ",别的名称,,,,,,,,,,,,,,统一").join(),
      /^3 信息资源名称: not what row 2 says/,
    );
  });

  it("is read in the encodings that spreadsheet programs write", () => {
    const gb18030 = Uint8Array.from([0xd0, 0xc5, 0xcf, 0xa2]);
    assert.equal(decodeTable(gb18030), "信息");
    assert.equal(decodeTable(new TextEncoder().encode("信息")), "信息");
    assert.equal(decodeTable(Uint8Array.from([0xff, 0xfe, 0xe1, 0x4f])), "信");
    assert.equal(decodeTable(Uint8Array.from([0xfe, 0xff, 0x4f, 0xe1])), "信");
  });
});
