import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import type { City } from "./city.ts";
import { openCity } from "./city.ts";

describe("directory: texts", () => {
  let city: City;
  before(async () => void (city = await openCity()));

  const faults: readonly (readonly [string, string])[] = [
    ["涉税事项办理", ""],
    ["", ""],
    ["电话 13812345678。", "DIR_PHONE"],
    ["电话 138 1234 5678", "DIR_PHONE"],
    ["138-1234-5678", "DIR_PHONE"],
    ["138.1234.5678", "DIR_PHONE"],
    ["１３８１２３４５６７８", "DIR_PHONE"],
    ["+8613812345678", "DIR_PHONE"],
    ["008613812345678", "DIR_PHONE"],
    ["2026-11-24 13812345678", "DIR_PHONE"],
    ["a1,138 1234 5678", "DIR_PHONE"],
    ["13000000000", "DIR_PHONE"],
    ["19900000000", "DIR_PHONE"],
    ["12812345678", ""],
    ["23812345678", ""],
    ["1381234567", ""],
    ["138123456789", ""],
    ["138,1234,5678", ""],
    // Made-up residents' numbers with good check digits, and with others.
    ["证号110101199003077571", "DIR_ID_NUMBER"],
    ["证号110101199003077572", ""],
    ["证号11010119900307109X", "DIR_ID_NUMBER"],
    ["证号11010119900307108X", ""],
    ["110101 19900307 109x", "DIR_ID_NUMBER"],
    ["11010119900307109Ｘ", "DIR_ID_NUMBER"],
    ["110101200001010002", "DIR_ID_NUMBER"],
    ["110101180001010007", ""],
    ["110101900307757", "DIR_ID_NUMBER"],
    ["010101900307757", ""],
    ["110101901307757", ""],
    ["110101900300757", ""],
    ["110101900332757", ""],
    ["110101900031757", ""],
    ["110101901231757", "DIR_ID_NUMBER"],
    ["110101900101757", "DIR_ID_NUMBER"],
    ["卡号6222021234567890128", "DIR_BANK_CARD"],
    ["卡号6222021234567890127", ""],
    ["6222 0212 3456 7890 128", "DIR_BANK_CARD"],
    ["6222020000000000", ""],
    ["zhang@example.com", "DIR_EMAIL"],
    ["zhang_3@example.c", "DIR_EMAIL"],
    ["@ a@b zhang@example.com", "DIR_EMAIL"],
    ["@example.com", ""],
    ["张 @example.com", ""],
    ["a@.com", ""],
    ["a@example", ""],
    ["a@example.", ""],
    ["a@example. com", ""],
    ...["A@Z.a", "z@a.Z", "0@9.0", "9@0.9", "_@_._", "Z@A.A", "a@z.z"].map((text) => [text, "DIR_EMAIL"] as const),
    ...["/@a.b", ":@a.b", "[@a.b", "`@a.b", "{@a.b", "@@a.b", "^@a.b"].map((text) => [text, ""] as const),
    ...["a@/.b", "a@:.b", "a@[.b", "a@`.b", "a@{.b", "a@b./", "a@b.{"].map((text) => [text, ""] as const),
    ["１３００００９９９９９", "DIR_PHONE"],
    ["11010119900307109ｘ", "DIR_ID_NUMBER"],
    ["11010119900307109ｙ", ""],
  ];
  for (const [text, code] of faults)
    it(`${text || "nothing"}: ${code || "is good"}`, async () => {
      assert.equal(await city.asks("personalData", { text }), code);
    });

  it("finds bank cards by their check digit", async () => {
    for (const length of [15, 16, 17, 18, 19, 20])
      for (const last of "0123456789") {
        const card = `62${"2021234567890123456".slice(0, length - 3)}${last}`;
        const isCard = length >= 16 && length <= 19 && luhn(card);
        const isResident =
          length === 18 && residentSum(card) === 1 && /^.{6}(19|20)..(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])/.test(card);
        const expected = isResident ? "DIR_ID_NUMBER" : isCard ? "DIR_BANK_CARD" : "";
        const found = await city.asks("personalData", { text: card });
        if (length === 15) assert.ok(["", "DIR_ID_NUMBER"].includes(found));
        else assert.equal(found, expected, card);
      }
  });

  it("takes no letter for a card's check digit", async () => {
    const body = "62220212345678901";
    assert.equal(await city.asks("personalData", { text: `${body}X` }), "");
    for (let i = 100; i < 120; i++) {
      const start = `62220212345678${i}`;
      if (luhn(`${start}0`)) assert.equal(await city.asks("personalData", { text: `${start}X` }), "", start);
    }
  });

  it("agrees with another reading of the rules on random digits", async () => {
    let seed = 7;
    const random = (below: number) => (seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0) % below;
    for (let i = 0; i < 300; i++) {
      const month = String(1 + random(13)).padStart(2, "0");
      const dayOfMonth = String(random(33)).padStart(2, "0");
      const text = `1101${String(random(90) + 10)}${["19", "20", "18"][random(3)]}${String(random(90) + 10)}${month}${dayOfMonth}${String(random(900) + 100)}${"0123456789X"[random(11)]}`;
      const isDate = Number(month) <= 12 && Number(dayOfMonth) >= 1 && Number(dayOfMonth) <= 31;
      const isGood = isDate && !text.startsWith("18", 6) && residentSum(text) === 1;
      assert.equal(await city.asks("personalData", { text }), isGood ? "DIR_ID_NUMBER" : "", text);
    }
  });
});

/** Spec: GB 11643-1999, weights written out. */
function residentSum(text: string): number {
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2, 1];
  return weights.reduce((sum, weight, i) => sum + weight * "0123456789X".indexOf(text.charAt(i)), 0) % 11;
}

function luhn(card: string): boolean {
  const digits = [...card].reverse().map(Number);
  const sum = digits.reduce(
    (total, digit, i) => total + (i % 2 === 0 ? digit : Math.floor((digit * 2) / 10) + ((digit * 2) % 10)),
    0,
  );
  return sum % 10 === 0;
}
