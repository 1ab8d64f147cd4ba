import { defineLab, type Evidence, isInstalled, type SeededChoice } from "@yanta/academy/lab";
export interface Parameters {
  /** The contract under test and its method. */
  readonly subject: string;
  readonly fee: string;
  /** The learner's contract that tests it. */
  readonly test: string;
  readonly rule: Rule;
}

/** Up to `limit` units cost `base`, each `step` begun beyond that `more`, and nothing costs more than `most`. */
export interface Rule {
  readonly limit: number;
  readonly base: number;
  readonly step: number;
  readonly more: number;
  readonly most: number;
}

function parameters(choice: SeededChoice): Parameters {
  const base = choice.integer(5, 9);
  const more = choice.integer(2, 4);
  return {
    subject: choice.pick(["parking", "locker", "courier"]),
    fee: choice.pick(["fee", "price", "charge"]),
    test: choice.pick(["inspect", "acceptance", "trial"]),
    rule: { limit: choice.integer(20, 60), base, step: choice.integer(12, 18), more, most: base + more * 6 },
  };
}

/** The contract under test; each piece can be spoilt. */
function subjectSource(
  { fee, rule: { limit, base, step, more, most } }: Parameters,
  { free = limit, begun = step - 1, highest = String(most) } = {},
): string {
  return `/** @query */
export function ${fee}(units: u64): u64 {
  assert(units > 0, "nothing to charge for");
  if (units <= ${free}) return ${base};
  const cost: u64 = ${base} + ((units - ${free} + ${begun}) / ${step}) * ${more};
  return cost > ${highest} ? ${highest} : cost;
}
`;
}

/** What a probe found out is not asked when there is no test to ask. */
function isProbed(evidence: Evidence<Parameters>, finding: string): boolean {
  return !isInstalled(evidence, evidence.parameters.test) || evidence.probed[finding] === "true";
}

export const lab = defineLab<Parameters>({
  title: { zh: "写一个验收合约", en: "Write a contract that tests another" },
  parameters,
  start: (chosen) => [{ kind: "install", name: chosen.subject, source: subjectSource(chosen) }],
  editor: (chosen) => ({
    [`${chosen.subject}.ts`]: subjectSource(chosen),
    [`${chosen.test}.ts`]: `import { callContract, CallParameters, fromText, toText } from "@yanta/contract-sdk";

/** @query */
export function run(): string {
  return "passed";
}
`,
  }),
  task: ({ subject, fee, test, rule: { limit, base, step, more, most } }) => ({
    zh: `合约 \`${subject}\` 按下面的办法收费，方法是 \`${fee}(units: u64)\`，返回 \`u64\`：

- ${limit} 个单位以内（含 ${limit}）收 ${base} 元；
- 超出部分每满 ${step} 个单位加 ${more} 元，不满 ${step} 的也按 ${step} 算；
- 最多收 ${most} 元。

现在装着的版本是对的，源码在编辑器里。请写一个验收合约 \`${test}\`：

1. 它有一个查询 \`run()\`，逐项调用 \`${subject}\` 的 \`${fee}\`，答案都对时返回 \`passed\`，有一项不对就让调用失败。
2. 以名称 \`${test}\`、版本 \`1.0\` 安装。

评分时会把 \`${subject}\` 依次换成几个有错的版本，每个版本只违反上面的一条。您的 \`run\` 必须放过对的版本，并查出每一个错的版本。`,
    en: `The contract \`${subject}\` charges by the following rules. Its method is \`${fee}(units: u64)\` and returns \`u64\`:

- up to and including ${limit} units cost ${base} yuan;
- beyond that, every ${step} units cost ${more} yuan more, and ${step} units that are only begun count in full;
- nothing costs more than ${most} yuan.

The version that is installed is right; its source is in the editor. Write a contract \`${test}\` that tests it:

1. It has a query \`run()\`, which calls \`${fee}\` of \`${subject}\` for one value after the other. It returns \`passed\` when all answers are right, and lets the call fail when one is wrong.
2. Install it under the name \`${test}\`, version \`1.0\`.

The grader replaces \`${subject}\` by several versions with a mistake, each of which breaks one of the rules. Your \`run\` has to let the right one pass and to find each wrong one out.`,
  }),
  hints: ({ subject, fee, rule: { limit, step } }) => [
    {
      zh: `调用：\`callContract("${subject}", "${fee}", new CallParameters().add<u64>("units", units))\`，结果用 \`fromText<u64>(toText<Uint8Array>(answer))\` 读成数。`,
      en: `The call is \`callContract("${subject}", "${fee}", new CallParameters().add<u64>("units", units))\`; \`fromText<u64>(toText<Uint8Array>(answer))\` reads the result as a number.`,
    },
    {
      zh: `错误藏在边界上：${limit}、${limit + 1}、${limit + step}、${limit + step + 1}，还有一个很大的数。`,
      en: `Mistakes hide at the edges: ${limit}, ${limit + 1}, ${limit + step}, ${limit + step + 1}, and a very large number.`,
    },
    {
      zh: `要试自己的验收合约，可以把 \`${subject}.ts\` 改错一处，用 \`upgrade ${subject} 1.1\` 换上，看 \`run\` 会不会失败，然后改回来。`,
      en: `To try your test, spoil one thing in \`${subject}.ts\`, put it in place with \`upgrade ${subject} 1.1\`, see whether \`run\` fails, and mend it again.`,
    },
  ],
  probe: async (bench, chosen, choice) => {
    const { subject, test, rule } = chosen;
    const run = async (name: string, source: string): Promise<string> => {
      bench.editor.set(`${name}.ts`, source);
      const [line = ""] = await bench.run(`upgrade ${subject} ${name}-${choice.hex(8)} from ${name}`);
      return line.startsWith("ok") ? ((await bench.run(`query ${test} run`))[0] ?? "") : "";
    };
    const isFound = async (name: string, source: string): Promise<string> =>
      String((await run(name, source)).startsWith("failed"));
    return {
      right: String((await run("right", subjectSource(chosen))) === "result passed"),
      limit: await isFound("limit", subjectSource(chosen, { free: rule.limit - 1 })),
      begun: await isFound("begun", subjectSource(chosen, { begun: 0 })),
      most: await isFound("most", subjectSource(chosen, { highest: String(rule.most * 1000) })),
    };
  },
  assertions: [
    {
      name: "test-installed",
      says: { zh: "验收合约已按名称安装", en: "The test is installed under its name" },
      holds: (evidence) => isInstalled(evidence, evidence.parameters.test),
    },
    {
      name: "right-one-passes",
      says: { zh: "对的版本通过验收", en: "The right version passes" },
      holds: (evidence) => isProbed(evidence, "right"),
    },
    {
      name: "limit-tested",
      says: {
        zh: "查出了第一档少算一个单位的版本",
        en: "A version whose first limit is one unit too low is found out",
      },
      holds: (evidence) => isProbed(evidence, "limit"),
    },
    {
      name: "begun-step-tested",
      says: { zh: "查出了不满一档就不收的版本", en: "A version that does not charge for a step begun is found out" },
      holds: (evidence) => isProbed(evidence, "begun"),
    },
    {
      name: "most-tested",
      says: { zh: "查出了没有封顶的版本", en: "A version without an upper bound is found out" },
      holds: (evidence) => isProbed(evidence, "most"),
    },
  ],
});
