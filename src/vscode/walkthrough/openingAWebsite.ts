import * as vscode from 'vscode';
import type { Explanation } from '../../model/explanation';
import type { Step } from '../../model/trace';
import { inertText } from '../hover/inertText';
import { mainSteps } from '../hover/mainSteps';
import { costText, roundTripsText } from '../hover/stepWords';
import type { Lesson, LessonMaterial, LessonPage } from './lesson';
import { stepBody } from './pageText';

/** The first request of all: what has to happen before an answer can come, step by step. */
export function openingAWebsite(): Lesson {
  return {
    id: 'opening-a-website',
    title: vscode.l10n.t('What happens when you open a website'),
    summary: vscode.l10n.t('One request, from the line of code to the answer, in the order in which things happen.'),
    pages: (material) => {
      const steps = mainSteps(material.first.steps);
      return [
        requestPage(material),
        orderPage(material.first),
        ...steps.map((step, index) => stepPage(step, index, material.first)),
        roundTripsPage(material.first),
        summaryPage(material.first),
      ];
    },
  };
}

function requestPage({ first, source }: LessonMaterial): LessonPage {
  const url = new URL(first.request.url);
  const port = url.port === '' ? vscode.l10n.t('not written; {0} means {1}', url.protocol.slice(0, -1), url.protocol === 'http:' ? '80' : '443') : url.port;
  const parts: readonly (readonly [string, string])[] = [
    [vscode.l10n.t('Scheme'), url.protocol.slice(0, -1)],
    [vscode.l10n.t('Host'), url.hostname],
    [vscode.l10n.t('Port'), port],
    [vscode.l10n.t('Path'), url.pathname],
    ...(url.search === '' ? [] : [[vscode.l10n.t('Query'), url.search] as const]),
    ...(url.hash === '' ? [] : [[vscode.l10n.t('Fragment (stays in the client)'), url.hash] as const]),
  ];
  const where = source === undefined ? vscode.l10n.t('This is an example. Open a file with a request in it and start the lesson again to learn on your own code.') : vscode.l10n.t('It stands in {0}.', inertText(source));
  return {
    id: 'request',
    title: vscode.l10n.t('The request'),
    body: [
      `**${inertText(first.request.method)}** ${inertText(first.request.url, 500)}`,
      where,
      vscode.l10n.t('It is sent the way {0} sends it.', inertText(first.client.title)),
      [`| ${vscode.l10n.t('Part')} | ${vscode.l10n.t('Value')} |\n|---|---|`, ...parts.map(([name, value]) => `| ${inertText(name)} | ${inertText(value, 300)} |`)].join('\n'),
      vscode.l10n.t('The host is taken as it stands: nobody adds "www." to it. Where a site wants that, its server answers with a redirect, and a whole second request follows.'),
      vscode.l10n.t('It need not be a person who starts it: timers, retries and other programs send requests too. And not every step that follows always happens. Each one has a state, and a reason for it.'),
    ].join('\n\n'),
  };
}

/** Which steps come before the request itself: asked first, answered by the run. */
function orderPage(first: Explanation): LessonPage {
  const steps = mainSteps(first.steps);
  const request = steps.find(({ id }) => id === 'http.request');
  const isBefore = (step: Step): boolean => step.state === 'happens' && request !== undefined && step.endMs <= request.startMs;
  return {
    id: 'order',
    title: vscode.l10n.t('Your guess: what comes first?'),
    body: vscode.l10n.t('The program wants to send its HTTP request. Some things have to be done before the first octet of it can leave.'),
    question: {
      prompt: vscode.l10n.t('Which of these take place before the HTTP request leaves?'),
      several: true,
      options: steps
        .filter(({ id }) => id !== 'http.request')
        .sort((one, other) => one.title.localeCompare(other.title))
        .map((step) => ({ label: step.title, isRight: isBefore(step), why: inertText(step.reason, 300) })),
      explanation: vscode.l10n.t('The order is: {0}.', steps.filter(({ state }) => state === 'happens').map(({ title }) => inertText(title)).join(' → ')),
    },
  };
}

function stepPage(step: Step, index: number, first: Explanation): LessonPage {
  return { id: `step ${index + 1} ${step.id}`, title: step.title, body: stepBody(step, first), step: { id: step.id, settings: {} } };
}

/** How many round trips before the first octet of the answer. */
function roundTripsPage(first: Explanation): LessonPage {
  const { roundTrips } = first.totals;
  const from = Math.max(0, roundTrips - 2);
  return {
    id: 'round-trips',
    title: vscode.l10n.t('Your guess: how many round trips?'),
    body: vscode.l10n.t('A round trip is the way there and back. The program waits for each of them, however fast the line is.'),
    question: {
      prompt: vscode.l10n.t('After how many round trips does the first octet of the answer arrive?'),
      several: false,
      options: [0, 1, 2, 3].map((offset) => ({
        label: roundTripsText(from + offset),
        isRight: from + offset === roundTrips,
        why: '',
      })),
      explanation: vscode.l10n.t('The name lookup counts, the question for the gateway\'s hardware address on the local link does not. In all: {0}.', inertText(costText(first.totals))),
    },
  };
}

function summaryPage(first: Explanation): LessonPage {
  const { totals } = first;
  const [least, most] = totals.totalRangeMs;
  return {
    id: 'summary',
    title: vscode.l10n.t('What it cost'),
    body: [
      vscode.l10n.t('{0} frames on the client\'s own link: {1} octets sent, {2} received.', totals.frames, totals.bytesSent, totals.bytesReceived),
      vscode.l10n.t('{0}; a real one is expected to take between {1} and {2} ms under these conditions.', inertText(costText(totals)), least.toFixed(0), most.toFixed(0)),
      vscode.l10n.t('Every number here comes from the run in the simulated network. Run the command *Show Lesson in Network Stack* to see it layer by layer, and turn the switches there to see which numbers change.'),
    ].join('\n\n'),
  };
}
