import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { commitmentOf, drawPaper, showPaper } from "./draw-paper.ts";
import { analyseItems } from "./item-analysis.ts";
import { markPaper, type Marks } from "./mark-paper.ts";
import { makeExam } from "./testing/made-exam.ts";

const exam = makeExam({ tasks: [{ lab: "user/01-what-a-ledger-is", points: 4 }] });
const seed = "5e".repeat(32);

function rightAnswers(candidate: string): Map<string, number> {
  const { questions } = drawPaper(exam, seed, candidate);
  return new Map(questions.map(({ question, order }) => [question.id, order.indexOf(0)]));
}

describe("a drawn paper", () => {
  it("follows from definition, seed and candidate, and is another for each candidate and seed", () => {
    assert.deepEqual(drawPaper(exam, seed, "c1"), drawPaper(structuredClone(exam), seed, "c1"));
    const papers = Array.from({ length: 50 }, (_, at) => JSON.stringify(drawPaper(exam, seed, `c${at}`)));
    assert.equal(new Set(papers).size, 50);
    assert.notDeepEqual(drawPaper(exam, seed, "c1"), drawPaper(exam, "5f".repeat(32), "c1"));
  });

  it("has so many questions of each section, none twice, each with all of its options", () => {
    for (let at = 0; at < 50; at++) {
      const { questions } = drawPaper(exam, seed, `c${at}`);
      const ids = questions.map(({ question }) => question.id);
      assert.deepEqual([ids.filter((id) => id.startsWith("a")).length, new Set(ids).size], [8, 12]);
      for (const { order } of questions)
        assert.deepEqual(
          order.toSorted((a, b) => a - b),
          [0, 1, 2, 3],
        );
    }
  });

  it("draws all questions about as often, and puts the right option everywhere", () => {
    const counts = new Map<string, number>();
    const places = [0, 0, 0, 0];
    for (let at = 0; at < 1_000; at++)
      for (const { question, order } of drawPaper(exam, seed, `c${at}`).questions) {
        counts.set(question.id, (counts.get(question.id) ?? 0) + 1);
        places[order.indexOf(0)] = (places[order.indexOf(0)] ?? 0) + 1;
      }
    // 400 of 1,000 expected each; six standard deviations of a fixed seed.
    assert.deepEqual(
      [...counts].filter(([, count]) => Math.abs(count - 400) > 93),
      [],
    );
    assert.deepEqual(
      places.filter((count) => Math.abs(count - 3_000) > 285),
      [],
    );
  });

  it("shows neither what is right nor why", () => {
    assert.doesNotMatch(JSON.stringify(showPaper(drawPaper(exam, seed, "c1"))), /"right"|"why"|"order"/);
  });

  it("is committed to: a changed question, time, mark or seed has another commitment", () => {
    const others = [
      commitmentOf(exam, "5f".repeat(32)),
      commitmentOf({ ...exam, minutes: 31 }, seed),
      commitmentOf({ ...exam, passPercent: 61 }, seed),
      commitmentOf(makeExam(), seed),
    ];
    assert.equal(new Set([commitmentOf(exam, seed), ...others]).size, 5);
  });
});

describe("marks", () => {
  const paper = drawPaper(exam, seed, "c1");
  const nothing = { paper, answers: new Map<string, number>(), passedLabs: new Set<string>(), corrections: [] };

  it("count right answers and passed tasks", () => {
    assert.deepEqual([markPaper(nothing).points, markPaper(nothing).pointsMax], [0, 16]);
    const answers = rightAnswers("c1");
    assert.equal(markPaper({ ...nothing, answers }).percent, 75);
    const passedLabs = new Set(["user/01-what-a-ledger-is"]);
    assert.equal(markPaper({ ...nothing, answers, passedLabs }).percent, 100);
    const [first = ""] = answers.keys();
    assert.equal(markPaper({ ...nothing, answers: answers.set(first, 9) }).points, 11);
  });

  it("change for everybody by a correction", () => {
    const [drawn] = paper.questions;
    assert.ok(drawn);
    const question = drawn.question.id;
    const answers = new Map([[question, drawn.order.indexOf(2)]]);
    const mark = (kind: "void" | "accept", option: number): number =>
      markPaper({ ...nothing, answers, corrections: [{ question, kind, option }] }).points;
    assert.deepEqual([mark("accept", 2), mark("accept", 1), mark("void", 0)], [1, 0, 1]);
    assert.equal(markPaper({ ...nothing, corrections: [{ question, kind: "void", option: 0 }] }).points, 1);
  });
});

describe("item analysis", () => {
  it("tells easy from hard, and what separates the able from what does not", () => {
    // Ten papers; the able half has "good" right, everybody "easy", nobody "hard", the others "odd".
    const marked = Array.from({ length: 10 }, (_, at): Marks => {
      const isAble = at < 5;
      const right = { good: isAble, easy: true, hard: false, odd: !isAble, x: isAble, y: isAble, z: isAble };
      const questions = Object.entries(right).map(([id, isRight]) => ({ id, isRight }));
      const points = questions.filter(({ isRight }) => isRight).length;
      return { points, pointsMax: questions.length, percent: 0, questions };
    });
    const items = new Map(analyseItems(marked).map((item) => [item.question, item]));
    assert.deepEqual([items.get("easy")?.difficulty, items.get("hard")?.difficulty], [1, 0]);
    assert.equal(items.get("easy")?.discrimination, undefined);
    assert.ok((items.get("good")?.discrimination ?? 0) > 0.99);
    assert.ok((items.get("odd")?.discrimination ?? 0) < -0.99);
    assert.deepEqual(analyseItems([]), []);
  });
});
