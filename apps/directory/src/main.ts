import { runDirectory } from "./command/program.ts";

const stop = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => stop.abort());

process.exitCode = await runDirectory(process.argv.slice(2), { out: process.stdout, err: process.stderr }, stop.signal);
