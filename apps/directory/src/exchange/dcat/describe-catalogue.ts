import { basePath } from "../../api/base-path.ts";
import { agent, chinese, datasetIri } from "./describe-entry.ts";
import { en, type GraphNode, instant, iri, whole, zh } from "./graph.ts";

/** One page of the catalogue. */
export interface CataloguePage {
  /** Address of the page, and of the page after it when there is one. */
  readonly view: string;
  readonly next: string | undefined;
  readonly first: string;
  /** Published entries in all. */
  readonly total: number;
  readonly codes: readonly string[];
  /** The department that runs the directory. */
  readonly authority: { readonly code: string; readonly name: string };
  /** Of the newest block that was read. */
  readonly changedAt: number;
}

/** The catalogue as dcat:Catalog with the datasets of one page. Spec: DCAT 3; Hydra, PartialCollectionView. */
export function describeCatalogue(base: string, page: CataloguePage): readonly GraphNode[] {
  const { view, next, first, total, codes, authority, changedAt } = page;
  const catalogue: GraphNode = {
    id: `${base}${basePath}/dcat/catalog`,
    types: ["dcat:Catalog", "hydra:Collection"],
    properties: [
      ["dct:title", [zh("政务数据目录"), en("Data directory")]],
      [
        "dct:description",
        [zh("链上数据目录中已发布的目录"), en("Published entries of the data directory on the chain")],
      ],
      ["dct:publisher", [agent(base, authority.code, authority.name)]],
      ["dct:language", [chinese]],
      ["dct:modified", [instant(changedAt)]],
      ["foaf:homepage", [iri(`${base}/`)]],
      ["dct:conformsTo", [iri("http://data.europa.eu/r5r/")]],
      ["hydra:totalItems", [whole(total)]],
      ["hydra:view", [iri(view)]],
      ["dcat:dataset", codes.map((code) => iri(datasetIri(base, code)))],
    ],
  };
  const part: GraphNode = {
    id: view,
    types: ["hydra:PartialCollectionView"],
    properties: [
      ["hydra:first", [iri(first)]],
      ["hydra:next", next === undefined ? [] : [iri(next)]],
    ],
  };
  return [catalogue, part];
}
