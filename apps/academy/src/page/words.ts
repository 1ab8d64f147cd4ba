import type { LocalText } from "../local-text.ts";
import type { PathName } from "../course/course-format.ts";

/** What the pages say besides the lessons. */
export const words = {
  academy: { zh: "雁塔学院", en: "Yanta Academy" },
  slogan: {
    zh: "在浏览器里的真链上学习区块链",
    en: "Learn blockchain on a real chain in your browser",
  },
  lessons: { zh: "课程", en: "Lessons" },
  back: { zh: "返回课程列表", en: "Back to the lessons" },
  toLesson: { zh: "返回课文", en: "Back to the lesson" },
  minutes: { zh: "分钟", en: "minutes" },
  objectives: { zh: "学完以后，您能够", en: "Afterwards you can" },
  requires: { zh: "先学", en: "Learn first" },
  quiz: { zh: "小测验", en: "Quiz" },
  quizDone: { zh: "全部答对", en: "All answers are right" },
  lab: { zh: "实验", en: "Lab" },
  openLab: { zh: "开始实验", en: "Open the lab" },
  done: { zh: "已完成", en: "done" },
  opening: { zh: "正在启动您的链……", en: "Starting your chain …" },
  task: { zh: "任务", en: "Task" },
  hint: { zh: "给我一个提示", en: "Show a hint" },
  console: { zh: "控制台", en: "Console" },
  run: { zh: "执行", en: "Run" },
  typeHere: { zh: "输入命令，例如 help", en: "Type a command, e.g. help" },
  editor: { zh: "编辑器", en: "Editor" },
  blocks: { zh: "区块", en: "Blocks" },
  height: { zh: "高度", en: "height" },
  grade: { zh: "检查我的结果", en: "Check my work" },
  grading: { zh: "正在从头执行并检查……", en: "Executing from the first block and checking …" },
  submit: { zh: "提交", en: "Submit" },
  submitted: { zh: "服务器重新执行后的结果", en: "What the server found when it executed your log" },
  passed: { zh: "通过", en: "Passed" },
  notYet: { zh: "还没有完成", en: "Not finished yet" },
  reset: { zh: "重新开始", en: "Start over" },
  resetSure: {
    zh: "这会删除您在本实验中做过的一切。要继续吗？",
    en: "This removes all that you did in this lab. Go on?",
  },
  failed: { zh: "出了问题", en: "Something went wrong" },
  notFound: { zh: "没有这一页", en: "There is no such page" },
  none: { zh: "正在编写", en: "being written" },
} as const satisfies Readonly<Record<string, LocalText>>;

export const pathTitles: Readonly<Record<PathName, LocalText>> = {
  user: { zh: "使用者", en: "Users" },
  developer: { zh: "开发者", en: "Developers" },
  operator: { zh: "运维者", en: "Operators" },
  architect: { zh: "架构师", en: "Architects" },
};
