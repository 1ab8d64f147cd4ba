// Loaded into a node's process before the `yanta` command (node --import): its clock and its disk get worse as the file YANTA_TEST_FAULTS says.
// The program itself knows nothing of it.
import { readFileSync } from "node:fs";
import { open, type FileHandle } from "node:fs/promises";
import type { NodeFaults } from "./node-faults.ts";

/** Between two looks at the file. */
const lookMs = 50;

const file = process.env["YANTA_TEST_FAULTS"] ?? "";
let faults: NodeFaults = {};

/** The file is replaced as a whole; before its first writing there are no faults. */
function look(): void {
  try {
    faults = JSON.parse(readFileSync(file, "utf8")) as NodeFaults;
  } catch {
    faults = {};
  }
}

look();
setInterval(look, lookMs).unref();

const machineNow = Date.now.bind(Date);
Date.now = () => machineNow() + (faults.clockSkewMs ?? 0);

const handle = await open(import.meta.filename);
const handles = Object.getPrototypeOf(handle) as Pick<FileHandle, "datasync">;
await handle.close();
const datasync = Reflect.get(handles, "datasync");
handles.datasync = async function (this: FileHandle): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, faults.fsyncDelayMs ?? 0));
  await Reflect.apply(datasync, this, []);
};
