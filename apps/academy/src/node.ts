export { loadCourses, type CourseFault, type LoadedCourses } from "./node/load-courses.ts";
export { coursesFolder } from "./node/courses-folder.ts";
export { gradeLog, type Submission } from "./node/grade-log.ts";
export { type LabSession, openLabSession } from "./node/lab-session.ts";
export { loadLab, loadSolutions, type LabSolutions } from "./node/load-lab.ts";
export { createNodeTools } from "./node/node-tools.ts";
export { runExample } from "./node/run-example.ts";
export { runLab } from "./node/run-lab.ts";
