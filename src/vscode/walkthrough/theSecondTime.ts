import * as vscode from 'vscode';
import { secondTime } from '../../explain/secondTime';
import type { Step } from '../../model/trace';
import { inertText } from '../hover/inertText';
import { mainSteps, pairSteps } from '../hover/mainSteps';
import { costText, roundTripsText, stateLabel } from '../hover/stepWords';
import type { Lesson, LessonMaterial, LessonPage } from './lesson';
import { stepBody } from './pageText';

/** The panel's switches for what a first request leaves behind. */
const AGAIN = { 'cache.connection': 'open' };

/** The same request again, in the world that the first one left. */
export function theSecondTime(): Lesson {
  return {
    id: 'the-second-time',
    title: vscode.l10n.t('The second time'),
    summary: vscode.l10n.t('The same request again: what is skipped, because of what the first one left behind.'),
    pages: (material) => {
      const skipped = mainSteps(material.second.steps).filter(({ state }) => state !== 'happens');
      return [
        firstRunPage(material),
        guessPage(material),
        ...skipped.map((step, index) => ({ id: `skipped ${index + 1} ${step.id}`, title: step.title, body: stepBody(step, material.second), step: { id: step.id, settings: AGAIN } })),
        closedConnectionPage(material),
        savedPage(material),
      ];
    },
  };
}

function firstRunPage({ first }: LessonMaterial): LessonPage {
  const rows = mainSteps(first.steps).map((step) => `| ${inertText(step.title)} | ${stateLabel(step.state).word} |`);
  return {
    id: 'first-run',
    title: vscode.l10n.t('The first time'),
    body: [
      `**${inertText(first.request.method)}** ${inertText(first.request.url, 500)}`,
      [`| ${vscode.l10n.t('Step')} | ${vscode.l10n.t('State')} |\n|---|---|`, ...rows].join('\n'),
      vscode.l10n.t('In all: {0}.', inertText(costText(first.totals))),
      vscode.l10n.t('Each of these steps left something behind: an address in a table, a name in a cache, an open connection, a session ticket. Now the same request is sent again in the same world.'),
    ].join('\n\n'),
  };
}

function guessPage({ first, second }: LessonMaterial): LessonPage {
  const pairs = pairSteps(first.steps, second.steps);
  return {
    id: 'guess',
    title: vscode.l10n.t('Your guess: what is skipped?'),
    body: vscode.l10n.t('All of these happened the first time.'),
    question: {
      prompt: vscode.l10n.t('Which of these steps will be skipped the second time?'),
      several: true,
      options: pairs.flatMap((pair) =>
        pair.first?.state !== 'happens'
          ? []
          : {
              label: pair.first.title,
              isRight: pair.second?.state !== 'happens',
              why: inertText(pair.second?.reason ?? vscode.l10n.t('The second request has no such step: it never came to it.'), 300),
            },
      ),
      explanation: vscode.l10n.t('The second request: {0}.', inertText(costText(second.totals))),
    },
  };
}

/** Keeping a connection and resuming a session are two things: the connection is taken away, the rest stays. */
function closedConnectionPage({ whatIf, first }: LessonMaterial): LessonPage {
  const closed = whatIf({ 'cache.arp': 'warm', 'cache.dns': 'warm', 'cache.connection': 'none' });
  const most = Math.max(first.totals.roundTrips, closed.totals.roundTrips, 3);
  return {
    id: 'closed-connection',
    title: vscode.l10n.t('Your guess: and if the connection was closed?'),
    body: vscode.l10n.t('Servers and clients close connections that lie idle. Suppose the name and the gateway are still known, but there is no open connection any more.'),
    question: {
      prompt: vscode.l10n.t('After how many round trips does the first octet of the answer arrive now?'),
      several: false,
      options: Array.from({ length: most + 1 }, (_, count) => ({ label: roundTripsText(count), isRight: count === closed.totals.roundTrips, why: '' })),
      explanation: [
        ...mainSteps(closed.steps).map((step) => `- ${inertText(step.title)}: ${stateLabel(step.state).word}. ${inertText(step.reason, 300)}`),
        '',
        vscode.l10n.t('Using a connection again, resuming a TLS session on a new connection and answering from a cache are three different things; each saves something else.'),
      ].join('\n'),
    },
  };
}

function savedPage({ first, second }: LessonMaterial): LessonPage {
  const { delta, changed } = secondTime(first, second);
  const rows = changed.map((step) => `| ${inertText(step.title)} | ${word(step.before)} | ${word(step.after)} | ${inertText(step.reason, 240)} |`);
  return {
    id: 'saved',
    title: vscode.l10n.t('What it saved'),
    body: [
      [`| ${vscode.l10n.t('Step')} | ${vscode.l10n.t('First time')} | ${vscode.l10n.t('Again')} | ${vscode.l10n.t('Why')} |\n|---|---|---|---|`, ...rows].join('\n'),
      vscode.l10n.t('Saved: {0}, {1} frames, {2} octets.', inertText(roundTripsText(-delta.roundTrips)), -delta.frames, -(delta.bytesSent + delta.bytesReceived)),
      vscode.l10n.t('All of it holds only for a time: an answer for its TTL, a connection until one side closes it, a ticket for its lifetime. A stored response can even make the request itself needless, while it is fresh.'),
    ].join('\n\n'),
  };
}

function word(state: Step['state'] | undefined): string {
  return state === undefined ? '–' : stateLabel(state).word;
}
