import { JsonWriter } from "@yanta/contract-sdk";
import { arrayOf } from "./records";
import { refuse } from "./refuse";
import { textFault } from "./texts";

/** What is told at most; the rest of a bad import shows at the next try. */
const findingsMax = 200;

/** What is wrong with an import, by row from 0 and field. */
export class Findings {
  row: i32 = 0;
  private rows: string[] = [];

  get isEmpty(): bool {
    return this.rows.length == 0;
  }

  add(field: string, code: string): void {
    if (this.rows.length >= findingsMax) return;
    this.rows.push(new JsonWriter().value<i32>("row", this.row).text("field", field).text("code", code).toString());
  }

  expect(isGood: bool, field: string, code: string): void {
    if (!isGood) this.add(field, code);
  }

  text(value: string, field: string, lengthMax: i32): void {
    const fault = textFault(value, lengthMax);
    if (fault != "") this.add(field, fault);
  }

  /** Ends the call when something was found: nothing of the import is done. */
  settle(): void {
    if (!this.isEmpty) refuse("DIR_IMPORT", "entries", arrayOf(this.rows));
  }
}
