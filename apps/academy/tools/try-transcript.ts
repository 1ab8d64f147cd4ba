// Types the commands of a lesson's transcript into a new chain and prints the transcript as it comes out.
//   node apps/academy/tools/try-transcript.ts PATH/NN-name
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { openHeadlessPlayground } from "@yanta/playground/headless";
import { createSeededDump } from "@yanta/playground/seeded";
import { parseTranscript } from "../src/console/transcript.ts";
import { openBench } from "../src/lab/open-bench.ts";
import { coursesFolder } from "../src/node/courses-folder.ts";
import { createNodeTools } from "../src/node/node-tools.ts";

const [id = ""] = process.argv.slice(2);
const folder = join(coursesFolder, id, "example");
const sources = join(folder, "assembly");
const editor = existsSync(sources) ? readdirSync(sources) : [];
const playground = await openHeadlessPlayground({ load: createSeededDump(`academy/1/${id}/example`) });
const files = Object.fromEntries(editor.map((name) => [name, readFileSync(join(sources, name), "utf8")]));
const bench = openBench(playground, createNodeTools(), files);
for (const { command } of parseTranscript(readFileSync(join(folder, "transcript.txt"), "utf8"))) {
  console.log(`> ${command}`);
  for (const line of await bench.run(command)) console.log(line);
}
await playground.close();
