import assert from "node:assert/strict";
import { test } from "node:test";
import { UnfinishedRequests } from "./unfinished-requests.ts";

test("requests that are not whole in time are ended, oldest first, each once; those that ended are left alone", () => {
  const unfinished = new UnfinishedRequests(100);
  const timedOut: number[] = [];
  const begin = (startedMs: number) => {
    const request = { startedMs, requestTimedOut: () => void timedOut.push(startedMs) };
    unfinished.begun(request);
    return request;
  };
  begin(0);
  const whole = begin(5);
  begin(10);
  begin(60);
  unfinished.look(100);
  assert.deepEqual(timedOut, []);
  unfinished.ended(whole);
  unfinished.look(111);
  assert.deepEqual(timedOut, [0, 10]);
  unfinished.look(1000);
  unfinished.look(2000);
  assert.deepEqual(timedOut, [0, 10, 60]);
});
