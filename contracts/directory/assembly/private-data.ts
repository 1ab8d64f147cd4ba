// Looks for personal data in free texts. Digits may be full-width, and have single spaces, dots or hyphens between them.

/** The code for what a text must not hold; empty when it may go on chain. */
export function privateFault(text: string): string {
  if (hasEmail(text)) return "DIR_EMAIL";
  if (countDigits(text) < digitsMin) return "";
  let token = "";
  let joined = "";
  for (let i = 0; i <= text.length; i++) {
    const code = i < text.length ? halfWidth(text.charCodeAt(i)) : 0;
    if (isDigit(code) || (isX(code) && joined.length + token.length == 17)) {
      token += isDigit(code) ? String.fromCharCode(code) : "X";
      continue;
    }
    if (token == "") {
      joined = "";
      continue;
    }
    joined += token;
    const fault = numberFault(token);
    if (fault != "") return fault;
    const joinedFault = numberFault(joined);
    if (joinedFault != "") return joinedFault;
    token = "";
    if (!isSeparator(code)) joined = "";
  }
  return "";
}

/** The shortest number that is looked for: a mobile phone's. */
const digitsMin = 11;

function countDigits(text: string): i32 {
  let count = 0;
  for (let i = 0; i < text.length; i++) if (isDigit(halfWidth(text.charCodeAt(i)))) count++;
  return count;
}

function numberFault(digits: string): string {
  if (isPhone(digits)) return "DIR_PHONE";
  if (isIdNumber(digits)) return "DIR_ID_NUMBER";
  return isBankCard(digits) ? "DIR_BANK_CARD" : "";
}

/** A mobile number, also after the country's code. */
function isPhone(digits: string): bool {
  let number = digits;
  if (number.startsWith("00")) number = number.substring(2);
  if (number.startsWith("86")) number = number.substring(2);
  return number.length == 11 && number.charAt(0) == "1" && number.charCodeAt(1) >= 0x33;
}

/** A resident's number of 18 digits with a good date and check digit, or of 15 with a good date. Spec: GB 11643-1999. */
function isIdNumber(digits: string): bool {
  if (digits.length == 15) return digits.charAt(0) != "0" && isDate(digits.substring(8));
  if (digits.length != 18 || !isDate(digits.substring(10, 14))) return false;
  if (!digits.startsWith("19", 6) && !digits.startsWith("20", 6)) return false;
  let sum = 0;
  let weight = 1;
  for (let i = 17; i >= 0; i--) {
    const code = digits.charCodeAt(i);
    sum += (code == 0x58 ? 10 : code - 0x30) * weight;
    weight = (weight * 2) % 11;
  }
  return sum % 11 == 1;
}

/** Whether MMDD at the start is a day of a year. */
function isDate(digits: string): bool {
  const month = digits.substring(0, 2);
  const day = digits.substring(2, 4);
  return month >= "01" && month <= "12" && day >= "01" && day <= "31";
}

/** A card of the country's scheme with its check digit (Luhn). */
function isBankCard(digits: string): bool {
  if (digits.length < 16 || digits.length > 19 || !digits.startsWith("62") || digits.endsWith("X")) return false;
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = digits.charCodeAt(digits.length - 1 - i) - 0x30;
    const doubled = digit * 2;
    sum += i % 2 == 0 ? digit : doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 == 0;
}

function hasEmail(text: string): bool {
  for (let at = text.indexOf("@"); at >= 0; at = text.indexOf("@", at + 1)) {
    if (at == 0 || !isWord(text.charCodeAt(at - 1))) continue;
    let end = at + 1;
    while (end < text.length && isWord(text.charCodeAt(end))) end++;
    if (end > at + 1 && end + 1 < text.length && text.charAt(end) == "." && isWord(text.charCodeAt(end + 1))) return true;
  }
  return false;
}

/** A full-width digit or letter, up to x, as its common form. */
function halfWidth(code: i32): i32 {
  return code >= 0xff10 && code <= 0xff58 ? code - 0xfee0 : code;
}

function isDigit(code: i32): bool {
  return code >= 0x30 && code <= 0x39;
}

function isX(code: i32): bool {
  return code == 0x58 || code == 0x78;
}

function isSeparator(code: i32): bool {
  return code == 0x20 || code == 0x2d || code == 0x2e;
}

function isWord(code: i32): bool {
  return isDigit(code) || (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a) || code == 0x5f;
}
