/** Unix seconds of a time such as 2026-11-24T08:00:00Z, fractions dropped, with Z or an offset; -1 when it is none. */
export function parseTime(text: string): i64 {
  if (text.length < 20 || text.charAt(4) != "-" || text.charAt(7) != "-") return -1;
  if (text.charAt(10) != "T" || text.charAt(13) != ":" || text.charAt(16) != ":") return -1;
  const year = digits(text, 0, 4);
  const month = digits(text, 5, 2);
  const day = digits(text, 8, 2);
  const hour = digits(text, 11, 2);
  const minute = digits(text, 14, 2);
  const second = digits(text, 17, 2);
  if (year < 1970 || month < 1 || month > 12 || day < 1 || day > 31) return -1;
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60) return -1;
  let at = 19;
  if (text.charAt(at) == ".") {
    at++;
    while (at < text.length && digits(text, at, 1) >= 0) at++;
  }
  const seconds = daysTo(year, month, day) * 86400 + hour * 3600 + minute * 60 + second;
  const zone = text.substring(at);
  if (zone == "Z") return seconds;
  if (zone.length != 6 || zone.charAt(3) != ":") return -1;
  const offset = digits(zone, 1, 2) * 3600 + digits(zone, 4, 2) * 60;
  if (offset < 0) return -1;
  if (zone.charAt(0) == "+") return seconds - offset;
  return zone.charAt(0) == "-" ? seconds + offset : -1;
}

function digits(text: string, start: i32, count: i32): i64 {
  let value: i64 = 0;
  for (let i = start; i < start + count; i++) {
    const digit = i < text.length ? text.charCodeAt(i) - 0x30 : -1;
    if (digit < 0 || digit > 9) return -100000;
    value = value * 10 + digit;
  }
  return value;
}

/** Days from 1970-01-01 to a day of the Gregorian calendar. */
function daysTo(year: i64, month: i64, day: i64): i64 {
  // Years begin in March, so that the day of leap years is the last.
  const y = month <= 2 ? year - 1 : year;
  const monthFromMarch = (month + 9) % 12;
  const dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1;
  return 365 * y + y / 4 - y / 100 + y / 400 + dayOfYear - 719468;
}
