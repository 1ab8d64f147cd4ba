import { fileURLToPath } from "node:url";

/** The folder of the course files. */
export const coursesFolder = fileURLToPath(new URL("../../courses/", import.meta.url));
