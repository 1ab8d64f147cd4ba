/** How often the parent is looked at: a port stays taken for so long after npm was ended. */
const lookEveryMs = 1000;

/**
 * npm runs scripts through a shell that passes no signal on: whoever ends `npm start` would leave the chain running. When that shell is gone, this process
 * gets the SIGTERM that it would have passed on.
 */
export function endWithNpm() {
  if (process.env["npm_lifecycle_event"] === undefined || process.platform === "win32") return;
  const shell = process.ppid;
  setInterval(() => {
    if (process.ppid !== shell) process.kill(process.pid, "SIGTERM");
  }, lookEveryMs).unref();
}
