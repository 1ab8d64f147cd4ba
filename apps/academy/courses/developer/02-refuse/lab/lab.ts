import {
  argumentOf,
  callsOf,
  defineLab,
  type Evidence,
  isInstalled,
  isSuccess,
  type SeededChoice,
  senderOf,
} from "@yanta/academy/lab";

export interface Parameters {
  /** Name of the contract to write, and of its methods. */
  readonly contract: string;
  readonly enter: string;
  readonly retire: string;
  readonly serial: string;
  readonly place: string;
  /** Who enters and retires it, and who tries to, as in the console. */
  readonly keeper: string;
  readonly stranger: string;
}

function parameters(choice: SeededChoice): Parameters {
  const [keeper = 2, stranger = 3] = choice.shuffle([1, 2, 3, 4]);
  return {
    contract: choice.pick(["cranes", "boilers", "elevators", "generators", "tankers"]),
    enter: choice.pick(["enter", "register", "enroll"]),
    retire: choice.pick(["retire", "scrap", "dismiss"]),
    serial: `${choice.pick(["K", "M", "T"])}-${choice.integer(1000, 9999)}`,
    place: choice.pick(["Xian", "Baoji", "Hanzhong", "Weinan"]),
    keeper: `client1@org${keeper}`,
    stranger: `client1@org${stranger}`,
  };
}

/** What a probe found out is not asked when there is no contract to ask. */
function isProbed(evidence: Evidence<Parameters>, finding: string): boolean {
  return !isInstalled(evidence, evidence.parameters.contract) || evidence.probed[finding] === "true";
}

