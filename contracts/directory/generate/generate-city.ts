import { readFileSync } from "node:fs";

/** How large a city is; the defaults are those of a small demonstration. */
export interface CitySize {
  readonly departments: number;
  /** At most 16. */
  readonly districts: number;
  readonly systems: number;
  readonly entries: number;
}

export interface CityDepartment {
  /** 统一社会信用代码 with its check character. */
  readonly code: string;
  readonly name: string;
  /** 1 city, 2 district. */
  readonly level: 1 | 2;
  /** Code of the city's department above one of a district; empty for the city's own. */
  readonly parent: string;
}

export interface CityDuty {
  readonly id: string;
  readonly kind: "job" | "duty" | "catalogue" | "system";
  readonly parent: string;
  readonly name: string;
  readonly department: string;
}

/** An entry's content as `importEntries` of the contract `directory` takes it. */
export interface CityEntry {
  readonly code: string;
  readonly name: string;
  readonly summary: string;
  readonly provider: string;
  readonly catalogue: string;
  readonly format: number;
  readonly attribute: number;
  readonly cycle: number;
  readonly isSecret: false;
  readonly onPlatform: boolean;
  readonly sharing: {
    readonly type: number;
    readonly mode?: number;
    readonly condition?: string;
    readonly basis?: string;
  };
  readonly open: { readonly type: number; readonly condition?: string };
  readonly items: readonly Readonly<Record<string, string | number | boolean>>[];
}

export interface City {
  readonly departments: readonly CityDepartment[];
  /** Parents before their children. */
  readonly duties: readonly CityDuty[];
  /** One after the other: half a million need not be in memory at once. */
  entries(): Generator<CityEntry>;
}

interface Kind {
  readonly name: string;
  readonly items: readonly (readonly [string, string, number])[];
  readonly personal?: readonly string[];
}

interface Vocabulary {
  readonly city: string;
  readonly regionCode: string;
  readonly districts: readonly string[];
  readonly offices: Readonly<Record<string, readonly string[]>>;
  readonly kinds: readonly Kind[];
  readonly conditions: readonly string[];
  readonly laws: readonly string[];
}

const vocabulary = JSON.parse(readFileSync(new URL("vocabulary.json", import.meta.url), "utf8")) as Vocabulary;
const offices = Object.entries(vocabulary.offices);

const demonstration: CitySize = { departments: 12, districts: 2, systems: 24, entries: 200 };

/**
 * A made-up city: departments of the city and of its districts, jobs, duties, catalogues, systems, and entries with items in Chinese.
 * The same seed and size give the same city. No name, number or place in it is a real person's.
 */
export function generateCity(seed: number, size: Partial<CitySize> = {}): City {
  const { departments: count, districts, systems, entries } = { ...demonstration, ...size };
  const departments = Array.from({ length: count }, (_, i) => createDepartment(i, districts));
  const trees = departments.map((department, i) => createDuties(department, topicsOf(i), i));
  const systemNodes = Array.from({ length: systems }, (_, i) => createSystem(i, trees[i % trees.length] ?? []));
  return {
    departments,
    duties: [...trees.flat(), ...systemNodes],
    *entries() {
      const random = createRandom(seed);
      for (let i = 0; i < entries; i++) {
        const index = i % departments.length;
        const department = departments[index];
        if (department !== undefined) yield createEntry({ number: i, index, department, random });
      }
    },
  };
}

/** The first offices are the city's, then those of its districts follow, district after district. */
function createDepartment(index: number, districts: number): CityDepartment {
  const isCity = index < offices.length || districts === 0;
  const office = offices[index % offices.length]?.[0] ?? "";
  const round = Math.floor(index / offices.length);
  const district = isCity
    ? ""
    : (vocabulary.districts[(round - 1) % Math.min(districts, vocabulary.districts.length)] ?? "");
  return {
    code: creditCode(index),
    name: `${vocabulary.city}${district}${office}${isCity && round > 0 ? `第${round + 1}分局` : ""}`,
    level: isCity ? 1 : 2,
    parent: isCity ? "" : creditCode(index % offices.length),
  };
}

function topicsOf(index: number): readonly string[] {
  return offices[index % offices.length]?.[1] ?? [];
}

