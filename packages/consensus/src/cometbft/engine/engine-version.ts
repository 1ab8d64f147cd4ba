/** The version that is built, tested and measured with; `go install` takes it by this name. */
export const engineVersion = "0.38.26";

/** Versions that speak the same ABCI and read the same files. */
export const engineVersionPrefix = "0.38";
