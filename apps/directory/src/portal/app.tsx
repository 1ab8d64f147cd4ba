import { Button, Empty, Loading, ProblemNotice, useLanguage, type LocalText } from "@yanta/ui";
import type { ReactNode } from "react";
import type { Role } from "../api/department.ts";
import { Link, usePath } from "./path.tsx";
import { CorrectionPage } from "./pages/correction-page.tsx";
import { CorrectionsPage } from "./pages/corrections-page.tsx";
import { AuditPage } from "./pages/audit-page.tsx";
import { DeadlinesPage } from "./pages/deadlines-page.tsx";
import { EntriesPage } from "./pages/entries-page.tsx";
import { EntryPage } from "./pages/entry-page.tsx";
import { LoginPage } from "./pages/login-page.tsx";
import { RequestPage } from "./pages/request-page.tsx";
import { RequestsPage } from "./pages/requests-page.tsx";
import { SearchPage } from "./pages/search-page.tsx";
import { StatisticsPage } from "./pages/statistics-page.tsx";
import { TasksPage } from "./pages/tasks-page.tsx";
import { TreePage } from "./pages/tree-page.tsx";
import { problemOf } from "./problem-of.ts";
import { SessionEnd } from "./session-end.tsx";
import { useSession } from "./session.tsx";
import { roleWords, wordOf } from "./words.ts";

interface Place {
  readonly path: string;
  readonly title: LocalText;
  readonly page: () => ReactNode;
  /** Needs a member; with roles, one of these. */
  readonly access: "open" | "member" | readonly Role[];
}

const places: readonly Place[] = [
  { path: "/", title: { en: "Search", zh: "目录检索" }, page: SearchPage, access: "open" },
  { path: "/tree", title: { en: "Duty tree", zh: "职责目录" }, page: TreePage, access: "open" },
  { path: "/statistics", title: { en: "Statistics", zh: "运行统计" }, page: StatisticsPage, access: "open" },
  { path: "/tasks", title: { en: "My tasks", zh: "我的待办" }, page: TasksPage, access: "member" },
  { path: "/requests", title: { en: "Requests", zh: "共享申请" }, page: RequestsPage, access: "member" },
  { path: "/entries", title: { en: "Our entries", zh: "本部门目录" }, page: EntriesPage, access: ["provider"] },
  { path: "/corrections", title: { en: "Corrections", zh: "校核纠错" }, page: CorrectionsPage, access: "member" },
  { path: "/deadlines", title: { en: "Deadlines", zh: "时限看板" }, page: DeadlinesPage, access: "member" },
  { path: "/audit", title: { en: "Audit", zh: "审计追溯" }, page: AuditPage, access: "member" },
];

/** The portal: a head with places, and the page of the address. */
export function App(): ReactNode {
  const { say, language, choose } = useLanguage();
  const { session, standing, end } = useSession();
  const { path } = usePath();
  const isOpenTo = ({ access }: Place): boolean =>
    access === "open" ||
    (session !== undefined && (access === "member" || access.some((role) => session.member.roles.includes(role))));
  return (
    <>
      <a className="skip" href="#page">
        {say({ en: "Skip to the page", zh: "跳到正文" })}
      </a>
      <header className="head">
        <p className="brand">
          <Link to="/">
            <b>雁塔</b> {say({ en: "Data Directory", zh: "数据目录" })}
          </Link>
        </p>
        <nav aria-label={say({ en: "Places", zh: "主导航" })}>
          {places.filter(isOpenTo).map((place) => (
            <span key={place.path} data-here={place.path === path}>
              <Link to={place.path}>{say(place.title)}</Link>
            </span>
          ))}
        </nav>
        <div className="who">
          {session === undefined ? (
            <Link to="/login">{say({ en: "Log in", zh: "登录" })}</Link>
          ) : (
            <>
              <span title={session.identity?.name}>
                {session.member.departmentName} ·{" "}
                {session.member.roles.map((role) => say(wordOf(roleWords, role))).join(" ")}
              </span>
              <SessionEnd expiresAt={session.expiresAt} />
              <Button kind="link" onClick={end}>
                {say({ en: "Log out", zh: "退出" })}
              </Button>
            </>
          )}
          <Button
            kind="link"
            lang={language === "zh" ? "en" : "zh-CN"}
            onClick={() => choose(language === "zh" ? "en" : "zh")}
          >
            {language === "zh" ? "English" : "中文"}
          </Button>
        </div>
      </header>
      <main id="page" tabIndex={-1}>
        {standing.kind === "over" ? (
          <p className="notice" role="alert">
            {say({
              en: "Your session is over: it lasts eight hours, and ends when the service is started anew or your membership does. Log in again to go on. What you signed is on the chain; what you only wrote into a form is lost.",
              zh: "会话已结束：有效期为八小时，服务重启或成员资格终止时也会结束。请重新登录后继续。已签名的内容已上链，仅填写未签名的内容不会保留。",
            })}
          </p>
        ) : null}
        <Page path={path} isOpenTo={isOpenTo} />
      </main>
    </>
  );
}

function Page({ path, isOpenTo }: { readonly path: string; readonly isOpenTo: (place: Place) => boolean }): ReactNode {
  const { say } = useLanguage();
  const { session, standing, resume } = useSession();
  const [, kind, id = ""] = /^\/(entries|requests|corrections)\/([A-Za-z0-9-]+)$/.exec(path) ?? [];
  if (standing.kind === "resuming") return <Loading />;
  if (standing.kind === "stuck") return <ProblemNotice problem={problemOf(standing.error)} onRetry={resume} />;
  if (kind === "entries") return <EntryPage key={id} code={id} />;
  if (kind === "requests" && session !== undefined) return <RequestPage key={id} id={id} />;
  if (kind === "corrections" && session !== undefined) return <CorrectionPage key={id} id={id} />;
  if (path === "/login") return <LoginPage />;
  const place = places.find((each) => each.path === path);
  if (place === undefined && kind === undefined)
    return <Empty>{say({ en: "There is no such page.", zh: "页面不存在。" })}</Empty>;
  if (place === undefined || !isOpenTo(place))
    return session === undefined ? (
      <LoginPage />
    ) : (
      <Empty>{say({ en: "This page is for other roles.", zh: "当前角色无权访问本页面。" })}</Empty>
    );
  return <place.page />;
}