export const lab = defineLab<Parameters>({
  title: { zh: "设备登记：只准登记的单位报废", en: "A register of machines: only their keepers retire them" },
  parameters,
  start: () => [],
  editor: ({ contract, enter, retire }) => ({
    [`${contract}.ts`]: `import { senderOrgId, StateMap } from "@yanta/contract-sdk";

const places = new StateMap<string>("place");
const keepers = new StateMap<string>("keeper");
const retired = new StateMap<string>("retired");

export function ${enter}(serial: string, place: string): void {
  places.set(serial, place);
}

export function ${retire}(serial: string): void {
  retired.set(serial, "yes");
}

/** @query */
export function status(serial: string): string {
  return "unknown";
}
`,
  }),
  task: ({ contract, enter, retire, serial, place, keeper, stranger }) => ({
    zh: `编辑器里的 \`${contract}.ts\` 是一个没有把关的设备登记合约。

1. 把它写完：
   - \`${enter}\` 登记一台设备，并记下由哪个组织登记；编号 \`serial\` 已登记过的，拒绝。
   - \`${retire}\` 报废一台设备：没有登记过的，拒绝；不是登记它的组织来报废，拒绝。
   - \`status\` 返回 \`unknown\`（没有登记）、\`in use\`（已登记）或 \`retired\`（已报废），不会失败。
2. 安装它：名称 \`${contract}\`，版本 \`1.0\`。
3. 由 \`${keeper}\` 登记设备：\`serial=${serial}\`，\`place=${place}\`。
4. 由 \`${stranger}\` 试着报废它，看它被拒绝。`,
    en: `\`${contract}.ts\` in the editor is a register of machines that refuses nothing.

1. Finish it:
   - \`${enter}\` enters a machine and keeps which organisation entered it; a number \`serial\` that is there already is refused.
   - \`${retire}\` retires a machine. It refuses machines that were never entered, and organisations other than the one that entered it.
   - \`status\` returns \`unknown\` (never entered), \`in use\` (entered) or \`retired\`, and does not fail.
2. Install it under the name \`${contract}\`, version \`1.0\`.
3. Let \`${keeper}\` enter a machine: \`serial=${serial}\`, \`place=${place}\`.
4. Let \`${stranger}\` try to retire it, and see that it is refused.`,
  }),
  hints: ({ contract, retire, serial, stranger }) => [
    {
      zh: '拒绝用 `assert(应当成立的条件, "理由")`；有没有登记过用 `places.has(serial)`。',
      en: 'To refuse, write `assert(what has to be true, "reason")`; `places.has(serial)` tells whether it was entered.',
    },
    {
      zh: "登记时 `keepers.set(serial, senderOrgId())`，报废时比较 `keepers.get(serial) == senderOrgId()`。",
      en: "When a machine is entered: `keepers.set(serial, senderOrgId())`. When it is retired, compare `keepers.get(serial) == senderOrgId()`.",
    },
    {
      zh: `第四步：\`send ${contract} ${retire} serial=${serial} as ${stranger}\`，应当显示 \`failed\`。`,
      en: `Step 4 is \`send ${contract} ${retire} serial=${serial} as ${stranger}\`, and it should print \`failed\`.`,
    },
  ],
  probe: async (bench, { contract, enter, retire }, choice) => {
    const [kept, unknown] = [`p${choice.hex(8)}`, `q${choice.hex(8)}`];
    const [owner, other] = choice.shuffle([1, 2, 3, 4]).map((org) => `client1@org${org}`);
    const send = async (call: string, sender = owner): Promise<boolean> =>
      (await bench.run(`send ${contract} ${call} as ${sender}`))[0]?.startsWith("ok") === true;
    const status = async (serial: string): Promise<string> =>
      (await bench.run(`query ${contract} status serial=${serial}`))[0] ?? "";
    const unknownStatus = await status(unknown);
    await send(`${enter} serial=${kept} place=here`);
    const inUse = await status(kept);
    const isTwice = await send(`${enter} serial=${kept} place=there`);
    const isOthers = await send(`${retire} serial=${kept}`, other);
    const isUnknown = await send(`${retire} serial=${unknown}`);
    const isOwn = await send(`${retire} serial=${kept}`);
    // A stranger who was let through has retired it already; a second time may be refused.
    const isRetired = (isOwn || isOthers) && (await status(kept)) === "result retired";
    return {
      refusesTwice: String(!isTwice),
      refusesOthers: String(!isOthers),
      refusesUnknown: String(!isUnknown),
      tells: String(unknownStatus === "result unknown" && inUse === "result in use" && isRetired),
    };
  },
  assertions: [
    {
      name: "contract-installed",
      says: { zh: "合约已按指定名称安装", en: "The contract is installed under its name" },
      holds: (evidence) => isInstalled(evidence, evidence.parameters.contract),
    },
    {
      name: "second-entry-refused",
      says: { zh: "编号已登记过的被拒绝", en: "A number that is there already is refused" },
      holds: (evidence) => isProbed(evidence, "refusesTwice"),
    },
    {
      name: "strangers-refused",
      says: { zh: "别的组织来报废被拒绝", en: "Other organisations cannot retire a machine" },
      holds: (evidence) => isProbed(evidence, "refusesOthers"),
    },
    {
      name: "unknown-machine-refused",
      says: { zh: "没有登记过的设备不能报废", en: "What was never entered cannot be retired" },
      holds: (evidence) => isProbed(evidence, "refusesUnknown"),
    },
    {
      name: "status-told",
      says: {
        zh: "设备可以登记、报废，查询如实返回每一步的情况",
        en: "Machines can be entered and retired, and the query tells how they stand",
      },
      holds: (evidence) => isProbed(evidence, "tells"),
    },
    {
      name: "machine-entered",
      says: { zh: "指定的设备由指定的成员登记", en: "The machine was entered by the right member" },
      holds: (evidence) => {
        const { contract, enter, serial, place, keeper } = evidence.parameters;
        const entered = callsOf(evidence.txs, contract, enter).some(
          (tx) => argumentOf(tx, "serial") === serial && argumentOf(tx, "place") === place && senderOf(tx) === keeper,
        );
        return !isInstalled(evidence, evidence.parameters.contract) || entered;
      },
    },
    {
      name: "attempt-seen",
      says: { zh: "别的组织试过报废它，被拒绝了", en: "The other organisation tried to retire it and was refused" },
      holds: (evidence) => {
        const { contract, retire, serial, stranger } = evidence.parameters;
        const isTried = evidence.txs.some(
          (tx) =>
            tx.contract === contract &&
            tx.method === retire &&
            !isSuccess(tx) &&
            argumentOf(tx, "serial") === serial &&
            senderOf(tx) === stranger,
        );
        // A contract that lets strangers through fails `strangers-refused`.
        return (
          !isInstalled(evidence, evidence.parameters.contract) || isTried || evidence.probed["refusesOthers"] !== "true"
        );
      },
    },
  ],
});
