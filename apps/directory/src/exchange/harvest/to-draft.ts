import type { Content } from "../../api/entry.ts";
import type { HarvestSource } from "./harvest-source.ts";
import { itemsMax } from "./limits.ts";
import type { RemoteDataset } from "./remote-dataset.ts";

/** A harvested data set as the draft of an entry; the source says what the other catalogue cannot. */
export function toDraft(remote: RemoteDataset, source: HarvestSource, number: number): Content {
  const { category, provider, catalogue, defaults } = source;
  const name = cut(remote.title, 200);
  const items = [...new Set(remote.items.map((item) => cut(item, 200)).filter((item) => item !== ""))].slice(
    0,
    itemsMax,
  );
  const type = sharingOf[remote.access] ?? defaults.sharing;
  return {
    code: `${category}/${number}`,
    name,
    summary: cut(remote.description, 2000) || name,
    provider,
    catalogue,
    format: formatOf(remote.formats) ?? defaults.format,
    attribute: defaults.attribute,
    cycle: cycleOf[remote.frequency] ?? defaults.cycle,
    isSecret: false,
    sharing: {
      type,
      ...(type === 3 ? { basis: defaults.basis } : { mode: defaults.mode }),
      ...(type === 2 ? { condition: defaults.condition } : {}),
    },
    open: { type: 0 },
    items: (items.length === 0 ? [name] : items).map((item) => ({ name: item, type: "G" })),
  };
}

const sharingOf: Readonly<Record<string, number>> = { PUBLIC: 1, RESTRICTED: 2, NON_PUBLIC: 3 };

/** EU frequency table, ISO 8601 intervals, and plain words. */
const cycleOf: Readonly<Record<string, number>> = {
  UPDATE_CONT: 1,
  CONT: 1,
  CONTINUOUS: 1,
  PT1S: 1,
  DAILY: 2,
  P1D: 2,
  WEEKLY: 3,
  P1W: 3,
  MONTHLY: 4,
  P1M: 4,
  QUARTERLY: 5,
  P3M: 5,
  ANNUAL: 6,
  ANNUALLY: 6,
  YEARLY: 6,
  P1Y: 6,
};

/** Names of formats, by the number of the national table; the first kind that one belongs to counts. */
const formatWords: readonly (readonly [number, RegExp])[] = [
  [7, /^(api|wms|wfs|wmts|ogc|sparql|rest|soap|service|odata|arcgis.*|服务接口)$/],
  [3, /^(sql|sqlite|mdb|gpkg|db|database|数据库)$/],
  [2, /^(csv|tsv|xlsx?|ods|spreadsheet|.*spreadsheetml.*|电子表格)$/],
  [6, /^(json|jsonl|geojson|xml|rdf|ttl|kml|gml|json-ld|自描述格式)$/],
  [4, /^(jpe?g|png|tiff?|gif|svg|shp|image|图形图像)$/],
  [5, /^(mp3|mp4|avi|wav|stream|流媒体)$/],
  [1, /^(pdf|docx?|txt|odt|html?|document|电子文件)$/],
];

function formatOf(formats: readonly string[]): number | undefined {
  return formatWords.find(([, words]) => formats.some((format) => words.test(format)))?.[0];
}

/** Without control characters and halves of characters, on one line, at most so long. */
function cut(text: string, lengthMax: number): string {
  const plain = text
    .toWellFormed()
    .replaceAll(/[\p{Cc}\p{Cf}\ufffd]+/gu, " ")
    .replaceAll(/\s+/gu, " ")
    .trim();
  return plain
    .slice(0, lengthMax)
    .toWellFormed()
    .replace(/\ufffd$/, "");
}
