export * from "./access-control.ts";
export * from "./cert-manage-keys.ts";
export { readCertificate } from "./certificates.ts";
export * from "./check-config.ts";
export * from "./errors.ts";
export * from "./interface.ts";
export { endorsementsMax, failedEndorsementsMax } from "./limits.ts";
export * from "./policy-update.ts";
export * from "./tx-header.ts";
