import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { createInstance } from "@yanta/academy";
import { createNodeTools, loadLab, loadSolutions, openLabSession } from "@yanta/academy/node";
import { examAwards } from "../../apps/academy/src/certificates/exam-awards.ts";
import { makeCohort } from "../../apps/academy/src/certificates/testing/made-cohort.ts";
import { commitmentOf, drawPaper } from "../../apps/academy/src/examinations/draw-paper.ts";
import { createExamFolder, openExamFolder } from "../../apps/academy/src/examinations/exam-folder.ts";
import { type ExamService, openExamService } from "../../apps/academy/src/examinations/exam-service.ts";
import { lastSecond } from "../../apps/academy/src/examinations/exam.ts";
import { makeExam } from "../../apps/academy/src/examinations/testing/made-exam.ts";

const lab = "user/01-what-a-ledger-is";
/** Of this machine's time: a lab's blocks have it. */
const opensAt = Math.floor(Date.now() / 1000);
const exam = makeExam({ opensAt, closesAt: opensAt + 3_600, tasks: [{ lab, points: 4 }] });
const home = mkdtempSync(join(tmpdir(), "yanta-exams-"));
const folder = join(home, "exam-1");
const graduate = `urn:yanta:learner:${"ab".repeat(16)}`;
const candidates = [...Array.from({ length: 30 }, (_, at) => `c${at}`), graduate];

let service: ExamService;
let now = exam.opensAt;
const failures: unknown[] = [];
const codes = new Map<string, string>();

interface Reply {
  readonly status: number;
  // What a call answers is checked by what the test reads of it.
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly body: any;
}

async function call(method: "GET" | "POST" | "PUT", path: string, token = "", body?: unknown): Promise<Reply> {
  const isFile = body instanceof Uint8Array;
  const reply = await service.server.inject({
    method,
    url: `/api/v1/exams${path}`,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { "content-type": isFile ? "application/octet-stream" : "application/json" }),
    },
    ...(body === undefined ? {} : { payload: isFile ? Buffer.from(body) : JSON.stringify(body) }),
  });
  return { status: reply.statusCode, body: JSON.parse(reply.body) as unknown };
}

const enter = (candidate: string, code = codes.get(candidate)) =>
  call("POST", "/exam-1/entries", "", { candidate, code });
const save = (session: string, revision: number, answers: readonly object[] = []) =>
  call("PUT", "/exam-1/answers", session, { revision, answers });

async function open(): Promise<void> {
  const onFailure = (error: unknown): void => void failures.push(error);
  service = await openExamService({ folders: [folder], store: join(home, "store"), nowSeconds: () => now, onFailure });
}

/** Answers of a candidate's paper: the first `right` of them right. */
function answersOf(
  candidate: string,
  right: number,
): readonly { readonly question: string; readonly choice: number }[] {
  return drawPaper(exam, openExamFolder(folder).seed, candidate).questions.map(({ question, order }, at) => ({
    question: question.id,
    choice: order.indexOf(at < right ? 0 : 1),
  }));
}

