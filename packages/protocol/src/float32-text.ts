/** A finite decimal: `digits` × 10^`exponent`, digits without trailing zeros. */
export interface Decimal {
  readonly digits: bigint;
  readonly exponent: number;
}

/** Nine significant digits tell every 32-bit float from its neighbours. */
const float32DigitsMax = 9;

/**
 * The shortest decimal that reads back as the same 32-bit float, as Go writes it: 0.1 for the float nearest to 0.1.
 * `value` is finite and not negative.
 */
export function float32ToDecimal(value: number): Decimal {
  if (value === 0) return { digits: 0n, exponent: 0 };
  for (let precision = 1; precision < float32DigitsMax; precision++) {
    const best = closestDecimal(value, precision);
    if (best !== undefined) return trimZeros(best);
  }
  return trimZeros(parseExponent(value.toExponential(float32DigitsMax - 1)));
}

/**
 * Go's `%v` of a 32-bit float: plain digits, with an exponent of at least two digits below 1e-4 and from 1e21 on.
 * Spec: config.md §3 "Compact text form".
 */
export function float32ToGoText(value: number): string {
  if (value < 0 || Object.is(value, -0)) return `-${float32ToGoText(-value)}`;
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "nan" : "inf";
  const { digits, exponent } = float32ToDecimal(value);
  const text = digits.toString();
  const point = text.length + exponent;
  if (digits !== 0n && (point - 1 < -4 || point - 1 >= 21)) {
    const power = Math.abs(point - 1)
      .toString()
      .padStart(2, "0");
    return `${text[0]}${text.length > 1 ? `.${text.slice(1)}` : ""}e${point - 1 < 0 ? "-" : "+"}${power}`;
  }
  if (point <= 0) return digits === 0n ? "0" : `0.${"0".repeat(-point)}${text}`;
  return exponent >= 0 ? text + "0".repeat(exponent) : `${text.slice(0, point)}.${text.slice(point)}`;
}

/** The decimal of `precision` digits nearest to the float that still reads back as it. */
function closestDecimal(value: number, precision: number): Decimal | undefined {
  const rounded = parseExponent(value.toExponential(precision - 1));
  // Below a power of two the float's interval is lopsided: the nearest decimal can fall out while its neighbour reads back.
  const candidates = [
    rounded,
    { ...rounded, digits: rounded.digits + 1n },
    { ...rounded, digits: rounded.digits - 1n },
  ];
  return candidates.find(({ digits, exponent }) => Math.fround(Number(`${digits}e${exponent}`)) === value);
}

function parseExponent(text: string): Decimal {
  const [mantissa = "", power = "0"] = text.split("e");
  const digits = mantissa.replace(".", "");
  return { digits: BigInt(digits), exponent: Number(power) - (digits.length - 1) };
}

function trimZeros({ digits, exponent }: Decimal): Decimal {
  let trimmed = digits;
  let power = exponent;
  while (trimmed !== 0n && trimmed % 10n === 0n) {
    trimmed /= 10n;
    power++;
  }
  return { digits: trimmed, exponent: power };
}
