/**
 * Reporter for `node --test` that sends what happened to the parent process as `TestMessage`s (`test-message.ts`):
 * one for each failed or skipped test, one for each file without tests or run to its end, and one with the totals.
 */
export default async function* eventReporter(events) {
  for await (const { type, data } of events) {
    if (type === "test:stdout" || type === "test:stderr") yield data.message;
    else if (type === "test:summary") process.send(summaryMessage(data));
    else if ((type === "test:pass" || type === "test:fail") && data.details.type !== "suite") {
      const message = testMessage(type, data);
      if (message !== undefined) process.send(message);
    }
  }
}

function testMessage(type, data) {
  const place = data.line === undefined ? data.file : `${data.file}:${data.line}`;
  const { name } = data;
  const excused = data.skip ?? data.todo;
  if (excused !== undefined)
    return { kind: "skipped", name, place, reason: typeof excused === "string" ? excused : "" };
  if (type === "test:fail") return { kind: "failed", name, place, ...failure(data.details.error) };
  return name === data.file ? { kind: "empty", name, place } : undefined;
}

function failure(error) {
  const cause = error?.cause ?? error;
  return { error: cause?.stack ?? String(cause), bySubtests: error?.failureType === "subtestsFailed" };
}

/** With a process for each file there is a summary of each, and one of all. */
function summaryMessage({ file, counts }) {
  if (file !== undefined) return { kind: "finished", file };
  return { kind: "totals", passed: counts.passed };
}
