import { runAcademy } from "./command/program.ts";

const stop = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => stop.abort());

process.exitCode = await runAcademy(process.argv.slice(2), { out: process.stdout, err: process.stderr }, stop.signal);
