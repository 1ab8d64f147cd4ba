import { type ReactElement, useState } from "react";
import type { Question, Quiz } from "../course/course-format.ts";
import { useSay } from "./language.tsx";
import { words } from "./words.ts";

/** Questions that explain each answer as soon as it is chosen; one may try again. */
export function QuizView({ quiz }: { readonly quiz: Quiz }): ReactElement {
  const say = useSay();
  const [right, setRight] = useState<ReadonlySet<string>>(new Set());
  const note = (id: string, isRight: boolean): void =>
    setRight((before) => new Set(isRight ? [...before, id] : [...before].filter((other) => other !== id)));
  return (
    <section className="quiz">
      <h2>{say(words.quiz)}</h2>
      {quiz.questions.map((question, index) => (
        <QuestionView
          key={question.id}
          question={question}
          number={index + 1}
          onAnswer={(isRight) => note(question.id, isRight)}
        />
      ))}
      {right.size === quiz.questions.length ? <p className="good">✓ {say(words.quizDone)}</p> : null}
    </section>
  );
}

function QuestionView({
  question,
  number,
  onAnswer,
}: {
  readonly question: Question;
  readonly number: number;
  readonly onAnswer: (isRight: boolean) => void;
}): ReactElement {
  const say = useSay();
  const [chosen, setChosen] = useState<number>();
  const option = chosen === undefined ? undefined : question.options[chosen];
  return (
    <fieldset>
      <legend>
        {number}. {say(question.text)}
      </legend>
      {question.options.map(({ text, right }, index) => (
        <label key={text.en}>
          <input
            type="radio"
            name={question.id}
            checked={chosen === index}
            onChange={() => {
              setChosen(index);
              onAnswer(right);
            }}
          />{" "}
          {say(text)}
        </label>
      ))}
      <p role="status" className={option?.right === true ? "good" : "bad"}>
        {option === undefined ? "" : `${option.right ? "✓" : "✗"} ${say(option.why)}`}
      </p>
    </fieldset>
  );
}
