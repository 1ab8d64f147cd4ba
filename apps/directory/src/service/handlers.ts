import type { Handlers } from "./context.ts";
import { getDcatCatalogue, getDcatDataset } from "../exchange/dcat/handlers.ts";
import { askDataspaceCatalogue, getDataspaceDataset, getDataspaceVersions } from "../exchange/dsp/offers.ts";
import * as dataspace from "../exchange/dsp/messages.ts";
import { exportDrafts, listDrafts, listHarvests, runHarvestNow } from "../exchange/harvest/handlers.ts";
import { checkTable, exportSearch, getTemplate } from "../exchange/spreadsheet/handlers.ts";
import { listDeadLetters, listWebhooks, retryDeadLetters } from "../exchange/webhooks/handlers.ts";
import { listAudit } from "./reads/audit.ts";
import { getBundle } from "./reads/bundles.ts";
import { getCorrection, listCorrectionHistory, listCorrections } from "./reads/corrections.ts";
import { listDeadlines } from "./reads/deadlines.ts";
import { getContent, getEntry, listConsumers, listEntries, listHistory } from "./reads/entries.ts";
import { health } from "./reads/health.ts";
import { listDepartments, listDuties, listRules } from "./reads/organisation.ts";
import { getRequest, listReceipts, listRequestHistory, listRequests } from "./reads/requests.ts";
import { search } from "./reads/search.ts";
import { getTotals, listDepartmentStatistics, listSharing } from "./reads/statistics.ts";
import { listSystems } from "./reads/systems.ts";
import { listTasks } from "./reads/tasks.ts";
import { askChallenge, login, logout, me } from "./writes/login.ts";
import { prepare, submit } from "./writes/transactions.ts";

/** What answers each endpoint. */
export const handlers: Handlers = {
  health,
  askChallenge,
  login,
  logout,
  me,
  listDepartments,
  listDuties,
  listRules,
  search,
  exportSearch,
  getTemplate,
  checkTable,
  getDcatCatalogue,
  getDcatDataset,
  listHarvests,
  runHarvestNow,
  listDrafts,
  exportDrafts,
  listWebhooks,
  listDeadLetters,
  retryDeadLetters,
  getDataspaceVersions,
  askDataspaceCatalogue,
  getDataspaceDataset,
  ...dataspace,
  listEntries,
  getEntry,
  getContent,
  listHistory,
  listConsumers,
  listRequests,
  getRequest,
  listRequestHistory,
  listReceipts,
  listCorrections,
  getCorrection,
  listCorrectionHistory,
  listTasks,
  listDeadlines,
  getTotals,
  listDepartmentStatistics,
  listSharing,
  listSystems,
  listAudit,
  getBundle,
  prepare,
  submit,
};
