/** Below this path are all endpoints. */
export const basePath = "/api/v1";
