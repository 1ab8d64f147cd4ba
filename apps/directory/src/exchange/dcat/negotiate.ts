import { exchangeErrors } from "../errors.ts";

/** A media type with the parameters that follow it in an Accept header. */
interface Wanted {
  readonly type: string;
  readonly quality: number;
}

/** Parts of an Accept header that are looked at. */
const wantedMax = 30;

/**
 * The type that a caller likes best of those that there are, the first when all are the same to it. Spec: RFC 9110, section 12.5.1. Errors:
 * DIRECTORY_EXCHANGE_FORMAT when it wants none of them.
 */
export function negotiate<Type extends string>(accept: string, types: readonly [Type, ...Type[]]): Type {
  if (accept.trim() === "") return types[0];
  const wanted = accept
    .split(",")
    .slice(0, wantedMax)
    .map((part) => parse(part));
  const rated = types.map((type) => ({ type, quality: qualityOf(type, wanted) }));
  const best = rated.reduce((left, right) => (right.quality > left.quality ? right : left));
  if (best.quality > 0) return best.type;
  throw exchangeErrors.create("DIRECTORY_EXCHANGE_FORMAT", { wanted: accept.slice(0, 200), offered: types.join(", ") });
}

function parse(part: string): Wanted {
  const [type = "", ...parameters] = part.split(";").map((each) => each.trim().toLowerCase());
  const quality = parameters.find((each) => each.startsWith("q="))?.slice(2);
  return { type, quality: quality === undefined ? 1 : Math.min(1, Number(quality) || 0) };
}

/** The most precise part decides. */
function qualityOf(type: string, wanted: readonly Wanted[]): number {
  const [group = ""] = type.split("/");
  for (const name of [type, `${group}/*`, "*/*"]) {
    const found = wanted.find((each) => each.type === name);
    if (found !== undefined) return found.quality;
  }
  return 0;
}
