import { z } from "zod";
import type { Endpoint } from "./endpoint.ts";
import {
  dcatFiles,
  dcatPageQuery,
  dcatQuery,
  exportQuery,
  fileAnswer,
  fileBody,
  tableCheck,
  tableFiles,
  templateQuery,
} from "./exchange.ts";
import { entryCodeInPath } from "./values.ts";

/** Operations for files and for other systems. */
export const exchangeEndpoints = {
  exportSearch: {
    method: "GET",
    path: "/search/export",
    summary: { en: "what a search finds as a table, at most 1,000 entries", zh: "导出检索结果（最多 1000 条）" },
    access: "open",
    query: exportQuery,
    answer: fileAnswer,
    files: tableFiles,
  },
  getTemplate: {
    method: "GET",
    path: "/templates/entries",
    summary: { en: "an empty table to fill in", zh: "目录填报模板" },
    access: "open",
    query: templateQuery,
    answer: fileAnswer,
    files: tableFiles,
  },
  checkTable: {
    method: "POST",
    path: "/imports/check",
    summary: {
      en: "reads a filled-in table, names each wrong cell, writes nothing",
      zh: "校验填报表格并指出错误单元格（不写入）",
    },
    access: "member",
    body: fileBody,
    takes: [...tableFiles, "application/octet-stream"],
    answer: tableCheck,
  },
  getDcatCatalogue: {
    method: "GET",
    path: "/dcat/catalog",
    summary: {
      en: "published entries as a DCAT-AP catalogue, page by page, as JSON-LD or Turtle",
      zh: "以 DCAT-AP（JSON-LD 或 Turtle）分页提供已发布目录",
    },
    access: "open",
    query: dcatPageQuery,
    answer: fileAnswer,
    files: dcatFiles,
  },
  getDcatDataset: {
    method: "GET",
    path: "/dcat/datasets/{code}",
    summary: { en: "a published entry as a DCAT-AP dataset", zh: "以 DCAT-AP 数据集提供单条目录" },
    access: "open",
    params: z.object({ code: entryCodeInPath }),
    query: dcatQuery,
    answer: fileAnswer,
    files: dcatFiles,
  },
} as const satisfies Readonly<Record<string, Endpoint>>;
