import { execFileSync, spawn, spawnSync, type ChildProcess } from "node:child_process";
import { chmodSync, chownSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

export interface PostgresServer {
  readonly url: string;
  readonly pid: number;
  stop(): Promise<void>;
}

const startTimeoutMs = 60_000;

/** A PostgreSQL server in a fresh folder, reached by a socket in it; `settings` such as `shared_buffers=1GB`. */
export async function startPostgres(programs: string, settings: readonly string[] = []): Promise<PostgresServer> {
  const folder = mkdtempSync(join(tmpdir(), "yanta-postgres-"));
  const owner = findOwner();
  if (owner !== undefined) chownSync(folder, owner.uid, owner.gid);
  chmodSync(folder, 0o700);
  const data = join(folder, "data");
  const options = { ...owner, cwd: folder, env: { ...process.env, LC_ALL: "C.UTF-8" } };
  execFileSync(join(programs, "initdb"), ["-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8"], {
    ...options,
    stdio: "ignore",
  });
  const flags = ["listen_addresses=", `unix_socket_directories=${folder}`, ...settings].flatMap((flag) => ["-c", flag]);
  const server = spawn(join(programs, "postgres"), ["-D", data, ...flags], { ...options, stdio: "ignore" });
  // A test or benchmark that is interrupted must not leave it running.
  const kill = (): void => void server.kill("SIGINT");
  process.once("exit", kill);
  const stop = async (): Promise<void> => {
    await end(server);
    process.removeListener("exit", kill);
    rmSync(folder, { recursive: true, force: true });
  };
  const deadline = Date.now() + startTimeoutMs;
  while (spawnSync(join(programs, "pg_isready"), ["-q", "-h", folder]).status !== 0) {
    if (server.exitCode !== null || Date.now() > deadline) {
      await stop();
      throw new Error("PostgreSQL did not start");
    }
    await pause(50);
  }
  return { url: `postgres://postgres@/postgres?host=${folder}`, pid: server.pid ?? 0, stop };
}

/** PostgreSQL refuses to run as root. */
function findOwner(): { readonly uid: number; readonly gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const id = (flag: string): number => Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8" }));
  return { uid: id("-u"), gid: id("-g") };
}

function end(server: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (server.exitCode !== null || server.signalCode !== null) return resolve();
    server.once("exit", () => resolve());
    server.kill("SIGINT");
  });
}