describe("an examination", () => {
  before(async () => {
    createExamFolder(folder, exam, candidates);
    for (const line of readFileSync(join(folder, "codes.csv"), "utf8").trim().split("\n")) {
      const [candidate = "", code = ""] = line.split(",");
      codes.set(candidate, code);
    }
    await open();
  });

  after(async () => {
    await service.close();
    rmSync(home, { recursive: true, force: true });
    assert.deepEqual(failures, []);
  });

  it("is entered with one's own code, between opening and closing, and gives the drawn paper", async () => {
    now = exam.opensAt - 1;
    assert.equal((await enter("c0")).body.code, "ACADEMY_EXAM_CLOSED");
    now = exam.opensAt;
    assert.equal((await enter("c0", codes.get("c1"))).body.code, "ACADEMY_EXAM_ADMISSION");
    assert.equal((await enter("nobody")).body.code, "ACADEMY_EXAM_INPUT");
    assert.equal((await enter("nobody", "AAAA")).body.code, "ACADEMY_EXAM_ADMISSION");
    const { status, body } = await enter("c0", codes.get("c0")?.toLowerCase().replaceAll("-", " "));
    assert.equal(status, 200, JSON.stringify(body));
    assert.deepEqual([body.deadline, body.paper.questions.length, body.paper.tasks.length], [now + 1_800, 12, 1]);
    assert.doesNotMatch(JSON.stringify(body), /"right"|"why"/);
  });

  it("saves idempotently, keeps what it acknowledged over a restart, and takes an answer back", async () => {
    const { body } = await enter("c1");
    const answers = answersOf("c1", 12);
    assert.equal((await save(body.session, 1, answers.slice(0, 5))).body.revision, 1);
    assert.equal((await save(body.session, 3, answers.slice(5, 6))).body.revision, 3);
    // Late and repeated ones change nothing.
    assert.equal((await save(body.session, 2, [{ question: answers[5]?.question, choice: null }])).body.revision, 3);
    assert.equal((await save(body.session, 4, [{ question: answers[0]?.question, choice: null }])).body.revision, 4);
    await service.close();
    // The database is derived: without it everything comes back from the journal.
    rmSync(join(home, "store", "index"), { recursive: true });
    await open();
    assert.equal((await save(body.session, 0)).body.revision, 4, "the session is good after a restart");
    const again = await enter("c1");
    const kept = new Map(
      again.body.answers.map((each: { question: string; choice: number | null }) => [each.question, each.choice]),
    );
    assert.equal(kept.get(answers[0]?.question), null);
    assert.equal(kept.get(answers[5]?.question), answers[5]?.choice);
    assert.equal(kept.size, 6);
  });

  it("refuses what is not on the paper, foreign sessions, and a page that another entry took over from", async () => {
    const first = (await enter("c2")).body.session as string;
    const strange = [{ question: "a-999", choice: 0 }];
    assert.equal((await save(first, 1, strange)).body.code, "ACADEMY_EXAM_INPUT");
    assert.equal(
      (await save(first, 1, [{ question: answersOf("c2", 1)[0]?.question, choice: 4 }])).body.code,
      "ACADEMY_EXAM_INPUT",
    );
    for (const forged of [
      "",
      "x",
      first.replace(/\.1\./, ".2."),
      first.replace(/^[^.]+/, Buffer.from("c3").toString("base64url")),
    ])
      assert.equal((await save(forged, 1)).body.code, "ACADEMY_EXAM_SESSION", forged);
    const second = (await enter("c2")).body.session as string;
    assert.equal((await save(first, 2)).body.code, "ACADEMY_EXAM_SUPERSEDED");
    assert.equal((await save(second, 2)).status, 200);
    assert.equal((await call("GET", "/exam-1/results", second)).body.code, "ACADEMY_EXAM_EXAMINER");
    assert.equal((await call("GET", "/none/draws")).body.code, "ACADEMY_EXAM_UNKNOWN");
  });

  it("keeps time by its own clock, gives back what a disconnect took up to the grace, and gives more to who was promised it", async () => {
    const examiner = readFileSync(join(folder, "examiner.secret"), "utf8").trim();
    const promise = await call("PUT", "/exam-1/accommodations/c4", examiner, { extraPercent: 50 });
    assert.deepEqual(promise.body, { done: true });
    const [slow, usual] = [(await enter("c4")).body, (await enter("c5")).body];
    assert.deepEqual([slow.deadline - now, usual.deadline - now], [2_700, 1_800]);
    now += 30;
    assert.equal((await save(usual.session, 1)).body.deadline, usual.deadline, "half a minute is no disconnect");
    now += 200;
    assert.equal((await save(usual.session, 2)).body.deadline, usual.deadline + 200);
    now += 1_000;
    assert.equal((await save(usual.session, 3)).body.deadline, usual.deadline + 300, "the grace is 300 s in all");
    now = usual.deadline + 301;
    assert.equal((await save(usual.session, 4)).body.code, "ACADEMY_EXAM_OVER");
    assert.equal((await call("POST", "/exam-1/submission", usual.session)).body.submittedAt, usual.deadline + 300);
    assert.equal((await save(slow.session, 1)).status, 200);
    const { signals } = (await call("GET", "/exam-1/signals", examiner)).body;
    assert.deepEqual(
      signals
        .filter(({ candidate }: { candidate: string }) => candidate === "c5")
        .map(({ detail }: { detail: string }) => detail),
      ["200 s, 200 s given back", "1000 s, 100 s given back", "871 s, 0 s given back"],
    );
    now = exam.opensAt + 60;
  });

  it("grades practical tasks by executing them again, on the candidate's own instance", async () => {
    now = Math.floor(Date.now() / 1000);
    const { session, paper } = (await enter("c6")).body;
    const session2 = await openLabSession(
      createInstance(lab, await loadLab(lab), paper.tasks[0].seed),
      createNodeTools(),
    );
    const { solution, wrongSolutions } = await loadSolutions(lab);
    const right = await session2.solve(solution);
    const wrong = await session2.solve(wrongSolutions[0]?.solve ?? solution);
    await session2.close();
    const hand = (log: Uint8Array, token: string) =>
      call("PUT", `/exam-1/task?lab=${encodeURIComponent(lab)}`, token, log);
    const refused = await hand(new Uint8Array(10), session);
    assert.deepEqual([refused.body.passed, refused.body.outcome], [false, "ACADEMY_LOG_BROKEN"]);
    now = Math.floor(Date.now() / 1000);
    const { body } = await hand(right, session);
    assert.deepEqual([body.passed, body.outcome], [true, ""]);
    assert.deepEqual((await enter("c6")).body.tasks, [{ lab, passed: true }]);
    const taken = (await enter("c6")).body.session as string;
    assert.equal((await hand(wrong, taken)).body.passed, false);
    assert.equal((await hand(right, session)).body.code, "ACADEMY_EXAM_SUPERSEDED");
    assert.equal((await hand(right, "x")).body.code, "ACADEMY_EXAM_SESSION");
  });

  it("shows marks and seed when nobody writes any more; appeals mark again for everybody; all draws can be made again", async () => {
    const examiner = readFileSync(join(folder, "examiner.secret"), "utf8").trim();
    now = exam.opensAt + 200;
    for (const [at, candidate] of candidates.slice(10).entries()) {
      const { session } = (await enter(candidate)).body;
      await save(session, 1, answersOf(candidate, candidate === graduate ? 12 : at % 12));
      const handed = await call("POST", "/exam-1/submission", session);
      assert.equal(handed.body.submittedAt, now);
      assert.deepEqual((await call("POST", "/exam-1/submission", session)).body, handed.body, "twice is once");
      assert.equal((await save(session, 2)).body.code, "ACADEMY_EXAM_SUBMITTED");
      if (candidate === "c10")
        assert.equal((await call("GET", "/exam-1/result", session)).body.code, "ACADEMY_EXAM_EARLY");
    }
    assert.equal((await call("GET", "/exam-1/draws")).body.code, "ACADEMY_EXAM_EARLY");
    const commitment = (await call("GET", "")).body.exams[0].commitment as string;
    now = lastSecond(exam) + 1;
    const draws = (await call("GET", "/exam-1/draws")).body;
    assert.equal(commitmentOf(draws.exam, draws.seed), commitment);

    const { results } = (await call("GET", "/exam-1/results", examiner)).body;
    assert.deepEqual(
      results
        .filter(({ candidate }: { candidate: string }) => /^c(?:10|17|21)$/.test(candidate))
        .map(({ percent }: { percent: number }) => percent),
      [0, 43, 68],
    );
    const { items } = (await call("GET", "/exam-1/analysis", examiner)).body;
    assert.ok(items.every(({ difficulty }: { difficulty: number }) => difficulty >= 0 && difficulty <= 1));
    const { session } = (await enter("c10")).body;
    assert.equal((await call("POST", "/exam-1/appeal", session, { reason: "第一题有误" })).status, 200);
    assert.equal(
      (await call("POST", "/exam-1/appeal", session, { reason: "again" })).body.code,
      "ACADEMY_EXAM_APPEALED",
    );
    const question = answersOf("c10", 0)[0]?.question;
    const decision = { decision: "承认", corrections: [{ question, kind: "accept", option: 1 }] };
    const decided = (await call("POST", "/exam-1/appeals/c10", examiner, decision)).body;
    assert.deepEqual([decided.percent_before, decided.percent_after], [0, 6]);
    assert.equal((await call("GET", "/exam-1/result", session)).body.percent, 6);
    const unknown = await call("POST", "/exam-1/appeals/c10", examiner, {
      decision: "x",
      corrections: [{ question: "z", kind: "void", option: 0 }],
    });
    assert.equal(unknown.body.code, "ACADEMY_EXAM_UNKNOWN");
  });

  it("gives certificates to those who passed, and to nobody before it is over", async () => {
    const { definition } = makeCohort();
    const nowSeconds = lastSecond(exam) + 1;
    const awards = (required: number, at = nowSeconds) => {
      const achievement = { ...definition.achievement, required };
      return examAwards({ ...definition, achievement }, { exam: folder, store: join(home, "store"), nowSeconds: at });
    };
    await service.close();
    await assert.rejects(awards(70, opensAt), { code: "ACADEMY_EXAM_EARLY" });
    const [award, ...others] = await awards(70);
    assert.deepEqual([award?.learner, award?.score, others.length], [graduate, "75", 0]);
    // Others passed at 60, too, but a candidate's number is no pseudonym that a certificate may bear.
    await assert.rejects(awards(60), { code: "ACADEMY_CERTIFICATE_LEARNER" });
    await open();
  });

  it("describes its calls, each with its words in both languages", async () => {
    const reply = await service.server.inject({ url: "/api/v1/openapi.json" });
    const { paths } = JSON.parse(reply.body) as { paths: Record<string, Record<string, { summary: string }>> };
    const operations = Object.values(paths).flatMap((path) => Object.values(path));
    assert.equal(operations.length, 14);
    for (const { summary } of operations) assert.match(summary, /^.+ \/ .*\p{Script=Han}/u);
  });
});