function createDuties({ code, name }: CityDepartment, topics: readonly string[], index: number): readonly CityDuty[] {
  const job = {
    id: `d${index}-job`,
    kind: "job",
    parent: "",
    name: `${name}政务数据管理岗`,
    department: code,
  } as const;
  const below = topics.flatMap((topic, i): CityDuty[] => [
    { id: `d${index}-duty${i}`, kind: "duty", parent: job.id, name: `${topic}管理`, department: code },
    {
      id: `d${index}-cat${i}`,
      kind: "catalogue",
      parent: `d${index}-duty${i}`,
      name: `${topic}目录`,
      department: code,
    },
  ]);
  return [job, ...below];
}

function createSystem(index: number, tree: readonly CityDuty[]): CityDuty {
  const catalogues = tree.filter(({ kind }) => kind === "catalogue");
  const above = catalogues[index % catalogues.length];
  const suffix = ["业务系统", "监管平台", "信息库", "服务平台"][index % 4];
  return {
    id: `sys-${index}`,
    kind: "system",
    parent: above?.id ?? "",
    name: `${(above?.name ?? "").replace(/目录$/, "")}${suffix}${Math.floor(index / 4) + 1}`,
    department: above?.department ?? "",
  };
}

type Random = (below: number) => number;

interface EntryPlace {
  readonly number: number;
  /** Of the department. */
  readonly index: number;
  readonly department: CityDepartment;
  readonly random: Random;
}

function createEntry({ number, index, department, random }: EntryPlace): CityEntry {
  const topics = topicsOf(index);
  const topicIndex = random(topics.length);
  const kind = vocabulary.kinds[random(vocabulary.kinds.length)] ?? pick(vocabulary.kinds, () => 0);
  const topic = topics[topicIndex] ?? "";
  const year = 2015 + random(12);
  const district = department.level === 1 && random(3) === 0 ? pick(vocabulary.districts, random) : "";
  const title = `${district}${topic}${kind.name}${random(2) === 0 ? `（${year}年）` : ""}`;
  const category = `3${pad(1 + (index % 99), 2)}${pad(topicIndex + 1, 3)}`;
  return {
    code: `${category}/${pad(number, 7)}`,
    name: title,
    summary: `${department.name}在履行${topic}管理职责过程中产生的${kind.name}，含${kind.items.map(([name]) => name).join("、")}。`,
    provider: department.code,
    catalogue: `d${index}-cat${topicIndex}`,
    format: 1 + random(7),
    attribute: 1 + random(3),
    cycle: 1 + random(6),
    isSecret: false,
    onPlatform: random(3) === 0,
    sharing: createSharing(kind, random),
    open: random(4) === 0 && kind.personal === undefined ? { type: 1, condition: "实名登录后下载" } : { type: 0 },
    items: kind.items.map(([name, type, length]) => createItem(kind, { name, type, length }, topic)),
  };
}

/** About half is shared on conditions, a tenth not at all; what holds personal data never without conditions. */
function createSharing(kind: Kind, random: Random): CityEntry["sharing"] {
  const share = random(10);
  if (share === 0) return { type: 3, basis: pick(vocabulary.laws, random) };
  if (share < 6 || kind.personal !== undefined)
    return { type: 2, mode: 1 + random(3), condition: pick(vocabulary.conditions, random) };
  return { type: 1, mode: 1 + random(3) };
}

function createItem(
  kind: Kind,
  item: { name: string; type: string; length: number },
  topic: string,
): CityEntry["items"][number] {
  const { name, type, length } = item;
  const plain = length === 0 ? { name, type } : { name, type, length };
  if (kind.personal?.includes(name) !== true) return plain;
  return { ...plain, isPersonal: true, holder: "产生数据的部门", purpose: `${topic}管理`, retention: "业务办结后五年" };
}

function pick<T>(list: readonly T[], random: Random): T {
  const found = list[random(list.length)];
  if (found === undefined) throw new RangeError("an empty list");
  return found;
}

function pad(value: number, width: number): string {
  return String(value).padStart(width, "0");
}

const creditLetters = "0123456789ABCDEFGHJKLMNPQRTUWXY";

/** A made-up office's social credit code with its check character. Spec: GB 32100-2015. */
export function creditCode(index: number): string {
  const body = `11${vocabulary.regionCode}${pad(index + 1, 9)}`;
  let sum = 0;
  let weight = 1;
  for (const letter of body) {
    sum += creditLetters.indexOf(letter) * weight;
    weight = (weight * 3) % 31;
  }
  return body + creditLetters.charAt((31 - (sum % 31)) % 31);
}

/** A small generator: texts need not be unforeseeable. */
function createRandom(seed: number): Random {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
