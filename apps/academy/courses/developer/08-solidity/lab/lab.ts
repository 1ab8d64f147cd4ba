import { defineLab, type Evidence, isInstalled, isSuccess, orgId, type SeededChoice } from "@yanta/academy/lab";
import { type AbiInput, type CallResult, decodeSolidityResult, solidityCall } from "@yanta/playground";

export interface Parameters {
  readonly contract: string;
  /** Most people in a room. */
  readonly most: number;
  /** Who is to reserve what. */
  readonly member: string;
  readonly room: string;
}

function parameters(choice: SeededChoice): Parameters {
  return {
    contract: choice.pick(["rooms", "meetings", "halls"]),
    most: choice.integer(6, 40),
    member: `client1@org${choice.integer(2, 4)}`,
    room: `${choice.pick(["east", "west", "south", "north"])}-${choice.integer(100, 999)}`,
  };
}

/** What a learner's contract has to offer; the selectors are those of the signatures. */
const rooms = {
  abi: [
    {
      type: "function",
      name: "reserve",
      inputs: [
        { name: "room", type: "string" },
        { name: "people", type: "uint256" },
      ],
    },
    { type: "function", name: "release", inputs: [{ name: "room", type: "string" }] },
    {
      type: "function",
      name: "holder",
      inputs: [{ name: "room", type: "string" }],
      outputs: [{ name: "", type: "address" }],
    },
  ],
  selectors: { "reserve(string,uint256)": "f0f160f8", "release(string)": "f34e3723", "holder(string)": "c6851f74" },
};

/** What a probe found out is not asked when there is no contract to ask. */
function isProbed(evidence: Evidence<Parameters>, finding: string): boolean {
  return !isInstalled(evidence, evidence.parameters.contract) || evidence.probed[finding] === "true";
}

export const lab = defineLab<Parameters>({
  title: { zh: "会议室：用 Solidity 写预订合约", en: "Meeting rooms: reservations in Solidity" },
  parameters,
  start: () => [],
  editor: ({ contract }) => ({
    [`${contract}.sol`]: `// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.0;

contract Rooms {
    mapping(string => address) public holder;

    function reserve(string calldata room, uint256 people) external {
    }

    function release(string calldata room) external {
    }
}
`,
  }),
  task: ({ contract, most, member, room }) => ({
    zh: `编辑器里的 \`${contract}.sol\` 还没有写完。

1. \`reserve(string room, uint256 people)\` 把会议室订给发送交易的人：人数从 1 到 ${most}（含），否则拒绝；已经有人订的房间，谁也不能再订。
2. \`release(string room)\` 退订，只有订的人自己能退；退掉以后别人可以再订。
3. \`holder(string room)\` 返回订房人的地址，没有人订时是零地址（公开的映射已经做到）。
4. 以名称 \`${contract}\`、版本 \`1.0\` 安装，再以 \`${member}\` 的身份为 2 个人预订 \`${room}\`。`,
    en: `\`${contract}.sol\` in the editor is not finished.

1. \`reserve(string room, uint256 people)\` reserves a room for whoever sends the transaction. It refuses fewer than 1 or more than ${most} people, and nobody can reserve a room that somebody holds.
2. \`release(string room)\` gives a room back. Only who holds it may do that, and others can reserve it afterwards.
3. \`holder(string room)\` returns the address of the holder, the zero address when there is none (the public mapping does that already).
4. Install it under the name \`${contract}\`, version \`1.0\`, and reserve \`${room}\` for 2 people as \`${member}\`.`,
  }),
  hints: ({ contract, most, member, room }) => [
    {
      zh: `\`require(people >= 1 && people <= ${most}, "…")\`；\`&&\` 是“而且”。`,
      en: `\`require(people >= 1 && people <= ${most}, "…")\`, where \`&&\` means "and".`,
    },
    {
      zh: "没有人订：`holder[room] == address(0)`。退订：`delete holder[room]`。",
      en: "Nobody holds it: `holder[room] == address(0)`. To give it back: `delete holder[room]`.",
    },
    {
      zh: `预订：\`send ${contract} reserve room=${room} people=2 as ${member}\`。`,
      en: `The reservation: \`send ${contract} reserve room=${room} people=2 as ${member}\`.`,
    },
  ],
  probe: async (bench, { contract, most, member, room }, choice) => {
    const send = async (org: number, method: string, ...values: readonly AbiInput[]): Promise<boolean> => {
      const sender = { orgId: orgId(org), name: "client1" };
      const outcome = await bench.playground.send({ contract, ...solidityCall(rooms, method, values), sender });
      return outcome.kind === "committed" && isSuccess(outcome);
    };
    const holderOf = async (name: string): Promise<string> => {
      const answer: CallResult = await bench.playground.query({ contract, ...solidityCall(rooms, "holder", [name]) });
      if (!isSuccess(answer)) return "failed";
      return String(decodeSolidityResult(rooms, "holder", answer.result)[0]).replace(/^0x/, "");
    };
    const isReserved = (await holderOf(room)) === bench.addressOf(member);
    const [one, other, large, shared] = ["a", "b", "c", "d"].map((letter) => `${letter}${choice.hex(8)}`);
    await send(1, "reserve", one ?? "", 1);
    const isAgain = await send(2, "reserve", one ?? "", 1);
    const isFull = await send(2, "reserve", other ?? "", most);
    const isOver = await send(2, "reserve", large ?? "", most + 1);
    const isNobody = await send(2, "reserve", `e${choice.hex(8)}`, 0);
    await send(3, "reserve", shared ?? "", 1);
    const isStolen = await send(2, "release", shared ?? "");
    const isGivenBack = (await send(3, "release", shared ?? "")) && /^0+$/.test(await holderOf(shared ?? ""));
    const isTakenAnew = await send(1, "reserve", shared ?? "", 1);
    return {
      reserved: String(isReserved),
      once: String(!isAgain),
      limit: String(isFull && !isOver && !isNobody),
      own: String(!isStolen),
      free: String(isStolen || (isGivenBack && isTakenAnew)),
    };
  },
  assertions: [
    {
      name: "contract-installed",
      says: { zh: "合约已按名称安装", en: "The contract is installed under its name" },
      holds: (evidence) => isInstalled(evidence, evidence.parameters.contract),
    },
    {
      name: "room-reserved",
      says: { zh: "指定的人订下了指定的房间", en: "The member holds the room" },
      holds: (evidence) => isProbed(evidence, "reserved"),
    },
    {
      name: "reserved-once",
      says: { zh: "已有人订的房间不能再订", en: "A room that somebody holds cannot be reserved" },
      holds: (evidence) => isProbed(evidence, "once"),
    },
    {
      name: "people-within-limit",
      says: { zh: "人数的下限和上限都对", en: "The smallest and largest numbers of people are right" },
      holds: (evidence) => isProbed(evidence, "limit"),
    },
    {
      name: "own-room-only",
      says: { zh: "只有订房的人能退订", en: "Only who holds a room can release it" },
      holds: (evidence) => isProbed(evidence, "own"),
    },
    {
      name: "released-room-free",
      says: { zh: "退订以后房间空出来，可以再订", en: "A released room is free and can be reserved again" },
      holds: (evidence) => isProbed(evidence, "free"),
    },
  ],
});
