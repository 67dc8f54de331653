/** Every command of package.json, by its short name. `test/unit/vscode/contributions.spec.ts` compares both. */
export const COMMANDS = {
  explainRequest: 'wirewalk.explainRequest',
  explainError: 'wirewalk.explainError',
  probeDns: 'wirewalk.probeDns',
  probeTls: 'wirewalk.probeTls',
  openLesson: 'wirewalk.openLesson',
  nextLessonPage: 'wirewalk.nextLessonPage',
  previousLessonPage: 'wirewalk.previousLessonPage',
  showLessonInStack: 'wirewalk.showLessonInStack',
  restartLessons: 'wirewalk.restartLessons',
  revealRequest: 'wirewalk.revealRequest',
  listRequests: 'wirewalk.listRequests',
  explainPlan: 'wirewalk.explainPlan',
  showWorkspaceRequests: 'wirewalk.showWorkspaceRequests',
  showFileRequests: 'wirewalk.showFileRequests',
  showLog: 'wirewalk.showLog',
} as const;
export type CommandId = (typeof COMMANDS)[keyof typeof COMMANDS];

export const VIEWS = { lessons: 'wirewalk.lessons', requests: 'wirewalk.requests' } as const;

/** Context keys that `when` clauses of package.json read. */
export const CONTEXT_KEYS = {
  /** The cursor of the active editor stands on a request or a URL. */
  cursorOnRequest: 'wirewalk.cursorOnRequest',
  /** A text editor is active. */
  editorOpen: 'wirewalk.editorOpen',
  /** The active file was read to its end, and there is no request in it: not while it is still being read. */
  nothingFound: 'wirewalk.nothingFound',
  /** The requests view lists the workspace instead of the file. */
  workspaceListed: 'wirewalk.workspaceListed',
  /** A lesson has been opened in this window. */
  lessonOpen: 'wirewalk.lessonOpen',
  /** A hover has shown a prediction: completes the first step of the walkthrough. */
  hoverShown: 'wirewalk.hoverShown',
} as const;

/** `contextValue` of the items of the requests view. */
export const REQUEST_ITEM = 'wirewalk.request';

/** Keys of the settings, without the section. */
export const SETTINGS_SECTION = 'wirewalk';
export const SETTINGS = {
  hoverEnabled: 'hover.enabled',
  client: 'client',
  pathRttMs: 'path.rttMs',
  pathMbps: 'path.mbps',
  resolverRttMs: 'resolver.rttMs',
  probeResolver: 'probe.resolver',
  problemsEnabled: 'problems.enabled',
  problemsDisabled: 'problems.disabled',
  codeLensEnabled: 'codeLens.enabled',
} as const;
