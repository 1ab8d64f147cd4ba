import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { challengeSeconds, challengesMax, sessionSeconds } from "./limits.ts";
import { Sessions } from "./sessions.ts";

function createSessions() {
  let now = 1_000;
  let drawn = 0;
  const sessions = new Sessions(
    () => now,
    (length) => new Uint8Array(length).fill(++drawn),
  );
  const wait = (seconds: number): void => {
    now += seconds;
  };
  return { sessions, wait };
}

describe("sessions", () => {
  it("end by themselves and when they are ended", () => {
    const { sessions, wait } = createSessions();
    const [first, second] = [sessions.begin("a"), sessions.begin("b")];
    assert.deepEqual([sessions.uidOf(first.token), sessions.uidOf(second.token)], ["a", "b"]);
    sessions.end(first.token);
    assert.equal(sessions.uidOf(first.token), undefined);
    wait(sessionSeconds);
    assert.equal(sessions.uidOf(second.token), undefined);
    assert.equal(sessions.uidOf(""), undefined);
  });

  it("take an answer to a question once, in time, and keep the newest questions", () => {
    const { sessions, wait } = createSessions();
    sessions.ask("t1", "a", Uint8Array.of(1));
    assert.equal(sessions.answered("t1")?.uid, "a");
    assert.equal(sessions.answered("t1"), undefined);
    sessions.ask("t2", "a", Uint8Array.of(1));
    wait(challengeSeconds);
    assert.equal(sessions.answered("t2"), undefined);
    for (let number = 0; number <= challengesMax; number++) sessions.ask(`q${number}`, "a", new Uint8Array());
    assert.equal(sessions.answered("q0"), undefined);
    assert.equal(sessions.answered(`q${challengesMax}`)?.uid, "a");
  });
});
